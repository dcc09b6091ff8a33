"""What a page asks of many tables is asked of those alone that hold anything."""

import pytest
from django.db.models import prefetch_related_objects
from pytest_django import DjangoAssertNumQueries

from incidents.models import Incident, Victim
from review.models.owned import skip_empty
from tests import factories as make

pytestmark = pytest.mark.django_db

TABLES = ("victims", "involvements", "findings")


def entered() -> Incident:
    said = make.statement(source=make.source())
    made = make.incident(statement=said, rows=[Victim(label_en="a soldier")])
    return Incident.objects.get(pk=made.pk)


def test_tables_without_a_row_are_asked_about_once(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    incident = entered()
    with django_assert_num_queries(2):  # in which there is anything, and the victims
        skip_empty(([incident], TABLES), ([], ["hops"]))
        prefetch_related_objects([incident], *TABLES)
        found = {name: [str(row) for row in getattr(incident, name).all()] for name in TABLES}

    assert found == {"victims": ["a soldier"], "involvements": [], "findings": []}


def test_a_record_that_is_read_anew_asks_anew() -> None:
    shown = entered()
    skip_empty(([shown], TABLES))
    make.save(Incident.objects.get(pk=shown.pk), rows=[Victim(incident=shown, label_en="another")])

    again = Incident.objects.get(pk=shown.pk)

    assert sorted(map(str, again.victims.all())) == ["a soldier", "another"]
