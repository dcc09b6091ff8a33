"""What staff write beside a record's own form is kept by the same rule, and shown as it is."""

import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import Form
from django.test import Client
from django.urls import reverse

from incidents.admin import merge
from review.admin import base, forms, outdated
from review.admin.fields import OneLine, Prose
from tests import factories as make
from tests.pages import form_of

DECOMPOSED = unicodedata.normalize("NFD", "Їжак")
TYPED = f"\ufeff{DECOMPOSED}\u00ad,\r\nдва."


def forms_of(module: Any) -> list[type[Form]]:
    found = vars(module).values()
    return [one for one in found if isinstance(one, type) and issubclass(one, Form)]


@pytest.mark.parametrize("module", [base, forms, outdated, merge])
def test_every_comment_and_note_is_prose(module: Any) -> None:
    fields = {
        (form.__name__, name): field
        for form in forms_of(module)
        for name, field in form.base_fields.items()
        if name in {"comment", "note"}
    }
    assert fields
    assert {key for key, field in fields.items() if not isinstance(field, Prose)} == set()


def test_a_comment_is_kept_as_prose() -> None:
    assert Prose().clean(TYPED) == "Їжак,\nдва."


def test_the_title_of_a_split_is_a_line() -> None:
    form = merge.SplitForm.base_fields["title"]

    assert isinstance(form, OneLine)
    assert form.clean(DECOMPOSED) == "Їжак"
    with pytest.raises(ValidationError, match=r"that nobody sees .SOFT HYPHEN."):
        form.clean("Ї\u00adжак")


@pytest.mark.django_db
def test_a_comparison_shows_what_cannot_be_seen(researcher: Client) -> None:
    actor = make.published(make.actor(note_en="joined\r\nup", note_uk="a b"))
    change = reverse("admin:sources_actor_change", args=[actor.pk])
    typed = {"note_en": "joi\u200dned\r\nup", "comment": "a joiner"}
    researcher.post(change, form_of(researcher.get(change)) | typed)

    page = researcher.get(reverse("admin:review_review_detail", args=[actor.pk]))

    marked = 'joi<span class="unseen" title="U+200D">ZERO WIDTH JOINER</span>ned'
    shown = page.content.decode()
    assert marked in shown
    assert "U+000D" not in shown
