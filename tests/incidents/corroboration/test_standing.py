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
