from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = _("Sources")
    publicly_readable = (
        "sources_actorbyday",
        "sources_publishedactor",
        "sources_publishedsource",
        "sources_publishedstatement",
        "sources_sourcebyday",
        "sources_statementbyday",
        "sources_storedbitmaps",
    )

    def ready(self) -> None:
        # Record types register themselves when they are imported.
        from review.redaction import typed
        from review.workflow.merging import WhyMerged

        from sources import vocabulary
        from sources.models import ActorMerge, SourceMerge
        from sources.record import record_types  # noqa: F401
        from sources.words import terms

        terms.register(vocabulary)
        for kind in (ActorMerge, SourceMerge):
            typed.register(WhyMerged(kind))
