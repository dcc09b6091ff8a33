"""What may be typed of a source: what it is, what it says, and the bodies that nobody entered."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from accounts.models import NeedToKnowGroup
from accounts.sight import seen_by
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.admin.fields import Lines
from sources.models import Statement
from sources.models.sources import READ_RESTRICTED
from sources.vocabulary import (
    INTERVIEWS,
    Access,
    ActorKind,
    Counted,
    Hedge,
    Level,
    LinkKind,
    Perceived,
    Side,
    SourceKind,
    StatementKind,
)

from incidents.desk import lines
from incidents.desk.fields import DeskForm, asked, choice, dated, prose, words

# Not a kind of body: a person, of whom only a role is kept.
ROLE = "role"
LONGEST_ROLE = 200


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


class SourceForm(DeskForm):
    url = words(gettext_lazy("Address"), 1000, widget=forms.URLInput)
    text = Lines(
        label=gettext_lazy("Text as received"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Never public: only its SHA-256 and its length are."),
    )
    title = asked(words(gettext_lazy("Title, as published"), 1000))
    publisher = asked(words(gettext_lazy("Publisher"), 200))
    language = words(gettext_lazy("Language"), 35)
    published = asked(words(gettext_lazy("Published"), 64))
    author = words(gettext_lazy("Author"), 200)
    accessed_on = forms.DateField(label=gettext_lazy("Read on"), required=False)
    holds_several = forms.BooleanField(label=gettext_lazy("Holds several items"), required=False)
    public_wording_en = prose(gettext_lazy("Public wording (English)"))
    public_wording_uk = prose(gettext_lazy("Public wording (Ukrainian)"))
    published_note_en = words(gettext_lazy("About the date (English)"))
    published_note_uk = words(gettext_lazy("About the date (Ukrainian)"))
    public_note_en = prose(gettext_lazy("Public note (English)"))
    public_note_uk = prose(gettext_lazy("Public note (Ukrainian)"))
    is_graphic = forms.BooleanField(
        label=gettext_lazy("Shows or describes killing or bodies"), required=False
    )
    copy_held = words(gettext_lazy("Where a copy is held (never public)"))
    internal_note = prose(gettext_lazy("Internal note (never public)"))

    # Fields that stand open; the others are opened.
    FIRST = ("url", "text", "publisher", "language", "published", "title")

    @property
    def opened(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.fields if name not in self.FIRST)

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        return {"published": dated}

    def clean_published(self) -> str:
        return dated(self.cleaned_data["published"])


class StatementForm(DeskForm):
    sentence = forms.CharField(required=False, widget=forms.HiddenInput, max_length=9)
    label = words(gettext_lazy("Label"), 40)
    locator = words(gettext_lazy("Where in the source"), 60)
    paraphrase_en = asked(prose(gettext_lazy("What it says, in our words (English)")))
    chain = words(
        gettext_lazy("Who said it, and how they knew"),
        1000,
        help_text=gettext_lazy(
            "E.g. regional prosecutor's office < drone footage; or “a commander” < none given. "
            "Empty: the source says it itself."
        ),
    )
    kind = asked(choice(gettext_lazy("Kind"), StatementKind.choices))
    hedge = asked(choice(gettext_lazy("Hedge"), Hedge.choices))
    verb = words(gettext_lazy("Its own verb"), 60)
    counted = words(gettext_lazy("Numbers"), 1000)
    period = words(gettext_lazy("When, according to it"), 64)
    paraphrase_uk = prose(gettext_lazy("What it says (Ukrainian)"))
    quotation = words(gettext_lazy("Quotation, a few words"), 300)
    quotation_language = words(gettext_lazy("Its language"), 35)
    quotation_translation = words(gettext_lazy("Its translation"), 300)
    place = words(gettext_lazy("Place as written"), 200)
    subject = words(gettext_lazy("Who acted, as written (staff only)"), 300)
    subject_en = words(gettext_lazy("Who acted, for the public (English)"), 300)
    subject_uk = words(gettext_lazy("Who acted, for the public (Ukrainian)"), 300)
    note_en = prose(gettext_lazy("Public note (English)"))
    note_uk = prose(gettext_lazy("Public note (Ukrainian)"))
    internal_note = prose(gettext_lazy("Internal note (never public)"))
    denied = forms.BooleanField(label=gettext_lazy("The source denies it"), required=False)
    graphic = forms.BooleanField(
        label=gettext_lazy("Its wording stands behind a warning"), required=False
    )
    examined = forms.BooleanField(
        label=gettext_lazy("Found by our own examination"), required=False
    )
    perceived = choice(gettext_lazy("Seen, heard or inferred"), Perceived.choices)
    goes_to = choice(gettext_lazy("Of which incident"), [])

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
    FIRST = ("paraphrase_en", "chain", "kind", "hedge", "counted", "period", "goes_to")
    # A row of a video, where nobody speaks but what is to be seen and heard.
    OF_A_ROW = ("locator", "paraphrase_en", "perceived", "note_en", "kind", "hedge", "goes_to")

    @property
    def first(self) -> tuple[str, ...]:
        if self["examined"].value():
            return self.OF_A_ROW
        return self.FIRST if self["sentence"].value() else ("locator", *self.FIRST)

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.first)

    @property
    def opened(self) -> Iterator[forms.BoundField]:
        hidden = {"sentence", *self.first}
        yield from (self[name] for name in self.fields if name not in hidden)

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        chain = lines.chain if self["examined"].value() else lines.whole_chain
        return {"chain": chain, "counted": lines.quantities, "period": dated}

    def clean_chain(self) -> list[lines.Link]:
        return lines.chain(self.cleaned_data["chain"])

    def _ask_how_they_knew(self) -> None:
        """Of what we found ourselves the chain says by whose channels the recording came."""
        links, ours = self.cleaned_data.get("chain", []), self.cleaned_data.get("examined")
        if ours and any(one.bases for one in links):
            self.add_error(
                "chain",
                _("We found it ourselves: write only through which channels it came to us."),
            )
        if not ours:
            try:
                lines.ask_how_they_knew(links)
            except ValidationError as error:
                self.add_error("chain", error)

    def clean_counted(self) -> list[dict[str, Any]]:
        return lines.quantities(self.cleaned_data["counted"])

    def clean_period(self) -> str:
        return dated(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        typed = self.cleaned_data
        if typed.get("perceived") and not typed.get("examined"):
            self.add_error(
                "perceived",
                _("Only of our own examination is said what was seen, heard or inferred."),
            )
        if typed.get("perceived") == Perceived.INFERRED and not (
            typed.get("note_en") or typed.get("note_uk")
        ):
            self.add_error("note_en", _("It is inferred: say how, in the public note."))
        self._ask_how_they_knew()
        return cleaned


class CountForm(DeskForm):
    """A row of a tally: one number of a statement."""

    statement = words(gettext_lazy("Statement"), 40)
    number = words(gettext_lazy("Number"), 60)
    counted = choice(gettext_lazy("What is counted"), Counted.choices)
    period = words(gettext_lazy("Period"), 64)
    as_of = words(gettext_lazy("As of"), 64)
    level = choice(gettext_lazy("Level"), Level.choices)
    cumulative = choice(
        gettext_lazy("Cumulative"),
        [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
    )

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.fields)

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        return {"number": _number_alone, "period": dated, "as_of": dated}

    def clean_number(self) -> lines.Counts:
        return _number_alone(self.cleaned_data["number"])

    def clean_counted(self) -> str:
        if not self.cleaned_data["counted"]:
            raise ValidationError(_("Say what is counted."))
        return str(self.cleaned_data["counted"])

    def clean_period(self) -> str:
        return dated(self.cleaned_data["period"])

    def clean_as_of(self) -> str:
        return dated(self.cleaned_data["as_of"])

    @property
    def quantity(self) -> dict[str, Any]:
        """The columns of a `Quantity`."""
        typed, number = self.cleaned_data, self.cleaned_data["number"]
        return {
            "counted": typed["counted"],
            "low": number.low,
            "best": number.best,
            "high": number.high,
            "qualifier": number.qualifier,
            "level": typed["level"] or Level.ALLEGED,
            "period": typed["period"],
            "as_of": typed["as_of"],
            "is_cumulative": {"yes": True, "no": False}.get(typed["cumulative"]),
        }


def _number_alone(text: str) -> lines.Counts:
    """What is counted stands in a field of its own."""
    found = lines.counts(text)
    if found.rest:
        raise ValidationError(_("“%s” is no part of a number.") % found.rest)
    return found


class LinkForm(DeskForm):
    """How a statement of this source stands to another one, of this source or of another."""

    statement = words(gettext_lazy("Statement"), 40)
    kind = choice(gettext_lazy("How it stands to it"), LinkKind.choices)
    to = words(
        gettext_lazy("To which statement"),
        60,
        help_text=gettext_lazy("S2, or of another source its reference and label: 7K3M9QX S01."),
    )
    said = forms.BooleanField(label=gettext_lazy("The source says so itself"), required=False)
    why_en = prose(gettext_lazy("Why (English)"))
    why_uk = prose(gettext_lazy("Why (Ukrainian)"))
    by_whom = words(gettext_lazy("Inferred by whom"), 200)

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    @property
    def shown(self) -> Iterator[forms.BoundField]:
        yield from (self[name] for name in self.fields)

    def clean_kind(self) -> str:
        if not self.cleaned_data["kind"]:
            raise ValidationError(_("Say how the two statements stand to each other."))
        return str(self.cleaned_data["kind"])

    def clean_to(self) -> Statement | str:
        """A statement of another source; of this one its label, which may not be entered yet."""
        *reference, label = line_of(self.cleaned_data["to"])
        if not label:
            raise ValidationError(_("Say to which statement."))
        if not reference:
            return label
        readable = Statement.objects.visible_to(self.person).select_related("source__review")
        asked = reference[0].upper()
        found = readable.filter(source__review__reference=asked, label=label).first()
        if found is None:
            raise ValidationError(_("There is no such statement that you may read."))
        return found

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        typed = self.cleaned_data
        if not typed.get("said") and not (typed.get("why_en") or typed.get("why_uk")):
            self.add_error("why_en", _("Say why you infer this link."))
        return cleaned


def line_of(text: str) -> list[str]:
    """Reference and label, or a label alone."""
    found = text.split(maxsplit=1)
    return found or [""]


class ActorForm(DeskForm):
    """A body that nobody entered yet; or a person, of whom only a role is kept."""

    name = words(gettext_lazy("As written in a line above"), 200)
    by_hand = forms.CharField(required=False, max_length=2, widget=forms.HiddenInput)
    what = asked(
        choice(
            gettext_lazy("What it is"),
            [(ROLE, gettext_lazy("a person or a voice: only a role is kept")), *ActorKind.choices],
        )
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
    names = words(
        gettext_lazy("Other names"),
        1000,
        help_text=gettext_lazy("HUR [abbreviation, en]; ГУР [abbreviation, uk]"),
    )
    note_en = prose(gettext_lazy("Public note (English)"))
    note_uk = prose(gettext_lazy("Public note (Ukrainian)"))

    @property
    def readers(self) -> Mapping[str, Callable[[str], Any]]:
        return {"names": lines.names}

    def clean_names(self) -> list[dict[str, str]]:
        return lines.names(self.cleaned_data["names"])

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        what = self.cleaned_data.get("what")
        if not what:
            self.add_error("what", _("Say what “%s” is.") % self.cleaned_data.get("name", ""))
        if what == ROLE and not self.cleaned_data.get("role"):
            self.add_error("role", _("Write a role, e.g. a relative: the name is not kept."))
        return cleaned
