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
        # The checks of the public role register themselves when their module is imported.
        from review import public_role  # noqa: F401
