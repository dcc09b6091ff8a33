"""The lines of the desk: chains, numbers, places, each read or refused with a sentence."""

import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from incidents.desk import lines
from incidents.desk.lines import Link
from incidents.desk.source_forms import StatementForm
from tests import factories as make


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", []),
        ("CNN ‹ intercept, drone footage", [Link("CNN", bases=("intercept", "drone_footage"))]),
        ("CNN < UN < none given", [Link("CNN"), Link("UN", bases=("none_given",))]),
        (
            "prosecutor's office [statement] ‹ drone footage",
            [
                Link(
                    "prosecutor's office",
                    bases=("drone_footage",),
                    as_written="prosecutor's office [statement]",
                )
            ],
        ),
        (
            "a captured marine [participant, in captivity]",
            [
                Link(
                    "a captured marine",
                    is_role=True,
                    bases=("participant",),
                    circumstances=("in_captivity",),
                )
            ],
        ),
        ("«родич» ‹ очевидець", [Link("родич", is_role=True, bases=("eyewitness",))]),
        (
            "Witnesses [several, eyewitness]",
            [Link("Witnesses", is_role=True, bases=("eyewitness",), circumstances=("several",))],
        ),
    ],
)
def test_a_chain_is_read_from_one_line(text: str, links: list[Link]) -> None:
    assert lines.chain(text) == links


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("drone footage", "Who knew it by “drone footage”? Write the body first"),
        ("CNN ‹ intercept ‹ UN", "“intercept” is how somebody knew, and stands last."),
        ("CNN [eyewitnes]", "“eyewitnes” is no way of knowing and no circumstance"),
        ("CNN [intercept", "cannot be read"),
    ],
)
def test_a_chain_that_cannot_be_read_says_why(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence.replace("?", r"\?").replace("[", r"\[")):
        lines.chain(text)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("2 killed", ("killed", 2, 2, 2, "", "alleged", "")),
        ("at least 2 killed", ("killed", 2, None, None, "at_least", "alleged", "")),
        ("more than 1,500 cases", ("cases", 1500, None, None, "more_than", "alleged", "")),
        ("2–4 injured", ("injured", 2, None, 4, "", "alleged", "")),
        ("about 20 captured", ("captured", None, 20, None, "about", "alleged", "")),
        ("several killed", ("killed", None, None, None, "several", "alleged", "")),
        (
            "7 killed 2024 [verified by whoever gave it]",
            ("killed", 7, 7, 7, "", "verified", "2024"),
        ),
        ("2 killed, 22 May 2025", ("killed", 2, 2, 2, "", "alleged", "2025-05-22")),
        ("2 killed 22.05.2025", ("killed", 2, 2, 2, "", "alleged", "2025-05-22")),
        ("75 cases in May 2025", ("cases", 75, 75, 75, "", "alleged", "2025-05")),
        ("2 killed 14 червня 2025 року", ("killed", 2, 2, 2, "", "alleged", "2025-06-14")),
    ],
)
def test_a_number_is_read_with_what_is_counted(text: str, row: tuple[Any, ...]) -> None:
    names = "counted low best high qualifier level period".split()
    assert lines.quantities(text) == [dict(zip(names, row, strict=True))]


@pytest.mark.parametrize(
    "text", ["2", "killed", "2 horses", "2 killed 2024-13", "2 killed 03/04/2025", "1 May 2025"]
)
def test_a_number_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        lines.quantities(text)


@pytest.mark.django_db
def test_a_place_is_chosen_by_its_code_and_never_guessed_among_several() -> None:
    one, other = make.place(), make.place(code="UA01120730040081045", surroundings_en="Crimea")

    assert lines.place(lines.in_line(one)) == one
    assert lines.place(f"Udachne ({other.code})") == other
    with pytest.raises(ValidationError, match="“Udachne” may be any of these"):
        lines.place("Udachne")
    with pytest.raises(ValidationError, match="no place called “Nowhereville”"):
        lines.place("Nowhereville")


@pytest.mark.parametrize("text", ["," * 900, "," * 20_000, "2 killed " * 3_000])
def test_a_line_that_nobody_would_type_is_refused_and_not_read_for_hours(text: str) -> None:
    with pytest.raises(ValidationError):
        lines.quantities(text)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_examples_beside_the_field_can_be_typed_as_they_stand(language: str) -> None:
    with override(language):
        said = str(StatementForm.base_fields["chain"].help_text)

        body, role = re.findall(r"(?:E\.g\.|Напр\.|or|або) ([^;.]+<[^;.]+)", said)

        read = [*lines.chain(body), *lines.chain(role)]
    assert [(one.is_role, len(one.bases)) for one in read] == [(False, 1), (True, 1)]


def test_nothing_named_is_replaced_by_no_role() -> None:
    assert lines.with_role("CNN ‹ “a relative”", " ", "a relative") == "CNN ‹ “a relative”"


def test_a_role_takes_the_place_of_a_name() -> None:
    line = "Olha Kvilbrax [several] ‹ 110th Brigade"

    assert lines.with_role(line, "olha kvilbrax", "a relative") == (
        "“a relative” [several] ‹ 110th Brigade"
    )
