"""How a number of things is written for readers: 1,234 in English, 1 234 in Ukrainian."""

from review.languages import reader_language

# A space that no line breaks at.
SEPARATORS = {"en": ",", "uk": "\N{NO-BREAK SPACE}"}


class Grouped(int):
    """A number of things: the same to plurals and to comparison, but said with separators.

    For texts alone. Years, numbers of editions and whatever stands in an attribute, an address or
    a file stay plain numbers: nothing is grouped that was not asked for by name.
    """

    def __str__(self) -> str:
        return in_groups(int(self))


def grouped(number: int) -> Grouped:
    return Grouped(number)


def in_groups(number: int) -> str:
    return f"{int(number):,}".replace(",", SEPARATORS[reader_language()])
