"""What the desk proposes of a report's text, and what it leaves to the person."""

from typing import Any

import pytest

from incidents.desk.proposing import Proposals, of_name
from incidents.desk.shape import Typed
from incidents.models import DeskReport
from tests import factories as make
from tests.incidents.desk.reports import begun

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> DeskReport:
    return begun()


def proposed(report: DeskReport, text: str, **parts: Any) -> dict[str, str]:
    """By the name of the control."""
    what = Typed.from_json({"source": {"text": text}} | parts)
    every = Proposals(report, what, report.author).every
    return {name: one.value for name, one in every.items()}


def of_statement(report: DeskReport, sentence: str, **typed: str) -> dict[str, str]:
    row = {"label": "S1", "sentence": "1"} | typed
    return proposed(report, sentence, statements=[row])


def of_facts(report: DeskReport, sentence: str, **typed: str) -> dict[str, dict[str, str]]:
    """By fact, what is proposed of a statement that somebody typed of the sentence."""
    row = {"label": "S1", "sentence": "1", "kind": "incident"} | typed
    what = Typed.from_json({"source": {"text": sentence}, "statements": [row]})
    found: dict[str, dict[str, str]] = {}
    for name, one in Proposals(report, what, report.author).every.items():
        part, *rest = name.split("-", 2)
        if part == "facts" and rest[1] != "rests_on":
            found.setdefault(what.facts[int(rest[0])]["fact"], {})[rest[1]] = one.value
    return found


def test_title_and_date_are_those_above_the_text(report: DeskReport) -> None:
    text = "Two prisoners shot near Udachne\n\nAgency (invented), 14 June 2025\n\nTwo were shot."

    found = proposed(report, text)

    assert found["source-title"] == "Two prisoners shot near Udachne"
    assert found["source-published"] == "2025-06-14"


def test_a_source_that_is_here_already_gets_no_title(report: DeskReport) -> None:
    held = begun(source=make.source(text_as_received="Two prisoners shot\n\nText."))

    assert "source-title" not in proposed(held, "")


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("Video published on 14 March 2024 shows three men being shot.", None),
        ("На відео, оприлюдненому 14 березня 2024 року, троє чоловіків.", None),
        ("A video posted on 14 March 2024 shows what happened on 12 March 2024.", "2024-03-12"),
        ("Three men were shot on 12 March 2024.", "2024-03-12"),
    ],
)
def test_the_day_of_a_recordings_publication_is_not_when_it_happened(
    report: DeskReport, sentence: str, period: str | None
) -> None:
    assert of_statement(report, sentence).get("statements-0-period") == period


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        ", the office of " + "a" * 20_000,
        "Russian soldiers " * 2_000,
        "a former local deputy " * 2_000,
        "12 June " * 2_000,
        "captured the " * 2_000,
        "published" + " " * 20_000 + "x",
        "(" * 20_000,
        "-— " * 5_000,
        "\n" * 20_000,
    ],
)
def test_what_nobody_would_write_is_read_to_its_end_too(report: DeskReport, text: str) -> None:
    """Otherwise one pasted page would hold a process of the site for hours."""
    row = {"label": "S1", "sentence": "1", "kind": "incident", "counted": "2 shot"}

    found = proposed(report, text, statements=[row], actors=[{"name": text[:200]}])

    assert "statements-0-period" not in found


SHOT = "Russian soldiers shot two captured Ukrainian soldiers near Udachne."


def test_of_who_is_shot_no_outcome_is_proposed_and_no_number_killed(report: DeskReport) -> None:
    found = of_facts(report, SHOT, counted="2 shot")

    assert found["victim"] == {
        "value": "two captured soldiers",
        "number": "2",
        "control": "captured",
    }
    assert "killed" not in found
    assert "act" not in found


def test_of_who_is_killed_the_outcome_is_proposed(report: DeskReport) -> None:
    found = of_facts(report, "Two captured soldiers were killed.", counted="2 killed")

    assert found["killed"] == {"value": "2"}
    assert found["victim"] == {
        "value": "two captured soldiers",
        "number": "2",
        "outcome": "killed",
        "control": "captured",
    }
    assert "act" not in found


def test_killed_while_surrendering_is_an_act_by_its_words(report: DeskReport) -> None:
    killed = "Russian forces killed two soldiers who were surrendering."
    shot = "Russian forces shot two soldiers who were surrendering."

    assert of_facts(report, killed, counted="2 killed")["act"] == {"value": "killed_surrendering"}
    assert "act" not in of_facts(report, shot, counted="2 shot")


def test_civilians_are_not_called_soldiers(report: DeskReport) -> None:
    assert "victim" not in of_facts(report, "Two civilians were shot.", counted="2 shot")


def test_what_two_numbers_may_mean_leaves_control_open(report: DeskReport) -> None:
    sentence = "Two captured soldiers were shot and two others were killed."

    assert "control" not in of_facts(report, sentence, counted="2 killed")["victim"]


def test_whose_soldiers_shot_is_proposed_without_a_unit(report: DeskReport) -> None:
    source = {"text": SHOT, "publisher": "Agency"}
    row = {"label": "S1", "sentence": "1", "kind": "incident", "chain": "Office ‹ none given"}
    found = proposed(report, SHOT, source=source, statements=[row])

    place = next(name for name, value in found.items() if value.startswith("Russian soldiers"))
    prefix = place.removesuffix("-value")
    assert {name: found[f"{prefix}-{name}"] for name in ("value", "value_uk", "by_whom")} == {
        "value": "Russian soldiers, unit not stated",
        "value_uk": "російські військові, підрозділ не вказано",
        "by_whom": "Office, according to Agency",
    }
    assert f"{prefix}-degree" not in found


def test_nothing_that_is_denied_is_proposed_as_having_happened(report: DeskReport) -> None:
    assert of_facts(report, SHOT, counted="2 shot", period="2025-05-22", denied="on") == {}


def test_an_order_to_take_no_prisoners_is_an_act_and_no_outcome(report: DeskReport) -> None:
    sentence = "The commander ordered his men to take no prisoners."

    assert of_facts(report, sentence, kind="order") == {"act": {"value": "order_no_prisoners"}}


def test_a_date_that_is_typed_in_words_is_proposed_as_it_is_kept(report: DeskReport) -> None:
    assert of_facts(report, SHOT, period="22 May 2025")["date"] == {"value": "2025-05-22"}
    assert of_facts(report, SHOT, period="22 Ma")["date"] == {"value": "22 Ma"}


def test_place_and_day_of_a_report_are_not_proposed_of_its_incident(report: DeskReport) -> None:
    kyiv = {"name_en": "Kyiv", "name_uk": "Київ", "search_names": "|kyiv|київ|"}
    make.place(code="UA80000000000093317", category="special_city", **kyiv)
    make.place()
    told = "KYIV, June 14, 2025 (Agency) — Two were shot near Udachne on 12 June 2025."

    assert of_statement(report, told)["statements-0-period"] == "2025-06-12"
    assert of_facts(report, told)["place"]["value"].startswith("Udachne")


def test_a_body_that_nobody_entered_stands_in_the_chain_by_its_words(report: DeskReport) -> None:
    said = "Two were shot, the regional prosecutor's office said."

    assert of_statement(report, said)["statements-0-chain"] == (
        "regional prosecutor's office ‹ none given"
    )
    assert "statements-0-chain" not in of_statement(report, "Two were shot, Ivan Petrenko said.")


def test_a_body_that_is_known_is_called_by_its_name(report: DeskReport) -> None:
    make.actor(name_en="Regional Prosecutor's Office", kind="state_body")
    said = "Two were shot, the regional prosecutor's office said."

    assert of_statement(report, said)["statements-0-chain"] == (
        "Regional Prosecutor's Office ‹ none given"
    )


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "commander of the 199th Rifle Brigade",
            {"what": "role", "role": "commander of the 199th Rifle Brigade"},
        ),
        ("a relative of Olha Kvilbrax", {"what": "role", "role": "a relative"}),
        ("речник Генерального штабу", {"what": "role", "role": "речник Генерального штабу"}),
        ("199th Rifle Brigade", {"what": "armed_unit"}),
        ("Office of the Prosecutor General", {"what": "state_body"}),
        ("Head of the Regional Police", {}),
        ("Doctors of the World", {}),
    ],
)
def test_a_role_is_told_from_a_body_by_the_head_of_its_name(
    name: str, found: dict[str, str]
) -> None:
    assert {field: one.value for field, one in of_name({"name": name})} == found
