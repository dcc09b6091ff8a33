"""The translation queue, and the page on which the texts of a record stand side by side."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.large_forms import large_form
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.admin import saved_filters, submission
from review.admin.fields import Lines, OneLine, Prose
from review.admin.review_pages import record_url, reviews_of
from review.document_types import Bilingual, Language
from review.editions.translations import OTHER_LANGUAGE
from review.languages import reader_language
from review.models import Record, Review
from review.workflow import translating
from review.workflow.translating import Gap

ON_A_PAGE = 50
TITLES: dict[Language, Any] = {
    "uk": gettext_lazy("To be translated into Ukrainian"),
    "en": gettext_lazy("To be translated into English"),
}
# For a colleague, read once: the names and terms of both languages that a text holds.
Glossary = Callable[[User], Callable[[str], Iterable[Bilingual]]]
_glossaries: list[Glossary] = []


def register_glossary(glossary: Glossary) -> Glossary:
    """A decorator: what an app knows in both languages stands beside the texts that name it."""
    _glossaries.append(glossary)
    return glossary


@dataclass(frozen=True)
class Term:
    original: str
    translation: str


@dataclass(frozen=True)
class Side:
    """One text: the original, the field for its translation, and what of it is in the glossary."""

    gap: Gap
    field: forms.BoundField
    terms: list[Term]

    @property
    def row_label(self) -> str:
        row = self.gap.row
        return "" if isinstance(row, Record) else f"{capfirst(row._meta.verbose_name)}: {row}"


class TranslationForm(forms.Form):
    """A field for each text that is missing, under the key of its gap."""

    prefix = "text"

    def __init__(self, *args: Any, gaps: Iterable[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = list(gaps)
        for gap in self.gaps:
            self.fields[gap.key] = _field(gap)
        self.fields["comment"] = Prose(
            label=_("What you change and why"),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=5000,
        )
        names = {self.add_prefix(name) for name in self.fields}
        # Of texts that came meanwhile, or whose original changed: shown, so that nothing is lost.
        self.left_over = [
            text
            for name, text in self.data.items()
            if name.startswith(f"{self.prefix}-") and name not in names and text.strip()
        ]

    def clean(self) -> dict[str, Any]:
        for gap in self.gaps:
            if text := self.cleaned_data.get(gap.key):
                try:
                    translating.fill(gap, text)
                except ValidationError as error:
                    self.add_error(gap.key, error.messages)
        if self.left_over:
            raise ValidationError(
                _(
                    "Somebody else translated or changed a text meanwhile: "
                    "what you typed for it stands below, and nothing was saved yet."
                )
            )
        if not self.errors and not self.translations():
            raise ValidationError(_("Translate at least one text."))
        return self.cleaned_data

    def translations(self) -> dict[str, str]:
        """What was typed, by its key; what was left empty stays missing."""
        typed = {gap.key: str(self.cleaned_data.get(gap.key, "")) for gap in self.gaps}
        return {key: text for key, text in typed.items() if text.strip()}


def _field(gap: Gap) -> forms.CharField:
    is_prose = isinstance(gap.field, models.TextField)
    attrs = {"lang": gap.to} | ({"rows": 4} if is_prose else {})
    return (Lines if is_prose else OneLine)(
        label=capfirst(str(gap.field.verbose_name)),
        max_length=gap.field.max_length,
        required=False,
        widget=(forms.Textarea if is_prose else forms.TextInput)(attrs=attrs),
    )


def asked_language(request: HttpRequest) -> Language:
    """Into which language: as asked for, or the reader's own."""
    asked = request.GET.get("to")
    return asked if asked in OTHER_LANGUAGE else reader_language()


def queue(request: HttpRequest) -> TemplateResponse:
    """Public records that lack something in a language, those that were published last first."""
    to = asked_language(request)
    reader = person(request)
    waiting = reviews_of(request).filter(pk__in=translating.waiting_for(to, reader).values("pk"))
    shown = Paginator(waiting.order_by("-edition__entry_id", "pk"), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    missing = translating.gaps(shown, to, reader)
    for review in shown:
        review.missing = len(missing[review.pk])  # type: ignore[attr-defined]
    context = {
        "title": str(TITLES[to]),
        "to": to,
        "other": OTHER_LANGUAGE[to],
        "other_queue": TITLES[OTHER_LANGUAGE[to]],
        "shown": shown,
        **saved_filters.beside(request, "review_review_translations"),
    }
    return page(request, "admin/review/translations.html", context)


class _LanguageForm(forms.Form):
    to = forms.ChoiceField(choices=list(TITLES.items()))


def _asked(request: HttpRequest, query: QueryDict) -> saved_filters.Asked:
    return saved_filters.asked_of_form(_LanguageForm(query), query)


saved_filters.register(
    "review_review_translations",
    saved_filters.FilteredList(
        gettext_lazy("To be translated"), saved_filters.reads_records, _asked
    ),
)


@large_form
def translation(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """The texts of one record that are missing in a language, beside their originals."""
    to = asked_language(request)
    review = get_object_or_404(reviews_of(request), pk=review_id, public=Review.Public.CURRENT)
    record = review.record()
    _require_change(request, record)
    reader = person(request)
    gaps = translating.gaps([review], to, reader)[review.pk]
    form = TranslationForm(request.POST or None, gaps=gaps, initial={"comment": _said(to)})
    if form.is_valid() and (done := _save(request, review, form, to)):
        return done
    context = {
        "title": _("Translate “%(record)s”") % {"record": review.title},
        "review": review,
        "to": to,
        "queue": TITLES[to],
        "original": OTHER_LANGUAGE[to],
        "form": form,
        "sides": list(_sides(gaps, form, reader)),
        "change_url": record_url(review, "change"),
        **submission.offered(record.review, reader, record),
    }
    status = 400 if form.errors else 200
    return page(request, "admin/review/translation.html", context, status=status)


def _sides(gaps: Iterable[Gap], form: TranslationForm, reader: User) -> Iterator[Side]:
    known = [glossary(reader) for glossary in _glossaries]
    for gap in gaps:
        named = (one for found_in in known for one in found_in(gap.original))
        yield Side(gap, form[gap.key], _terms(named, gap.to))


def _terms(named: Iterable[Bilingual], to: Language) -> list[Term]:
    """Those that have words in both languages, each once."""
    found = {
        Term(one[OTHER_LANGUAGE[to]], one[to]): None for one in named if one["en"] and one["uk"]
    }
    return list(found)


def _require_change(request: HttpRequest, record: Record) -> None:
    model_admin = admin.site._registry[type(record)]  # noqa: SLF001
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied


def _said(to: Language) -> str:
    return _("Translated into Ukrainian.") if to == "uk" else _("Translated into English.")


def _save(
    request: HttpRequest, review: Review, form: TranslationForm, to: Language
) -> HttpResponse | None:
    """Saved, and submitted if that was asked for: both, or neither."""
    by, comment = person(request), form.cleaned_data["comment"]

    def deed() -> Review:
        saved = translating.translate(review, form.translations(), to=to, by=by, comment=comment)
        if "_submit" in request.POST:
            submission.submit(request, saved, seen=saved.head_id, comment=comment)
        return saved

    if do(request, form, deed, _("The translation is saved.")) is None:
        return None
    if "_submit" in request.POST:
        return redirect("admin:review_review_detail", review.pk)
    if "_continue" in request.POST:
        return redirect(request.get_full_path())
    return redirect(f"{reverse('admin:review_review_translations')}?to={to}")
