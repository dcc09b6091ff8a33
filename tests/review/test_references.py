"""References: random, checked, readable over a bad telephone line."""

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
