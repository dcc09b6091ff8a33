"""A question whose words are kept answers as Django's own, and never by heart."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Exists, F, Func, IntegerField, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.prepared import prepared
from accounts.sight import alike, show_assigned
from tests import factories as make

pytestmark = pytest.mark.django_db


@prepared
def among(names: Any) -> QuerySet[User]:
    return User.objects.filter(username__in=names).select_related("colleague").order_by("username")


@prepared
def others(name: Any, *, most: int | None) -> QuerySet[User, str]:
    rows = User.objects.exclude(username=name).order_by("-username")
    return rows.values_list("username", flat=True)[:most]


@pytest.fixture(autouse=True)
def three_people(db: None) -> None:
    for name in ("ada", "bohdan", "cem"):
        make.researcher(name=name)


@pytest.mark.parametrize("number", [1, 2, 3, 5])
def test_a_list_of_any_length_finds_what_it_names(number: int) -> None:
    asked = ["cem", "nobody", "ada", "someone", "bohdan"][:number]

    found = among(asked)

    assert [one.username for one in found] == sorted({*asked} - {"nobody", "someone"})
    assert all(type(one) is User for one in found)
    with CaptureQueriesContext(connection) as queries:
        assert [str(one) for one in found] == [one.username for one in found]  # reads `colleague`
    assert queries.captured_queries == []


def test_the_same_words_are_asked_with_other_values() -> None:
    assert among(["ada", "bohdan", "cem"]) == among(["cem", "bohdan", "ada"])
    assert [one.username for one in among(["ada", "ada", "nobody"])] == ["ada"]
    assert others("ada", most=None) == ["cem", "bohdan"]
    assert others("cem", most=None) == ["bohdan", "ada"]


def test_an_answer_is_never_kept() -> None:
    before = others("ada", most=None)
    make.researcher(name="dana")
    User.objects.filter(username="cem").update(username="zoe")

    assert before == ["cem", "bohdan"]
    assert others("ada", most=None) == ["zoe", "dana", "bohdan"]
    assert others.count("ada", most=None) == 3


def test_each_shape_has_its_own_words_and_is_built_once() -> None:
    built = []

    @prepared
    def first(*, most: int) -> QuerySet[User]:
        built.append(most)
        return User.objects.order_by("username")[:most]

    for most in (1, 2, 1, 2, 2):
        assert [one.username for one in first(most=most)] == ["ada", "bohdan"][:most]
    assert built == [1, 2]


def test_counted_are_the_rows_that_would_be_read() -> None:
    assert others.count("ada", most=None) == len(others("ada", most=None)) == 2

    with CaptureQueriesContext(connection) as queries:
        others.count("ada", most=None)
    assert "username" not in queries[0]["sql"].partition("FROM")[2].partition("FROM")[0]


def test_what_can_find_nothing_asks_nothing() -> None:
    @prepared
    def nobody() -> QuerySet[User]:
        return User.objects.none()

    with CaptureQueriesContext(connection) as queries:
        assert (nobody(), nobody.count()) == ([], 0)
    assert queries.captured_queries == []


def test_an_empty_list_is_refused_and_not_taken_for_something() -> None:
    with pytest.raises(ValueError, match="empty list"):
        among([])


def test_a_value_is_compared_also_within_what_is_asked_inside() -> None:
    @prepared
    def beside(name: Any) -> QuerySet[User]:
        same = User.objects.filter(username=name, pk=OuterRef("pk"))
        return User.objects.filter(~Exists(same)).order_by("username")

    assert [one.username for one in beside("bohdan")] == ["ada", "cem"]
    assert [one.username for one in beside("it's 100% %s")] == ["ada", "bohdan", "cem"]


@prepared
def backend(model: Any) -> QuerySet[ContentType, int]:
    own = Func(function="pg_backend_pid", output_field=IntegerField())
    rows = ContentType.objects.filter(app_label="auth", model=model)
    return rows.annotate(own=own).values_list("own", flat=True)


def own_and_asked() -> tuple[int, int]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0], backend("user")[0]
    finally:
        connection.close()


def test_each_thread_asks_over_its_own_connection() -> None:
    with ThreadPoolExecutor(1) as pool:
        there = pool.submit(own_and_asked).result()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        here = cursor.fetchone()[0]

    assert there[0] == there[1] != here
    assert backend("user") == [here]


def test_what_one_reads_by_is_all_that_words_can_depend_on() -> None:
    """Whoever is alike in it shares the words; whoever loses something of it does not."""
    ada = User.objects.get(username="ada")
    before = alike(ada)
    assert before == alike(User.objects.get(username="ada"))
    assert before != alike(User.objects.get(username="cem"))

    show_assigned(ada, by=make.administrator(), reason="new")
    newer = alike(User.objects.get(username="ada"))
    assert (newer.seen.all_records, before.seen.all_records) == (False, True)

    User.objects.get(username="ada").groups.clear()
    fewer = alike(User.objects.get(username="ada"))
    assert fewer.rights == frozenset() != newer.rights
    assert len({before, newer, fewer}) == 3


@pytest.mark.parametrize("is_active", [True, False])
def test_a_superuser_who_is_here_has_every_right(is_active: bool) -> None:
    root = User(pk=0, is_superuser=True, is_active=is_active)
    assert alike(root).has_perm("review.decide_review") == root.has_perm("review.decide_review")
    assert alike(root).has_perm("review.decide_review") == is_active


def test_columns_can_be_compared_with_a_value() -> None:
    @prepared
    def later(day: Any) -> QuerySet[User]:
        return User.objects.filter(date_joined__gt=day).order_by(F("username").desc())

    first = User.objects.order_by("date_joined")[0]
    assert [one.username for one in later(first.date_joined)] == ["cem", "bohdan"]
