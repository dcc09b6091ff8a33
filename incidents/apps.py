from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")
    publicly_readable = (
        "incidents_incidentbyday",
        "incidents_place",
        "incidents_publishedincident",
    )

    def ready(self) -> None:
        # Record types register themselves when they are imported.
        from review.admin import translating
        from review.redaction import typed
        from review.workflow import tagging
        from review.workflow.merging import WhyMerged
        from sources.words import terms

        from incidents import vocabulary
        from incidents.desk.keeping import TypedAtTheDesk
        from incidents.intake.keeping import TAGGED, TypedInIntake
        from incidents.models import Merge
        from incidents.proposals.glossary import glossary
        from incidents.record import record_type  # noqa: F401

        terms.register(vocabulary)
        # In this order: whoever leaves passes a link on with its report.
        typed.register(TypedAtTheDesk())
        typed.register(TypedInIntake())
        typed.register(WhyMerged(Merge))
        tagging.register(TAGGED)
        translating.register_glossary(glossary)
