from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = _("Review")
    publicly_readable = (
        "review_entry",
        "review_public_edition",
        "review_public_part",
        "review_public_record",
        "review_public_removal",
        "review_reindexed",
    )

    def ready(self) -> None:
        # Both register themselves when they are imported. The admin site of `config` uses pages of
        # `review.admin`, so that package cannot register anything while it is imported itself.
        from review.admin import review_admin  # noqa: F401
        from review.public import role  # noqa: F401
        from review.redaction import typed
        from review.workflow.bulk import BulkChanges
        from review.workflow.codebook import CodebookTexts
        from review.workflow.filtering import SavedFilters
        from review.workflow.keeping import KeptComments
        from review.workflow.tagging import Tags
        from review.workflow.viewing import ViewedMarks

        typed.register(CodebookTexts())
        typed.register(KeptComments())
        typed.register(BulkChanges())
        typed.register(SavedFilters())
        typed.register(Tags())
        typed.register(ViewedMarks())
