"""Loading the first case where something is missing: a sentence, and nothing half done."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from incidents.first_case.loading import PLACES
from incidents.places.gazetteer import load_places
from review.models import Review
from tests import factories


@pytest.mark.django_db
def test_without_the_gazetteer_it_says_what_to_do() -> None:
    with pytest.raises(CommandError, match=r"run `manage.py load_gazetteer` first"):
        call_command("load_first_case")


@pytest.mark.django_db
def test_people_who_are_named_must_exist() -> None:
    load_places(*PLACES)
    with pytest.raises(CommandError, match="There is no user “olena”"):
        call_command("load_first_case", researcher="olena")


@pytest.mark.django_db
def test_one_person_alone_cannot_load_it(capsys: pytest.CaptureFixture[str]) -> None:
    load_places(*PLACES)
    factories.reviewer(name="taras")
    with pytest.raises(CommandError, match="somebody else must approve it"):
        call_command("load_first_case", researcher="taras", reviewer="taras")
    assert capsys.readouterr().out == "Actors …\n"
    assert Review.objects.count() == 0


@pytest.mark.django_db
def test_nothing_is_loaded_before_there_are_two_administrators() -> None:
    load_places(*PLACES)
    with pytest.raises(CommandError, match="before there are two active administrators"):
        call_command("load_first_case")
    assert Review.objects.count() == 0


@pytest.mark.django_db
def test_where_two_could_agree_no_command_makes_a_reviewer() -> None:
    load_places(*PLACES)
    factories.two_administrators()
    with pytest.raises(CommandError, match=r"Then name them: --reviewer USERNAME"):
        call_command("load_first_case")
    assert not User.objects.filter(username="reviewer").exists()
