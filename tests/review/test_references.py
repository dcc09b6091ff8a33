"""References: random, checked, readable over a bad telephone line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review.references import ALPHABET, ReferenceConverter, new_reference, normalise

references = st.builds(lambda _draw: new_reference(), st.integers())


@given(references)
def test_new_reference_is_normal(reference: str) -> None:
    assert normalise(reference) == reference


def test_new_references_differ() -> None:
    assert len({new_reference() for _ in range(1000)}) == 1000


def drawn_after(monkeypatch: pytest.MonkeyPatch, *numbers: int) -> str:
    """The reference that is drawn when chance gives these numbers one after the other."""
    chance = iter(numbers)
    monkeypatch.setattr("secrets.randbits", lambda _bits: next(chance))
    return new_reference()


def number_of(body: str) -> int:
    """The number whose six characters these are; with a check that is a letter or a digit."""
    number = 0
    for letter in body:
        number = number * 32 + ALPHABET.index(letter)
    assert number % 37 < 32, f"{body} is never drawn"
    return number


@pytest.mark.parametrize("body", ["000003", "12E440", "1E2310", "5DEC26", "MAR202"])
def test_what_a_spreadsheet_takes_for_a_number_is_drawn_again(
    monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    with_letters = number_of("ABCD20")
    assert drawn_after(monkeypatch, number_of(body), with_letters)[:6] == "ABCD20"
    # Those that were drawn before stay valid.
    old = body + ALPHABET[number_of(body) % 37]
    assert old[-1].isdigit()
    assert normalise(old) == old


@given(st.integers(0, 2**30 - 1))
def test_no_new_reference_is_a_number_in_a_spreadsheet(number: int) -> None:
    with pytest.MonkeyPatch.context() as chance:
        reference = drawn_after(chance, number, number_of("ABCD20"))
    assert not re.fullmatch(r"[0-9]+(E[0-9]+)?", reference)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0000000", "0000000"),
        ("OoOoOoO", "0000000"),
        ("zzzzzza", "ZZZZZZA"),
        ("00000iL", "0000011"),
    ],
)
def test_reference_forgives_case_and_lookalikes(written: str, meant: str) -> None:
    assert normalise(written) == meant


@given(references, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_reference_notices_one_wrong_character(reference: str, place: int, letter: str) -> None:
    mistyped = reference[:place] + letter + reference[place + 1 :]
    if mistyped == reference:
        return

    with pytest.raises(ValueError, match="typing error"):
        normalise(mistyped)


@given(references, st.integers(0, 5))
def test_reference_notices_two_neighbours_swapped(reference: str, place: int) -> None:
    swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
    if swapped == reference:
        return

    with pytest.raises(ValueError, match="typing error"):
        normalise(swapped)


@pytest.mark.parametrize(
    "text", ["", "000000", "00000000", "000000U", "00000 0", "000000\n", "0000é00"]
)
def test_reference_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="seven letters and digits"):
        normalise(text)


def test_reference_in_an_address() -> None:
    converter = ReferenceConverter()

    assert converter.to_python("ooooooo") == "0000000"
    assert converter.to_url("0000000") == "0000000"
