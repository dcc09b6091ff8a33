"""What is asked of several tables at once."""

from collections.abc import Iterable, Sequence
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


def fetch_none(owners: Sequence[models.Model], names: Iterable[str]) -> None:
    """What these rows own by these names is known to be nothing: it is not asked for.

    As `prefetch_related_objects` would leave them, which puts a question together for that.
    """
    for name in names:
        nothing = _table(owners[0], name).none()
        nothing._result_cache = []  # noqa: SLF001  # as Django leaves it
        for owner in owners:
            owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing


def skip_empty(*owned: tuple[Sequence[models.Model], Iterable[str]]) -> None:
    """Ask once in which tables these rows own anything at all, instead of asking each table.

    Each pair is rows of one table, and the names of what they own.
    """
    tables = [(owners, name) for owners, names in owned for name in names if owners]
    if not tables:
        return
    one = tables[0][0][0]
    asked = type(one)._default_manager.filter(pk=one.pk)
    found = asked.values_list(*(models.Exists(_owned_by(*table)) for table in tables)).get()
    for (owners, name), is_any in zip(tables, found, strict=True):
        if not is_any:
            fetch_none(owners, [name])


def _owned_by(owners: Sequence[models.Model], name: str) -> "models.QuerySet[Any]":
    relation: Any = owners[0]._meta.get_field(name)
    rows: models.QuerySet[Any] = _table(owners[0], name)
    return rows.filter(**{f"{relation.field.name}__in": owners})


def _table(owner: models.Model, name: str) -> Any:
    owned: Any = owner._meta.get_field(name).related_model
    return owned._default_manager
