"""What the tests of merged actors and of merged sources share."""

from typing import Any, Self

from django.utils.html import strip_tags

from review.models import Review
from review.verify import Verification


class MergeCase:
    """Two public records that are one, and how two people decide about that."""

    goes: Any
    stays: Any
    propose: Any
    propose_undo: Any
    decide: Any

    def heads(self) -> dict[Any, int | None]:
        pks = [self.goes.pk, self.stays.pk]
        return dict(Review.objects.filter(pk__in=pks).values_list("pk", "head_id"))

    def merged(self) -> Self:
        self.decide(self.propose())
        return self

    def undone(self) -> Self:
        self.decide(self.propose_undo())
        return self


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode().partition("<main")[2]).split())


def faults() -> list[str]:
    return list(Verification().faults())
