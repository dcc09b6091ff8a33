"""What may be typed of an incident, and which statements each of it is taken from."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from sources.text import dates
from sources.vocabulary import (
    Side,
)

from incidents.desk import lines
from incidents.desk.fields import NOT_CHOSEN, NOWHERE, DeskForm, asked, choice, dated, prose, words
from incidents.models import Incident
from incidents.vocabulary import (
    RESPONSES_WITHOUT_STATEMENT,
    Act,
    Control,
    Degree,
    Fact,
    Law,
    Method,
    Outcome,
    PlacePrecision,
    Response,
    Stance,
    StandardOfProof,
)

# Not a fact of the vocabulary: a row of its own, which names its statement itself.
FINDING = "finding"


class IncidentPart(DeskForm):
    key = forms.CharField(max_length=1, widget=forms.HiddenInput)
    which = asked(
        choice(
            gettext_lazy("Which incident"),
            [
                ("new", gettext_lazy("a new one")),
                ("existing", gettext_lazy("one that is here already")),
                (NOWHERE, gettext_lazy("none")),
            ],
        )
    )
    existing = words(
        gettext_lazy("Its reference"),
        100,
        help_text=gettext_lazy("Or words of its title, a place or a day: what is found is listed."),
    )
    title_en = words(gettext_lazy("Title (English)"), 300)
    title_uk = words(gettext_lazy("Title (Ukrainian)"), 300)
    summary_en = prose(gettext_lazy("What is reported (English)"))
    summary_uk = prose(gettext_lazy("What is reported (Ukrainian)"))
    not_same = forms.CharField(required=False, max_length=200)
    place_as_written = words(gettext_lazy("Place as written"), 200)
    circumstances_en = prose(gettext_lazy("Circumstances (English)"))
    circumstances_uk = prose(gettext_lazy("Circumstances (Ukrainian)"))
    not_known_en = prose(gettext_lazy("What is not known (English)"))
    not_known_uk = prose(gettext_lazy("What is not known (Ukrainian)"))
    response_en = prose(gettext_lazy("The response in words (English)"))
    response_uk = prose(gettext_lazy("The response in words (Ukrainian)"))
    graphic_en = prose(gettext_lazy("Graphic detail, behind a warning (English)"))
    graphic_uk = prose(gettext_lazy("Graphic detail, behind a warning (Ukrainian)"))

    TITLES = ("title_en", "title_uk")
    # Of a record that is here already they replace what stands there, where they are written.
    TEXTS = (
        *("summary_en", "summary_uk", "place_as_written", "circumstances_en", "circumstances_uk"),
        *("not_known_en", "not_known_uk", "response_en", "response_uk"),
        *("graphic_en", "graphic_uk"),
    )

    @property
    def texts(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.TEXTS[2:])

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
    Fact.CHARACTERISATION: lambda said: lines.term_or_refuse(Law, said),
    FINDING: str,
}
# Terms of a list, which is short enough to be chosen from.
TERMS: dict[str, type[TextChoices]] = {
    Fact.ACT: Act,
    Fact.RESPONSE: Response,
    Fact.CHARACTERISATION: Law,
}
# What is told of nearly every incident: whoever took what is proposed is brought there first.
ASKED = frozenset({Fact.DATE, Fact.PLACE, Fact.ACT, Fact.VICTIM, Fact.INVOLVEMENT})
# Those that are rows of their own: evidence names which one.
OF_ROWS = frozenset({Fact.VICTIM, Fact.INVOLVEMENT, Fact.CHARACTERISATION})


def called(fact: str) -> str:
    names = {FINDING: _("finding of a body"), Fact.RESPONSE: _("response of the accused side")}
    return names.get(fact) or str(Fact(fact).label)


class FactForm(DeskForm):
    """One fact of the incident, with the statements that it is taken from."""

    of = forms.CharField(max_length=1, widget=forms.HiddenInput)
    fact = forms.ChoiceField(choices=[(one, one) for one in READERS], widget=forms.HiddenInput)
    value = words(gettext_lazy("Value"), 300)
    rests_on = words(gettext_lazy("From statement"), 200)
    how = words(gettext_lazy("If it is inferred: how"), 300)
    precision = choice(gettext_lazy("How precisely"), PlacePrecision.choices)
    number = words(gettext_lazy("Number"), 40)
    outcome = choice(gettext_lazy("Outcome"), Outcome.choices)
    control = choice(gettext_lazy("Control"), Control.choices)
    method = choice(gettext_lazy("Method"), Method.choices)
    by_whom = words(gettext_lazy("According to whom"), 200)
    degree = choice(gettext_lazy("Degree"), Degree.choices)
    body = words(gettext_lazy("Body"), 200)
    standard = choice(gettext_lazy("Standard of proof"), StandardOfProof.choices)
    date = words(gettext_lazy("Its date"), 64)
    value_uk = words(gettext_lazy("In Ukrainian"), 300)
    how_uk = words(gettext_lazy("If it is inferred: how (Ukrainian)"), 300)
    side = choice(gettext_lazy("Side"), Side.choices)
    role_en = words(gettext_lazy("Role (English)"), 200)
    role_uk = words(gettext_lazy("Role (Ukrainian)"), 200)
    by_whom_uk = words(gettext_lazy("According to whom (Ukrainian)"), 200)
    note_en = prose(gettext_lazy("Public note (English)"))
    note_uk = prose(gettext_lazy("Public note (Ukrainian)"))
    stance = choice(gettext_lazy("If it does not support it"), Stance.choices[1:])
    differs_en = words(gettext_lazy("What it says instead (English)"), 200)
    differs_uk = words(gettext_lazy("What it says instead (Ukrainian)"), 200)

    # What each fact has beside its value, and what is opened.
    MORE: dict[str, list[str]] = {
        Fact.PLACE: ["precision"],
        Fact.VICTIM: ["number", "outcome", "control", "method"],
        Fact.INVOLVEMENT: ["by_whom", "degree"],
        Fact.CHARACTERISATION: ["body"],
        FINDING: ["body", "standard", "date"],
    }
    OPENED: dict[str, list[str]] = {
        Fact.VICTIM: ["value_uk", "side"],
        Fact.INVOLVEMENT: ["value_uk", "role_en", "role_uk", "by_whom_uk"],
        Fact.CHARACTERISATION: ["note_en", "note_uk"],
        FINDING: ["value_uk"],
    }
    OF_EVIDENCE = ("how", "how_uk", "stance", "differs_en", "differs_uk")
    REPEATED = frozenset({*OF_ROWS, Fact.ACT, Fact.RESPONSE, FINDING})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fact = self["fact"].value()
        if fact in TERMS:
            self._offer(TERMS[fact])
        if fact in ASKED:
            asked(self.fields["value"])

    def _offer(self, vocabulary: type[TextChoices]) -> None:
        """A term may have been typed by its label; what was typed and is no term stays in sight."""
        name = self.add_prefix("value")
        typed = self.data.get(name, "") if self.is_bound else self.initial.get("value", "")
        code = lines.term(vocabulary, typed)
        if self.is_bound:
            self.data = {**self.data, name: code or typed}
        else:
            self.initial = {**self.initial, "value": code or typed}
        other = [(typed, typed)] if typed and not code else []
        choices = [*NOT_CHOSEN, *vocabulary.choices, *other]
        self.fields["value"].widget = forms.Select(choices=choices)

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        fact = self["fact"].value()
        value = {"value": READERS[fact]} if fact in READERS else {}
        return {**value, "number": lines.counts, "date": dated}

    @property
    def name(self) -> str:
        return called(self["fact"].value())

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.MORE.get(self["fact"].value(), []))

    @property
    def opened(self) -> Iterator[forms.BoundField]:
        fact = self["fact"].value()
        also = () if fact == FINDING else self.OF_EVIDENCE
        yield from (self[name] for name in [*self.OPENED.get(fact, []), *also])

    @property
    def repeats(self) -> bool:
        """Another statement may contradict any of them; of some there are several."""
        return self["fact"].value() in self.REPEATED or bool(self["value"].value())

    def clean_number(self) -> lines.Counts | None:
        typed = self.cleaned_data["number"]
        return lines.counts(typed) if typed else None

    def clean_rests_on(self) -> list[str]:
        return list(lines.labels(self.cleaned_data["rests_on"]))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.read: Any = None
        value, fact = self.cleaned_data.get("value", ""), self.cleaned_data.get("fact")
        if fact is None:
            return cleaned
        if not value:
            self._ask_for_value(fact)
            return cleaned
        try:
            self.read = READERS[fact](value)
        except ValidationError as error:
            self.add_error("value", error)
        else:
            self._ask_for_statement()
        return cleaned

    def _ask_for_value(self, fact: str) -> None:
        """Of a row of its own evidence names which one; nothing that is typed is left out."""
        filled = [name for name in self.fields if self.cleaned_data.get(name)]
        beside = set(filled) - {"of", "fact", "rests_on", "how", "how_uk", "stance"}
        beside -= {"differs_en", "differs_uk"}
        rests = bool(self.cleaned_data.get("rests_on"))
        if beside or (rests and (fact in OF_ROWS or fact == FINDING)):
            self.add_error("value", _("Say first which one: the rest belongs to it."))
        elif len(filled) > 2 and not rests and not self.errors.get("rests_on"):
            self.add_error(
                "rests_on", _("From which statement? Without one it cannot be published.")
            )

    def _ask_for_statement(self) -> None:
        if self.needs_no_statement or self.errors.get("rests_on"):
            return
        if not self.cleaned_data["rests_on"]:
            self.add_error(
                "rests_on", _("From which statement? Without one it cannot be published.")
            )
        elif self.cleaned_data["fact"] == FINDING:
            self._ask_of_finding()

    @property
    def needs_no_statement(self) -> bool:
        """That nobody asked, or answered; another fact may have words that look like that term."""
        is_response = self.cleaned_data["fact"] == Fact.RESPONSE
        return is_response and self.read in RESPONSES_WITHOUT_STATEMENT

    def _ask_of_finding(self) -> None:
        if len(self.cleaned_data["rests_on"]) > 1:
            self.add_error("rests_on", _("A finding is told by one statement: write which."))
        if not self.cleaned_data.get("body"):
            self.add_error("body", _("Say which body found it."))

    def clean_date(self) -> str:
        return dated(self.cleaned_data["date"])
