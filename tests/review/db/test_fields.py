"""Fields of ours that do as Django's do, at less cost."""

from django.apps import apps
from django.db import models
from django.utils.translation import override

from review.db.fields import ChoiceField

FIELDS = [
    (model, field)
    for model in apps.get_models()
    for field in model._meta.get_fields()
    if isinstance(field, ChoiceField)
]


def test_a_term_is_shown_as_django_shows_it() -> None:
    def shown(model: type[models.Model], field: ChoiceField) -> list[tuple[object, object]]:
        values = [*(value for value, _label in field.flatchoices), "", "no such term", None]
        rows = [model(**{field.attname: value}) for value in values]
        show = f"get_{field.name}_display"
        return [(getattr(row, show)(), row._get_FIELD_display(field)) for row in rows]  # type: ignore[attr-defined]

    found = []
    for language in ("en", "uk"):
        with override(language):
            found.append([pair for model, field in FIELDS for pair in shown(model, field)])

    assert [pair for pair in found[0] + found[1] if pair[0] != pair[1]] == []
    assert {type(pair[0]) for pair in found[0]} == {str, type(None)}
    assert found[0] != found[1]
    assert len(FIELDS) > 40
