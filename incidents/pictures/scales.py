"""Scales of pictures: where each ends, and the numbers along it."""

from typing import NamedTuple

from review.amounts import in_groups


class Tick(NamedTuple):
    """`at`: in hundredths of the scale."""

    at: int
    label: str


class Scale(NamedTuple):
    """From 0 to `most`; nothing is drawn on a scale that ends at 0."""

    most: int

    def part(self, number: int) -> float:
        """In hundredths of the scale."""
        return round(100 * number / self.most, 1) if self.most else 0

    @property
    def ticks(self) -> list[Tick]:
        """Its ends and its middle."""
        if not self.most:
            return []
        numbers = (0, self.most // 2, self.most)
        return [Tick(50 * place, in_groups(number)) for place, number in enumerate(numbers)]


def scale_for(most: int) -> Scale:
    """One that ends at 2, 4, 6, 10, 20, 40, 60, 100, …, whose half is a whole number too."""
    if not most:
        return Scale(0)
    power = 1
    while most > 10 * power:
        power *= 10
    return Scale(next(first * power for first in (2, 4, 6, 10) if first * power >= most))
