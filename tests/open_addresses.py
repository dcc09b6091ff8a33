"""Every address that is open to everybody, each with something to show.

`open_records_in_place` has the records, published once for the whole suite.
"""

from django.urls import reverse

from incidents.models import Incident
from sources.models import Actor, Source
from tests import factories as make
from tests.test_access import OPEN


def publish_open_records() -> None:
    """An incident, a source and an actor, each with two editions."""
    incident = make.published_incident()
    source = incident.evidence.all()[0].statement.source
    actor = make.published(make.actor(name_en="A body"))
    make.save(source, title="Corrected")
    make.save(actor, name_en="Another name")
    make.save(incident, title_en="Corrected")
    for record in (source, actor, incident):
        make.published(record, note="corrected")


def open_addresses() -> dict[str, str]:
    """By name, of these records."""
    references = {
        "incident": Incident.objects.get(title_en="Corrected").reference,
        "source": Source.objects.get(title="Corrected").reference,
        "actor": Actor.objects.get(name_en="Another name").reference,
    }
    return {name: _filled(name, references) for name in sorted(OPEN)}


def _filled(name: str, references: dict[str, str]) -> str:
    kind, _, page = name.partition("_")
    if name == "sitemap_part":
        return reverse(name, args=["incident", 1])
    if page in {"detail", "editions"}:
        return reverse(name, args=[references[kind]])
    if page in {"edition", "changes", "bibtex", "csl"} and kind in references:
        return reverse(name, args=[references[kind], 2])
    return reverse(name)
