"""Every text that somebody writes into a record is kept by the same rule, whoever checks it."""

import unicodedata
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from review.db.fields import ReceivedTextField
from review.models import Written
from review.models.written import written_fields
from sources.models import Source
from tests import factories as make

# Tables whose texts no form of a record fills: what the project makes of them itself, the
# gazetteer, and what the forms of deeds keep (`review/admin/fields.py`).
OTHERS = {
    "incidents.incidentbyday",
    "incidents.merge",
    "incidents.place",
    "incidents.publishedincident",
    "review.bulkchange",
    "review.codebookentry",
    "review.edition",
    "review.editionpart",
    "review.entry",
    "review.event",
    "review.hiding",
    "review.read",
    "review.staffexport",
    "review.keptcomment",
    "review.publicedition",
    "review.publicpart",
    "review.publicrecord",
    "review.publicremoval",
    "review.reindexed",
    "review.resting",
    "review.review",
    "review.savedfilter",
    "review.tag",
    "review.viewed",
    "sources.actorbyday",
    "sources.actormerge",
    "sources.consentwithdrawal",
    "sources.copygone",
    "sources.erasure",
    "sources.legalhold",
    "sources.publishedactor",
    "sources.publishedsource",
    "sources.publishedstatement",
    "sources.sourcebyday",
    "sources.sourcemerge",
    "sources.statementbyday",
    "sources.storedbitmaps",
    "sources.twin",
}
DECOMPOSED = unicodedata.normalize("NFD", "їй")
EVERY = [
    model
    for app in ("review", "sources", "incidents")
    for model in apps.get_app_config(app).get_models()
]
FIELDS = [
    (model, field)
    for model in EVERY
    if issubclass(model, Written)
    for field in written_fields(model)
    # A date has letters of its own, and says itself what it does not understand.
    if type(field).__name__ != "EdtfField"
]


def test_every_table_that_people_write_into_keeps_its_texts_so() -> None:
    others = {
        model._meta.label_lower
        for model in EVERY
        if not issubclass(model, Written) and any(written_fields(model))
    }
    assert others <= OTHERS


def cleaned(model: Any, field: Any, typed: str) -> tuple[str, list[str]]:
    """What the field holds after its row was checked, and what is wrong with it."""
    row = model(**{field.name: typed})
    errors: dict[str, list[str]] = {}
    try:
        row.clean_fields()
    except ValidationError as error:
        errors = error.message_dict
    return getattr(row, field.name), errors.get(field.name, [])


@pytest.mark.parametrize(
    ("model", "field"), FIELDS, ids=lambda one: getattr(one, "__name__", str(one))
)
def test_a_text_is_composed_and_has_nothing_that_nobody_sees(
    model: type[models.Model], field: Any
) -> None:
    assert cleaned(model, field, DECOMPOSED)[0] == "їй"
    text, errors = cleaned(model, field, "a\N{SOFT HYPHEN}")
    if isinstance(field, models.TextField):
        assert (text, errors) == ("a", [])
        assert cleaned(model, field, "a\r\nb") == ("a\nb", [])
    else:
        named = f"“{field.verbose_name}” holds a character that nobody sees (SOFT HYPHEN)"
        assert [error.split(":")[0] for error in errors if "SOFT" in error] == [named] or (
            field.name == "url"
        )


pytestmark = pytest.mark.django_db


def stored(**fields: Any) -> Source:
    """As it was stored before this rule."""
    return Source.objects.get(pk=make.source(**fields).pk)


@pytest.mark.parametrize(
    ("name", "before", "typed"),
    [
        ("title", f" {DECOMPOSED}\u200b ", f"{DECOMPOSED}\u200b"),
        ("title", "a\nb", "ab"),
        ("public_note_en", f"a\r\nb{DECOMPOSED}\u00ad \n", f"a\r\nb{DECOMPOSED}\u00ad"),
        ("text_as_received", "\r\n a\r\n", "\n a\n"),
        ("text_as_received", "\n a\n", "\r\n a\r\n"),
    ],
)
def test_what_comes_back_unchanged_stays_as_it_is_stored(
    name: str, before: str, typed: str
) -> None:
    source = stored(**{name: before})
    setattr(source, name, typed)

    source.clean_fields()

    assert getattr(source, name) == before


def test_what_is_changed_is_kept_by_the_rule() -> None:
    source = stored(title=DECOMPOSED, public_note_en=f"a\r\nb{DECOMPOSED}\u00ad")
    source.title = f"{DECOMPOSED}."
    source.public_note_en = f"a\r\nb{DECOMPOSED}\u00ad."

    source.clean_fields()

    assert (source.title, source.public_note_en) == ("їй.", "a\nbїй.")


def test_the_text_as_received_is_the_only_one_whose_outer_space_counts() -> None:
    received = [field.name for _model, field in FIELDS if isinstance(field, ReceivedTextField)]
    assert received == ["text_as_received"]
