from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "review"

    def ready(self) -> None:
        # The checks of the public role register themselves when their module is imported.
        from review import public  # noqa: F401
