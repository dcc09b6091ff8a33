"""Counts beside the values of filters: those that the list itself would give."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.lists.figures import HELD, HELD_APART, Totals, totals_by
from incidents.lists.filters import IncidentFilters
from incidents.models import Involvement, Place, PublishedIncident
from review.models import Reindexed
from review.public import public_state
from review.public.public_state import PublicState, public_reading
from sources.document_types import ActorDocument
from sources.lists import facets
from sources.lists.facets import Counts, bitmaps, count
from sources.lists.filters import above_all
from sources.models import ActorRelation, PublishedActor
from sources.record.index import search_vector
from tests import factories as make
from tests.databases import EnteredOnce

pytestmark = pytest.mark.django_db

FACETS = {"kind", "assessment", "law", "basis", "hedge", "disputed"}
FACETS |= {"place", "actor", "documenter"}


def asked(**asked_for: str | list[str]) -> IncidentFilters:
    data = QueryDict(mutable=True)
    for name, value in asked_for.items():
        data.setlist(name, [value] if isinstance(value, str) else value)
    filters = IncidentFilters(data, PublishedIncident.objects.defer("search"))
    assert filters.is_valid(), filters.form.errors
    return filters


def counted(**asked_for: str | list[str]) -> Counts:
    with public_reading() as state:
        return count(asked(**asked_for), state)


def found_by_sql(**asked_for: str | list[str]) -> int:
    return int(asked(**asked_for).qs.count())


# Whatever is asked and whatever changes, the bitmaps and SQL agree

REGIONS = ["UA14", "UA23", "RU-KRS"]
ACTORS = ["AAAAAAA", "BBBBBBB", "CCCCCCC", "DDDDDDD"]
# D is part of C, C of B; A stands alone; B and C are part of one another.
SUPERIORS = {"DDDDDDD": ["CCCCCCC"], "CCCCCCC": ["BBBBBBB"], "BBBBBBB": ["CCCCCCC"]}
VALUES = {
    "kind": ["killed_captured", "killed_surrendering", "order_no_prisoners", "other"],
    "assessment": ["reported", "corroborated", "refuted"],
    "law": ["rs_8_2_a_i", "gc3_13"],
    "basis": ["intercept", "eyewitness", "none_given"],
    "hedge": ["fact", "distanced"],
    "disputed": ["yes", "no"],
    "place": REGIONS,
    "actor": ACTORS,
    "documenter": ACTORS,
}
BESIDE = {
    "q": ["river", "rivers bridge", "nothing"],
    "from": ["2024-03-01", "2024-06-01"],
    "to": ["2024-05-01", "2024-12-31"],
    "when": ["possible", "certain"],
    "victims_min": ["1", "3"],
    "updated_since": ["2025-01-02"],
}


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3)


FIGURE = {"low": 5, "best": 5, "high": 5, "qualifier": "", "by": [{"en": "CNN", "uk": ""}]}
rows = st.fixed_dictionaries(
    {
        "kinds": some(VALUES["kind"]),
        "assessment": st.sampled_from(VALUES["assessment"]),
        "laws": some(VALUES["law"]),
        "bases": some(VALUES["basis"]),
        "hedges": some(VALUES["hedge"]),
        "is_disputed": st.booleans(),
        "region": st.sampled_from([*REGIONS, "", "UA"]),
        "actors": some(ACTORS),
        "documenters": some(ACTORS),
        "text": st.sampled_from(["by the river", "a bridge over rivers", ""]),
        "day": st.sampled_from([None, date(2024, 4, 1), date(2024, 7, 1)]),
        "killed": st.sampled_from([(None, None, None), (1, 1, 1), (2, 3, 5), (4, None, None)]),
        "killed_given": st.sampled_from([[], [FIGURE]]),
        "inferred": st.sampled_from([[], ["killed"], ["act", "date"]]),
        "place_words": st.sampled_from([[], ["by the river"]]),
        "is_killing": st.booleans(),
        "is_order": st.booleans(),
    }
)


def several(values: list[str]) -> st.SearchStrategy[list[str]]:
    """Some of them, each wanted or left out."""
    each = st.sampled_from([*values, *(f"!{value}" for value in values)])
    return st.lists(each, min_size=1, max_size=3)


asked_of: dict[str, st.SearchStrategy[Any]] = {
    **{name: several(values) for name, values in VALUES.items()},
    **{name: st.sampled_from(values) for name, values in BESIDE.items()},
}
questions = st.fixed_dictionaries({}, optional=asked_of).filter(
    lambda asked_for: asked_for.get("from", "") < asked_for.get("to", "9")
)
deeds = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 5), rows),
    st.tuples(st.just("update"), st.integers(0, 5), rows),
    st.tuples(st.just("remove"), st.integers(0, 5), st.none()),
    st.tuples(st.just("subordinate"), st.integers(0, 3), st.sampled_from([[], ["AAAAAAA"]])),
)


NOTHING = {
    "kinds": [],
    "assessment": "reported",
    "laws": [],
    "bases": [],
    "hedges": [],
    "is_disputed": False,
    "region": "",
    "actors": [],
    "documenters": [],
    "text": "",
    "day": None,
    "killed": (None, None, None),
    "killed_given": [],
    "inferred": [],
    "place_words": [],
    "is_killing": True,
    "is_order": False,
}


class World:
    """A published index that is written past the editions, as fast as the test needs it."""

    def __init__(self) -> None:
        PublishedIncident.objects.all().delete()
        PublishedActor.objects.all().delete()
        last = Reindexed.objects.order_by("-position").first()
        self.position = last.position if last else 0
        for name in ACTORS:
            self._actor(name, SUPERIORS.get(name, []))

    def do(self, verb: str, number: int, what: Any) -> None:
        reference = f"INCID0{number}"
        mine = PublishedIncident.objects.filter(reference=reference)
        match verb:
            case "write":
                mine.delete()
                self._incident(reference, what).save(force_insert=True)
            case "update":
                row = self._incident(reference, what)
                if mine.exists():
                    row.save(force_update=True)
            case "remove":
                mine.delete()
            case "subordinate":
                PublishedActor.objects.filter(reference=ACTORS[number]).delete()
                self._actor(ACTORS[number], what)

    def next_edition(self) -> dict[str, Any]:
        self.position += 1
        day = date(2025, 1, 1 + self.position % 3)
        return {
            "position": self.position,
            "edition": 1,
            "published_on": day,
            "changed_on": day,
            "last_entry": 1,
            "last_entry_on": day,
        }

    def _actor(self, reference: str, superiors: list[str]) -> None:
        PublishedActor.objects.create(
            **self.next_edition(),
            reference=reference,
            kind="armed_unit",
            name_en=reference,
            names=[reference.casefold()],
            superiors=superiors,
            search=search_vector(reference),
            document=cast(ActorDocument, {}),
        )

    def _incident(self, reference: str, what: dict[str, Any]) -> PublishedIncident:
        columns = dict(what)
        region, text, day = columns.pop("region"), columns.pop("text"), columns.pop("day")
        low, best, high = columns.pop("killed")
        country = region[:2]
        codes = [country, region, f"{region}x"] if region not in {"", country} else [country]
        return PublishedIncident(
            **self.next_edition(),
            **columns,
            reference=reference,
            title_en="An invented incident",
            killed_low=low,
            killed_best=best,
            killed_high=high,
            occurred=f"{day}" if day else "",
            occurred_earliest=day,
            occurred_latest=day,
            place_code=codes[-1],
            place_codes=codes if country else [],
            sources=[],
            actors_inferred=[],
            origin=[],
            origins_independent=0,
            origins_unattributed=0,
            standing={},
            search=search_vector(text),
        )


@pytest.fixture
def regions() -> None:
    make.place()
    for code in REGIONS:
        make.place(code=code, category="oblast", lineage=["UA", code], codes=["UA", code])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.lists(deeds, min_size=1, max_size=4), questions), min_size=1, max_size=4
    ),
    named=st.fixed_dictionaries({n: st.sampled_from(v) for n, v in VALUES.items()}),
)
def test_bitmaps_and_sql_give_the_same_numbers(
    regions: None, steps: list[Any], named: dict[str, str]
) -> None:
    world = World()
    for changes, asked_for in steps:
        for verb, number, what in changes:
            world.do(verb, number, what)
        by_bitmaps = counted(**asked_for)

        assert by_bitmaps.total == found_by_sql(**asked_for)
        assert by_bitmaps.of.keys() == FACETS
        for name, value in named.items():
            expected = found_by_sql(**asked_for | {name: value})
            assert by_bitmaps.of[name].get(value, 0) == expected, (name, value)
        assert figures_by_bitmaps(**asked_for) == figures_by_sql(**asked_for)


BY = ("area", "months", "raion", "spot", "assessment")


def figures_by_bitmaps(**asked_for: str | list[str]) -> dict[str, dict[str, Totals]]:
    with public_reading() as state:
        figures = asked(**asked_for).counted(state)
    return {name: figures.by(name) for name in BY}


def figures_by_sql(**asked_for: str | list[str]) -> dict[str, dict[str, Totals]]:
    found = asked(**asked_for).found_without()
    if all(text.startswith("!") for text in asked_for.get("assessment", [])):
        found = found.carried()
    held = HELD | HELD_APART
    by = {name: totals_by(found, **{f"by_{name}": held[name]}) for name in BY[:-1]}
    by = {name: {key or "": totals for key, totals in one.items()} for name, one in by.items()}
    return by | {"assessment": totals_by(found, assessed=F("assessment"))}


def test_grouping_in_sql_gives_the_same_numbers(regions: None) -> None:
    world = World()
    for number, kind in enumerate(["killed_captured", "other", "other"]):
        what = NOTHING | {"kinds": [kind], "region": "UA14"}
        world.do("write", number, what)
    grouped = PublishedIncident.objects.order_by().values_list("assessment").annotate(Count("pk"))

    assert dict(grouped) == {"reported": 3} == counted().of["assessment"]
    assert counted().of["kind"] == {"killed_captured": 1, "other": 2}


# What is read again, and what is not


@pytest.fixture
def published() -> Any:
    return make.published_incident(kinds=["killed_captured"])


def read(state: PublicState) -> int:
    """How many statements bringing the bitmaps up to this state takes."""
    with CaptureQueriesContext(connection) as captured:
        bitmaps(asked(), state)
    return len(captured)


def now() -> PublicState:
    with public_reading() as state:
        return state


def test_bitmaps_of_the_same_state_are_not_read_again(published: Any) -> None:
    assert read(now()) > 0
    assert read(now()) == 0


def test_only_what_changed_is_read_again(published: Any) -> None:
    read(now())
    make.published_incident(kinds=["other"])
    with CaptureQueriesContext(connection) as captured:
        kept = bitmaps(asked(), now())
    of_incidents = [q["sql"] for q in captured if 'FROM "incidents_publishedincident"' in q["sql"]]

    assert of_incidents
    assert [sql for sql in of_incidents if '"reference" IN (' not in sql] == []
    assert {kind: len(rows) for kind, rows in kept.having["kind"].items()} == {
        "killed_captured": 1,
        "other": 1,
    }


def test_many_changes_are_read_together_with_all_else(
    published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    read(now())
    monkeypatch.setattr(public_state, "MOST_CHANGES", 0)
    make.withdrawn(published)

    assert counted().of["kind"].get("killed_captured", 0) == 0


def test_an_index_made_anew_is_counted_anew(published: Any) -> None:
    assert counted().total == 1
    PublishedIncident.objects.update(kinds=["other"])
    assert counted().of["kind"]["other"] == 1
    call_command("rebuild_published")

    assert counted().of["kind"] == {"killed_captured": 1}


def test_another_history_is_read_from_its_start(published: Any) -> None:
    """As after a backup was restored under a running process."""
    before = now()
    bitmaps(asked(), before._replace(digest="of another chain", reindexed=0))
    PublishedIncident.objects.all().delete()
    Reindexed.objects.update(number=0)

    assert counted().total == 0


def test_a_process_that_is_ahead_reads_what_is_there(published: Any) -> None:
    bitmaps(asked(), now()._replace(reindexed=10**9))
    make.withdrawn(published)

    assert counted().total == 0


def test_a_circle_of_superiors_ends() -> None:
    assert above_all("DDDDDDD", SUPERIORS) == {"BBBBBBB", "CCCCCCC", "DDDDDDD"}


def test_bitmaps_are_filled_in_the_public_role(published: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("REVOKE SELECT ON incidents_publishedincident FROM attest_public")
    with pytest.raises(Exception, match="permission denied for table incidents_publishedincident"):
        counted()


# What the page says


@pytest.fixture
def cases_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_cases):
        yield


@pytest.fixture
def cases(cases_in_place: None, db: None) -> None:
    """One killing with every part that a facet counts, and one order without a date."""


def enter_cases() -> None:
    army = make.published(make.actor(name_en="An army", kind="armed_unit"))
    told = make.source(title="About units")
    said = make.statement(source=told, kind="attribution")
    make.published(told)
    unit = make.actor(name_en="A brigade", kind="armed_unit")
    make.save(unit, rows=[ActorRelation(actor=unit, superior=army, statement=said)])
    make.published(unit)
    cnn = make.published(make.actor())
    make.published_incident(
        chain=[cnn, ("recordings", ["intercept"])],
        place=make.place(),
        place_precision="2",
        rows=[Involvement(actor=unit, by_whom_en="CNN")],
    )
    make.published_incident(kinds=["order_kill_captives"], killed_best=None, occurred="")
    Place.objects.create(
        code="UA14",
        country="UA",
        category="oblast",
        parent=Place.objects.get(code="UA"),
        lineage=["UA", "UA14"],
        codes=["UA", "UA14", "UA-14"],
        name_en="Donetsk Oblast",
        name_uk="Донецька область",
        search_names="|donetsk oblast|",
        sort_key="донецька область",
        edition="test",
    )


def values(client: Client, address: str, name: str) -> dict[str, str]:
    """What stands beside each value of a facet of the page."""
    body = client.get(address).content.decode()
    part = body.partition(f'<div id="{name}-values">')[2].partition("</div>")[0]
    found = re.findall(r">([^<>]+) <span class=\"number\">(\d+)</span>", part)
    return {label.strip(): number for label, number in found}


def test_every_term_of_a_vocabulary_has_its_number_and_none_is_0(
    client: Client, cases: None
) -> None:
    assert values(client, "/incidents/", "assessment") == {
        "reported": "2",
        "corroborated": "0",
        "not supported": "0",
        "refuted": "0",
        "undecided": "0",
    }
    assert values(client, "/incidents/", "disputed") == {"yes": "0", "no": "2"}


def test_a_facet_is_counted_without_its_own_filter_and_under_the_others(
    client: Client, cases: None
) -> None:
    address = "/incidents/?basis=intercept"
    kinds, known = values(client, address, "kind"), values(client, address, "basis")

    assert {kind: number for kind, number in kinds.items() if number != "0"} == {
        "killed at or near the place of capture": "1"
    }
    assert {basis: number for basis, number in known.items() if number != "0"} == {
        "intercept": "1",
        "none given": "1",
    }


def test_numbers_follow_words_that_are_searched(client: Client, cases: None) -> None:
    assert values(client, "/incidents/?q=brigade", "disputed") == {"yes": "0", "no": "1"}


def test_a_body_has_what_its_parts_are_said_to_have_done(client: Client, cases: None) -> None:
    assert values(client, "/incidents/", "actor") == {"A brigade": "1", "An army": "1"}
    assert values(client, "/incidents/", "documenter") == {"CNN": "1"}


def test_a_region_has_what_happened_in_it(client: Client, cases: None) -> None:
    assert values(client, "/incidents/", "place") == {"Donetsk Oblast": "1"}
    assert values(client, "/uk/incidents/", "place") == {"Донецька область": "1"}


@pytest.mark.parametrize("place", ["UA14160250010071750", "UA14"])
def test_a_place_of_any_size_leaves_the_numbers_of_regions(
    client: Client, cases: None, place: str
) -> None:
    assert values(client, f"/incidents/?place={place}", "place") == {"Donetsk Oblast": "1"}
    assert values(client, f"/incidents/?place={place}", "disputed") == {"yes": "0", "no": "1"}


def test_a_body_that_is_asked_for_is_shown_though_others_have_more(
    client: Client, cases: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST_NAMED", 1)

    assert values(client, "/incidents/", "actor") == {"A brigade": "1"}
    assert values(client, "/incidents/?actor=An+army", "actor") == {
        "A brigade": "1",
        "An army": "1",
    }


def test_a_question_that_is_not_understood_has_no_numbers(client: Client, cases: None) -> None:
    response = client.get("/incidents/?kind=nothing")

    assert response.status_code == 400
    assert values(client, "/incidents/?kind=nothing", "assessment") == {}
    assert 'value="reported" id="assessment-reported"' in response.content.decode()


# What the page costs


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        # One is for the state.
        ("/incidents/", 2),
        ("/incidents/?kind=killed_captured&assessment=reported", 2),
        # Words take another, for the passages that have them.
        ("/incidents/?q=soldiers&from=2020-01-01", 5),
        ("/incidents/?q=soldiers&place=UA14160250010071750&kind=killed_captured", 7),
    ],
)
def test_the_list_asks_as_many_questions_for_three_rows_as_for_one(
    client: Client, number: int, address: str, queries: int
) -> None:
    place = make.place()
    for _one in range(number):
        make.published_incident(place=place, place_precision="2")
    bitmaps(asked(), now())
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200

    assert sum("SELECT" in query["sql"] for query in captured) == queries


# What SQL found is kept while the state lasts


def statements_of(**asked_for: str) -> list[str]:
    """Of the question, once the bitmaps are there."""
    with public_reading() as state, CaptureQueriesContext(connection) as captured:
        count(asked(**asked_for), state)
    return [query["sql"] for query in captured]


def test_the_same_words_are_looked_for_once_in_a_state_whatever_stands_beside_them() -> None:
    make.published_incident()
    bitmaps(asked(), now())

    assert len([sql for sql in statements_of(q="soldiers") if "int8send" in sql]) == 1
    assert statements_of(q="soldiers") == []
    assert statements_of(q="soldiers", kind="killed_captured") == []
    make.published_incident()
    bitmaps(asked(), now())
    assert len([sql for sql in statements_of(q="soldiers") if "int8send" in sql]) == 1


def test_words_are_looked_for_in_their_index_and_nothing_else_is_made_to() -> None:
    make.published_incident()
    bitmaps(asked(), now())
    off, on = ("SET LOCAL enable_seqscan = off", "SET LOCAL enable_seqscan = on")

    words, changed = statements_of(q="soldiers"), statements_of(updated_since="2020-01-01")

    assert (words[0], len(words), words[2]) == (off, 3, on)
    assert len(changed) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("kind", "other"), ("disputed", "yes"), ("documenter", "CNN")]
)
def test_a_value_that_no_row_has_finds_nothing_and_is_not_looked_for(name: str, value: str) -> None:
    make.published(make.actor(name_en="CNN"))
    make.published_incident()
    bitmaps(asked(), now())

    assert [sql for sql in statements_of(**{name: value}) if "int8send" in sql] == []
    assert counted(**{name: value}).total == found_by_sql(**{name: value}) == 0


def test_days_are_asked_of_bitmaps_as_they_are_meant() -> None:
    make.published_incident(occurred="2024-03")
    days = {"from": "2024-03-10", "to": "2024-03-20"}
    bitmaps(asked(), now())

    assert statements_of(**days) == []
    assert counted(**days).total == found_by_sql(**days) == 1
    assert counted(**days, when="certain").total == found_by_sql(**days, when="certain") == 0
    assert counted(**days).total == 1


def test_no_more_answers_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_incident()
    monkeypatch.setattr(facets, "MOST_ASKED", 2)
    for words in ("soldiers", "river", "soldiers", "bridge"):
        counted(q=words)

    kept = [dict(key)["q"] for key in bitmaps(asked(), now()).asked]  # type: ignore[call-overload]

    assert kept == ["soldiers", "bridge"]
