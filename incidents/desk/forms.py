"""All forms of a report; every line is read by them, before any write."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin.fields import Prose
from sources.models import Source
from sources.vocabulary import (
    INTERVIEWS,
)

from incidents.desk.fields import NOWHERE, DeskForm
from incidents.desk.incident_forms import FactForm, IncidentPart
from incidents.desk.shape import Typed
from incidents.desk.source_forms import (
    ActorForm,
    CountForm,
    LinkForm,
    SourceForm,
    StatementForm,
)
from incidents.models import DeskReport


class ReasonForm(DeskForm):
    reason = Prose(
        label=gettext_lazy("Why it is entered"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One reason for all of it; the reviewer reads it first."),
    )


class DeskForms:
    """All forms of a report: shown as they were typed, or `checked` and then said what is wrong."""

    def __init__(
        self, report: DeskReport, typed: Typed, person: User, *, checked: bool = False
    ) -> None:
        self.report = report
        self.typed = typed
        self.checked = checked
        self.source = self._form(SourceForm, typed.source, "source")
        self.reason = self._form(ReasonForm, {"reason": typed.reason}, None)
        self.statements = self._rows(StatementForm, "statements")
        self.counts = self._rows(CountForm, "counts")
        self.links = self._rows(LinkForm, "links", person=person)
        self.actors = self._rows(ActorForm, "actors")
        self.incidents = self._rows(IncidentPart, "incidents", person=person)
        self.facts = self._rows(FactForm, "facts")
        for statement in self.statements:
            statement.fields["goes_to"].choices = self.places_to_go  # type: ignore[attr-defined]

    @property
    def places_to_go(self) -> list[tuple[str, Any]]:
        """The incidents of this report, by their letters."""
        rows = self.typed.incidents
        known = [(row["key"], f"{row['key']} {_name_of(row)}".strip()) for row in rows]
        unless = _("%s, if nothing is chosen") % rows[0]["key"]
        return [("", unless), *known, (NOWHERE, _("no incident"))]

    @property
    def tells_of_several(self) -> bool:
        chosen = [row for row in self.typed.incidents if row.get("which") in {"new", "existing"}]
        return len(chosen) > 1

    def facts_of(self, key: str) -> list[FactForm]:
        return [form for form in self.facts if form["of"].value() == key]

    def _rows[F: forms.Form](self, form: type[F], part: str, **more: Any) -> list[F]:
        rows = getattr(self.typed, part)
        return [
            self._form(form, row, f"{part}-{number}", **more) for number, row in enumerate(rows)
        ]

    def _form[F: forms.Form](
        self, form: type[F], row: dict[str, str], prefix: str | None, **more: Any
    ) -> F:
        """Only what is checked is bound: a bound form is checked as soon as it is shown."""
        if not self.checked:
            return form(initial=row, prefix=prefix, **more)
        data = {f"{prefix}-{name}" if prefix else name: text for name, text in row.items()}
        return form(data, prefix=prefix, **more)

    @property
    def every(self) -> list[DeskForm]:
        rows: list[DeskForm] = [*self.statements, *self.counts, *self.links, *self.actors]
        rows += [
            one for part in self.incidents for one in [*self.facts_of(part["key"].value()), part]
        ]
        return [self.source, *rows, self.reason]

    @cached_property
    def text(self) -> str:
        """The text whose sentences stand beside the work."""
        source: Source | None = self.report.source
        held = source.text_as_received if source else ""
        return held or self.typed.source.get("text", "")

    def is_valid(self) -> bool:
        """Each is asked, so that all that is wrong is said at once."""
        asked = [form.is_valid() for form in self.every]
        if not all(asked):
            return False
        checks = (self._labels_are_known, self._witness_says_how, self._goes_where_it_says)
        return all(check() for check in [*checks, self._incidents_are_several])

    def _witness_says_how(self) -> bool:
        """Of an interview each sentence asks: seen by themselves, or told by whom?"""
        silent = [form for form in self.statements if not form.cleaned_data["chain"]]
        for form in silent if self.report.kind in INTERVIEWS else ():
            form.add_error(
                "chain",
                _(
                    "Did they see it themselves, or who told them? E.g. “the witness” ‹ "
                    "eyewitness; or “the witness” ‹ “a neighbour” ‹ none given."
                ),
            )
        return not any(form.errors for form in self.statements)

    @cached_property
    def labels(self) -> set[str]:
        known = {form.cleaned_data["label"] for form in self.statements}
        if self.report.source:
            known |= set(self.report.source.statements.values_list("label", flat=True))
        return known

    def _labels_are_known(self) -> bool:
        """Of this source, typed here or entered before."""
        asked = [(form, "rests_on", form.cleaned_data["rests_on"]) for form in self.facts]
        rows: list[forms.Form] = [*self.links, *self.counts]
        asked += [(form, "statement", [form.cleaned_data["statement"]]) for form in rows]  # type: ignore[misc]
        asked += [(form, "to", [form.cleaned_data["to"]]) for form in self.links]  # type: ignore[misc]
        said = _("There is no statement “%s” here.")
        for form, field, labels in asked:
            unknown = [one for one in labels if isinstance(one, str) and one not in self.labels]
            if unknown:
                form.add_error(field, said % ", ".join(unknown))
        return not any(form.errors for form, _field, _labels in asked)

    def _goes_where_it_says(self) -> bool:
        """A statement is evidence of no other incident than of the one that it goes to."""
        goes = {
            form.cleaned_data["label"]: form.cleaned_data["goes_to"] for form in self.statements
        }
        for form in self.facts:
            of, labels = form.cleaned_data["of"], form.cleaned_data["rests_on"]
            if elsewhere := [one for one in labels if goes.get(one) not in {None, "", of}]:
                said = _("“%s” is marked as of another incident, or of none.")
                form.add_error("rests_on", said % ", ".join(elsewhere))
        return not any(form.errors for form in self.facts)

    def _incidents_are_several(self) -> bool:
        """Two parts of one record would each overwrite the other."""
        seen: set[Any] = set()
        for form in self.incidents:
            typed = form.cleaned_data
            chosen = typed["existing"] if typed["which"] == "existing" else None
            if chosen is not None and chosen.pk in seen:
                form.add_error("existing", _("Another part here is of the same incident."))
            seen.add(getattr(chosen, "pk", None))
            self._refuse_what_goes_nowhere(form)
        return not any(form.errors for form in self.incidents)

    def _refuse_what_goes_nowhere(self, form: IncidentPart) -> None:
        """What is typed of an incident is not left out in silence."""
        if form.cleaned_data["which"] not in {"", NOWHERE}:
            return
        facts = self.facts_of(form["key"].value())
        typed = any(one.read is not None or one.cleaned_data["rests_on"] for one in facts)
        if typed or any(form.cleaned_data[name] for name in [*form.TITLES, *form.TEXTS]):
            form.add_error("which", _("Something is typed of an incident: say which one it is."))

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Of each refusal the control that it is about, what that is called, and the sentence."""
        found = []
        for form in self.every:
            for name, sentences in form.errors.items():
                field = form.fields.get(name)
                control = form[name].id_for_label if field else ""
                called = f"{_called(form)}{field.label}" if field else _called(form).strip(" ·")
                found += [(control, called, str(sentence)) for sentence in sentences]
        return found


def _name_of(row: dict[str, str]) -> str:
    """As an incident is called among the others of a report."""
    return row.get("title_en") or row.get("title_uk") or row.get("existing", "")


def _called(form: forms.Form) -> str:
    if isinstance(form, FactForm):
        return f"{form['of'].value()} · {form.name} · "
    rows = {StatementForm: "label", ActorForm: "name", IncidentPart: "key"}
    row = rows.get(type(form)) or ("statement" if "statement" in form.fields else None)
    return f"{form[row].value()} · " if row and form[row].value() else ""
