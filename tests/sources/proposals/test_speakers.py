"""Who is named in a sentence, whether they speak there, and how they are said to know."""

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from sources.models import Actor, ActorName
from sources.proposals.speakers import KnownActors, bases_in, known_actors, speakers_in
from sources.vocabulary import Basis
from tests import factories

NAMES = {
    "HUR": "HUR|ГУР|Воєнна розвідка України|Defence Intelligence of Ukraine",
    "SBU": "SBU|СБУ|Security Service of Ukraine|Служба безпеки України",
    "PG": "Prosecutor General of Ukraine|Офіс Генерального прокурора України",
    "CNN": "CNN",
    "RF": "Russian forces|російські війська",
    "Storm": "Storm|Шторм",
    "WHO": "WHO",
    "Brigade": "155th Marine Brigade|155-та бригада морської піхоти",
    "Post": "Pravda Post",
    "Other post": "Pravda Post",
}
known = KnownActors(
    (Actor(pk=actor, name_en=actor), name)
    for actor, names in NAMES.items()
    for name in names.split("|")
)

SAYS = [
    ("HUR said that two were killed.", "HUR", "HUR"),
    ("Two were killed, said the SBU.", "SBU", "SBU"),
    ("According to Ukraine's SBU, two were shot.", "SBU", "SBU"),
    ("HUR's spokesman said so.", "HUR", "HUR's"),
    ("A spokesperson for HUR said so.", "HUR", "HUR"),
    ("CNN, which obtained footage, reported it.", "CNN", "CNN"),
    ("The SBU later confirmed it.", "SBU", "SBU"),
    ("The service (SBU) said so.", "SBU", "SBU"),
    ("За словами СБУ, двох убито.", "SBU", "СБУ"),
    ("За даними Служби безпеки України, двох убито.", "SBU", "Служби безпеки України"),
    ("Про це повідомили в Службі безпеки України.", "SBU", "Службі безпеки України"),
    ("Про це повідомила СБУ.", "SBU", "СБУ"),
    ("Воєнна розвідка України заявила про це.", "HUR", "Воєнна розвідка України"),
    (
        "В Офісі Генерального прокурора України повідомили.",
        "PG",
        "Офісі Генерального прокурора України",
    ),
    ("По данным СБУ, двое убиты.", "SBU", "СБУ"),
]
NAMED = [
    ("Russian forces killed two men.", "RF", "Russian forces"),
    ("Two were killed, a neighbour told CNN.", "CNN", "CNN"),
    ("Russian forces, officials said, shot two men.", "RF", "Russian forces"),
    ("A marine of the 155th Marine Brigade told them.", "Brigade", "155th Marine Brigade"),
    ("Боєць 155-ї бригади морської піхоти розповів.", "Brigade", "155-ї бригади морської піхоти"),
    ("Сусіди повідомили СБУ про це.", "SBU", "СБУ"),
    ("The SBU is said to have known.", "SBU", "SBU"),
    ("«Шторм», сказав він.", "Storm", "Шторм"),
    ("Підрозділом «Штормом» командують.", "Storm", "Штормом"),
    ("The post was about HUR. It said nothing.", "HUR", "HUR"),
]
NOBODY = [
    "Those who were there left.",
    "A storm came from the sea.",
    "Наближається шторм.",
    "the hur of the past",
    "CNNs and SBUs",
    "Security of Ukraine",
    "Service of Ukraine said so",
    "Pravda Post said so.",
    "155th Brigade",
    "Збурення України",
    "ГУРТ повідомив",
    "",
]


@pytest.mark.parametrize(("sentence", "actor", "as_written"), SAYS)
def test_a_body_speaks_where_a_verb_of_saying_is_by_it(
    sentence: str, actor: str, as_written: str
) -> None:
    (found,) = known.speakers_in(sentence, "")

    assert (found.actor.pk, found.as_written, found.says) == (actor, as_written, True)
    assert sentence[found.start : found.end] == as_written


@pytest.mark.parametrize(("sentence", "actor", "as_written"), NAMED)
def test_a_body_that_is_only_named_does_not_speak(
    sentence: str, actor: str, as_written: str
) -> None:
    (found,) = known.speakers_in(sentence, "")

    assert (found.actor.pk, found.as_written, found.says) == (actor, as_written, False)


@pytest.mark.parametrize("sentence", NOBODY)
def test_other_words_are_no_actor(sentence: str) -> None:
    assert known.speakers_in(sentence, "") == []


def test_of_several_bodies_the_one_beside_the_verb_speaks() -> None:
    found = known.speakers_in("Russian forces killed two men, the SBU said.", "en")

    assert [(one.actor.pk, one.says) for one in found] == [("RF", False), ("SBU", True)]


def test_another_case_is_taken_only_if_it_can_be_no_other_name() -> None:
    names = KnownActors([(Actor(pk="one"), "Оборона"), (Actor(pk="other"), "Оборони")])

    assert [one.actor.pk for one in names.speakers_in("Оборона заявила.", "uk")] == ["one"]
    assert [one.actor.pk for one in names.speakers_in("Оборони заявили.", "uk")] == ["other"]
    assert names.speakers_in("Це зроблено Обороною.", "uk") == []


@pytest.mark.parametrize(
    ("sentence", "basis", "as_written"),
    [
        ("Drone footage shows it.", Basis.DRONE_FOOTAGE, "Drone footage"),
        ("An intercepted call was published.", Basis.INTERCEPT, "intercepted call"),
        ("Satellite imagery shows graves.", Basis.SATELLITE, "Satellite imagery"),
        ("A witness spoke.", Basis.EYEWITNESS, "witness"),
        ("A video shows it.", Basis.PHOTO_VIDEO, "video"),
        ("An autopsy found it.", Basis.FORENSIC, "autopsy"),
        ("It was geolocated.", Basis.MONITORING, "geolocated"),
        ("На відео з дрона це видно.", Basis.DRONE_FOOTAGE, "відео з дрона"),
        ("Є радіоперехоплення.", Basis.INTERCEPT, "радіоперехоплення"),
        ("Супутникові знімки показують.", Basis.SATELLITE, "Супутникові знімки"),
        ("Розповів очевидець.", Basis.EYEWITNESS, "очевидець"),
        ("На видео это видно.", Basis.PHOTO_VIDEO, "видео"),
        ("Есть радиоперехват.", Basis.INTERCEPT, "радиоперехват"),
    ],
)
def test_a_basis_is_found_where_the_words_tell_it(
    sentence: str, basis: str, as_written: str
) -> None:
    (found,) = bases_in(sentence, "")

    assert (found.basis, found.as_written) == (basis, as_written)


@pytest.mark.parametrize(
    "sentence",
    [
        "A drone killed two men.",
        "The radio was silent.",
        "The satellite state denied it.",
        "Drones and mortars were used.",
        "They were forced to go.",
        "The interceptor hit a drone.",
        "Дрон убив двох.",
        "Свідчення про подію.",
        "Дрон убил двоих.",
        "",
    ],
)
def test_other_words_are_no_basis(sentence: str) -> None:
    assert bases_in(sentence, "") == []


@pytest.fixture
def olena(db: None) -> User:
    return factories.researcher()


def test_names_and_aliases_are_read_once_for_all_sentences(
    olena: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        actor = factories.actor(name_en=f"Invented Service {number}")
        ActorName.objects.create(actor=actor, text=f"Alias {number}")

    with django_assert_num_queries(2):
        loaded = known_actors(olena)
        found = [loaded.speakers_in(f"Alias {number} said so.", "en") for number in range(3)]

    assert [(one.actor.name_en, one.says) for (one,) in found] == [
        (f"Invented Service {number}", True) for number in range(3)
    ]


def test_one_sentence_can_be_asked_by_itself(olena: User) -> None:
    actor = factories.actor(name_en="Invented Service")

    (found,) = speakers_in("The Invented Service said so.", olena, "en")

    assert (found.actor, found.says) == (actor, True)
