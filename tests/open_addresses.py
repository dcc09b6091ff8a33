"""Every address that is open to everybody, each with something to show."""

from django.urls import reverse

from tests import factories as make
from tests.test_access import OPEN


def open_addresses() -> dict[str, str]:
    """By name; an incident, a source and an actor are published, each with two editions."""
    incident = make.published_incident()
    source = incident.evidence.all()[0].statement.source
    actor = make.published(make.actor(name_en="A body"))
    make.save(source, title="Corrected")
    make.save(actor, name_en="Another name")
    make.save(incident, title_en="Corrected")
    for record in (source, actor, incident):
        make.published(record, note="corrected")
    references = {record._meta.model_name: record.reference for record in (incident, source, actor)}
    return {name: _filled(name, references) for name in sorted(OPEN)}


def _filled(name: str, references: dict[str | None, str]) -> str:
    kind, _, page = name.partition("_")
    if name == "sitemap_part":
        return reverse(name, args=["incident", 1])
    if page in {"detail", "editions"}:
        return reverse(name, args=[references[kind]])
    if page in {"edition", "changes", "bibtex", "csl"} and kind in references:
        return reverse(name, args=[references[kind], 2])
    return reverse(name)
