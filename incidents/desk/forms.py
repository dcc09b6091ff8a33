"""What may be typed into each part of a report; every line is read here, before any write."""

from collections.abc import Callable, Iterator
from typing import Any

from accounts.models import NeedToKnowGroup
from accounts.sight import seen_by
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin.fields import Lines, OneLine, Prose
from sources.models import Source
from sources.models.sources import READ_RESTRICTED
from sources.text import dates
from sources.vocabulary import (
    INTERVIEWS,
    Access,
    ActorKind,
    Hedge,
    Side,
    SourceKind,
    StatementKind,
)

from incidents.desk import lines
from incidents.desk.shape import Typed
from incidents.models import DeskReport, Incident
from incidents.vocabulary import (
    RESPONSES_WITHOUT_STATEMENT,
    Act,
    Control,
    Degree,
    Fact,
    Method,
    Outcome,
    PlacePrecision,
    Response,
)

# Not a kind of body: a person, of whom only a role is kept.
ROLE = "role"
LONGEST_ROLE = 200
NOT_CHOSEN = [("", "—")]


def choice(label: Any, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*NOT_CHOSEN, *choices], required=False, **options
    )


def words(label: Any, size: int = 0, **options: Any) -> OneLine:
    return OneLine(label=label, required=False, max_length=size or 300, **options)


def prose(label: Any, **options: Any) -> Lines:
    return Prose(label=label, required=False, widget=forms.Textarea({"rows": 2}), **options)


def dated(value: str) -> str:
    return dates.parse(value).text if value else ""


class BeginForm(forms.Form):
    """What comes before anything is typed: an interview is not stored before consent."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=SourceKind.choices)
    access = forms.ChoiceField(
        label=gettext_lazy("Who may read it"), choices=Access.choices, initial=Access.PUBLIC
    )
    group = forms.ModelChoiceField(
        NeedToKnowGroup.objects.none(), label=gettext_lazy("Need-to-know group"), required=False
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        if seen_by(person).groups:
            mine = NeedToKnowGroup.objects.filter(members=person)
            self.fields["group"].queryset = mine  # type: ignore[attr-defined]
        else:
            del self.fields["group"]
            if not person.has_perm(READ_RESTRICTED):
                open_only = [(Access.PUBLIC.value, Access.PUBLIC.label)]
                self.fields["access"].choices = open_only  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        access, group = self.cleaned_data.get("access"), self.cleaned_data.get("group")
        if self.cleaned_data.get("kind") in INTERVIEWS and access == Access.PUBLIC:
            self.add_error(
                "access", _("The access of an interview or a testimony is never public.")
            )
        if access == Access.PUBLIC and group:
            self.add_error(
                "access",
                _("It is limited to a need-to-know group: it must be restricted or confidential."),
            )
        if access not in {None, Access.PUBLIC} and not group:
            self._keep_in_sight()
        return cleaned

    def _keep_in_sight(self) -> None:
        if not self.person.has_perm(READ_RESTRICTED):
            self.add_error(
                "access",
                _(
                    "You would lose sight of it: choose a need-to-know group of yours, or ask "
                    "somebody who may read restricted records."
                ),
            )


class SourceForm(forms.Form):
    url = words(gettext_lazy("Address"), 1000, widget=forms.URLInput)
    text = Lines(
        label=gettext_lazy("Text as received"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Never public: only its SHA-256 and its length are."),
    )
    title = words(gettext_lazy("Title, as published"), 1000)
    publisher = words(gettext_lazy("Publisher"), 200)
    language = words(gettext_lazy("Language"), 35)
    published = words(gettext_lazy("Published"), 64)
    author = words(gettext_lazy("Author"), 200)
    accessed_on = forms.DateField(label=gettext_lazy("Read on"), required=False)
    holds_several = forms.BooleanField(label=gettext_lazy("Holds several items"), required=False)
    public_wording_en = prose(gettext_lazy("Public wording (English)"))
    public_wording_uk = prose(gettext_lazy("Public wording (Ukrainian)"))

    def clean_published(self) -> str:
        return dated(self.cleaned_data["published"])


class StatementForm(forms.Form):
    sentence = forms.CharField(required=False, widget=forms.HiddenInput, max_length=9)
    label = words(gettext_lazy("Label"), 40)
    locator = words(gettext_lazy("Where in the source"), 60)
    paraphrase_en = prose(gettext_lazy("What it says, in our words (English)"))
    chain = words(gettext_lazy("Who said it, and how they knew"), 1000)
    kind = choice(gettext_lazy("Kind"), StatementKind.choices)
    hedge = choice(gettext_lazy("Hedge"), Hedge.choices)
    verb = words(gettext_lazy("Its own verb"), 60)
    counted = words(gettext_lazy("Numbers"), 300)
    period = words(gettext_lazy("When, according to it"), 64)
    paraphrase_uk = prose(gettext_lazy("What it says (Ukrainian)"))
    quotation = words(gettext_lazy("Quotation, a few words"), 300)
    quotation_language = words(gettext_lazy("Its language"), 35)
    place = words(gettext_lazy("Place as written"), 200)
    subject = words(gettext_lazy("Who acted, as written (staff only)"), 300)
    denied = forms.BooleanField(label=gettext_lazy("The source denies it"), required=False)
    graphic = forms.BooleanField(
        label=gettext_lazy("Its wording stands behind a warning"), required=False
    )
    examined = forms.BooleanField(
        label=gettext_lazy("Found by our own examination"), required=False
    )

    def clean_paraphrase_en(self) -> str:
        said = str(self.cleaned_data["paraphrase_en"]).strip()
        if not said:
            raise ValidationError(
                _("Say who did what to whom, in one sentence of ours that can be read alone.")
            )
        return said

    def clean_kind(self) -> str:
        return self._confirmed("kind", _("Say of which kind the statement is."))

    def clean_hedge(self) -> str:
        return self._confirmed("hedge", _("Say whether the source says so as a fact."))

    def _confirmed(self, name: str, sentence: str) -> str:
        if not self.cleaned_data[name]:
            raise ValidationError(sentence)
        return str(self.cleaned_data[name])

    # Fields that stand beside the sentence; the others are opened.
    FIRST = ("paraphrase_en", "chain", "kind", "hedge", "counted", "period")

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.FIRST)

    @property
    def opened(self) -> Iterator[forms.BoundField]:
        hidden = {"sentence", *self.FIRST}
        yield from (self[name] for name in self.fields if name not in hidden)

    @property
    def unread(self) -> list[str]:
        """What cannot be read in its lines, said before anything is submitted."""
        reading = {"chain": lines.chain, "counted": lines.quantities, "period": dated}
        typed = {name: self[name].value() or "" for name in reading}
        return [said for name, read in reading.items() for said in lines.refusal(read, typed[name])]

    def clean_chain(self) -> list[lines.Link]:
        links = lines.chain(self.cleaned_data["chain"])
        if links and not links[-1].bases:
            who = links[-1].who
            raise ValidationError(
                _(
                    "Say how the last of them knew, e.g. %(who)s ‹ drone footage; "
                    "or: %(who)s ‹ none given."
                )
                % {"who": who}
            )
        return links

    def clean_counted(self) -> list[dict[str, Any]]:
        return lines.quantities(self.cleaned_data["counted"])

    def clean_period(self) -> str:
        return dated(self.cleaned_data["period"])


class ActorForm(forms.Form):
    """A body that nobody entered yet; or a person, of whom only a role is kept."""

    name = words(gettext_lazy("As written in a line above"), 200)
    what = choice(
        gettext_lazy("What it is"),
        [(ROLE, gettext_lazy("a person or a voice: only a role is kept")), *ActorKind.choices],
    )
    side = choice(gettext_lazy("Side"), Side.choices)
    state_body_of = words(gettext_lazy("Body of the state (UA, RU)"), 2)
    role = words(
        gettext_lazy("Role instead of a name"),
        LONGEST_ROLE,
        help_text=gettext_lazy("E.g. a relative. It stands in the lines then; no name is kept."),
    )
    name_en = words(gettext_lazy("Name in English, if another"), 200)
    name_uk = words(gettext_lazy("Name in Ukrainian"), 200)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        what = self.cleaned_data.get("what")
        if not what:
            self.add_error("what", _("Say what “%s” is.") % self.cleaned_data.get("name", ""))
        if what == ROLE and not self.cleaned_data.get("role"):
            self.add_error("role", _("Write a role, e.g. a relative: the name is not kept."))
        return cleaned


class IncidentPart(forms.Form):
    which = choice(
        gettext_lazy("Which incident"),
        [
            ("new", gettext_lazy("a new one")),
            ("existing", gettext_lazy("one that is here already")),
            ("none", gettext_lazy("none")),
        ],
    )
    existing = words(gettext_lazy("Its reference"), 20)
    title_en = words(gettext_lazy("Title (English)"), 300)
    title_uk = words(gettext_lazy("Title (Ukrainian)"), 300)
    summary_en = prose(gettext_lazy("What is reported (English)"))
    summary_uk = prose(gettext_lazy("What is reported (Ukrainian)"))
    not_same = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_existing(self) -> Incident | None:
        reference = self.cleaned_data["existing"].strip().upper()
        if not reference:
            return None
        visible = Incident.visible_to(self.person).select_related("review", "place")
        found: Incident | None = visible.filter(review__reference=reference).first()
        if found is None:
            raise ValidationError(_("There is no incident of this reference that you may read."))
        return found

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        which = self.cleaned_data.get("which")
        has_title = self.cleaned_data.get("title_en") or self.cleaned_data.get("title_uk")
        if which == "new" and not has_title:
            self.add_error("title_en", _("Give the incident a title, in English or Ukrainian."))
        if which == "existing" and "existing" not in self.errors and not cleaned["existing"]:  # type: ignore[index]
            self.add_error("existing", _("Write the reference of the incident."))
        return cleaned


READERS: dict[str, Callable[[str], Any]] = {
    Fact.DATE: dates.parse,
    Fact.PLACE: lines.place,
    Fact.ACT: lambda said: lines.term_or_refuse(Act, said),
    Fact.KILLED: lines.counts,
    Fact.INJURED: lines.counts,
    Fact.FATE_UNKNOWN: lines.counts,
    Fact.RESPONSE: lambda said: lines.term_or_refuse(Response, said),
    Fact.VICTIM: str,
    Fact.INVOLVEMENT: str,
}


class FactForm(forms.Form):
    """One fact of the incident, with the statements that it is taken from."""

    fact = forms.ChoiceField(
        choices=[(one.value, one.label) for one in map(Fact, READERS)], widget=forms.HiddenInput
    )
    value = words(gettext_lazy("Value"), 300)
    rests_on = words(gettext_lazy("From"), 200)
    how = words(gettext_lazy("If it is inferred: how"), 300)
    precision = choice(gettext_lazy("How precisely"), PlacePrecision.choices)
    number = words(gettext_lazy("Number"), 40)
    outcome = choice(gettext_lazy("Outcome"), Outcome.choices)
    control = choice(gettext_lazy("Control"), Control.choices)
    method = choice(gettext_lazy("Method"), Method.choices)
    by_whom = words(gettext_lazy("According to whom"), 200)
    degree = choice(gettext_lazy("Degree"), Degree.choices)

    # What each fact has beside its value.
    MORE = {
        Fact.PLACE: ["precision"],
        Fact.VICTIM: ["number", "outcome", "control", "method"],
        Fact.INVOLVEMENT: ["by_whom", "degree"],
    }

    @property
    def name(self) -> str:
        return str(Fact(self["fact"].value()).label)

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.MORE.get(Fact(self["fact"].value()), []))

    @property
    def repeats(self) -> bool:
        return self["fact"].value() in {Fact.ACT, Fact.VICTIM, Fact.INVOLVEMENT, Fact.RESPONSE}

    def clean_number(self) -> lines.Counts | None:
        typed = self.cleaned_data["number"]
        return lines.counts(typed) if typed else None

    def clean_rests_on(self) -> list[str]:
        return list(lines.labels(self.cleaned_data["rests_on"]))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.read: Any = None
        value, fact = self.cleaned_data.get("value", ""), self.cleaned_data.get("fact")
        if not value or fact is None:
            return cleaned
        try:
            self.read = READERS[fact](value)
        except ValidationError as error:
            self.add_error("value", error)
        else:
            self._ask_for_statement()
        return cleaned

    def _ask_for_statement(self) -> None:
        if self.read in RESPONSES_WITHOUT_STATEMENT or self.errors.get("rests_on"):
            return
        if not self.cleaned_data["rests_on"]:
            self.add_error(
                "rests_on", _("From which statement? Without one it cannot be published.")
            )


class ReasonForm(forms.Form):
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
        self.incident = self._form(IncidentPart, typed.incident, "incident", person=person)
        self.reason = self._form(ReasonForm, {"reason": typed.reason}, None)
        self.statements = self._rows(StatementForm, "statements")
        self.actors = self._rows(ActorForm, "actors")
        self.facts = self._rows(FactForm, "facts")

    def _rows[F: forms.Form](self, form: type[F], part: str) -> list[F]:
        rows = getattr(self.typed, part)
        return [self._form(form, row, f"{part}-{number}") for number, row in enumerate(rows)]

    def _form[F: forms.Form](
        self, form: type[F], row: dict[str, str], prefix: str | None, **more: Any
    ) -> F:
        """Only what is checked is bound: a bound form is checked as soon as it is shown."""
        if not self.checked:
            return form(initial=row, prefix=prefix, **more)
        data = {f"{prefix}-{name}" if prefix else name: text for name, text in row.items()}
        return form(data, prefix=prefix, **more)

    @property
    def every(self) -> list[forms.Form]:
        rows: list[forms.Form] = [*self.statements, *self.actors, *self.facts]
        return [self.source, *rows, self.incident, self.reason]

    @cached_property
    def text(self) -> str:
        """The text whose sentences stand beside the work."""
        source: Source | None = self.report.source
        held = source.text_as_received if source else ""
        return held or self.typed.source.get("text", "")

    def is_valid(self) -> bool:
        """Each is asked, so that all that is wrong is said at once."""
        valid = [form.is_valid() for form in self.every]
        return all(valid) and self._labels_are_known() and self._witness_says_how()

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

    def _labels_are_known(self) -> bool:
        known = {form.cleaned_data["label"] for form in self.statements}
        if self.report.source:
            known |= set(self.report.source.statements.values_list("label", flat=True))
        for form in self.facts:
            if unknown := [one for one in form.cleaned_data["rests_on"] if one not in known]:
                form.add_error(
                    "rests_on", _("There is no statement “%s” here.") % ", ".join(unknown)
                )
        return not any(form.errors for form in self.facts)

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


def _called(form: forms.Form) -> str:
    if isinstance(form, FactForm):
        return f"{form.name} · "
    row = {StatementForm: "label", ActorForm: "name"}.get(type(form))
    return f"{form[row].value()} · " if row and form[row].value() else ""
