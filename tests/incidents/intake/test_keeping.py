"""What is done with a link, what the database refuses, and what is forgotten."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from incidents.desk import keeping as desk
from incidents.intake import keeping
from incidents.models import DeskReport, IntakeEvent, IntakeItem
from review.models import Refused
from review.workflow import erasing, hiding, leaving
from tests import factories as make
from tests.incidents.intake.links import POST, begun, done, entered, link, out_of_scope

pytestmark = pytest.mark.django_db

WORD = "Kvilbrax"


@pytest.fixture
def olena() -> User:
    return make.researcher()


@pytest.fixture
def danylo() -> User:
    return make.researcher(name="danylo")


@pytest.fixture
def item(olena: User) -> IntakeItem:
    return link(by=olena)


def fresh(item: IntakeItem) -> IntakeItem:
    return IntakeItem.objects.get(pk=item.pk)


def history(item: IntakeItem) -> list[tuple[str, str, str]]:
    return [(one.kind, one.by.username, one.reason) for one in item.events.select_related("by")]


def refused(deed: str, item: IntakeItem, **more: Any) -> str:
    with pytest.raises(Refused) as why:
        done(deed, item, **more)
    return str(why.value)


def test_a_link_goes_through_hands_and_states_and_its_history_tells(
    item: IntakeItem, danylo: User
) -> None:
    done("take", item)
    done("assign", item, to=danylo)
    done("free", item, by=danylo)
    done("save_for_verification", item, words="the place")
    done("put_back", item, by=danylo)
    out_of_scope(item, reason="other", words="a parade")
    done("put_back", item, by=danylo)

    assert history(item) == [
        ("taken", "olena", ""),
        ("assigned", "olena", ""),
        ("freed", "danylo", ""),
        ("verification", "olena", ""),
        ("put_back", "danylo", ""),
        ("out_of_scope", "olena", "other"),
        ("put_back", "danylo", ""),
    ]
    now = fresh(item)
    assert (now.state, now.held_by, now.decision) == ("open", None, item.events.last())


def test_what_a_colleague_has_is_taken_over_only_from_whom_the_page_named(
    item: IntakeItem, olena: User, danylo: User
) -> None:
    done("take", item, by=danylo)

    assert refused("take", item) == "danylo has it. Speak with them, then choose “Take it over”."
    assert "danylo has it" in refused("take", item, over=olena.pk)
    assert "danylo has it" in refused("put_out_of_scope", item, reason="gone", words="")
    assert refused("free", item) == "It is not in your hands."
    assert done("take", item, over=danylo.pk).held_by == olena


def test_out_of_scope_needs_a_reason_and_another_one_in_words(item: IntakeItem) -> None:
    assert refused("put_out_of_scope", item, reason="", words="") == "Say why it is out of scope."
    assert "in words" in refused("put_out_of_scope", item, reason="other", words=" ")
    assert fresh(item).state == "open"
    out_of_scope(item)
    assert refused("take", item) == "It is out of scope: put it back first."


def test_it_is_given_only_to_whoever_can_work_with_it(item: IntakeItem) -> None:
    iryna = make.administrator()
    assert refused("assign", item, to=iryna) == "iryna may not enter records."


def test_the_desk_begins_with_its_address_and_closes_it_when_all_is_entered(
    item: IntakeItem, olena: User, danylo: User
) -> None:
    done("take", item)
    report: Any = done("begin_report", item, kind="social_post", access="public")

    assert report.typed["source"] == {"url": POST}
    assert refused("free", item).startswith("You have begun a report of it")
    assert refused("take", item, by=danylo, over=olena.pk) == "olena has it at the desk."

    desk.throw_away(report, by=olena, at=timezone.now())
    assert done("free", item).held_by is None
    became = entered(begun(item, by=olena))

    assert became.report
    assert became.report.source
    assert became.report.source.url == POST
    assert (became.is_at_desk, became.report.entered_at is not None) == (True, True)
    assert refused("free", item) == "It has become a source."
    assert refused("put_back", item) == "It has become a source."


# The database, whatever code asks


def sql(statement: str, *values: Any) -> str:
    with connection.cursor() as cursor:
        # No table with checks that wait can be truncated.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            cursor.execute(statement, values)
    return str(error.value.__cause__.diag.constraint_name)  # type: ignore[union-attr]


SET = "UPDATE incidents_intakeitem SET {} WHERE id = %s"
EVENT = (
    "INSERT INTO incidents_intakeevent (item_id, kind, by_id, to_id, at, reason, words, is_emptied)"
    " VALUES (%s, %s, %s, %s, now(), %s, '', false)"
)


def test_no_state_and_no_hands_without_who_and_when(item: IntakeItem, olena: User) -> None:
    done("take", item)
    set_it = SET.format

    assert sql(set_it("state = 'verification'"), item.pk) == "intake_told"
    assert sql(set_it("state = 'out_of_scope'"), item.pk) == "intake_told"
    assert sql(set_it("held_by_id = NULL, held_at = NULL"), item.pk) == "intake_told"
    assert sql(set_it("held_at = now()"), item.pk) == "intake_told"
    other = DeskReport.objects.create(
        author=olena, kind="article", created_at=timezone.now(), saved_at=timezone.now()
    )
    assert sql(SET.format("report_id = %s"), other.pk, item.pk) == "intake_told"
    taken = item.events.get().pk
    wrong = f"state = 'verification', decision_id = {taken}"
    assert sql(set_it(wrong), item.pk) == "intake_told"


def test_a_link_is_new_without_a_state(olena: User) -> None:
    insert = (
        "INSERT INTO incidents_intakeitem (id, url, address, site, note, came_from, added_by_id,"
        " added_at, state, words_taken_out) VALUES (gen_random_uuid(), 'https://a.example/1',"
        " 'https://a.example/1', 'a.example', '', '', %s, now(), %s, false)"
    )
    assert sql(insert, olena.pk, "verification") == "intake_told"


def test_what_was_pasted_stays_and_an_entered_link_is_closed_for_good(
    item: IntakeItem, olena: User
) -> None:
    assert sql(SET.format("url = 'https://b.example/'"), item.pk) == "intake_stays"
    assert sql(SET.format("note = 'more'"), item.pk) == "intake_stays"
    assert sql("DELETE FROM incidents_intakeitem WHERE id = %s", item.pk) == "intake_stays"
    assert sql("TRUNCATE incidents_intakeitem CASCADE") == "intake_stays"
    entered(begun(item, by=olena))
    with connection.cursor() as cursor:
        cursor.execute(EVENT, [item.pk, "freed", olena.pk, None, ""])
    free = "held_by_id = NULL, held_at = NULL, report_id = NULL"
    assert sql(SET.format(free), item.pk) == "intake_moves"


def test_from_out_of_scope_a_link_goes_only_back(item: IntakeItem, olena: User) -> None:
    out_of_scope(item)
    with connection.cursor() as cursor:
        cursor.execute(EVENT, [item.pk, "verification", olena.pk, None, ""])
    last = IntakeEvent.objects.last()
    assert last
    moved = f"state = 'verification', decision_id = {last.pk}"
    assert sql(SET.format(moved), item.pk) == "intake_moves"


def test_history_is_only_added_to(item: IntakeItem, olena: User) -> None:
    out_of_scope(item, reason="other", words="a parade")
    one = item.events.get().pk

    for change in ("reason = 'gone'", "words = 'else'", "words = ''", "by_id = by_id + 1"):
        update = f"UPDATE incidents_intakeevent SET {change} WHERE id = %s"
        assert sql(update, one) == "append_only", change
    assert sql("DELETE FROM incidents_intakeevent WHERE id = %s", one) == "append_only"
    assert sql("TRUNCATE incidents_intakeevent CASCADE") == "append_only"
    for kind, reason, constraint in (
        ("out_of_scope", "", "intakeevent_has_reason"),
        ("out_of_scope", "whim", "intakeevent_has_reason"),
        ("out_of_scope", "other", "intakeevent_other_in_words"),
        ("freed", "gone", "intakeevent_has_reason"),
        ("taken", "", "intakeevent_to_somebody"),
        ("lost", "", "intakeevent_kind_is_known"),
    ):
        assert sql(EVENT, item.pk, kind, olena.pk, None, reason) == constraint


# What is forgotten, and what is passed on


def redacted(words: list[str]) -> None:
    source = make.source()
    said = make.statement(source=source, paraphrase_en=f"Olha {WORD} saw that two were shot.")
    make.published(source)
    one = make.hidden(source, f"statements/{said.pk}")[0]
    by = make.reviewer(name="second")
    hiding.redact(one, by=by, day=make.DAY, comment="a threat", words=words)


def test_what_is_redacted_goes_from_notes_and_reasons_and_with_its_link(olena: User) -> None:
    telling = link(f"https://news.example/{WORD}", by=olena)
    noted = link(POST, by=olena, note=f"Olha {WORD} wrote this", came_from="a list")
    out_of_scope(noted, reason="other", words=f"{WORD} asked us not to")
    other = link("https://t.me/somechannel/2", by=olena, note="fine")

    redacted([WORD])

    gone, emptied = fresh(telling), fresh(noted)
    assert (gone.url, gone.address, gone.emptied_at is not None) == ("", "", True)
    assert (emptied.url, emptied.note, emptied.words_taken_out) == (POST, "", True)
    assert [(one.words, one.reason, one.is_emptied) for one in noted.events.all()] == [
        ("", "other", True)
    ]
    assert fresh(other).note == "fine"
    assert not IntakeItem.objects.visible_to(olena).filter(pk=telling.pk).exists()


def test_the_link_of_an_erased_source_goes(item: IntakeItem, olena: User) -> None:
    became = entered(begun(item, by=olena))
    assert became.report
    assert became.report.source
    source = became.report.source
    make.submitted(source, by=olena)
    make.approved(source)
    make.withdrawn(source)

    erasing.erase(
        source.review,
        asked_by=make.reviewer(),
        by=make.reviewer(name="second"),
        day=make.DAY,
        comment="she asked for it",
    )

    assert (fresh(item).url, fresh(item).note) == ("", "")


def test_after_a_year_only_that_something_was_closed_remains(olena: User, danylo: User) -> None:
    closed = out_of_scope(link(by=olena, note="n"), reason="other", words="a parade")
    waiting = link("https://t.me/somechannel/2", by=olena)
    now = timezone.now()

    assert keeping.forget_old(now + keeping.KEPT_FOR - timedelta(days=1)) == 0
    assert keeping.forget_old(now + keeping.KEPT_FOR + timedelta(days=1)) == 1
    call_command("forget_old_links", stdout=StringIO())

    assert (fresh(closed).url, closed.events.get().words) == ("", "")
    assert fresh(waiting).url == "https://t.me/somechannel/2"
    link(by=olena)


def leave(person: User, to: User | None) -> None:
    leaving.leave(person, to=to, by=make.administrator(), reason="another work")


def test_links_of_somebody_who_leaves_go_with_their_reports(olena: User, danylo: User) -> None:
    held, typing = (link(f"https://t.me/somechannel/{n}", by=olena) for n in (1, 2))
    for one in (held, typing):
        done("take", one)
    done("begin_report", typing, kind="social_post", access="public")

    leave(olena, danylo)

    assert [(one.held_by, one.is_at_desk) for one in (fresh(held), fresh(typing))] == [
        (danylo, False),
        (danylo, True),
    ]


def test_without_a_successor_they_are_free(olena: User) -> None:
    typing = link(by=olena)
    done("take", typing)
    done("begin_report", typing, kind="social_post", access="public")

    leave(olena, None)

    assert (fresh(typing).held_by, fresh(typing).report) == (None, None)
    assert history(typing)[-1] == ("freed", "olena", "")
