"""Records that many tests of what is taken from the public begin with, entered once."""

from collections.abc import Iterator

import pytest

from incidents.models import Incident
from review.models import EditionPart
from sources.models import Statement
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.review.searching import SECRET
from tests.review.telling import enter_told, parts_telling


def enter_telling() -> None:
    make.published_incident(summary_en=f"{SECRET} was killed.")


@pytest.fixture(scope="session")
def telling_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("telling", enter_telling) as name:
        yield name


@pytest.fixture
def telling_in_place(telling_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(telling_database):
        yield


@pytest.fixture
def telling(telling_in_place: None, db: None) -> Incident:
    """The only incident, whose public summary tells the secret."""
    return Incident.objects.get()


def enter_cited() -> None:
    source = make.source()
    statement = make.statement(source=source, paraphrase_en=f"{SECRET} was shot.")
    make.published(source)
    for title in ("First", "Second"):
        make.published(make.incident(statement=statement, title_en=title))


@pytest.fixture(scope="session")
def cited_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("cited", enter_cited) as name:
        yield name


@pytest.fixture
def cited_in_place(cited_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(cited_database):
        yield


@pytest.fixture
def cited_twice(cited_in_place: None, db: None) -> Statement:
    """A statement in a public source that two public incidents cite."""
    return Statement.objects.get()


@pytest.fixture(scope="session")
def told_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("told", enter_told) as name:
        yield name


@pytest.fixture
def told_in_place(told_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(told_database):
        yield


@pytest.fixture
def told(told_in_place: None, db: None) -> dict[str, EditionPart]:
    """A word in every part that can hold words, of a public record of its own, and the part."""
    return parts_telling()
