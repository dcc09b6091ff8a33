"""Roles that are typed where a name may stand."""

import pytest

from incidents.proposals.roles import may_be_an_office, role_in

ROLES = [
    ("commander of the 199th Rifle Brigade", "commander of the 199th Rifle Brigade"),
    ("Commander of the 199th Rifle Brigade", "Commander of the 199th Rifle Brigade"),
    ("brigade commander", "brigade commander"),
    ("a spokesman for the General Staff", "a spokesman for the General Staff"),
    ("relative", "relative"),
    ("local resident", "local resident"),
    ("resident of Udachne", "resident of Udachne"),
    ("senior official of the ministry", "senior official of the ministry"),
    ("doctor from the hospital", "doctor from the hospital"),
    ("soldiers of the brigade", "soldiers of the brigade"),
    ("командир 199-ї стрілецької бригади", "командир 199-ї стрілецької бригади"),
    ("Речник Генерального штабу", "Речник Генерального штабу"),
    ("місцевий житель", "місцевий житель"),
    ("свідок", "свідок"),
    # What may be a personal name is no part of a role.
    ("soldier Ivan Petrenko", "soldier"),
    ("a relative of Olha Kvilbrax", "a relative"),
    ("witness Olha Kvilbrax from Udachne", "witness"),
    ("spokesperson of the brigade Olha Kvilbrax", "spokesperson"),
    ("commander Ivan Petrenko, 199th Brigade", "commander"),
    ("речник Генштабу Іван Петренко", "речник"),
    ("родич Івана Петренка", "родич"),
]
BODIES = [
    "199th Rifle Brigade",
    "Office of the Prosecutor General",
    "Prosecutor General's Office",
    "Command of the Air Force",
    "Union of Relatives of Prisoners",
    "Relatives' association",
    "Soldiers' Mothers Committee",
    "Doctors Without Borders",
    "Doctors of the World",
    "Global Witness",
    "Witness",
    "Official Gazette",
    "official TASS",
    "Офіс генерального прокурора",
    "Командування Сухопутних військ",
    "Солдатські матері",
    "Ivan Petrenko",
    "",
]
OFFICES = [
    "Head of the Regional Military Administration",
    "deputy head of the Office of the President",
    "Голова обласної адміністрації",
    "начальник управління поліції",
]


@pytest.mark.parametrize(("name", "role"), ROLES)
def test_the_role_of_a_person_is_read_without_a_name(name: str, role: str) -> None:
    assert role_in(name) == role


@pytest.mark.parametrize("name", [*BODIES, *OFFICES])
def test_a_body_is_no_role(name: str) -> None:
    assert role_in(name) == ""


@pytest.mark.parametrize("name", OFFICES)
def test_an_office_may_be_meant_or_who_holds_it(name: str) -> None:
    assert may_be_an_office(name)


@pytest.mark.parametrize("name", [*BODIES, *(name for name, _role in ROLES)])
def test_other_names_are_no_office(name: str) -> None:
    assert not may_be_an_office(name)
