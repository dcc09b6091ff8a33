"""What happened to what is public, entry by entry of the chain, for those who hold copies.

It says which parts of a record changed, and never what stood in them: a feed is copied and kept by
others, and what is taken out here would stay there.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.document_types import Bilingual, Document
from review.languages import bilingual
from review.models import CoarseReason, Entry, PublicEdition
from review.public.addresses import edition_address, record_address
from review.public.edition_asked import documents_of
from review.public.record_pages import taken_from
from sources.files.columns import Column, Table, Type, attribute
from sources.models.published import PublishedActor, PublishedSource
from sources.record.changes import ACTOR_WORDS, SOURCE_WORDS, Change, Words, compared

from incidents.models import PublishedIncident
from incidents.record.changes import INCIDENT_WORDS

WORDS: dict[str, Words] = {
    "incident": INCIDENT_WORDS,
    "source": SOURCE_WORDS,
    "actor": ACTOR_WORDS,
}
CORRECTION = "correction"
NO_TITLE = {"en": "", "uk": ""}


@dataclass(frozen=True)
class PublishedChange:
    """One entry of the chain, as far as it may be told."""

    entry: Entry
    # Null when the record is not public any more, or has no page.
    title: Bilingual | None
    changed: list[dict[str, str]] = field(default_factory=list)

    @property
    def content(self) -> Any:
        return self.entry.content

    @property
    def number(self) -> int | None:
        number: int | None = self.content.get("number")
        return number

    @property
    def kind(self) -> str:
        """As in the chain, but a further edition is told from a first one."""
        return CORRECTION if (self.number or 1) > 1 else self.entry.kind

    @property
    def url(self) -> str | None:
        """Where it can be read, as long as it can."""
        record, reference = self.entry.record_kind, self.entry.reference
        if self.title is None:
            return None
        if self.number is None:
            return record_address(record, reference)
        return edition_address(record, reference, self.number)

    @property
    def page(self) -> str:
        """The record's page in the reader's language."""
        return reverse(f"{self.entry.record_kind}_detail", args=[self.entry.reference])

    @property
    def page_of_changes(self) -> str:
        kind, reference = self.entry.record_kind, self.entry.reference
        return reverse(f"{kind}_changes", args=[reference, self.number])

    @property
    def changes_url(self) -> str | None:
        """The page that shows what stood there before and after."""
        if self.kind != CORRECTION or self.url is None:
            return None
        return f"{self.url}changes/"

    @property
    def into(self) -> str | None:
        into: str | None = self.content.get("into")
        return into

    @property
    def into_page(self) -> str:
        return reverse(f"{self.entry.record_kind}_detail", args=[self.into])

    @property
    def sentence(self) -> str:
        """“The date was corrected. Changed: date, place; added: evidence.”"""
        told = [str(self.content.get("note", "")).rstrip("."), self.said_changed]
        return " ".join(f"{sentence}." for sentence in told if sentence)

    @property
    def said(self) -> str:
        """“Edition 2”, “Withdrawal (error)”."""
        reason = dict(CoarseReason.choices).get(self.content.get("reason"), "")
        match self.entry.kind:
            case Entry.Kind.EDITION:
                said = _("Edition %s") % self.number
            case Entry.Kind.MERGE:
                said = _("Merged into %s") % self.into
            case Entry.Kind.HIDING if not self.content["hidden"]:
                said = _("A hidden part is shown again")
            case _kind:
                said = capfirst(self.entry.get_kind_display())
        return f"{said} ({reason})" if reason else said

    @property
    def said_changed(self) -> str:
        how = {"changed": _("changed"), "added": _("added"), "removed": _("removed")}
        told = {kind: [one["what"] for one in self.changed if one["how"] == kind] for kind in how}
        lines = [
            f"{how[kind]}: {', '.join(_languages_together(what))}"
            for kind, what in told.items()
            if what
        ]
        return capfirst("; ".join(lines))


def _languages_together(fields: list[str]) -> list[str]:
    """A field that changed in both languages is named once."""
    names = [_("%s (English)"), _("%s (Ukrainian)"), _("%s (English, Ukrainian)")]
    english, ukrainian, both = (name.removeprefix("%s") for name in names)
    told = []
    for one in fields:
        name = one.removesuffix(english).removesuffix(ukrainian)
        is_both = {name + english, name + ukrainian} <= set(fields)
        told.append(name + both if is_both else one)
    return list(dict.fromkeys(told))


def published_changes(entries: Iterable[Entry]) -> list[PublishedChange]:
    """These entries with what is public of their records; eight queries, however many they are."""
    entries = list(entries)
    titles = _titles({entry.reference for entry in entries})
    changed = _changed([entry for entry in entries if entry.reference in titles])
    return [
        PublishedChange(entry, titles.get(entry.reference), changed.get(entry.position, []))
        for entry in entries
    ]


def _titles(references: set[str]) -> dict[str, Bilingual]:
    """Of the records that are public now and have a page, in both languages."""
    rows: list[tuple[str, str, str]] = [
        *PublishedIncident.objects.filter(pk__in=references).values_list(
            "reference", "title_en", "title_uk"
        ),
        *PublishedActor.objects.filter(pk__in=references).values_list(
            "reference", "name_en", "name_uk"
        ),
    ]
    sources = PublishedSource.objects.listed().filter(pk__in=references)
    rows += [(row.reference, row.title, "") for row in sources.only("reference", "title")]
    return {reference: bilingual(english, ukrainian) for reference, english, ukrainian in rows}


def _changed(entries: list[Entry]) -> dict[int, list[dict[str, str]]]:
    """By position: what an edition has otherwise than the one before it."""
    numbers = {entry: entry.content.get("number", 1) for entry in entries}
    wanted = {entry: number for entry, number in numbers.items() if number > 1}
    editions = {
        (edition.reference, edition.number): edition
        for edition in PublicEdition.objects.filter(
            reference__in={entry.reference for entry in wanted},
            number__in={n for number in wanted.values() for n in (number - 1, number)},
        )
    }
    by_id = documents_of(editions.values())
    pairs = {
        entry: (editions.get((entry.reference, n - 1)), editions.get((entry.reference, n)))
        for entry, n in wanted.items()
    }
    return {
        entry.position: _lines(before, after, by_id, WORDS[entry.record_kind])
        for entry, (before, after) in pairs.items()
        # Withdrawn since the titles were read.
        if before is not None and after is not None
    }


def _lines(
    before: PublicEdition, after: PublicEdition, by_id: dict[int, Document], words: Words
) -> list[dict[str, str]]:
    told = [by_id[one.pk] for one in (before, after)]
    if any(one.get("confidential") for one in told):
        return []
    taken = (taken_from(before), taken_from(after))
    lines = [
        {"how": change.kind, "what": _without_values(change)}
        for change in compared(told[0], told[1], words, taken)
    ]
    # Of several rows of one kind each says the same.
    return [line for place, line in enumerate(lines) if line not in lines[:place]]


def _without_values(change: Change) -> str:
    """The kind of row and the field; the name of a row may be the name of a person."""
    if change.is_graphic:
        return _("graphic detail")
    if change.kind != "changed":
        return change.label.partition(":")[0]
    row = change.row.partition(":")[0]
    return f"{row}, {change.label}" if row else change.label


CHANGES = Table(
    "changes",
    "changes",
    gettext_lazy("Changes"),
    ("json", "atom"),
    (
        Column(
            "position",
            Type.NUMBER,
            gettext_lazy("place in the chain; ask with “after” for what came later"),
            lambda change: change.entry.position,
        ),
        Column(
            "kind",
            Type.TEXT,
            gettext_lazy(
                "edition (the first), correction (a further one), withdrawal, merge, hiding or "
                "redaction"
            ),
            attribute("kind"),
        ),
        Column("day", Type.DAY, gettext_lazy("day of the entry"), lambda change: change.entry.day),
        Column(
            "record.kind",
            Type.TEXT,
            gettext_lazy("incident, source or actor"),
            lambda change: change.entry.record_kind,
        ),
        Column(
            "record.reference",
            Type.REFERENCE,
            gettext_lazy("reference of the record"),
            lambda change: change.entry.reference,
        ),
        Column(
            "record.title.en",
            Type.TEXT,
            gettext_lazy("its title now; null when it is not public any more or has no page"),
            lambda change: (change.title or NO_TITLE)["en"],
        ),
        Column(
            "record.title.uk",
            Type.TEXT,
            gettext_lazy("the same in Ukrainian"),
            lambda change: (change.title or NO_TITLE)["uk"],
        ),
        Column("edition", Type.NUMBER, gettext_lazy("number of the edition"), attribute("number")),
        Column(
            "note",
            Type.TEXT,
            gettext_lazy("what the edition says of its own change"),
            lambda change: change.content.get("note", ""),
        ),
        Column(
            "changed",
            Type.OBJECTS,
            gettext_lazy(
                "what differs from the previous edition: how (changed, added, removed) and "
                "what, without the values"
            ),
            attribute("changed"),
        ),
        Column(
            "reason",
            Type.TERM,
            gettext_lazy("general reason of a withdrawal, merge, hiding or redaction"),
            lambda change: change.content.get("reason", ""),
            CoarseReason,
        ),
        Column(
            "into",
            Type.REFERENCE,
            gettext_lazy("of a merge: the record that it is now part of"),
            attribute("into"),
        ),
        Column(
            "hidden",
            Type.YES_NO,
            gettext_lazy("of a hiding: true when a part was hidden, false when shown again"),
            lambda change: change.content.get("hidden"),
        ),
        Column(
            "path",
            Type.TEXT,
            gettext_lazy("of a hiding or redaction: the part; please take it out of copies too"),
            lambda change: change.content.get("path"),
        ),
        Column(
            "editions",
            Type.OBJECTS,
            gettext_lazy("of a hiding or redaction: numbers of the editions that held the part"),
            lambda change: change.content.get("editions"),
        ),
        Column(
            "url",
            Type.ADDRESS,
            gettext_lazy("the edition, or the record's page; null when there is none"),
            attribute("url"),
        ),
        Column(
            "changes_url",
            Type.ADDRESS,
            gettext_lazy("the page with what stood there before and after"),
            attribute("changes_url"),
        ),
    ),
)
