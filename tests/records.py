"""What a record's own type says of it, for tests that ask in one breath."""

from typing import Any

from django.db.models import QuerySet

from review.models import Record, Review
from review.record_types import record_types, type_of
from tests import factories as make


def next_document(record: Record) -> Any:
    return type_of(record).document(record)


def problems_of(record: Record) -> list[str]:
    return type_of(record).problems(record)


def warnings_of(record: Record) -> list[str]:
    return type_of(record).warnings(record, make.reviewer())


def rests_on(record: Record) -> QuerySet[Review]:
    return type_of(record).rests_on(record)


def takes_back(model: type[Record], before: dict[str, Any], after: dict[str, Any]) -> bool:
    return record_types()[model.record_kind()].takes_back(before, after)
