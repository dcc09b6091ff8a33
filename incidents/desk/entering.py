"""A report becomes records: actors, the source with its statements, the incident with its evidence.

All of it or nothing, by the verbs and rules by which the admin saves; what a rule refuses is said
at the field that it is about.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from review.languages import in_its_language
from review.models import Record, Refused, Review
from review.models.seeing import OPEN
from review.text.compared import compared
from review.workflow import decisions, limiting
from sources.models import (
    Actor,
    ActorName,
    Hop,
    Quantity,
    Source,
    Statement,
    StatementLink,
)
from sources.models.sources import CONSENT_FIRST
from sources.vocabulary import NameKind, Polarity, StatedOrInferred

from incidents.desk import keeping, lines
from incidents.desk.forms import DeskForms
from incidents.desk.incident_forms import IncidentPart
from incidents.desk.naming import in_both_languages, named
from incidents.desk.source_forms import ROLE, ActorForm, CountForm, LinkForm, StatementForm
from incidents.desk.taking import TakenFacts
from incidents.merge.warning import EventFacts, candidates
from incidents.models import (
    DeskReport,
    Incident,
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
    entry = Entry(report, forms_, by, submitting=submitting)
    records = entry.enter()
    if submitting:
        _submit(records, by=by, comment=entry.reason, of_actors=entry.reason_of_actors())
    return keeping.decided(
        report,
        source=entry.source,
        incident=entry.incidents[0] if entry.incidents else None,
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


class Entry:
    """One report on its way into records."""

    def __init__(
        self, report: DeskReport, forms_: DeskForms, by: User, *, submitting: bool
    ) -> None:
        self.report = report
        self.submitting = submitting
        self.forms = forms_
        self.by = by
        self.reason: str = forms_.reason.cleaned_data["reason"].strip()
        self.source: Source | None = report.source
        self.incidents: list[Incident] = []
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
        for form in self.forms.incidents:
            if form.cleaned_data["which"] in {"new", "existing"}:
                self._enter_incident(source, form)
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
            note_en=typed["note_en"],
            note_uk=typed["note_uk"],
        )
        [(in_lines, name)] = in_its_language("name", typed["name"]).items()
        is_another = bool(typed[in_lines])
        if not is_another:
            setattr(actor, in_lines, name)
        same = ("name_en", "name_uk", "side", "state_body_of", "note_en", "note_uk")
        fields = {name: name for name in same} | {"kind": "what"}
        with decisions.saving(actor, by=self.by, comment=self.reason_of_actors()):
            if self.keep(actor, form, fields, "name"):
                self._enter_names(actor, form, as_written=is_another)
            self._stop_if_refused()
        self.actors[compared(typed["name"])] = actor
        self.made.append(actor)

    def _enter_names(self, actor: Actor, form: ActorForm, *, as_written: bool) -> None:
        """Other names; the name in the lines is one that a source writes."""
        text, rows = form.cleaned_data["name"], list(form.cleaned_data["names"])
        if as_written and text not in {row["text"] for row in rows}:
            script = lines.script_of(text)
            rows.insert(0, {"text": text, "kind": NameKind.AS_WRITTEN, "script": script})
        for position, row in enumerate(rows):
            name = ActorName(actor=actor, position=position, **row)
            self.keep(name, form, {"text": "names"}, "names")

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
        if not [*self.forms.statements, *self.forms.links, *self.forms.counts]:
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
        same += ["public_wording_en", "public_wording_uk", "public_note_en", "public_note_uk"]
        same += "published_note_en published_note_uk is_graphic copy_held internal_note".split()
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
        self._stop_if_refused()
        earlier = source.statements.exclude(label__in=self.statements)
        self.statements |= {one.label: one for one in earlier}
        for count in self.forms.counts:
            self._enter_count(count)
        for link in self.forms.links:
            self._enter_link(link)

    def _enter_count(self, form: CountForm) -> None:
        statement = self.statements[form.cleaned_data["statement"]]
        position = statement.quantities.count()
        row = Quantity(statement=statement, position=position, **form.quantity)
        fields = {name: name for name in ("counted", "level", "period", "as_of")}
        self.keep(row, form, fields, "number")

    def _enter_link(self, form: LinkForm) -> None:
        typed = form.cleaned_data
        statement, to = self.statements[typed["statement"]], typed["to"]
        said = StatedOrInferred.STATED if typed["said"] else StatedOrInferred.INFERRED
        row = StatementLink(
            statement=statement,
            position=statement.links.count(),
            kind=typed["kind"],
            to=self.statements[to] if isinstance(to, str) else to,
            stated=said,
            **{name: typed[name] for name in ("why_en", "why_uk", "by_whom")},
        )
        fields = {name: name for name in ("kind", "why_en", "why_uk", "by_whom")}
        self.keep(row, form, fields, "to")

    def _enter_statement(self, source: Source, position: int, form: StatementForm) -> None:
        typed = form.cleaned_data
        same = "label locator kind hedge paraphrase_en paraphrase_uk quotation period".split()
        same += "quotation_translation subject_en subject_uk note_en note_uk".split()
        same += ["internal_note", "perceived"]
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
            return in_both_languages("label", role or link.who)
        actor = self.body(link.who, form, "chain")
        return {"actor": actor} if actor else None

    def _enter_quantities(self, statement: Statement, form: StatementForm) -> None:
        for position, fields in enumerate(form.cleaned_data["counted"]):
            row = Quantity(statement=statement, position=position, **fields)
            self.keep(row, form, {}, "counted")

    # The incidents and what they rest on

    def _enter_incident(self, source: Source, form: IncidentPart) -> None:
        is_here = form.cleaned_data["which"] == "existing"
        incident = form.cleaned_data["existing"] if is_here else Incident()
        seen = incident.review.head_id if is_here else None
        rows = self.forms.facts_of(form.cleaned_data["key"])
        taken = [one for one in rows if one.cleaned_data["rests_on"] or one.read]
        fill = TakenFacts(self, incident, taken)
        fill.values()
        for name in [*(() if is_here else form.TITLES), *form.TEXTS]:
            if typed := form.cleaned_data[name]:
                setattr(incident, name, typed)
        if not is_here:
            self._look_for_same(incident, form)
        self._stop_if_refused()
        with decisions.saving(incident, by=self.by, seen=seen, comment=self.reason):
            if self.keep(incident, form, {name: name for name in form.fields}, None):
                fill.rows()
                self._refuse_in_the_open(incident, source, form)
            self._stop_if_refused()
        self.incidents.append(incident)
        self.made.append(incident)

    def _look_for_same(self, incident: Incident, form: IncidentPart) -> None:
        """Others of one report are told apart by whoever enters them."""
        found = candidates(EventFacts.of(incident), person=self.by)
        looked_at = set(form.cleaned_data["not_same"].split())
        looked_at |= {one.reference for one in self.incidents}
        if {one.reference for one in found} - looked_at:
            said = _("The same event may have a record already. Look at it before you save.")
            self.refuse(form, None, [said])

    def _refuse_in_the_open(self, incident: Incident, source: Source, form: IncidentPart) -> None:
        """By what it takes from the source a record is kept from those who may not read that.

        What it took from others before, every colleague may read.
        """
        of_it = {"statement__source": source}
        evidence, findings = incident.evidence.filter(**of_it), incident.findings.filter(**of_it)
        rests = evidence.exists() or findings.exists()
        if limiting.is_kept(source) and not rests:
            said = _(
                "Take at least one value from a statement: until then colleagues who may not read "
                "the source could read this incident."
            )
            self.refuse(form, None, [said])
