"""What is asked of several tables at once."""

from collections.abc import Iterable
from typing import Any

from django.db import models


def together(asked: Iterable["models.QuerySet[Any, Any]"]) -> "models.QuerySet[Any, Any]":
    """What all of these find, at least one of them, as one question; in no order.

    A union takes on the order of its first model, by columns that it need not have.
    """
    first, *rest = (one.order_by() for one in asked)
    return first.union(*rest).order_by()
