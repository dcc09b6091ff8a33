"""Questions that are put together once for a process, and asked with other values each time.

It takes Django longer to put a question of several tables together than the database to answer
it. Only the words are kept: never an answer, nor a value that was asked with.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

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
        self.of_rows = lru_cache(maxsize=KEPT)(self._of_rows)
        self.of_keys = lru_cache(maxsize=KEPT)(self._of_keys)

    def _of_rows(self, rooms: tuple[int, ...], **shape: Any) -> Question:
        return Question(self._built(rooms, shape))

    def _of_keys(self, rooms: tuple[int, ...], **shape: Any) -> Question:
        return Question(self._built(rooms, shape).order_by().values("pk"))

    def _built(
        self, rooms: tuple[int, ...], shape: Mapping[str, Any]
    ) -> "models.QuerySet[Any, Row]":
        places = (
            GivenList(place, room) if room else Given(place) for place, room in enumerate(rooms)
        )
        return self.build(*places, **shape)

    def __call__(self, *values: Any, **shape: Any) -> list[Row]:
        asked = self.of_rows(_rooms(values), **shape)
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

    def count(self, *values: Any, **shape: Any) -> int:
        """How many rows there are of a shape that is not cut short, without reading them."""
        asked = self.of_keys(_rooms(values), **shape)
        if not asked.sql:
            return 0
        with connection.cursor() as cursor:
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
