"""Hiding one part: gone at once wherever the public reads, and decided about by somebody else."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from incidents.models import (
    Incident,
    PublishedIncident,
)
from review.admin.hide import undecided_for
from review.models import (
    EditionPart,
    Entry,
    Event,
    Hiding,
    PublicPart,
    PublicRemoval,
    Refused,
    Review,
)
from review.record_types import record_types, type_of
from review.verify import Verification
from review.workflow import hiding, publishing
from sources.models import PublishedStatement, Source, Statement
from tests import factories as make
from tests.records import next_document
from tests.review.refusing import refused_by
from tests.review.searching import (
    SECRET,
    body_of,
    found_by_search,
    pages_with,
    tables_with,
    words_on_pages,
)
from tests.review.telling import incident_telling, source_telling
from tools.verify_export import Export

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 3)


def fresh(record: Any) -> Review:
    return Review.objects.get(pk=record.pk)


def hide(record: Any, path: str, **changes: Any) -> list[Hiding]:
    given: dict[str, Any] = {
        "by": make.reviewer(),
        "day": DAY,
        "reason": "protection",
        "comment": "somebody is in danger",
    }
    return hiding.hide(fresh(record), path, **given | changes)


def show(hidden: Hiding, **changes: Any) -> list[Hiding]:
    given: dict[str, Any] = {
        "by": make.reviewer(name="oksana"),
        "day": DAY,
        "comment": "nobody is in danger",
    }
    return hiding.show(hidden, **given | changes)


def faults() -> list[str]:
    return list(Verification().faults())


def test_a_hidden_part_is_gone_at_once_from_all_that_the_public_reads_until_it_is_shown_again(
    client: Client, told: dict[str, EditionPart]
) -> None:
    before = words_on_pages(client, told), tables_with(SECRET, as_public=True)
    index = indexed()
    assert set().union(*before[0].values()) == set(told)
    assert before[1] >= {"review_public_part"}
    assert found_by_search(client, SECRET) >= {"incident_list", "source_list", "actor_list"}

    hidings = []
    for word, part in told.items():
        (hidden,) = hide(part.edition.review, part.path)
        hidings.append(hidden)
        told_it = [address for address, words in before[0].items() if word in words]
        assert [one for one in told_it if word in body_of(client.get(one))] == []

    assert pages_with(client, SECRET) == set()
    assert found_by_search(client, SECRET) == set()
    assert tables_with(SECRET, as_public=True) == set()
    assert faults() == []

    for hidden in hidings:
        show(hidden)

    assert (words_on_pages(client, told), tables_with(SECRET, as_public=True)) == before
    assert indexed() == index
    assert faults() == []


def indexed() -> list[Any]:
    """All rows of all index tables, without when the chain spoke of them last."""
    tables = [
        table
        for one in record_types().values()
        for table in (*one.index_tables, *one.tables_by_day.values())
    ]
    return [
        [
            {name: value for name, value in row.items() if not name.startswith("last_entry")}
            for row in table._default_manager.order_by("pk").values()
        ]
        for table in tables
    ]


def test_every_text_of_every_document_is_in_a_part_that_can_be_hidden() -> None:
    """A new key of a document is removable or stands here."""
    kept = {
        "incident": {"kinds", "standing", "proposal"},
        "source": {
            *("kind", "confidential", "withheld", "language", "licence", "is_graphic", "text"),
        },
        "actor": {"kind", "side", "state"},
    }
    rows = {
        "incident": {
            *("victims", "involvements", "characterisations", "findings", "links", "evidence"),
            "statements",
        },
        "source": {"statements"},
        "actor": {"names", "relations"},
    }
    incident = make.published_incident()
    source = incident.evidence.all()[0].statement.source
    for record in (incident, source, make.actor()):
        kind = record.record_kind()
        keys = set(next_document(record))
        assert keys == set(type_of(record).redactable) | rows[kind] | kept[kind]


# A statement that incidents cite


@pytest.fixture
def cited(cited_twice: Statement) -> Statement:
    return cited_twice


def test_an_embedded_row_goes_from_all_records_that_hold_it(
    client: Client, cited: Statement
) -> None:
    hidings = hide(cited.source, f"statements/{cited.pk}")

    assert {one.review.title for one in hidings} == {str(fresh(cited.source).title), *titles()}
    assert pages_with(client, SECRET) == set()
    assert found_by_search(client, SECRET) == set()
    assert tables_with(SECRET, as_public=True) == set()
    assert PublishedStatement.objects.count() == 0
    assert faults() == []


def titles() -> set[str]:
    return {review.title for review in Review.objects.filter(kind="incident")}


def test_from_the_incident_it_goes_from_the_source_too(client: Client, cited: Statement) -> None:
    incident = Incident.objects.get(title_en="First")

    assert len(hide(incident, f"statements/{cited.pk}")) == 3

    assert tables_with(SECRET, as_public=True) == set()


def test_it_is_shown_again_in_all_of_them(client: Client, cited: Statement) -> None:
    before = pages_with(client, SECRET), indexed()
    hidings = hide(cited.source, f"statements/{cited.pk}")

    assert len(show(hidings[1])) == 3

    assert (pages_with(client, SECRET), indexed()) == before
    assert faults() == []


def test_the_chain_says_that_it_is_hidden_and_that_it_is_shown_but_not_what(
    cited: Statement,
) -> None:
    hidings = hide(cited.source, f"statements/{cited.pk}")
    show(hidings[0])

    entries = list(Entry.objects.filter(kind="hiding"))
    payload = {"editions": [1], "path": f"statements/{cited.pk}", "reason": "protection"}
    assert [entry.content for entry in entries] == [
        *[payload | {"hidden": True}] * 3,
        *[payload | {"hidden": False}] * 3,
    ]
    assert {entry.reference for entry in entries} == {one.review.reference for one in hidings}
    assert {entry.day for entry in entries} == {DAY}


def test_a_withdrawn_record_that_holds_the_row_is_hidden_in_too(cited: Statement) -> None:
    incident = make.withdrawn(Incident.objects.get(title_en="First"))

    hidings = hide(cited.source, f"statements/{cited.pk}")

    assert incident.pk in {one.review_id for one in hidings}
    assert not PublishedIncident.objects.filter(reference=incident.reference).exists()
    assert faults() == []


def test_a_field_of_the_same_name_in_another_record_stays(client: Client) -> None:
    one, other = source_telling(title=SECRET), make.published(make.source(title="Kept"))

    (hidden,) = hide(one, "title")

    assert hidden.review_id == one.pk
    assert "Kept" in client.get(f"/sources/{other.reference}/").content.decode()


def test_what_stands_in_place_of_a_field_says_nothing_else_than_the_rest_says(
    client: Client,
) -> None:
    incident = incident_telling(title_en=SECRET, assessment_reason_en=SECRET)

    (title,) = hide(incident, "title")
    (reason,) = hide(incident, "assessment")

    blank = {"en": "Incident without a title", "uk": "Подія без назви"}
    assert title.blanks == {"1": blank, "2": blank}
    kept = {"reason": {"en": "", "uk": ""}, "value": "reported"}
    assert reason.blanks == {"1": kept, "2": kept}
    assert PublishedIncident.objects.get().title_en == "Incident without a title"


# Who may


@pytest.fixture
def incident(telling: Incident) -> Incident:
    return telling


def test_hiding_needs_the_right(incident: Incident) -> None:
    with pytest.raises(Refused, match="You do not have the right to do this"):
        hide(incident, "summary", by=make.researcher())

    assert Hiding.objects.count() == 0


def test_an_administrator_may_hide_and_redact_but_not_show(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")

    with pytest.raises(Refused, match="You do not have the right to do this"):
        show(hidden, by=make.administrator())
    hiding.redact(hidden, by=make.administrator(), day=DAY, comment="it must go")

    hidden.refresh_from_db()
    assert (hidden.state, hidden.decided_by) == ("redacted", make.administrator())


def test_deciding_needs_the_right_to_hide_too(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")

    for deed in (hiding.show, hiding.redact):
        with pytest.raises(Refused, match="You do not have the right to do this"):
            deed(hidden, by=make.researcher(), day=DAY, comment="mine")


def test_who_hid_it_cannot_decide(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary", by=make.reviewer())

    for deed in (hiding.show, hiding.redact):
        with pytest.raises(Refused, match="You hid this yourself: somebody else must decide"):
            deed(hidden, by=make.reviewer(), day=DAY, comment="mine")

    assert fresh(incident).hidings.get().state == "hidden"
    assert EditionPart.objects.filter(path="summary").exists()


def decided_in_sql(hidden: Hiding, by: User, state: str = "shown") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE review_hiding SET state = %s, decided_by_id = %s, decided_at = now()"
            " WHERE id = %s",
            [state, by.pk, hidden.pk],
        )


def test_nor_in_sql(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary", by=make.reviewer())

    with refused_by("hiding_two_people", table="review_hiding"):
        decided_in_sql(hidden, make.reviewer())


def test_somebody_else_decides_once(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")
    show(hidden)

    with pytest.raises(Refused, match="Somebody has already decided about this part"):
        show(hidden)
    with refused_by("hiding_decided_once", table="review_hiding"):
        decided_in_sql(hidden, make.administrator(), "redacted")


@pytest.mark.parametrize(
    "change",
    [
        "path = 'title'",
        "blanks = '{}'",
        "reason = 'error'",
        "hidden_on = hidden_on - 1",
        "at = at + interval '72 hours'",
        "comment = 'another'",
        "by_id = by_id + 1",
    ],
)
def test_what_was_hidden_and_by_whom_is_never_changed(incident: Incident, change: str) -> None:
    (hidden,) = hide(incident, "summary")
    decision = f"state = 'shown', decided_at = now(), decided_by_id = {make.administrator().pk}"

    for changes in (change, f"{change}, {decision}"):
        with (
            refused_by("hiding_decided_once", table="review_hiding"),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"UPDATE review_hiding SET {changes} WHERE id = %s",
                [hidden.pk],
            )


@pytest.mark.parametrize(
    "statement", ["DELETE FROM review_hiding", "TRUNCATE review_hiding CASCADE"]
)
def test_what_was_hidden_is_never_forgotten(incident: Incident, statement: str) -> None:
    hide(incident, "summary")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with refused_by("hiding_decided_once", table="review_hiding"), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("hiding_has_comment", {"comment": ""}),
        ("hiding_decision_is_whole", {"state": "shown"}),
        ("hiding_decision_is_whole", {"decided_by": "other"}),
        ("hiding_two_people", {"state": "shown", "decided_by": "same", "decided_at": DAY}),
    ],
)
@pytest.mark.filterwarnings("ignore:DateTimeField")
def test_a_hiding_that_cannot_be_is_refused(
    incident: Incident, constraint: str, fields: dict[str, Any]
) -> None:
    people = {"same": make.reviewer(), "other": make.administrator()}
    given = {name: people.get(value, value) for name, value in fields.items()}

    with refused_by(constraint, table="review_hiding"):
        Hiding.objects.create(
            **{
                "review": incident.review,
                "path": "summary",
                "blanks": {},
                "reason": "error",
                "hidden_on": DAY,
                "by": make.reviewer(),
                "comment": "why",
            }
            | given
        )


# What is refused


def test_the_same_part_is_not_hidden_twice(incident: Incident) -> None:
    hide(incident, "summary")

    with pytest.raises(Refused, match="This part is hidden already"):
        hide(incident, "summary", by=make.administrator())

    assert Hiding.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"reason": "a witness"}, "Choose the reason that the public is told"),
        ({"comment": " \n"}, "Tell your colleagues why it is hidden"),
    ],
)
def test_hiding_needs_a_coarse_reason_and_a_comment(
    incident: Incident, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        hide(incident, "summary", **changes)

    assert Entry.objects.filter(kind="hiding").count() == 0


@pytest.mark.parametrize("path", ["kinds", "standing", "staff", "nothing"])
def test_what_pages_cannot_do_without_is_not_hidden_alone(incident: Incident, path: str) -> None:
    with pytest.raises(Refused, match="This part cannot be hidden by itself"):
        hide(incident, path)


@pytest.mark.parametrize("path", ["victims/1", "statements/", "/"])
def test_a_part_that_is_not_there_is_not_hidden(incident: Incident, path: str) -> None:
    with pytest.raises(Refused, match="No edition of this record holds that part any more"):
        hide(incident, path)


def test_a_part_of_another_record_is_not_hidden(incident: Incident) -> None:
    actor = make.published(make.actor(names=["Cable News Network"]))
    path = EditionPart.objects.get(path__startswith="names/").path

    with pytest.raises(Refused, match="No edition of this record holds that part any more"):
        hide(incident, path)
    assert actor.review.hidings.count() == 0


def test_a_part_of_a_draft_is_not_hidden() -> None:
    incident = make.incident(statement=make.statement(source=make.source()))

    with pytest.raises(Refused, match="No edition of this record holds that part any more"):
        hide(incident, "summary")


@pytest.mark.parametrize("deed", [hiding.show, hiding.redact])
def test_deciding_needs_a_comment(incident: Incident, deed: Callable[..., Any]) -> None:
    (hidden,) = hide(incident, "summary")

    with pytest.raises(Refused, match="Tell your colleagues why you decide so"):
        deed(hidden, by=make.reviewer(name="oksana"), day=DAY, comment=" ")


# What is said among colleagues


def test_events_say_who_hid_and_showed_and_why(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")
    show(hidden)

    assert [
        (event.kind, event.by.username, event.comment) for event in incident.review.events.all()
    ][-2:] == [
        ("hidden", "taras", "somebody is in danger"),
        ("shown", "oksana", "nobody is in danger"),
    ]


def test_it_is_overdue_after_72_hours_and_stays_hidden(client: Client, incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")
    hidden.refresh_from_db()
    due = hidden.at + timedelta(hours=72)

    assert hidden.due_at == due
    assert not hidden.is_overdue(due)
    assert hidden.is_overdue(due + timedelta(seconds=1))
    assert list(Hiding.objects.undecided()) == [hidden]
    assert pages_with(client, SECRET) == set()


def test_what_is_decided_is_never_overdue(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")
    (shown,) = show(hidden)

    assert not shown.is_overdue(shown.due_at + timedelta(days=9))
    assert list(Hiding.objects.undecided()) == []


def test_colleagues_see_what_is_hidden_of_records_that_they_may_read() -> None:
    source = make.published(make.source(title=SECRET, access="confidential"))
    (hidden,) = hide(source, "note")

    assert list(undecided_for(make.reviewer())) == [hidden]
    assert list(undecided_for(make.administrator())) == []


# Approving beside a hidden part


def test_a_record_is_not_approved_while_a_part_of_it_is_hidden(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary")
    make.save(incident, killed_high=3, comment="range")
    make.submitted(incident)

    with pytest.raises(publishing.Unapprovable, match="A part of it is hidden: decide about that"):
        make.approved(incident, note="A range.")
    show(hidden)
    (edition,) = make.approved(incident, note="A range.")

    assert edition.number == 2
    assert faults() == []


def test_another_record_does_not_embed_what_is_hidden(cited: Statement) -> None:
    hide(cited.source, f"statements/{cited.pk}")
    third = make.submitted(make.incident(statement=cited, title_en="Third"))

    with pytest.raises(
        publishing.Unapprovable, match="is not in the current edition of its source"
    ):
        make.approved(third)


def test_what_was_shown_again_may_be_hidden_again(client: Client, incident: Incident) -> None:
    (first,) = hide(incident, "summary")
    show(first)

    (second,) = hide(incident, "summary", by=make.administrator())

    assert pages_with(client, SECRET) == set()
    assert [one.state for one in Hiding.objects.all()] == ["shown", "hidden"]
    show(second)
    assert faults() == []


def test_a_redacted_row_and_a_new_hiding_of_it_are_told_apart(cited: Statement) -> None:
    """Redacted in editions 1; the row, written anew, may be hidden again in edition 2."""
    source = cited.source
    (hidden, *_rest) = hide(source, f"statements/{cited.pk}")
    hiding.redact(hidden, by=make.administrator(), day=DAY, comment="it must go")
    cited.refresh_from_db()
    source = Source.objects.get()
    cited.paraphrase_en = "A soldier was shot."
    cited.kind = "incident"
    make.save(source, rows=[cited], comment="anew")
    make.published(source, note="Anew.")

    hidings = hide(source, f"statements/{cited.pk}")

    assert [one.numbers for one in hidings] == [[2]]
    assert faults() == []


# The public's own view of it


def test_the_public_reads_the_day_and_the_coarse_reason_of_a_removal(incident: Incident) -> None:
    hide(incident, "summary")

    (removal,) = PublicRemoval.objects.all()
    assert (removal.path, removal.removed_on, removal.reason) == ("summary", DAY, "protection")
    assert removal.blank == {"en": "", "uk": ""}
    assert str(removal) == "summary"
    assert not PublicPart.objects.filter(path="summary", edition__kind="incident").exists()


def test_of_a_withdrawn_record_no_removal_is_told(incident: Incident) -> None:
    hide(incident, "summary")

    make.withdrawn(incident)

    assert list(PublicRemoval.objects.all()) == []
    assert faults() == []


def test_the_export_of_hidden_parts_verifies(client: Client, cited: Statement) -> None:
    hide(cited.source, f"statements/{cited.pk}")
    lines = body_of(client.get("/editions.jsonl")).splitlines()

    export = Export()
    export.check(lines)
    assert export.unshown == 3
    assert not any(SECRET in line for line in lines)
    assert {json.loads(line)["path"] for line in lines if '"part"' in line} & {
        f"statements/{cited.pk}"
    } == set()


def test_events_of_hiding_do_not_put_anybody_into_the_pile(incident: Incident) -> None:
    (hidden,) = hide(incident, "summary", by=make.reviewer())
    show(hidden)
    make.save(incident, killed_high=3, comment="range")
    make.submitted(incident)

    make.approved(incident, by=make.reviewer(), note="A range.")

    assert Event.objects.filter(kind="approved", by=make.reviewer()).count() == 3
