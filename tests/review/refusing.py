"""Which rule of the database refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused_by(constraint: str, *, table: str | None = None) -> Iterator[None]:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    diagnosis = refusal.value.__cause__.diag  # type: ignore[union-attr]
    assert diagnosis.constraint_name == constraint
    assert table is None or diagnosis.table_name == table
