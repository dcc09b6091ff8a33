"""What colleagues are typing and is no record yet: it forgets, and is passed on, with the records.

An app that keeps such texts registers itself here, as it registers its records.
"""

from collections.abc import Callable
from typing import Protocol

from django.contrib.auth.models import User

from review.models import Review


class TypedTexts(Protocol):
    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        """The record was erased: what is typed about it goes, and whatever tells its words."""

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        """Something was redacted: whatever tells it goes."""

    def pass_on(self, person: User, to: User | None) -> None:
        """Somebody leaves: to a colleague who may read it, or it goes."""


TYPED: list[TypedTexts] = []


def register(texts: TypedTexts) -> None:
    TYPED.append(texts)
