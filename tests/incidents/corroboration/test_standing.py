"""How well an incident is known, in one sentence."""

import pytest
from django.utils.translation import override

from incidents.corroboration.standing import standing_of, standing_sentence
from tests.documents import incident


@pytest.mark.parametrize(
    ("reports", "said"),
    [
        (1, "Повідомлено. Ґрунтується на одному повідомленні, яке не називає джерела."),
        (2, "Повідомлено. Ґрунтується на 2 повідомленнях, жодне з яких не називає джерела."),
        (21, "Повідомлено. Ґрунтується на 21 повідомленні, і жодне з них не називає джерела."),
    ],
)
def test_the_number_of_reports_takes_its_ukrainian_form(reports: int, said: str) -> None:
    document = incident([], [])
    document["standing"]["reports"] = reports
    with override("uk"):
        assert standing_sentence(standing_of(document)).startswith(said)


@pytest.mark.parametrize(
    ("lang", "reports", "origins", "said"),
    [
        ("en", 1, 1, "Rests on one report. Behind it: 1 origin; not "),
        ("en", 1, 2, "Rests on one report. Behind it: 2 origins; none "),
        ("en", 5, 1, "Rests on 5 reports. Behind them: 1 origin; not "),
        ("en", 5, 7, "Rests on 5 reports. Behind them: 7 origins; none "),
        ("uk", 1, 2, "Ґрунтується на одному повідомленні. За ним — 2 першоджерела; жодне "),
        ("uk", 1, 5, "Ґрунтується на одному повідомленні. За ним — 5 першоджерел; жодне "),
        ("uk", 5, 1, "Ґрунтується на 5 повідомленнях. За ними — 1 першоджерело; не"),
        ("uk", 21, 21, "Ґрунтується на 21 повідомленні. За ними — 21 першоджерело; жодне "),
    ],
)
def test_how_many_reported_and_how_many_knew_is_said_as_two_things(
    lang: str, reports: int, origins: int, said: str
) -> None:
    found = standing_of(incident([], []))
    found |= {"reports": reports, "names_a_source": True}
    found["origins"] |= {"origins": origins, "independence": "none"}
    with override(lang):
        assert said in standing_sentence(found)
