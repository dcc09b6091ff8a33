"""Origins as pages show them: by state and side, with what may not be told left out."""

from sources.document_types import CitedStatement
from sources.origins.find import find_origins
from sources.origins.shown import Group, ShownOrigin, grouped, shown_origins
from tests.documents import (
    BY_HRMMU,
    BY_HUR,
    BY_PROSECUTORS,
    BY_SBU,
    CNN,
    HUR,
    MOSCOW,
    RAPPORTEUR,
    actor,
    hop,
    link,
    statement,
)


def shown(
    *statements: CitedStatement, served: list[CitedStatement] | None = None
) -> list[ShownOrigin]:
    known = statements if served is None else served
    return shown_origins(find_origins(statements), {one["id"]: one for one in known})


def groups(*statements: CitedStatement) -> dict[str, list[str]]:
    found: list[Group] = grouped(shown(*statements))
    return {group.heading: [origin.name for origin in group.origins] for group in found}


def only(*statements: CitedStatement, served: list[CitedStatement] | None = None) -> ShownOrigin:
    (origin,) = shown(*statements, served=served)
    return origin


def test_bodies_of_one_state_stand_apart_under_it_and_before_the_others() -> None:
    brigade = actor("BRIGADE", kind="armed_unit", side="ukraine")
    polish = actor("POLES", side="third", state="PL")

    assert groups(
        statement("x"),
        statement("e", hop("a survivor", "victim"), publisher=CNN),
        BY_HRMMU,
        statement("f", hop(polish, "documented")),
        statement("g", hop(brigade, "eyewitness")),
        statement("h", hop(MOSCOW, "document")),
        statement("i", hop("officials", "none_given"), source="OTHER"),
        statement("j", ours=True, source="CLIP"),
        BY_SBU,
        BY_PROSECUTORS,
        BY_HUR,
    ) == {
        "Bodies of the Ukrainian state, a party to the conflict": [
            "HUR in English",
            "PROSECUTORS in English",
            "SBU in English",
        ],
        "Bodies of the Russian state, a party to the conflict": ["MOSCOW in English"],
        "On the Ukrainian side, a party to the conflict": ["BRIGADE in English"],
        "Victims or families": ["a survivor, through CNN in English"],
        "Bodies of one state (PL)": ["POLES in English"],
        "Third parties": ["HRMMU in English"],
        "Our own examination": ["our own examination"],
        "On whose side is not stated": ["officials"],
        "Assertions that name nobody": ["Article, publisher not stated, which names nobody"],
    }


def test_it_says_how_an_origin_knew_and_what_is_not_held() -> None:
    origin = only(statement("a", hop(CNN, "intercept", "drone_footage")))

    assert (origin.known_by, origin.not_held) == (
        "drone footage, intercept",
        "drone footage, intercept",
    )
    assert only(BY_SBU).known_by == ""
    assert only(statement("a", hop(RAPPORTEUR, "expert"))).is_expert
    assert only(statement("a", hop("men", "victim", circumstances=["several"]))).is_several


def test_a_statement_that_is_there_by_inference_is_marked() -> None:
    repeat = statement("s", links=[link("a")])
    origin = only(BY_HUR, repeat)

    assert [(one.statement["id"], one.is_inferred) for one in origin.said] == [
        ("a", False),
        ("s", True),
    ]
    assert (origin.is_inferred(repeat), origin.is_inferred(BY_HUR)) == (True, False)
    assert (origin.carries(repeat), origin.carries(BY_SBU)) == (True, False)


def test_voices_that_count_as_one_are_each_named() -> None:
    witnesses = statement("a", hop("unnamed witnesses", "none_given"))
    serviceman = statement("b", hop("forces"), hop("a captured serviceman", "participant"))

    assert only(witnesses, serviceman).name == "unnamed witnesses; a captured serviceman"


def test_an_origin_whose_statements_are_no_longer_served_tells_nothing() -> None:
    survivor = statement("a", hop("a survivor", "victim"), publisher=CNN)

    assert only(survivor, served=[]) == ShownOrigin(
        "", "withheld", "withheld", "", False, False, "", []
    )
    assert only(survivor).key == "voice:CNN"


def test_an_origin_that_only_a_confidential_source_names_cannot_be_asked_for() -> None:
    secret = statement("a", hop("details withheld", "participant"), confidential=True)
    of_body = statement("b", hop(HUR, "documented"), confidential=True)

    assert only(secret).key == ""
    assert only(secret).name == "details withheld"
    assert only(of_body).key == ""
    assert only(of_body, BY_HUR).key == "body:HUR"
