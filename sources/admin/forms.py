"""What the staff forms of all records share: checkboxes, order of rows, what may be chosen."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast
from uuid import UUID

from accounts.deeds import person
from accounts.models import NeedToKnowGroup
from accounts.sight import seen_by
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from review.admin.base import DecidedBefore, WorkForm
from review.admin.fields import Lines
from review.document_types import Document
from review.models import Limit, Record
from review.workflow import limiting

from sources.models import Source, Statement
from sources.models.sources import READ_RESTRICTED
from sources.vocabulary import Access

# Of one kind in one form: a number that is posted may be any, and each row is built.
MOST_ROWS = 300


class KeptForm(WorkForm):
    """The form of a record that can be kept from colleagues; nobody loses sight of it by saving."""

    # Set for one request by the admin.
    person: Any = None

    group = forms.ModelChoiceField(
        NeedToKnowGroup.objects.none(),
        label=_("Need-to-know group"),
        required=False,
        help_text=_("Only its members will see this record, whatever rights others have."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and seen_by(self.person).groups:
            mine = NeedToKnowGroup.objects.filter(members=self.person)
            self.fields["group"].queryset = mine  # type: ignore[attr-defined]
        else:
            del self.fields["group"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        access = self.cleaned_data.get("access")
        if access and (objection := self._objection(access, self.cleaned_data.get("group"))):
            self.add_error("access", objection)
        return cleaned

    def _objection(self, access: str, group: Any) -> Any:
        adding = self.instance._state.adding
        limits = Limit.objects.none() if adding else Limit.objects.filter(review=self.instance.pk)
        if access == Access.PUBLIC:
            return (group or limits.exists()) and _(
                "It is limited to a need-to-know group: it must be restricted or confidential."
            )
        is_mine = group or limits.filter(group__in=seen_by(self.person).groups).exists()
        return not (is_mine or self.person.has_perm(READ_RESTRICTED)) and _(
            "You would lose sight of it: choose a need-to-know group of yours, or ask somebody who "
            "may read restricted records."
        )


class StatementChoiceField(forms.ModelChoiceField[Statement]):
    """S20a alone would say nothing: every source may have one."""

    def label_from_instance(self, obj: Statement) -> str:
        return obj.with_source


class Chosen:
    """What all rows of a table name by one field: asked for once, by the first that is shown."""

    def __init__(self, keys: set[str]) -> None:
        self._keys = keys
        self._found: dict[str, Any] | None = None

    def among(self, offered: models.QuerySet[Any]) -> dict[str, Any]:
        if self._found is None:
            self._found = {str(one.pk): one for one in offered.filter(pk__in=self._keys)}
        return self._found


class Autocomplete(AutocompleteSelect):
    """What is posted and can be no key chooses nothing; Django's own answers it with a 500."""

    # With those of the rows around it.
    chosen: Chosen | None = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = self.keys(value)
        choices: Any = self.choices
        found = (self.chosen or Chosen(keys)).among(choices.queryset) if keys else {}
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        for row in filter(None, map(found.get, keys)):
            label = choices.field.label_from_instance(row)
            options.append(self.create_option(name, row.pk, label, True, len(options)))
        return [(None, options, 0)]

    def keys(self, values: Iterable[Any]) -> set[str]:
        return {str(one) for one in values if one and self._is_key(one)}

    def _is_key(self, text: Any) -> bool:
        try:
            self.field.to_python(text)
        except ValidationError:
            return False
        return "\0" not in str(text)


class Another(Autocomplete):
    """Offers all rows but one."""

    but: UUID

    def get_url(self) -> str:
        return f"{super().get_url()}?but={self.but}"


class FieldsOfStaff:
    """Mixed into every admin and inline: arrays as checkboxes, and only what one may read."""

    admin_site: admin.AdminSite
    autocomplete_fields: ClassVar[Any]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, ArrayField):
            return forms.TypedMultipleChoiceField(
                choices=db_field.base_field.choices or [],
                coerce=str,
                widget=forms.CheckboxSelectMultiple,
                required=not db_field.blank,
                label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
            )
        if isinstance(db_field, models.TextField):
            kwargs["form_class"] = Lines
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if isinstance(field, forms.CharField) and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        if isinstance(db_field, models.PositiveIntegerField) and field is not None:
            field.help_text = ""  # "empty is not 0", said once above them and not nine times
        return cast("forms.Field | None", field)

    def formfield_for_choice_field(
        self, db_field: Any, request: HttpRequest, **kwargs: Any
    ) -> forms.TypedChoiceField:
        """Whoever may not read restricted records, nor is in a group, makes none."""
        field: Any = super().formfield_for_choice_field(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        reader = person(request)
        may_keep = reader.has_perm(READ_RESTRICTED) or seen_by(reader).groups
        if db_field.name == "access" and not may_keep:
            field.choices = [(Access.PUBLIC.value, Access.PUBLIC.label)]
        return field  # type: ignore[no-any-return]

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField[Any] | None:
        model = db_field.related_model
        if model is Statement:
            kwargs["queryset"] = Statement.objects.visible_to(person(request)).select_related(
                "source__publisher"
            )
            kwargs["form_class"] = StatementChoiceField
        elif isinstance(model, type) and issubclass(model, Record):
            kwargs["queryset"] = model.visible_to(person(request))
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        return cast("forms.ModelChoiceField[Any] | None", field)


def without_unseen(document: Document, reader: User) -> Document:
    """A document for a colleague: rows that rest on what they may not read are left out."""
    relations, statements = document.get("relations", []), document.get("statements", [])
    named = {relation["statement"]["id"] for relation in relations}
    named |= {link["to"]["id"] for statement in statements for link in statement["links"]}
    hidden = Statement.objects.hidden_from(reader).filter(pk__in=named)
    unseen = {str(pk) for pk in hidden.values_list("pk", flat=True)}
    if not unseen:
        return document
    kept = {
        "relations": [one for one in relations if one["statement"]["id"] not in unseen],
        "statements": [
            statement
            | {"links": [one for one in statement["links"] if one["to"]["id"] not in unseen]}
            for statement in statements
        ],
    }
    return {**document, **{key: rows for key, rows in kept.items() if key in document}}


class KeptFields:
    """Mixed into the admin of a record that can be kept: its access, and at first its group."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        form.person = person(request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The group is asked for beside the access of a new record, by those who are in one."""
        fieldsets = super().get_fieldsets(request, obj)  # type: ignore[misc]
        if obj is not None or not seen_by(person(request)).groups:
            return fieldsets
        return [
            (name, options | {"fields": _with_group(options["fields"])})
            for name, options in fieldsets
        ]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        if group := form.cleaned_data.get("group"):
            comment = form.cleaned_data["comment"] or gettext("Limited when it was entered.")
            review = form.instance.review
            limiting.limit(review, group, by=person(request), comment=comment)


def _with_group(fields: Any) -> list[Any]:
    lines = [(field,) if isinstance(field, str) else tuple(field) for field in fields]
    return [(*line, "group") if "access" in line else line for line in lines]


class SearchedByWords:
    """Mixed into the admin of what has `mentioning()`: each word is looked for, or quoted words."""

    def search_by_words(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        for word in smart_split(search_term):
            if word[0] == word[-1] and word[0] in "\"'":
                word = unescape_string_literal(word)  # noqa: PLW2901
            found: Any = queryset.model._default_manager
            queryset = queryset.filter(pk__in=found.mentioning(word).values("pk"))
        return queryset, False


class WordingBeside:
    """Mixed into the admin of what has `wording()`: the sentences stand beside their fields."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        for name, sentences in (obj.wording() if obj else {}).items():
            if name in form.base_fields:
                field = form.base_fields[name]
                said = format_html_join("", '<span class="wording">{}</span>', zip(sentences))
                field.help_text = format_html("{}{}", said, field.help_text)
        return form


class OrderedForm(DecidedBefore, forms.ModelForm[Any]):
    """A row whose place among its neighbours may be typed, and need not be."""

    instance: Any
    order = forms.IntegerField(
        label=capfirst(pgettext_lazy("place in a list", "order")),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Only to move a row. New rows go last."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.initial["order"] = self.instance.position


class OrderedFormSet(BaseInlineFormSet[Any, Any, Any]):
    """Rows keep the order in which they are shown, or the one that was typed."""

    # As of `Rows`: which of them somebody may read is asked of the database.
    rests_on: ClassVar[str] = ""

    def get_queryset(self) -> models.QuerySet[Any]:
        """Rows that the page has read with their record are not asked for again."""
        name = self.fk.remote_field.get_accessor_name()
        fetched = getattr(self.instance, "_prefetched_objects_cache", {}).get(name)
        if fetched is None or (fetched and self.rests_on):
            return super().get_queryset()
        return cast("models.QuerySet[Any]", fetched)

    @cached_property
    def forms(self) -> list[Any]:
        """What they name is read for all of them at once."""
        rows: list[Any] = super().forms
        for name in rows[0].fields if rows else ():
            widgets = [_asking(row.fields[name].widget) for row in rows]
            if isinstance(widgets[0], Autocomplete):
                chosen = Chosen(widgets[0].keys(row[name].value() for row in rows))
                for widget in widgets:
                    widget.chosen = chosen
        return rows

    @cached_property
    def empty_form(self) -> Any:
        """Django would make it anew whenever it is asked for, six times a page."""
        return super().empty_form

    def save(self, commit: bool = True) -> list[Any]:
        new = {form for form in self.forms if form.instance._state.adding}
        saved: list[Any] = super().save(commit)
        if not (new or self.deleted_forms or any(map(_is_moved, self.forms))):
            return saved  # rows may share a place: to number them anew would be a change
        kept = [
            form
            for form in self.forms
            if form.instance.pk
            and not form.instance._state.adding
            and form not in self.deleted_forms
        ]
        last = -1
        for form in sorted(kept, key=_typed_order):
            row = form.instance
            typed = form.cleaned_data.get("order") if form.has_changed() else row.position
            place = last + 1 if typed is None or (form in new and not typed) else int(typed)
            place = max(place, last + 1)
            if row.position != place:
                row.position = place
                row.save()
            last = place
        return saved


class InColumn(forms.BoundField):
    """With the head of its column, shown where the fields of a row are stacked or wrapped."""

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        shown = super().as_widget(*args, **kwargs)
        if self.is_hidden:
            return shown
        head = '<span class="of-column" aria-hidden="true" title="{}">{}</span>{}'
        return format_html(head, self.help_text, capfirst(self.label), shown)


class NamedByColumn:
    """In a table the head of the column names a field for the eye alone."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)  # type: ignore[misc]
        for field in form.fields.values():
            if not (field.widget.is_hidden or field.widget.use_fieldset):
                # Not what is around it: that shares its attributes with all rows.
                _asking(field.widget).attrs.setdefault("aria-label", str(field.label))


class NamedValues(admin.AllValuesFieldListFilter):
    """An empty value has a name, too: a link without words leads nowhere."""

    def choices(self, changelist: Any) -> Any:
        for one in super().choices(changelist):
            yield {**one, "display": one["display"] or _("not stated")}


def _asking(widget: Any) -> Any:
    """Inside of what the admin puts around it: ways to change what is chosen, and to add one."""
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _is_moved(form: Any) -> bool:
    return "order" in form.changed_data


def _typed_order(form: Any) -> int:
    """Sorting is stable: rows without a number stay behind those shown before them."""
    order = form.cleaned_data.get("order") if hasattr(form, "cleaned_data") else None
    return 10_000 if order is None else int(order)


def asked_of_the_database(form: Any) -> None:
    """Whether a row may go the database says, by `workflow.refusals`.

    Django would name here all that rests on the row, also what the person may not read.
    """


class Rows(FieldsOfStaff, admin.TabularInline[Any, Any]):
    template = "admin/review/rows.html"
    is_table = True
    form = OrderedForm
    formset = OrderedFormSet
    extra = 0
    # A foreign key to a statement: a row that rests on what one may not read is not shown.
    rests_on = ""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows: models.QuerySet[Any] = super().get_queryset(request)
        if self.rests_on:
            readable = Source.keys_visible_to(person(request))
            rows = rows.filter(**{f"{self.rests_on}__source__in": readable})
        return rows

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.absolute_max = MOST_ROWS
        formset.rests_on = self.rests_on
        formset.form.hand_clean_DELETE = asked_of_the_database
        if self.is_table:
            formset.form.bound_field_class = InColumn
            return type(formset.__name__, (NamedByColumn, formset), {})
        return formset


class StackedRows(Rows):
    template = "admin/edit_inline/stacked.html"
    is_table = False
