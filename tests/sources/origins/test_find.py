"""Origins: a test for every rule of docs/decisions/origins.md, each with its counter-example."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.editions.chain import canonical, check_value
from sources.document_types import CitedStatement, OriginDocument, StatementLinkDocument
from sources.origins.find import find_origins
from tests.documents import (
    BBC,
    CNN,
    COMMISSION,
    HRMMU,
    HUR,
    MOSCOW,
    PROSECUTORS,
    RAPPORTEUR,
    SBU,
    actor,
    hop,
    link,
    statement,
)


def keys(*statements: CitedStatement) -> list[str]:
    return [origin["key"] for origin in find_origins(statements)["origins"]]


def only(*statements: CitedStatement, **options: Any) -> OriginDocument:
    (origin,) = find_origins(statements, **options)["origins"]
    return origin


def counts(*statements: CitedStatement) -> tuple[int, int, int]:
    found = find_origins(statements)
    return found["distinct"], found["unattributed"], found["expert"]


# Who the origin is


def test_the_origin_is_the_last_link_of_the_chain() -> None:
    said = statement("S13", hop(CNN), hop(COMMISSION, "documented"))

    assert keys(said) == ["body:COMMISSION"]


def test_a_relay_on_the_way_is_no_origin() -> None:
    direct = statement("M1", hop(HRMMU, "documented"), source="REPORT", publisher=HRMMU)
    relayed = statement("A1", hop(CNN), hop(HRMMU, "documented"))

    assert keys(direct, relayed) == ["body:HRMMU"]


def test_five_articles_that_repeat_one_body_are_one_origin() -> None:
    articles = [statement(f"A{n}", hop(HUR, "documented"), source=f"ARTICLE{n}") for n in range(5)]

    assert counts(*articles) == (1, 0, 0)


def test_a_body_speaking_for_itself_is_the_origin() -> None:
    assert keys(statement("P1", publisher=PROSECUTORS)) == ["body:PROSECUTORS"]


def test_a_news_outlet_speaking_for_itself_is_unattributed() -> None:
    found = find_origins([statement("C2", publisher=CNN)])

    assert [one["key"] for one in found["origins"]] == ["unattributed:CNN"]
    assert (found["distinct"], found["unattributed"]) == (0, 1)


def test_a_news_outlet_in_the_chain_without_a_basis_is_unattributed_too() -> None:
    assert keys(statement("A1", hop(CNN, "none_given"))) == ["unattributed:CNN"]


def test_a_news_outlet_that_says_how_it_knew_is_the_origin() -> None:
    origin = only(statement("S15a", hop(CNN, "intercept", "drone_footage")))

    assert origin["key"] == "body:CNN"
    assert origin["recordings_not_held"] == ["drone_footage", "intercept"]


def test_a_source_of_unknown_publisher_that_names_nobody_is_unattributed() -> None:
    assert keys(statement("S20a")) == ["unattributed:source:ARTICLE"]


def test_what_one_reporter_says_without_naming_anybody_counts_once() -> None:
    same = [statement("A1", publisher=BBC), statement("A2", publisher=BBC, source="OTHER")]

    assert keys(*same) == ["unattributed:BBC"]
    assert keys(*same, statement("A3", publisher=CNN)) == ["unattributed:BBC", "unattributed:CNN"]


# One item that was entered twice


def test_our_examinations_of_one_item_entered_twice_are_one_origin() -> None:
    twice = [
        statement("A1", ours=True, source_kind="video", source="FIRST"),
        statement("A2", ours=True, source_kind="video", source="AGAIN", item="FIRST"),
    ]

    found = find_origins(twice)

    assert [one["key"] for one in found["origins"]] == ["examination:source:FIRST"]
    assert not found["is_corroborated"]


def test_our_examinations_of_two_items_are_two_origins() -> None:
    apart = [
        statement("A1", ours=True, source_kind="video", source="FIRST", item="FIRST"),
        statement("A2", ours=True, source_kind="video", source="OTHER", item="OTHER"),
    ]

    assert find_origins(apart)["is_corroborated"]


def test_people_and_nobody_of_one_item_entered_twice_are_one_origin_each() -> None:
    said = [
        statement(f"{source}{n}", *chain, source=source, item="FIRST")
        for source in ("FIRST", "AGAIN")
        for n, chain in enumerate([(hop("a deserter", "participant"),), ()])
    ]

    assert keys(*said) == ["unattributed:source:FIRST", "voice:source:FIRST"]


def test_different_last_links_of_one_item_stay_apart() -> None:
    said = [
        statement("A1", hop(HUR, "documented"), source="FIRST", item="FIRST"),
        statement("A2", hop(SBU, "documented"), source="AGAIN", item="FIRST"),
    ]

    assert keys(*said) == ["body:HUR", "body:SBU"]


ENDS: list[dict[str, Any]] = [{"ours": True}, {"chain": (hop("somebody", "victim"),)}, {}]


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from("XY"), st.sampled_from(range(3))),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
def test_origins_are_the_same_whichever_source_of_an_item_tells(
    told: list[tuple[str, str, int]], random: Any
) -> None:
    """As if everything were told by one source of each item, in whatever order."""
    several = [_told(n, f"{item}{source}", item, end) for n, (source, item, end) in enumerate(told)]
    one = [_told(n, item, item, end) for n, (_source, item, end) in enumerate(told)]
    random.shuffle(several)

    assert keys(*several) == keys(*one)


def _told(number: int, source: str, item: str, end: int) -> CitedStatement:
    fields = dict(ENDS[end])
    chain = fields.pop("chain", ())
    return statement(f"S{number}", *chain, source=source, item=item, **fields)


# Standing


@pytest.mark.parametrize(
    ("said", "standing", "party"),
    [
        (statement("a", hop(HUR, "documented")), "party", "ukraine"),
        (
            statement("a", hop(actor("COURT", kind="court", state="RU"), "document")),
            "party",
            "russia",
        ),
        (statement("a", hop(HRMMU, "documented")), "third", None),
        (statement("a", hop(actor("X", kind="ngo"), "documented")), "not_stated", None),
        (statement("a", hop("a survivor", "victim")), "victim", None),
        (statement("a", hop("a villager", "eyewitness")), "not_stated", None),
        (statement("a", ours=True), "ours", None),
        (statement("a"), "not_stated", None),
    ],
)
def test_an_origin_shows_its_standing(
    said: CitedStatement, standing: str, party: str | None
) -> None:
    origin = only(said)

    assert (origin["standing"], origin["party"]) == (standing, party)


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_people_who_count_as_one_and_are_not_all_victims_have_no_standing(
    first: str, second: str
) -> None:
    survivor = statement(first, hop("a survivor", "victim"), publisher=CNN)
    official = statement(second, hop("an official", "document"), publisher=CNN)

    assert only(survivor)["standing"] == "victim"
    assert only(survivor, official)["standing"] == "not_stated"


def test_bodies_of_one_state_are_apart_and_grouped() -> None:
    found = find_origins(
        [
            statement("a", hop(HUR, "documented")),
            statement("b", hop(SBU, "none_given")),
            statement("c", publisher=PROSECUTORS, source="NOTICE"),
            statement("d", hop(HRMMU, "documented")),
        ]
    )

    assert found["distinct"] == 4
    assert found["states"] == [
        {"state": "UA", "origins": ["body:HUR", "body:PROSECUTORS", "body:SBU"]}
    ]


# Voices that are not named


def test_voices_heard_through_one_relay_are_one_origin() -> None:
    deserters = statement("S11", hop(COMMISSION), hop("deserters", "participant"))
    deserter = statement("S12", hop(COMMISSION), hop("a deserter", "participant"))

    assert keys(deserters, deserter) == ["voice:COMMISSION"]


def test_voices_heard_through_two_relays_are_two() -> None:
    through_bbc = statement("a", hop("officials", "none_given"), publisher=BBC)
    through_cnn = statement("b", hop("officials", "none_given"), publisher=CNN)

    assert keys(through_bbc, through_cnn) == ["voice:BBC", "voice:CNN"]


def test_several_persons_in_one_breath_are_one_origin() -> None:
    origin = only(statement("a", hop(BBC), hop("three men", "victim", circumstances=["several"])))

    assert origin["key"] == "voice:BBC"
    assert origin["is_several"]


def test_a_voice_that_the_relay_says_supports_another_is_a_second_one() -> None:
    first = statement("a", hop(BBC), hop("a man", "victim"))
    second = statement(
        "b", hop(BBC), hop("another man", "victim"), links=[link("a", "supports", "stated")]
    )
    third = statement(
        "c", hop(BBC), hop("a man", "victim"), links=[link("b", "supports", "stated")]
    )

    assert keys(first, second) == ["voice:BBC", "voice:BBC:second"]
    assert keys(first, second, third) == ["voice:BBC", "voice:BBC:second"]


def test_that_we_think_one_voice_supports_another_tells_nobody_apart() -> None:
    first = statement("a", hop(BBC), hop("a man", "victim"))
    second = statement(
        "b", hop(BBC), hop("a man", "victim"), links=[link("a", "supports", "inferred")]
    )

    assert keys(first, second) == ["voice:BBC"]


def test_two_voices_that_support_each_other_are_two() -> None:
    first = statement("a", hop(BBC), hop("x", "victim"), links=[link("b", "supports", "stated")])
    second = statement("b", hop(BBC), hop("y", "victim"), links=[link("a", "supports", "stated")])

    assert keys(first, second) == ["voice:BBC", "voice:BBC:second"]


def test_a_relay_that_does_not_say_how_it_knew_is_no_origin_beside_its_voices() -> None:
    voice = statement("S11", hop(COMMISSION), hop("deserters", "participant"))
    documented = statement("S10", hop(COMMISSION, "documented"))

    origin = only(voice, documented)

    assert origin["key"] == "body:COMMISSION"
    assert origin["bases"] == ["documented", "participant"]
    assert origin["statements"] == ["S10", "S11"]


def test_a_relay_that_saw_for_itself_is_an_origin_beside_its_voices() -> None:
    voice = statement("S11", hop(COMMISSION), hop("deserters", "participant"))
    forensic = statement("S10", hop(COMMISSION, "forensic"))

    assert keys(voice, forensic) == ["body:COMMISSION", "voice:COMMISSION"]


# Repeats and recordings


def test_a_repeat_adds_nothing() -> None:
    original = statement("a", hop(HUR, "documented"))
    repeat = statement("b", hop(SBU, "documented"), links=[link("a", stated="stated")])

    origin = only(original, repeat)

    assert origin["key"] == "body:HUR"
    assert origin["statements"] == ["a", "b"]
    assert origin["inferred"] == []


def test_without_the_link_they_are_two() -> None:
    original = statement("a", hop(HUR, "documented"))

    assert counts(original, statement("b", hop(SBU, "documented"))) == (2, 0, 0)


@pytest.mark.parametrize("kind", ["supports", "corrects", "qualifies", "contradicts"])
def test_other_links_merge_nothing(kind: str) -> None:
    original = statement("a", hop(HUR, "documented"))
    other = statement("b", hop(SBU, "documented"), links=[link("a", kind)])

    assert counts(original, other) == (2, 0, 0)


def test_what_repeats_two_origins_leaves_them_two() -> None:
    found = find_origins(
        [
            statement("a", hop(HUR, "documented")),
            statement("b", hop(HRMMU, "documented")),
            statement("c", links=[link("a"), link("b")]),
        ]
    )

    assert [origin["statements"] for origin in found["origins"]] == [["b", "c"], ["a", "c"]]
    assert found["unattributed"] == 0


def test_the_same_recording_adds_nothing() -> None:
    first = statement("a", hop(CNN, "drone_footage"))
    copy = statement("b", hop(BBC, "drone_footage"), links=[link("a", "same_recording")])

    assert keys(first, copy) == ["body:CNN"]


def test_statements_in_a_ring_are_one_origin() -> None:
    first = statement("a", hop(HUR, "documented"), links=[link("b")])
    second = statement("b", links=[link("a")])
    third = statement("c", links=[link("b")])

    assert keys(first, second, third) == ["body:HUR"]


def test_repeats_of_what_is_not_in_sight_are_one_origin() -> None:
    officials = statement("S07", hop("unnamed officials", "none_given"), links=[link("H1")])
    own_voice = statement("S02", links=[link("H1")])

    origin = only(officials, own_voice)

    assert origin["kind"] == "voice"
    assert origin["inferred"] == ["S02"]


def test_a_merge_that_the_chain_shows_anyway_is_not_marked_as_inferred() -> None:
    post = statement("H1", hop(HUR, "documented"), source="POST", publisher=HUR)
    by_name = statement("S06", hop(HUR, "documented"), links=[link("H1")])
    unsourced = statement("S02", links=[link("H1")])

    assert only(post, by_name, unsourced)["inferred"] == ["S02"]


# What never counts in favour


def test_a_retracted_statement_is_no_origin() -> None:
    gone = statement("a", hop(HRMMU, "documented"), source_standing="retracted")
    found = find_origins([gone])

    assert found["origins"] == []
    assert found["retracted"] == ["a"]


@pytest.mark.parametrize("standing", ["corrected", "unavailable"])
def test_a_corrected_or_deleted_source_remains_one(standing: str) -> None:
    said = statement("a", hop(HRMMU, "documented"), source_standing=standing)

    assert counts(said) == (1, 0, 0)


def test_what_repeats_a_retracted_statement_falls_with_it() -> None:
    gone = statement("a", hop(HUR, "documented"), source_standing="retracted")
    repeat = statement("b", hop(HUR, "documented"), source="OTHER", links=[link("a")])

    found = find_origins([gone, repeat], ["b"])

    assert found["origins"] == []
    assert found["retracted"] == ["b"]


def test_what_also_repeats_another_stands_on_that_one() -> None:
    gone = statement("a", hop(HUR, "documented"), source_standing="retracted")
    stands = statement("b", hop(HRMMU, "documented"))
    repeat = statement("c", links=[link("a"), link("b")])

    assert keys(gone, stands, repeat) == ["body:HRMMU"]


def test_a_statement_that_does_not_bear_gives_no_name_to_one_that_does() -> None:
    post = statement("H1", hop(HUR, "documented"))
    own_voice = statement("S02", links=[link("H1")])

    assert only(post, own_voice, bearing=["S02"])["key"] == "unattributed:source:ARTICLE"


def test_expert_inference_is_counted_apart() -> None:
    opinion = statement("S13", hop(CNN), hop(RAPPORTEUR, "expert"))
    seen = statement("S10", hop(COMMISSION, "forensic"))
    found = find_origins([opinion, seen])

    assert (found["distinct"], found["expert"]) == (1, 1)
    assert [one["is_observation"] for one in found["origins"]] == [True, False]
    assert not found["is_corroborated"]


def test_an_expert_who_also_observed_is_an_origin() -> None:
    assert counts(statement("a", hop(RAPPORTEUR, "expert", "forensic"))) == (1, 0, 0)


def test_a_body_that_gives_no_basis_counts_but_did_not_observe() -> None:
    origin = only(statement("S16", hop(SBU, "none_given")))

    assert not origin["is_observation"]
    assert counts(statement("S16", hop(SBU, "none_given"))) == (1, 0, 0)


# Independence and corroboration


def is_independent(*statements: CitedStatement, accusing: str = "ukraine") -> bool:
    return bool(only(*statements, accusing={accusing})["is_independent"])


@pytest.mark.parametrize(
    "said",
    [
        statement("a", hop(HRMMU, "documented")),
        statement("a", hop(BBC), hop(HRMMU, "documented")),
        statement("a", hop(BBC, "eyewitness")),
        statement("a", hop(BBC), hop("a survivor", "victim"), publisher=CNN),
        statement("a", hop("a deserter", "participant"), publisher=COMMISSION),
        statement("a", hop(MOSCOW, "documented")),
        statement("a", ours=True, source_kind="video"),
    ],
)
def test_who_is_independent_of_the_accusing_party(said: CitedStatement) -> None:
    assert is_independent(said)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(statement("a", hop(HUR, "intercept")), id="its own body"),
        pytest.param(statement("a", hop(HUR), hop(HRMMU, "documented")), id="heard only from it"),
        pytest.param(statement("a", hop(HRMMU, "documented"), publisher=HUR), id="told by it"),
        pytest.param(statement("a", hop(HRMMU, "none_given")), id="gives no basis"),
        pytest.param(statement("a", hop(RAPPORTEUR, "expert")), id="did not observe"),
        pytest.param(statement("a", hop(CNN, "intercept", "drone_footage")), id="was given these"),
        pytest.param(statement("a", hop(HRMMU, "monitoring")), id="read what others published"),
        pytest.param(
            statement("a", hop(actor("X", kind="ngo"), "forensic")), id="not stated whose"
        ),
        pytest.param(statement("a", hop("a survivor", "victim")), id="through nobody known"),
        pytest.param(
            statement("a", hop("forces"), hop("a man", "participant"), publisher=BBC),
            id="through people who are not named",
        ),
        pytest.param(
            statement(
                "a", hop("a man", "participant", circumstances=["in_captivity"]), publisher=BBC
            ),
            id="in captivity",
        ),
        pytest.param(statement("a", hop(BBC), hop("a man", "eyewitness")), id="not stated who"),
        pytest.param(statement("a", publisher=BBC), id="names nobody"),
        pytest.param(statement("a", ours=True), id="examined no recording"),
    ],
)
def test_who_is_not_known_to_be_independent_of_it(said: CitedStatement) -> None:
    assert not is_independent(said)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(statement("a", hop(HRMMU, "documented")), True, id="a third party"),
        pytest.param(statement("a", ours=True, source_kind="video"), True, id="we examined it"),
        pytest.param(statement("a", hop(MOSCOW, "documented")), False, id="the accused party"),
        pytest.param(
            statement("a", hop(MOSCOW), hop(HRMMU, "documented")), False, id="heard only from it"
        ),
        pytest.param(
            statement("a", hop("a survivor", "victim"), publisher=MOSCOW), False, id="told by it"
        ),
    ],
)
def test_who_is_independent_of_both_parties(said: CitedStatement, expected: bool) -> None:
    assert is_independent(said)
    assert only(said, accusing={"ukraine"})["is_independent_of_parties"] == expected


def test_which_party_accuses_decides() -> None:
    admission = statement("a", hop(MOSCOW, "documented"))

    assert is_independent(admission, accusing="ukraine")
    assert not is_independent(admission, accusing="russia")
    assert not only(admission)["is_independent"]


def test_one_way_around_the_accusing_party_is_enough() -> None:
    through_hur = statement("a", hop(HUR), hop(HRMMU, "documented"))
    itself = statement("b", hop(HRMMU, "documented"), publisher=HRMMU, source="REPORT")

    assert is_independent(through_hur, itself)


def test_two_bodies_of_one_state_corroborate_nothing() -> None:
    two = [statement("a", hop(HUR, "intercept")), statement("b", hop(SBU, "forensic"))]

    assert not find_origins(two)["is_corroborated"]


def test_a_third_party_beside_them_corroborates() -> None:
    two = [statement("a", hop(HUR, "intercept")), statement("b", hop(HRMMU, "forensic"))]

    assert find_origins(two)["is_corroborated"]
    assert not find_origins(two[1:])["is_corroborated"]


def test_an_assertion_that_names_nobody_corroborates_nothing() -> None:
    two = [statement("a", hop(HRMMU, "forensic")), statement("b", publisher=BBC)]

    assert not find_origins(two)["is_corroborated"]


def test_a_recording_that_we_examined_corroborates() -> None:
    footage = statement("a", hop(CNN, "drone_footage"))
    hur = statement("b", hop(HUR, "documented"))
    examined = statement("c", ours=True, links=[link("a", "same_recording")], source="CLIP")

    found = find_origins([footage, hur, examined])

    assert not find_origins([footage, hur])["is_corroborated"]
    assert (found["distinct"], found["is_corroborated"]) == (2, True)
    assert found["origins"][0]["recordings_not_held"] == []


def test_a_recording_that_names_nobody_is_ours_once_we_examined_it() -> None:
    posted = statement("a", publisher=actor("CHANNEL", kind="social_channel"), source_kind="video")
    examined = statement("b", ours=True, links=[link("a", "same_recording")], source_kind="video")

    assert counts(posted) == (0, 1, 0)
    assert counts(posted, examined) == (1, 0, 0)
    assert only(posted, examined)["standing"] == "ours"


# The first case


def test_the_unsourced_policy_claims_are_one_origin_by_inference() -> None:
    own_voice = statement("S02", links=[link("H1")])
    officials = statement(
        "S07", hop("unnamed officials", "none_given"), links=[link("S02"), link("H1")]
    )
    post = statement("H1", hop(HUR, "documented"), source="POST", publisher=HUR)

    alone, with_post = only(own_voice, officials), only(own_voice, officials, post)

    assert (alone["kind"], alone["inferred"]) == ("unattributed", ["S07"])
    assert (with_post["key"], with_post["inferred"]) == ("body:HUR", ["S02", "S07"])


def test_the_account_given_in_captivity_is_one_origin_that_is_not_independent() -> None:
    marine = hop("a captured serviceman", "participant", circumstances=["in_captivity"])
    origin = only(statement("S21b", hop("Ukrainian forces"), marine))

    assert origin["key"] == "voice:source:ARTICLE"
    assert not origin["is_independent"]


# What always holds


ACTORS = [HUR, SBU, MOSCOW, CNN, BBC, COMMISSION, actor("X", kind="ngo")]
BASES = ["none_given", "documented", "expert", "intercept", "eyewitness", "victim", "participant"]
HOPS = st.builds(
    hop,
    st.one_of(st.sampled_from(ACTORS), st.sampled_from(["a man", "officials"])),
    st.sampled_from(BASES),
)


@st.composite
def many_statements(draw: st.DrawFn) -> list[CitedStatement]:
    """Statements with links among them and to what is not in sight, but none to `new`."""
    labels = [f"s{number}" for number in range(draw(st.integers(0, 7)))]
    targets = st.sampled_from([*labels, "elsewhere", "far"])
    kinds = st.sampled_from(["repeats", "same_recording", "supports", "contradicts"])
    links = st.builds(link, targets, kinds, st.sampled_from(["stated", "inferred"]))
    return [draw(one(label, st.lists(links, max_size=3))) for label in labels]


def one(
    label: str, links: st.SearchStrategy[list[StatementLinkDocument]]
) -> st.SearchStrategy[CitedStatement]:
    return st.builds(
        lambda chain, publisher, standing, links: statement(
            label,
            *chain,
            publisher=publisher,
            source_standing=standing,
            links=[one for one in links if one["to"]["id"] != label],
        ),
        st.lists(HOPS, max_size=3),
        st.sampled_from([None, *ACTORS]),
        st.sampled_from(["stands", "stands", "stands", "retracted"]),
        links,
    )


@given(many_statements(), st.data())
def test_a_repeat_never_changes_a_count(
    statements: list[CitedStatement], data: st.DataObject
) -> None:
    standing = [s["id"] for s in statements]
    if not standing:
        return
    links = st.lists(st.sampled_from(standing), min_size=1, max_size=3, unique=True)
    repeat = data.draw(one("new", links.map(lambda ids: [link(to) for to in ids])))

    assert counts(*statements, repeat) == counts(*statements)


@given(many_statements(), st.data())
def test_a_new_root_never_lowers_the_count(
    statements: list[CitedStatement], data: st.DataObject
) -> None:
    supports = st.sampled_from(["s0", "s1", "s2"]).map(lambda to: link(to, "supports", "stated"))
    root = data.draw(one("new", st.lists(supports, max_size=1)))

    before, after = find_origins(statements), find_origins([*statements, root])

    assert after["distinct"] >= before["distinct"]
    assert after["unattributed"] >= before["unattributed"]
    assert after["independent"] >= before["independent"]
    assert after["is_corroborated"] >= before["is_corroborated"]


@given(many_statements(), st.randoms(use_true_random=False))
def test_order_does_not_matter(statements: list[CitedStatement], random: Any) -> None:
    shuffled = [
        one | {"links": random.sample(one["links"], len(one["links"]))} for one in statements
    ]
    random.shuffle(shuffled)

    assert canonical(find_origins(shuffled)) == canonical(find_origins(statements))


@given(many_statements())
def test_the_result_can_stand_in_an_edition_and_names_nobody(
    statements: list[CitedStatement],
) -> None:
    found = find_origins(statements)

    check_value(found)
    assert "in English" not in canonical(found)
    assert "officials" not in canonical(found)


@given(many_statements())
def test_every_statement_is_carried_or_fell(statements: list[CitedStatement]) -> None:
    found = find_origins(statements)
    carried = {key for origin in found["origins"] for key in origin["statements"]}

    assert carried | set(found["retracted"]) == {said["id"] for said in statements}
    assert carried.isdisjoint(found["retracted"])
