"""Redacted words do not come back, however somebody types them."""

import hashlib
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.models import Refused
from review.redaction import guard
from review.text.characters import APOSTROPHES, HYPHENS
from review.workflow import hiding
from sources.models import Actor
from tests import factories as make

NAME = "Мар'яна Коваль"
COMES_BACK = [
    NAME,
    *(f"Мар{apostrophe}яна Коваль" for apostrophe in APOSTROPHES),
    "Мар'яна Ко\N{SOFT HYPHEN}валь",
    "Мар'яна Кова\N{COMBINING ACUTE ACCENT}ль",
    "МАР’ЯНА КОВАЛЬ",
    "Мар’яна\N{NO-BREAK SPACE}Коваль",
    "Мар’яна \n Коваль",
    "Мар\N{ZERO WIDTH NON-JOINER}’яна Ко\N{ZERO WIDTH SPACE}валь",
    "(Марʼяна, Коваль)",
    *(f"Мар’яна Ко{hyphen}валь" for hyphen in HYPHENS),
]
WITHIN = [
    "Мар’яна Коваль-Шевченко",
    "Мар’яна Коваль's",
    "Про це сказала «Марʼяна Кова\N{COMBINING ACUTE ACCENT}ль».",
]
STAYS_AWAY = ["Мар'ян Коваль", "Мар'яна Ковальчук", "Мар'яна", "яна Коваль", "Мар'яна й Коваль", ""]


@pytest.mark.parametrize("text", COMES_BACK + WITHIN)
def test_a_redacted_word_is_refused_in_every_spelling(text: str) -> None:
    refused = guard.refusals_of([], [], [NAME])

    assert guard.has_words(text, refused) is True
    assert guard.has_words(f"Її звали {text}, кажуть.", refused) is True


@pytest.mark.parametrize("text", COMES_BACK)
def test_whatever_spelling_was_redacted_the_name_is_refused(text: str) -> None:
    assert guard.has_words(NAME, guard.refusals_of([], [], [text])) is True


@pytest.mark.parametrize("text", STAYS_AWAY)
def test_other_words_are_not_refused(text: str) -> None:
    refused = guard.refusals_of([NAME], [], [NAME])

    assert guard.is_refused(text, refused) is False


@pytest.mark.parametrize("text", COMES_BACK)
def test_a_redacted_text_is_refused_as_a_whole(text: str) -> None:
    refused = guard.refusals_of([text], [], [])

    assert guard.is_refused(NAME, refused) is True
    assert refused["version"] == 2


def refused_before(words: str, *, apostrophe: str) -> dict[str, Any]:
    """As they were made when nothing was compared: words parted at every sign."""
    text = words.replace("'", apostrophe)
    salt = "0" * 32
    parts = re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
    digest = hashlib.sha256(f"{salt} {' '.join(parts)}".encode()).hexdigest()
    return {"salt": salt, "values": [digest], "links": [], "words": [[len(parts), digest]]}


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ"])
@pytest.mark.parametrize("text", COMES_BACK[: -len(HYPHENS)])
def test_digests_of_before_are_tried_too(text: str, apostrophe: str) -> None:
    refused = refused_before(NAME, apostrophe=apostrophe)

    assert guard.has_words(text, refused) is True
    assert guard.is_refused(text, refused) is True
    assert guard.has_words("Мар'ян Коваль", refused) is False


@given(st.text("аиійї'’-\u0301\u0306\u00ad ", max_size=12))
def test_what_is_redacted_is_refused_as_it_was_typed(text: str) -> None:
    refused = guard.refusals_of([], [], [text])

    assert guard.has_words(f"до {text} після", refused) is bool(refused["words"])


@pytest.mark.django_db
def test_no_save_brings_a_redacted_name_back() -> None:
    actor = make.published(make.actor(name_en="A body", note_en="told"))
    [hidden] = make.hidden(actor, "note")
    hiding.redact(hidden, by=make.administrator(), day=make.DAY, comment="a threat", words=[NAME])

    for text in COMES_BACK + WITHIN:
        with pytest.raises(Refused, match=r"“public note .English.” holds what was redacted"):
            make.save(Actor.objects.get(pk=actor.pk), note_en=f"It is {text}.", comment="why not")
    for text in STAYS_AWAY[:-1]:
        make.save(Actor.objects.get(pk=actor.pk), note_en=text, comment="of somebody else")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["Its Марʼяна Кова\N{COMBINING ACUTE ACCENT}ль spoke.", "its МАР’ЯНА КОВАЛЬ"]
)
def test_words_are_told_elsewhere_in_another_spelling(elsewhere: str) -> None:
    actor = make.published(make.actor(name_en="A body", note_en=NAME))
    other = make.published(make.actor(name_en="Another", note_en=elsewhere))
    make.published(make.actor(name_en="A third", note_en="its Мар'яна Ковальчук"))
    [hidden] = make.hidden(actor, "note")

    assert hiding.told_elsewhere(hidden) == [(other.reference, "note")]
