"""What an autocomplete field offers, named so that two of the same name can be told apart."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ValidationError
from django.db import models


class Choices(AutocompleteJsonView):
    def get_queryset(self) -> models.QuerySet[Any]:
        """Without the row that the address names as `but`: another one is looked for."""
        rows: models.QuerySet[Any] = super().get_queryset()
        try:
            return rows.exclude(pk=self.request.GET["but"])
        except (KeyError, ValueError, ValidationError):
            return rows

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "choice_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}
