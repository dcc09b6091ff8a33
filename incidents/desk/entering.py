"""A report becomes records: actors, the source with its statements, the incident with its evidence.

All of it or nothing, by the verbs and rules by which the admin saves; what a rule refuses is said
at the field that it is about.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from review.languages import in_its_language
from review.models import OwnedRow, Record, Refused, Review
from review.models.seeing import OPEN
from review.text.compared import compared
from review.workflow import decisions, limiting
from sources.models import Actor, ActorName, Hop, Quantity, Source, Statement
from sources.models.sources import CONSENT_FIRST
from sources.vocabulary import NameKind, Polarity, Script, StatedOrInferred

from incidents.desk import keeping, lines
from incidents.desk.forms import ROLE, ActorForm, DeskForms, FactForm, StatementForm
from incidents.merge.warning import EventFacts, candidates
from incidents.models import DeskReport, Evidence, Incident, Involvement, Victim
from incidents.vocabulary import (
    RESPONSES_WITHOUT_STATEMENT,
    Certainty,
    Fact,
    Stance,
    fact_of_kind,
)


class NotTaken(Refused):
    """What is wrong stands at the fields."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was entered yet: something has to be mended first."))


@transaction.atomic
def enter(
    report: DeskReport, forms_: DeskForms, *, by: User, at: datetime, submitting: bool
) -> DeskReport:
    """The report is empty afterwards and knows what it became."""
    decisions.require(by, *keeping.RIGHTS)
    checked, report = report, keeping.locked(report, by=by)
    if report.version != checked.version:
        raise keeping.SavedElsewhere(report)
    if keeping.awaits_consent(report):
        raise Refused(str(CONSENT_FIRST))
    if not forms_.is_valid():
        raise NotTaken
    if submitting and not forms_.reason.cleaned_data["reason"].strip():
        forms_.reason.add_error("reason", _("Say why: one reason for all of it."))
        raise NotTaken
    entry = _Entry(report, forms_, by)
    records = entry.enter()
    if submitting:
        _submit(records, by=by, comment=entry.reason, of_actors=entry.reason_of_actors())
    return keeping.decided(
        report,
        source=entry.source,
        incident=entry.incident,
        typed={},
        version=report.version + 1,
        entered_at=at,
        saved_at=at,
    )


def _submit(records: list[Record], *, by: User, comment: str, of_actors: str) -> None:
    """With the drafts of one's own that they rest on: the reviewer decides about all at once."""
    actors = {record.pk for record in records if isinstance(record, Actor)}
    keys = [record.pk for record in records]
    for review in Review.objects.filter(pk__in=keys):
        if review.may_be_submitted:
            said = of_actors if review.pk in actors else comment
            decisions.submit(review, by=by, seen=review.head_id, comment=said)


class _Entry:
    """One report on its way into records."""

    def __init__(self, report: DeskReport, forms_: DeskForms, by: User) -> None:
        self.report = report
        self.forms = forms_
        self.by = by
        self.reason: str = forms_.reason.cleaned_data["reason"].strip()
        self.source: Source | None = report.source
        self.incident: Incident | None = None
        self.actors: dict[str, Actor] = {}
        self.roles: dict[str, str] = {}
        self.made: list[Record] = []
        self.statements: dict[str, Statement] = {}
        self.is_refused = False

    def enter(self) -> list[Record]:
        self._enter_actors()
        self._stop_if_refused()
        source = self._enter_source()
        self._stop_if_refused()
        if self.forms.incident.cleaned_data["which"] in {"new", "existing"}:
            self._enter_incident(source)
            self._stop_if_refused()
        drafts = [one for one in self.actors.values() if self._is_own_draft(one)]
        return [*dict.fromkeys([*self.made, *drafts])]

    def _is_own_draft(self, actor: Actor) -> bool:
        """One that was withdrawn is shown again by a decision of its own."""
        drafts = Review.objects.filter(work=Review.Work.DRAFT)
        mine = drafts.exclude(public=Review.Public.WITHDRAWN).in_hands_of(self.by)
        return mine.filter(pk=actor.pk).exists()

    def reason_of_actors(self) -> str:
        """Every colleague reads actors, also those who may not read the source of the report."""
        if self.report.access == OPEN and not self.source_is_kept():
            return self.reason
        return _("Entered together with a record that needs it.")

    def source_is_kept(self) -> bool:
        return self.source is not None and limiting.is_kept(self.source)

    # Refusals

    def _stop_if_refused(self) -> None:
        if self.is_refused:
            raise NotTaken

    def refuse(self, form: forms.Form, field: str | None, sentences: Iterable[str]) -> None:
        self.is_refused = True
        for sentence in sentences:
            form.add_error(field, sentence)

    def keep(
        self,
        row: models.Model,
        form: forms.Form,
        fields: Mapping[str, str],
        rest: str | None = None,
    ) -> bool:
        """Saved if a form of the admin would take it; otherwise said at the field, by its name."""
        try:
            row.full_clean()
        except ValidationError as error:
            for name, sentences in error.message_dict.items():
                at = rest if name == NON_FIELD_ERRORS else fields.get(name, rest)
                self.refuse(form, at, sentences)
            return False
        row.save()
        return True

    # Actors

    def _enter_actors(self) -> None:
        for form in self.forms.actors:
            if form.cleaned_data["what"] == ROLE:
                self.roles[compared(form.cleaned_data["name"])] = form.cleaned_data["role"]
            elif form.cleaned_data["name"]:
                self._enter_actor(form)

    def _enter_actor(self, form: ActorForm) -> None:
        typed = form.cleaned_data
        if found := named(typed["name"]):
            self.actors[compared(typed["name"])] = found[0]
            return
        actor = Actor(
            name_en=typed["name_en"],
            name_uk=typed["name_uk"],
            kind=typed["what"],
            side=typed["side"],
            state_body_of=typed["state_body_of"].upper(),
        )
        [(in_lines, name)] = in_its_language("name", typed["name"]).items()
        is_another = bool(typed[in_lines])
        if not is_another:
            setattr(actor, in_lines, name)
        same = ("name_en", "name_uk", "side", "state_body_of")
        fields = {name: name for name in same} | {"kind": "what"}
        with decisions.saving(actor, by=self.by, comment=self.reason_of_actors()):
            if self.keep(actor, form, fields, "name") and is_another:
                self._as_written(actor, form)
            self._stop_if_refused()
        self.actors[compared(typed["name"])] = actor
        self.made.append(actor)

    def _as_written(self, actor: Actor, form: ActorForm) -> None:
        """The name in the lines is one that a source writes."""
        text = form.cleaned_data["name"]
        name = ActorName(actor=actor, text=text, kind=NameKind.AS_WRITTEN, script=script_of(text))
        self.keep(name, form, {"text": "name"}, "name")

    def body(self, name: str, form: forms.Form, field: str) -> Actor | None:
        """An actor of this name, entered now or before; nobody is chosen among several."""
        if one := self.actors.get(compared(name)):
            return one
        found = named(name)
        if len(found) == 1:
            return self.actors.setdefault(compared(name), found[0])
        if found:
            known = "; ".join(f"{one} — {one.reference}" for one in found)
            said = _("Several are called “%(name)s”; write one as here: %(known)s.")
            self.refuse(form, field, [said % {"name": name, "known": known}])
        else:
            said = _("“%s” is not known: say below what it is, or put a role in quotation marks.")
            self.refuse(form, field, [said % name])
        return None

    # The source and what it says

    def _enter_source(self) -> Source:
        source = self.source
        if source is None:
            return self._enter_new_source()
        source = Source.objects.get(pk=source.pk)
        if not self.forms.statements:
            return source
        self.source = source
        seen = source.review.head_id
        with decisions.saving(source, by=self.by, seen=seen, comment=self.reason):
            self._enter_statements(source)
            self._stop_if_refused()
        self.made.append(source)
        return source

    def _enter_new_source(self) -> Source:
        form = self.forms.source
        typed = form.cleaned_data
        publisher = typed["publisher"] and self.body(typed["publisher"], form, "publisher")
        self._stop_if_refused()
        same = "title author language published url accessed_on holds_several".split()
        same += ["public_wording_en", "public_wording_uk"]
        source = Source(
            kind=self.report.kind,
            access=self.report.access,
            publisher=publisher or None,
            text_as_received=typed["text"],
            **{name: typed[name] for name in same},
        )
        fields = {name: name for name in same} | {"text_as_received": "text"}
        with decisions.saving(source, by=self.by, comment=self.reason):
            if self.keep(source, form, fields, "title"):
                self._enter_statements(source)
            self._stop_if_refused()
        if group := self.report.group:
            comment = self.reason or _("Limited when it was entered.")
            limiting.limit(source.review, group, by=self.by, comment=comment)
        self.source = source
        self.made.append(source)
        return source

    def _enter_statements(self, source: Source) -> None:
        last = source.statements.aggregate(last=models.Max("position"))["last"]
        first = 0 if last is None else last + 1
        for position, form in enumerate(self.forms.statements, start=first):
            self._enter_statement(source, position, form)

    def _enter_statement(self, source: Source, position: int, form: StatementForm) -> None:
        typed = form.cleaned_data
        same = "label locator kind hedge paraphrase_en paraphrase_uk quotation period".split()
        statement = Statement(
            source=source,
            position=position,
            quotation_language=typed["quotation_language"]
            or (source.language if typed["quotation"] else ""),
            verb_as_written=typed["verb"],
            place_as_written=typed["place"],
            subject_as_written=typed["subject"],
            polarity=Polarity.DENIED if typed["denied"] else Polarity.AFFIRMED,
            wording_is_graphic=typed["graphic"],
            is_our_examination=typed["examined"],
            **{name: typed[name] for name in same},
        )
        fields = {name: name for name in same} | {
            "quotation_language": "quotation_language",
            "verb_as_written": "verb",
            "place_as_written": "place",
            "subject_as_written": "subject",
        }
        if self.keep(statement, form, fields, "paraphrase_en"):
            self.statements[statement.label] = statement
            self._enter_chain(statement, form)
            self._enter_quantities(statement, form)

    def _enter_chain(self, statement: Statement, form: StatementForm) -> None:
        for position, link in enumerate(form.cleaned_data["chain"]):
            who = self._who(link, form)
            if who is None:
                return
            hop = Hop(
                statement=statement,
                position=position,
                bases=list(link.bases),
                circumstances=list(link.circumstances),
                as_written=link.as_written,
                **who,
            )
            self.keep(hop, form, {}, "chain")

    def _who(self, link: lines.Link, form: StatementForm) -> dict[str, Any] | None:
        role = self.roles.get(compared(link.who))
        if role or link.is_role:
            return in_its_language("label", role or link.who)
        actor = self.body(link.who, form, "chain")
        return {"actor": actor} if actor else None

    def _enter_quantities(self, statement: Statement, form: StatementForm) -> None:
        for position, fields in enumerate(form.cleaned_data["counted"]):
            row = Quantity(statement=statement, position=position, **fields)
            self.keep(row, form, {}, "counted")

    # The incident and what it rests on

    def _enter_incident(self, source: Source) -> None:
        form = self.forms.incident
        incident = form.cleaned_data["existing"] if self._is_existing else Incident()
        others = source.statements.exclude(label__in=self.statements)
        self.statements |= {one.label: one for one in others}
        taken = [fact for fact in self.forms.facts if fact.cleaned_data["rests_on"] or fact.read]
        seen = incident.review.head_id if self._is_existing else None
        fill = _Facts(self, incident, taken)
        fill.values()
        if not self._is_existing:
            self._describe(incident)
        self._stop_if_refused()
        with decisions.saving(incident, by=self.by, seen=seen, comment=self.reason):
            fields = {name: name for name in ("title_en", "title_uk", "summary_en", "summary_uk")}
            if self.keep(incident, form, fields, None):
                fill.rows()
                self._refuse_in_the_open(incident, source)
            self._stop_if_refused()
        self.incident = incident
        self.made.append(incident)

    @property
    def _is_existing(self) -> bool:
        return bool(self.forms.incident.cleaned_data["which"] == "existing")

    def _describe(self, incident: Incident) -> None:
        form = self.forms.incident
        for name in ("title_en", "title_uk", "summary_en", "summary_uk"):
            setattr(incident, name, form.cleaned_data[name])
        found = candidates(EventFacts.of(incident), person=self.by)
        not_looked_at = {one.reference for one in found} - set(
            form.cleaned_data["not_same"].split()
        )
        if not_looked_at:
            said = _("The same event may have a record already. Look at it before you save.")
            self.refuse(form, None, [said])

    def _refuse_in_the_open(self, incident: Incident, source: Source) -> None:
        """By its evidence a record is kept from those who may not read the source."""
        if limiting.is_kept(source) and not incident.evidence.exists():
            said = _(
                "Take at least one value from a statement: until then colleagues who may not read "
                "the source could read this incident."
            )
            self.refuse(self.forms.incident, None, [said])


class _Facts:
    """What is taken from statements into an incident, and the evidence that each of them makes."""

    def __init__(self, entry: _Entry, incident: Incident, taken: list[FactForm]) -> None:
        self.entry = entry
        self.incident = incident
        self.taken = taken
        # Facts that the record has already, and differently: there the value is the statement's.
        self.differing: set[FactForm] = set()

    def values(self) -> None:
        """What is a field of the incident; what it has already stays."""
        for form in self.taken:
            fact, read = form.cleaned_data["fact"], form.read
            if read is None or fact in {Fact.VICTIM, Fact.INVOLVEMENT}:
                continue
            if fact == Fact.ACT:
                self._add(form, "kinds", read)
            elif fact == Fact.RESPONSE:
                self._add(form, "responses", read)
            elif fact == Fact.DATE:
                self._set(form, "occurred", read.text)
            elif fact == Fact.PLACE:
                self._set(form, "place", read)
                self.incident.place_precision = (
                    self.incident.place_precision or (form.cleaned_data["precision"])
                )
                if not self.incident.place_precision:
                    said = _("Say how precisely the place is known.")
                    self.entry.refuse(form, "precision", [said])
            else:
                self._count(form, fact, read)

    def _add(self, form: FactForm, field: str, term: str) -> None:
        held = getattr(self.incident, field)
        if term not in held:
            setattr(self.incident, field, [*held, term])

    def _set(self, form: FactForm, field: str, value: Any) -> None:
        held = getattr(self.incident, field)
        if not held:
            setattr(self.incident, field, value)
        elif held != value:
            self.differing.add(form)

    def _count(self, form: FactForm, fact: str, read: lines.Counts) -> None:
        held = [getattr(self.incident, f"{fact}_{end}") for end in ("low", "best", "high")]
        given = [read.low, read.best, read.high]
        if held == [None, None, None]:
            for end, number in zip(("low", "best", "high"), given, strict=True):
                setattr(self.incident, f"{fact}_{end}", number)
        elif held != given:
            self.differing.add(form)

    def rows(self) -> None:
        for form in self.taken:
            fact = form.cleaned_data["fact"]
            if form.read is not None and fact == Fact.VICTIM:
                self._support(form, fact, victim=self._victim(form))
            elif form.read is not None and fact == Fact.INVOLVEMENT:
                self._support(form, fact, involvement=self._involvement(form))
            elif fact == Fact.ACT and form.read is not None:
                self._support(form, fact_of_kind(form.read))
            elif fact not in {Fact.VICTIM, Fact.INVOLVEMENT, Fact.ACT}:
                self._support(form, fact)

    def _victim(self, form: FactForm) -> Victim | None:
        typed = form.cleaned_data
        number = typed["number"]
        is_group = number is not None and number[:3] != (1, 1, 1)
        victim = Victim(
            incident=self.incident,
            position=self.incident.victims.count(),
            **in_its_language("label", form.read),
            is_group=is_group,
            low=number.low if is_group else None,
            best=number.best if is_group else None,
            high=number.high if is_group else None,
            outcome=typed["outcome"],
            control=typed["control"],
            method=typed["method"],
        )
        fields = {"label_en": "value", "label_uk": "value", "outcome": "outcome", "low": "number"}
        return victim if self.entry.keep(victim, form, fields, "value") else None

    def _involvement(self, form: FactForm) -> Involvement | None:
        typed = form.cleaned_data
        found = self._accused(form.read)
        row = Involvement(
            incident=self.incident,
            position=self.incident.involvements.count(),
            actor=found,
            **in_its_language("by_whom", typed["by_whom"]),
            **({} if found else in_its_language("label", form.read)),
            certainty=Certainty.ALLEGED,
            **({"degree": typed["degree"]} if typed["degree"] else {}),
        )
        fields = {
            "by_whom_en": "by_whom",
            "by_whom_uk": "by_whom",
            "label_en": "value",
            "label_uk": "value",
            "actor": "value",
        }
        return row if self.entry.keep(row, form, fields, "value") else None

    def _accused(self, name: str) -> Actor | None:
        """An actor only where one, and only one, is called so: otherwise the words stand."""
        if one := self.entry.actors.get(compared(name)):
            return one
        found = named(name)
        return found[0] if len(found) == 1 else None

    def _support(self, form: FactForm, fact: str, **row: OwnedRow | None) -> None:
        if form.read in RESPONSES_WITHOUT_STATEMENT or None in row.values():
            return
        how = form.cleaned_data["how"]
        differs = form in self.differing
        first = self.incident.evidence.count()
        for position, label in enumerate(form.cleaned_data["rests_on"], start=first):
            evidence = Evidence(
                incident=self.incident,
                position=position,
                statement=self.entry.statements[label],
                fact=fact,
                stance=Stance.CONTRADICTS if differs else Stance.SUPPORTS,
                value_en=form.cleaned_data["value"][:200] if differs else "",
                stated=StatedOrInferred.INFERRED if how else StatedOrInferred.STATED,
                how_en=how,
                **row,
            )
            self.entry.keep(evidence, form, {"how_en": "how"}, "rests_on")


REFERENCE = " — "


def script_of(text: str) -> str:
    letters = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    return next(
        (one.value for one in (Script.CYRILLIC, Script.LATIN) if one.name in letters), "other"
    )


def named(text: str) -> list[Actor]:
    """Actors that are called exactly so, in any of their names; or the one of a reference."""
    name, _dash, reference = text.partition(REFERENCE)
    living = Actor.objects.exclude(review__work=Review.Work.CLOSED).select_related("review")
    if reference:
        return list(living.filter(review__reference=reference.strip().upper()))
    asked = compared(name)
    if not asked:
        return []
    likely = living.named(name).prefetch_related("names").order_by("name_en", "pk")
    return [one for one in likely if asked in names_of(one)]


def names_of(actor: Actor) -> set[str]:
    texts = [actor.name_en, actor.name_uk, *(one.text for one in actor.names.all())]
    return {compared(one) for one in texts if one}
