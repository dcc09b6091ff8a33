"""Bodies that speak in a sentence and are no actors yet."""

import pytest

from sources.proposals.bodies import body_that_speaks

SPEAKING = [
    ("Two were shot, the regional prosecutor's office said.", "regional prosecutor's office"),
    (
        "Two were shot, the Donetsk regional prosecutor’s office said on Friday.",
        "Donetsk regional prosecutor’s office",
    ),
    ("The regional prosecutor's office said so.", "regional prosecutor's office"),
    ("The prosecutor's office told CNN that two were shot.", "prosecutor's office"),
    ("The ministry of defence said so.", "ministry of defence"),
    ("Two were shot, the 110th Mechanized Brigade said.", "110th Mechanized Brigade"),
    ("Two were shot, according to the Prosecutor General's Office.", "Prosecutor General's Office"),
    ("According to the defence ministry, two were shot.", "defence ministry"),
]
NOBODY = [
    # A person, or what may be a personal name.
    "Two were shot, Ivan Petrenko's office said.",
    "Two were shot, Petrenko's office said.",
    "Two were shot, the office of Ivan Petrenko said.",
    "Two were shot, brigade commander Ivan Petrenko said.",
    "Ivan Petrenko of the prosecutor's office said so.",
    "Ivan Petrenko, spokesman for the regional prosecutor's office, said so.",
    "A soldier of the brigade said so.",
    "A spokesman for the regional police said so.",
    "Sources in the defence ministry said so.",
    "His office said so.",
    # Which one is not said.
    "The office said so.",
    "Police said so.",
    "The men, the regional police said, and the defence ministry said, were shot.",
    # Spoken to, or spoken of.
    "Two men told the regional police.",
    "The report by the defence ministry said so.",
    "The men, whom the military court said it knows, were shot.",
    "Two were shot near the regional prosecutor's office.",
    "Обласна прокуратура повідомила про це.",
    "",
]


@pytest.mark.parametrize(("sentence", "body"), SPEAKING)
def test_a_body_that_speaks_is_called_as_it_is_there(sentence: str, body: str) -> None:
    assert body_that_speaks(sentence) == body


@pytest.mark.parametrize("sentence", NOBODY)
def test_who_may_be_a_person_is_no_body(sentence: str) -> None:
    assert body_that_speaks(sentence) == ""


@pytest.mark.parametrize(
    "text",
    [
        "office " * 5_000,
        "the office of " * 2_000,
        ", the a" * 3_000,
        # One word that could be taken for several would be parted in all ways.
        ", the office of " + "a" * 5_000,
        "according to the office of " + "a’" * 5_000,
    ],
)
def test_hostile_text_is_read_to_its_end(text: str) -> None:
    assert body_that_speaks(text) == ""
