"""Bitmaps that wait in the database for a process that starts, and what takes them away again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.models import Incident, Involvement, PublishedIncident
from review.editions import chain
from review.models import Hiding, Review
from review.public import page_cache
from review.public.public_state import public_reading
from review.workflow import hiding, publishing
from sources.lists import facets, stored_bitmaps
from sources.lists.facets import Bitmaps, bitmaps, store
from sources.models import Actor, PublishedSource, Source, StoredBitmaps
from tests import factories as make
from tests.databases import EnteredOnce
from tests.incidents.lists.test_facets import asked, counted, found_by_sql
from tests.incidents.merge.test_merging import Case

pytestmark = pytest.mark.django_db

LISTS = {"ActorFilters", "IncidentFilters", "SourceFilters", "StatementFilters"}
SHOT = "killed_captured"


@pytest.fixture
def incident_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_incident):
        yield


@pytest.fixture
def incident(incident_in_place: None, db: None) -> Incident:
    """Public, with everything that a row of the index can have."""
    return Incident.objects.get()


def enter_incident() -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit"))
    make.published_incident(
        chain=[make.published(make.actor()), ("recordings", ["intercept"])],
        place=make.place(),
        place_precision="2",
        not_known_en="Who gave the order.",
        rows=[Involvement(actor=army, by_whom_en="CNN")],
    )


def store_all() -> None:
    call_command("store_bitmaps")
    facets.forget()


def stored_lists() -> set[str]:
    return set(StoredBitmaps.objects.values_list("name", flat=True))


def fresh() -> Bitmaps:
    """What a process has of the incidents that has just started."""
    facets.forget()
    with public_reading() as state:
        return bitmaps(asked(), state)


def read_by(ask: Callable[[], object]) -> list[str]:
    """The statements that read rows of an index into bitmaps."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured if "int8send" in query["sql"]]


# A process that starts


def test_a_process_starts_with_what_another_one_had(incident: Incident) -> None:
    before = fresh()
    store_all()

    assert stored_lists() == LISTS
    assert read_by(fresh) == []
    assert fresh() == before
    assert before.having["low"] == {incident.killed_best: before.rows}


@pytest.mark.parametrize(
    "address", ["/incidents/", "/statements/", "/sources/", "/actors/", "/incidents.json?limit=50"]
)
def test_every_list_starts_from_what_is_stored(
    client: Client, incident: Incident, address: str
) -> None:
    def start() -> None:
        facets.forget()
        page_cache.PAGES.clear()
        assert client.get(address).status_code == 200

    assert read_by(start) != []
    store_all()
    assert read_by(start) == []


def test_what_changed_since_is_read_and_nothing_else(incident: Incident) -> None:
    store_all()
    make.published_incident(kinds=["other"])
    read = read_by(fresh)

    assert stored_lists() == LISTS
    assert read
    assert [sql for sql in read if '"reference" IN (' not in sql] == []
    assert {kind: len(rows) for kind, rows in fresh().having["kind"].items()} == {
        SHOT: 1,
        "other": 1,
    }


@pytest.mark.parametrize("harm", ["cut short", "one bit", "nothing"])
def test_what_is_damaged_is_read_anew(incident: Incident, harm: str) -> None:
    before = fresh()
    store_all()
    row = StoredBitmaps.objects.get(name="IncidentFilters")
    whole = bytes(row.content)
    row.content = {
        "cut short": whole[:-1],
        "one bit": whole[:-1] + bytes([whole[-1] ^ 1]),
        "nothing": b"",
    }[harm]
    row.save()

    assert fresh() == before


def test_what_other_code_wrote_is_read_anew_and_written_again(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_all()
    monkeypatch.setattr(stored_bitmaps, "FORMAT", stored_bitmaps.FORMAT + 1)
    assert read_by(fresh) != []
    store_all()
    assert read_by(fresh) == []
    monkeypatch.setattr(type(asked()), "HELD", {"area": type(asked()).HELD["area"]})

    assert read_by(fresh) != []
    assert "low" not in fresh().having


def test_what_is_of_another_history_is_read_anew(incident: Incident) -> None:
    """As after a backup of the bitmaps alone was restored."""
    store_all()
    StoredBitmaps.objects.update(digest="of another chain")

    assert [sql for sql in read_by(fresh) if '"reference" IN (' not in sql] != []


def test_they_are_written_again_when_much_has_changed(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_all()
    make.published_incident()

    def stored_again() -> bool:
        return store(asked())

    assert not stored_again()
    monkeypatch.setattr(facets, "MOST_BEHIND", 0)
    assert stored_again()
    assert not stored_again()


def test_the_public_role_reads_them_and_writes_none(incident: Incident) -> None:
    store_all()
    with public_reading():
        assert stored_lists() == LISTS
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE attest_public")
    with pytest.raises(ProgrammingError, match="permission denied"):
        StoredBitmaps.objects.all().delete()


# What is taken from the public is gone from them in the same transaction


def decide(deed: Callable[..., object]) -> None:
    [one] = Hiding.objects.undecided()
    deed(one, by=make.reviewer(name="marta"), day=make.DAY, comment="looked at")


def save_and_approve(record: Any, **changes: Any) -> None:
    """Deciding that what earlier editions still tell is hidden there."""
    record = type(record).objects.get(pk=record.pk)
    make.save(record, comment="to protect somebody", **changes)
    make.submitted(record)
    seen = {record.pk: Review.objects.get(pk=record.pk).head_id}
    publishing.approve(
        seen,
        shown=make.shown(*seen),
        by=make.reviewer(),
        day=make.DAY,
        note="Details are withheld.",
        hide_earlier=True,
    )


def hide(incident: Incident) -> None:
    make.hidden(incident, "not_known")


def withdraw(incident: Incident) -> None:
    make.withdrawn(incident)


def withdraw_to_protect(incident: Incident) -> None:
    make.withdrawn(Actor.objects.get(name_en="An army"), reason="protection")


def become_confidential(incident: Incident) -> None:
    save_and_approve(Source.objects.get(), access="confidential")


def rebuild(incident: Incident) -> None:
    call_command("rebuild_published")


def change_by_hand(incident: Incident) -> None:
    PublishedIncident.objects.update(kinds=["other"])


def delete_by_hand(incident: Incident) -> None:
    PublishedSource.objects.all().delete()


def assert_gone_at_once(deed: Callable[[], object]) -> None:
    store_all()
    with transaction.atomic():
        deed()
        transaction.set_rollback(True)
    assert stored_lists() == LISTS
    with transaction.atomic():
        deed()
    assert stored_lists() == set()
    facets.forget()
    for question in ({}, {"kind": SHOT}, {"basis": "intercept"}, {"from": "2020-01-01"}):
        assert counted(**question).total == found_by_sql(**question)


@pytest.mark.parametrize(
    "deed",
    [
        hide,
        withdraw,
        withdraw_to_protect,
        become_confidential,
        rebuild,
        change_by_hand,
        delete_by_hand,
    ],
)
def test_they_go_with_what_is_taken_from_the_public(
    incident: Incident, deed: Callable[[Incident], object]
) -> None:
    assert_gone_at_once(lambda: deed(incident))


@pytest.mark.parametrize("deed", [hiding.redact, hiding.show])
def test_they_go_with_what_is_decided_about_a_hidden_part(
    incident: Incident, deed: Callable[..., object]
) -> None:
    make.hidden(incident, "not_known")
    assert_gone_at_once(lambda: decide(deed))


def test_they_go_with_what_is_removed_from_earlier_editions(incident: Incident) -> None:
    become_confidential(incident)
    one = Hiding.objects.undecided().filter(earlier_only=True)[0]

    def remove() -> None:
        hiding.remove(
            one, by=make.reviewer(name="marta"), day=make.DAY, comment="gone", all_of_it=True
        )

    assert_gone_at_once(remove)


def test_they_go_with_a_merge() -> None:
    case = Case()
    merge = case.propose()

    assert_gone_at_once(lambda: case.approve(merge))


def test_they_go_with_an_entry_alone(incident: Incident) -> None:
    def append() -> None:
        chain.append(
            kind="redaction",
            record_kind="incident",
            reference=incident.reference,
            day=make.DAY,
            payload={},
        )

    assert_gone_at_once(append)


def test_they_go_with_a_source_of_which_nothing_is_hidden() -> None:
    """Its earlier editions are shown no more, though no entry of the chain says so."""
    make.published_incident()
    store_all()
    row = PublishedSource.objects.get()
    row.edition, row.position, row.is_listed = 2, row.position + 1, False
    PublishedSource.objects.filter(pk=row.pk)._raw_delete("default")
    StoredBitmaps.objects.create(name="A list", reindexed=0, position=0)
    row.save(force_insert=True)

    assert stored_lists() == set()


def test_another_edition_leaves_them(incident: Incident) -> None:
    store_all()
    make.save(incident, killed_high=3, comment="a range")
    make.published(incident, note="A range.")

    assert stored_lists() == LISTS
    assert fresh().having["high"] == {3: fresh().rows}
