"""Permanent public references: seven characters that survive being read aloud and copied."""

import re
import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is mistaken and no word appears.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOKALIKES = str.maketrans("ILO", "110")
PATTERN = "[0-9A-Za-z]{7}"
# What a spreadsheet takes for a number or for a day, and keeps as one: 1234567, 12E4567, 05MAR25.
_TAKEN_FOR_NUMBER = re.compile(
    r"[0-9]+(E[0-9]+)?|[0-9]{0,2}(JAN|FEB|MAR|APR|MAY|SEPT?|DEC)[0-9]{2,4}"
)


def _number(body: str) -> int:
    number = 0
    for letter in body:
        number = number * 32 + ALPHABET.index(letter)
    return number


def _body(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(25, -1, -5))


def new_reference() -> str:
    """Six random characters and Crockford's check (the number modulo 37).

    Five of the 37 check symbols are punctuation; a number that needs one is drawn again. So is what
    would not survive a spreadsheet; those that were drawn before this rule stay valid.
    """
    while True:
        number = secrets.randbits(30)
        if number % 37 < 32:
            reference = _body(number) + ALPHABET[number % 37]
            if not _TAKEN_FOR_NUMBER.fullmatch(reference):
                return reference


def normalise(text: str) -> str:
    """The reference as we write it; ValueError when it cannot be one (length, letters, check)."""
    reference = text.upper().translate(LOOKALIKES)
    if not re.fullmatch(f"[{ALPHABET}]{{7}}", reference):
        raise ValueError("A reference has seven letters and digits.")
    if ALPHABET.index(reference[-1]) != _number(reference[:-1]) % 37:
        raise ValueError("This reference has a typing error: its last character does not fit.")
    return reference


class ReferenceConverter:
    """A reference in an address, in any case; the view redirects to the one we write."""

    regex = PATTERN

    def to_python(self, value: str) -> str:
        return normalise(value)

    def to_url(self, value: str) -> str:
        return value
