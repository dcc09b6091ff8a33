"""Which rule of the database refuses."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction


@contextmanager
def refused_by(constraint: str) -> Iterator[None]:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    diagnosis = refusal.value.__cause__.diag  # type: ignore[union-attr]
    assert diagnosis.constraint_name == constraint
