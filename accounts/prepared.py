"""Questions that are put together once for a process, and asked with other values each time.

It takes Django longer to put a question of several tables together than the database to answer
it. Only the words are kept: never an answer, nor a value that was asked with.
"""

from collections.abc import Callable, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models

# Shapes of each question, the last asked for: some 100 kB each, and about ten for each colleague.
KEPT = 100


class Given(models.Expression):
    """The place of a value that is given when it is asked, or of one item of a list."""

    def __init__(self, place: int, item: int | None = None) -> None:
        super().__init__()
        self.place, self.item = place, item

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (self,)

    def taken_from(self, values: Sequence[Any]) -> Any:
        value = values[self.place]
        # What a shorter list has no item for is asked for twice.
        return value if self.item is None else value[min(self.item, len(value) - 1)]


class GivenList(Given):
    """The place of a list, with room for so many."""

    def __init__(self, place: int, room: int) -> None:
        super().__init__(place)
        self.room = room

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        items = tuple(Given(self.place, item) for item in range(self.room))
        return f"({', '.join(['%s'] * self.room)})", items


class Question:
    """The words of one shape."""

    def __init__(self, rows: "models.QuerySet[Any, Any]") -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self.sql: str
        self.params: tuple[Any, ...]
        try:
            self.sql, self.params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.params = "", ()

    def given(self, values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(
            one.taken_from(values) if isinstance(one, Given) else one for one in self.params
        )


class Prepared[Row]:
    """Called with its values and its shape, it gives the rows as Django would."""

    def __init__(self, build: "Callable[..., models.QuerySet[Any, Row]]") -> None:
        self.build = build
        self.question = lru_cache(maxsize=KEPT)(self.put_together)

    def put_together(self, rooms: tuple[int, ...], only_keys: bool, /, **shape: Any) -> Question:
        places = (
            GivenList(place, room) if room else Given(place) for place, room in enumerate(rooms)
        )
        rows = self.build(*places, **shape)
        return Question(rows.order_by().values("pk") if only_keys else rows)

    def __call__(self, *values: Any, **shape: Any) -> list[Row]:
        asked = self.question(_rooms(values), False, **shape)
        if not asked.sql:
            return []
        words = asked.sql, asked.given(values)
        compiler = copy(asked.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # that of this thread
        compiler.as_sql = lambda: words
        rows = asked.rows.all()
        # They are listed here and not passed on: of a filter upon them the words know nothing.
        rows.query.get_compiler = lambda *_of, **_named: compiler  # type: ignore[method-assign]
        return list(rows)

    def first(self, *values: Any, **shape: Any) -> Row | None:
        """For a question that finds one row at most: all are read."""
        return next(iter(self(*values, **shape)), None)

    def count(self, *values: Any, **shape: Any) -> int:
        """How many rows there are of a shape that is not cut short, without reading them."""
        asked = self.question(_rooms(values), True, **shape)
        if not asked.sql:
            return 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({asked.sql}) found", asked.given(values))  # noqa: S608
            return int(cursor.fetchone()[0])


def _rooms(values: Sequence[Any]) -> tuple[int, ...]:
    """0 for what is no list; for a list the next power of two, so that most share their words."""
    if [] in values:
        raise ValueError("Nothing is in an empty list: what would be asked?")
    return tuple(
        1 << (len(value) - 1).bit_length() if isinstance(value, list) else 0 for value in values
    )


def prepared[Row](build: "Callable[..., models.QuerySet[Any, Row]]") -> Prepared[Row]:
    """What `build` returns, which is called once for each shape.

    Positional arguments are values: `build` gets the place of each, to compare something with; a
    list of them, which may not be empty, to look something up `__in`. What is named is the shape:
    it can be hashed, and `build` may depend on nothing else that can change: no time, no language,
    no row. Whoever reads is given as `alike(person)`.
    """
    return Prepared(build)
