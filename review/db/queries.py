"""What is asked of several tables at once."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL


def together(asked: Iterable["models.QuerySet[Any, Any]"]) -> "models.QuerySet[Any, Any]":
    """What all of these find, at least one of them, as one question; in no order.

    A union takes on the order of its first model, by columns that it need not have.
    """
    first, *rest = (one.order_by() for one in asked)
    return first.union(*rest).order_by()


def composed(asked: "models.QuerySet[Any, Any]") -> RawSQL:
    """The keys of these rows, to be asked for within other questions as often as one likes.

    To put such a question together takes Django longer than the database needs for the answer.
    It must not depend on the question around it.
    """
    sql, params = asked.order_by().values("pk").query.sql_with_params()
    return RawSQL(sql, params)  # noqa: S611  # Django's own SQL
