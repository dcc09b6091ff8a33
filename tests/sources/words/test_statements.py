"""A statement's words agree with its tags, and with the table of origins."""

from typing import Any

import pytest

from incidents.corroboration.disagreement import quantities
from incidents.corroboration.standing import standing_of, standing_sentence
from sources.origins.find import OriginKind, account_of
from sources.vocabulary import ActorKind
from sources.words.statements import chain_in_words, denial_in_words, says_who_knew
from tests.documents import (
    CNN,
    PROSECUTORS,
    actor,
    evidence,
    hop,
    incident,
    killed,
    statement,
)


@pytest.mark.parametrize("kind", ActorKind)
def test_the_chain_agrees_with_the_table_of_origins(kind: str) -> None:
    said = statement("a", publisher=actor("BODY", kind=kind))
    speaks_itself = account_of(said).kind == OriginKind.BODY

    assert chain_in_words(said).endswith(
        "speaks for itself" if speaks_itself else "nobody: it names no source"
    )
    assert says_who_knew(said) == speaks_itself


def test_a_source_of_nobody_names_no_source() -> None:
    said = statement("a")
    assert chain_in_words(said) == "Article, publisher not stated ← nobody: it names no source"
    assert account_of(said).kind == OriginKind.UNATTRIBUTED


def test_an_announcement_of_a_body_is_no_report_that_names_no_source() -> None:
    said = statement("a", publisher=PROSECUTORS, source="NOTICE")
    # As editions of the first schemas have it.
    document = incident([said], [evidence("a")])
    assert document["standing"]["names_a_source"] is False

    sentence = standing_sentence(
        standing_of({**document, "standing": {**document["standing"], "reports": 1}})
    )
    assert "names no source" not in sentence
    assert "Rests on one report. Behind it: 1 origin, a Ukrainian state body" in sentence


def test_a_news_outlet_without_a_source_still_names_none() -> None:
    said = statement("a", publisher=CNN)
    document = incident([said], [evidence("a")])
    reported = standing_of({**document, "standing": {**document["standing"], "reports": 1}})
    assert "Rests on one report that names no source." in standing_sentence(reported)


def test_a_chain_that_ends_with_a_reporter_without_a_basis_says_that_it_names_nobody() -> None:
    said = statement("a", hop(CNN, "none_given"))
    document = incident([said], [evidence("a")])
    told = {**document["standing"], "reports": 1, "names_a_source": True}
    sentence = standing_sentence(standing_of({**document, "standing": told}))  # type: ignore[typeddict-item]
    assert "Rests on one report. 1 assertion that names nobody." in sentence


def test_a_denial_is_said_before_the_sentence() -> None:
    assert denial_in_words(statement("a")) == ""
    assert denial_in_words({**statement("a"), "polarity": "denied"}) == "Denied:"


def test_a_denial_of_an_earlier_schema_is_not_turned_round() -> None:
    older: Any = {**statement("a"), "polarity": "denied"}
    del older["wording_is_graphic"]
    assert denial_in_words(older) == "Denied, or said in the negative:"


def test_a_number_that_is_denied_is_nobodys() -> None:
    said = statement("a", quantities=[killed(5, 5)])
    assert len(quantities(said, "killed")) == 1
    assert quantities({**said, "polarity": "denied"}, "killed") == []
