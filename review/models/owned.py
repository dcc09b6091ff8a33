"""What rows own in other tables: where that is nothing, it is not asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.prepared import prepared
from django.db import models


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
    keys = [[owner.pk for owner in owners] for owners, _name in tables]
    shape = tuple((type(owners[0]), name) for owners, name in tables)
    (found,) = _own_any(keys[0][0], *keys, of=shape)
    for (owners, name), is_any in zip(tables, found, strict=True):
        if not is_any:
            fetch_none(owners, [name])


@prepared
def _own_any(
    one: Any, *keys: Any, of: tuple[tuple[type[models.Model], str], ...]
) -> "models.QuerySet[Any, tuple[bool, ...]]":
    """Of a row that is there: whether these keys own anything, by owners and what they own."""
    asked: Any = of[0][0]._default_manager.filter(pk=one)
    tables = (_owned_by(owner, name, of_it) for (owner, name), of_it in zip(of, keys, strict=True))
    found: models.QuerySet[Any, tuple[bool, ...]] = asked.values_list(*map(models.Exists, tables))
    return found


def _owned_by(owner: type[models.Model], name: str, keys: Any) -> "models.QuerySet[Any]":
    relation: Any = owner._meta.get_field(name)
    rows: models.QuerySet[Any] = _table(owner, name)
    return rows.filter(**{f"{relation.field.name}__in": keys})


def _table(owner: models.Model | type[models.Model], name: str) -> Any:
    owned: Any = owner._meta.get_field(name).related_model
    return owned._default_manager
