"""Index tables of what is public, filled from editions alone; all that public lists query."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex, OpClass
from django.contrib.postgres.search import SearchVectorField, TrigramWordSimilarity
from django.db import connection, models
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from review.db.fields import LONGEST_LANGUAGE, ChoiceField
from review.document_types import Bilingual
from review.editions.translations import marked
from review.languages import bilingual, reader_language
from review.models import PublicRecord
from review.text.compared import compared

from sources.document_types import ActorDocument, CitedStatement
from sources.text.addresses import canonical
from sources.text.graphic_wording import without_graphic_wording
from sources.text.search_words import search_query
from sources.vocabulary import ActorKind, Side, SourceKind, SourceStanding, StatementKind

# A row's number in bitmaps: its place among those of its edition, before the edition's place in the
# chain. So first rows lie close together, second ones too: what lies apart takes more memory and
# time.
BITS_OF_A_POSITION = 40


def overlapping(earliest: str, latest: str, first: date | None, last: date | None) -> models.Q:
    """Rows whose known days may lie between these; an unknown end is open."""
    found = ~models.Q(**{f"{earliest}__isnull": True, f"{latest}__isnull": True})
    if first:
        found &= models.Q(**{f"{latest}__gte": first}) | models.Q(**{f"{latest}__isnull": True})
    if last:
        found &= models.Q(**{f"{earliest}__lte": last}) | models.Q(**{f"{earliest}__isnull": True})
    return found


def last_entry_index(table: str, *columns: str) -> models.Index:
    """Finds what was touched since a day; with what numbers a row, so that none is read."""
    return models.Index(fields=["last_entry_on"], include=columns, name=f"{table}_touched"[:30])


class Published(models.Model):
    """What every published row knows of its edition."""

    edition = models.PositiveIntegerField()
    position = models.PositiveBigIntegerField()
    published_on = models.DateField()
    changed_on = models.DateField()
    # Place and day of what the chain says last of the record, be it that something was hidden: for
    # those who keep copies. No list is put in this order, or it would show where to look.
    last_entry = models.PositiveBigIntegerField()
    last_entry_on = models.DateField()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any
    ) -> Self:
        """Of a row without some columns, Django looks for each column in a list of the others."""
        return super().from_db(db, frozenset(field_names), values, **options)


def current_on(rows: "models.QuerySet[Any]", day: date) -> "models.QuerySet[Any]":
    """Of an index by day, the rows of the editions that were current at the end of the day."""
    ended_later = models.Q(until=None) | models.Q(until__gt=day)
    return rows.filter(ended_later, changed_on__lte=day)


# Indexes by day that were found to have all that is public; from then on each deed keeps them so.
_COMPLETE: set[type[models.Model]] = set()


def is_complete(rows: "models.QuerySet[Any]", by_day: "models.QuerySet[Any]") -> bool:
    """Whether the index by day was made: after an update, `rebuild_published` does it."""
    table = by_day.model
    if table not in _COMPLETE and rows.count() == by_day.filter(until=None).count():
        _COMPLETE.add(table)
    return table in _COMPLETE


class ByDay(models.Model):
    """The index of each edition that was current at the end of some day, and of the current one.

    Only of records that are public now, and without what was hidden since.
    docs/decisions/as-of.md
    """

    # As the row is numbered in bitmaps.
    number = models.PositiveBigIntegerField(primary_key=True)
    reference = models.CharField(max_length=7, db_index=True)
    # The day by whose end another edition was current, or none.
    until = models.DateField(null=True)

    class Meta:
        abstract = True

    @classmethod
    def of(cls, row: models.Model, until: date | None) -> Self:
        """The same as a row of the index."""
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        return cls(**values, number=cls.number_of(row), until=until)

    @classmethod
    def number_of(cls, row: Any) -> int:
        return int(row.position)


# By trigrams of a word, from 0 to 1: "Russan" is 0.6 like "russian".
SPELLED_LIKE = 0.5

# UNION drops what was found before, so that a circle of relations ends. What was merged into one of
# these is that one now, though editions of before name it still.
WITHIN = """
    WITH RECURSIVE found (reference) AS (
        SELECT %s::varchar
        UNION
        SELECT one.reference FROM found JOIN LATERAL (
            SELECT below.reference FROM {table} below
            WHERE below.superiors @> ARRAY[found.reference]
            UNION ALL
            SELECT gone.reference FROM {records} gone WHERE gone.merged_into_id = found.reference
        ) one ON true
    )
    SELECT reference FROM found ORDER BY reference
"""


def merged_into(reference: str) -> list[str]:
    """References by which editions of before still name this record."""
    gone = PublicRecord.objects.filter(merged_into=reference)
    return sorted(gone.values_list("reference", flat=True))


def all_merged() -> dict[str, str]:
    """By reference of a record that was merged, that of the one that stays."""
    gone = PublicRecord.objects.filter(merged_into__isnull=False)
    return dict(gone.values_list("reference", "merged_into_id"))


def label_before(merged: str, label: str) -> str:
    """What a statement was called in the source that it came from, by that one's reference."""
    return label.removeprefix(f"{merged}-")


class PublishedActorQuerySet(models.QuerySet["PublishedActor"]):
    def called(self, text: str) -> Self:
        """Exactly one of its names, as names are compared, or its reference, now or before."""
        asked = text.strip().upper()
        merged = PublicRecord.objects.filter(reference=asked).values("merged_into")
        return self.filter(
            models.Q(reference=asked)
            | models.Q(reference__in=merged)
            | models.Q(names__contains=[compared(text)])
        )

    def near(self, text: str) -> Self:
        """Whose names have these words, the last perhaps only begun, or are spelled like them.

        Those that are called so come first.
        """
        query = search_query(text)
        names = models.Func(models.F("names"), models.Value("|"), function="array_to_string")
        likeness = TrigramWordSimilarity(compared(text), names)
        found = models.Q(likeness__gte=SPELLED_LIKE) | (
            models.Q(search=query) if query else models.Q()
        )
        return self.alias(likeness=likeness).filter(found).order_by("-likeness", "name_en")

    def alphabetical(self) -> Self:
        """In the order of the reader's alphabet, of the names as the reader sees them."""
        english = Coalesce(NullIf("name_en", models.Value("")), "name_uk")
        order = "ukrainian_order" if reader_language() == "uk" else english
        return self.order_by(order, "reference")

    def directly_under(self, reference: str) -> Self:
        return self.filter(superiors__overlap=[reference, *merged_into(reference)])

    def superiors(self) -> dict[str, list[str]]:
        """By reference, what each actor is directly part of."""
        below = self.exclude(superiors=[])
        return dict(below.values_list("reference", "superiors"))

    def within(self, reference: str) -> list[str]:
        """References of this actor and of all that are subordinate to it, at any depth."""
        table, records = (
            connection.ops.quote_name(model._meta.db_table)
            for model in (PublishedActor, PublicRecord)
        )
        with connection.cursor() as cursor:
            cursor.execute(WITHIN.format(table=table, records=records), [reference])
            return [row[0] for row in cursor.fetchall()]


class ActorColumns(Published):
    kind = ChoiceField(max_length=20, choices=ActorKind)
    name_en = models.CharField(max_length=200, blank=True)
    name_uk = models.CharField(max_length=200, blank=True)
    # Not every server knows a Ukrainian collation.
    ukrainian_order = models.TextField(default="", db_collation="C")
    side = ChoiceField(max_length=10, choices=Side, blank=True)
    state = models.CharField(max_length=2, blank=True)
    # Every script, as names are compared: what an exact name finds.
    names = ArrayField(models.TextField())
    superiors = ArrayField(models.CharField(max_length=7))
    search = SearchVectorField(editable=False)
    document: "models.JSONField[ActorDocument, ActorDocument]" = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name(reader_language())

    def name(self, language: str) -> str:
        first, second = self.name_en, self.name_uk
        return (second or first) if language == "uk" else (first or second)


class PublishedActor(ActorColumns):
    reference = models.CharField(max_length=7, primary_key=True)

    objects = PublishedActorQuerySet.as_manager()

    class Meta:
        ordering = ["name_en", "reference"]
        indexes = [
            GinIndex(fields=["names"], name="publishedactor_names"),
            GinIndex(fields=["superiors"], name="publishedactor_superiors"),
            GinIndex(fields=["search"], name="publishedactor_search"),
            last_entry_index("publishedactor", "position"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("actor_detail", args=[self.reference])


class ActorByDay(ByDay, ActorColumns):
    objects = PublishedActorQuerySet.as_manager()

    class Meta:
        ordering = ["name_en", "reference"]
        indexes = [GinIndex(fields=["search"], name="actorbyday_search")]

    def get_absolute_url(self) -> str:
        return reverse("actor_edition", args=[self.reference, self.edition])


class ListedQuerySet(models.QuerySet[Any]):
    def listed(self) -> Self:
        """Not those of confidential sources, which have no page and are in no list."""
        return self.filter(is_listed=True)

    def possibly_between(self, first: date | None, last: date | None) -> Self:
        """Statements of a period that touches these days."""
        return self.filter(overlapping("period_earliest", "period_latest", first, last))

    def linked_to(self, source: str) -> Self:
        """Statements of other sources that repeat, support or contradict something of this one."""
        links = [{"to": {"source": source}}]
        return self.listed().filter(document__links__contains=links).exclude(reference=source)


class PublishedSourceQuerySet(ListedQuerySet):
    def at(self, address: str) -> Self:
        """Of this page, by the address that is public of it; none without an address."""
        found = canonical(address)
        return self.listed().filter(address=found) if found else self.none()


class SourceColumns(Published):
    kind = ChoiceField(max_length=20, choices=SourceKind)
    title = models.CharField(max_length=1000, blank=True)
    publisher = models.CharField(max_length=7, blank=True)
    publisher_name = models.CharField(max_length=200, blank=True)
    publisher_name_uk = models.CharField(max_length=200, blank=True)
    published = models.CharField(max_length=64, blank=True)
    published_earliest = models.DateField(null=True)
    published_latest = models.DateField(null=True)
    language = models.CharField(max_length=LONGEST_LANGUAGE, blank=True)
    standing = ChoiceField(max_length=12, choices=SourceStanding)
    # A confidential source has no page of its own and is in no list.
    is_listed = models.BooleanField()
    # Canonical, of what is public of it: empty when the address is withheld, hidden or not known.
    address = models.TextField(blank=True, default="")
    # The reference of the source with which it counts as one; empty where it counts with none.
    item = models.CharField(max_length=7, blank=True, default="")
    statement_count = models.PositiveIntegerField()
    search = SearchVectorField(editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def publisher_names(self) -> Bilingual:
        return bilingual(self.publisher_name, self.publisher_name_uk)


class PublishedSource(SourceColumns):
    reference = models.CharField(max_length=7, primary_key=True)

    objects = PublishedSourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_latest", "reference"]
        indexes = [
            GinIndex(fields=["search"], name="publishedsource_search"),
            last_entry_index("publishedsource", "position"),
            HashIndex(fields=["address"], name="publishedsource_address"),
            models.Index(fields=["item"], name="publishedsource_item"),
            models.Index(
                models.F("published_latest").desc(nulls_last=True),
                "reference",
                name="publishedsource_by_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    def get_absolute_url(self) -> str:
        return reverse("source_detail", args=[self.reference])


class SourceByDay(ByDay, SourceColumns):
    objects = PublishedSourceQuerySet.as_manager()

    class Meta:
        ordering = ["-published_latest", "reference"]
        indexes = [GinIndex(fields=["search"], name="sourcebyday_search")]

    def get_absolute_url(self) -> str:
        return reverse("source_edition", args=[self.reference, self.edition])


class StatementColumns(Published):
    label = models.CharField(max_length=40)
    order = models.PositiveIntegerField()
    kind = ChoiceField(max_length=20, choices=StatementKind)
    hedge = models.CharField(max_length=10)
    is_listed = models.BooleanField()
    # References of every named body in the chain but the source itself.
    documenters = ArrayField(models.CharField(max_length=7))
    bases = ArrayField(models.CharField(max_length=20))
    # The key of who knew (`sources/origins/find.py`), by its own chain; empty where it may not be
    # told.
    origin = models.CharField(max_length=40, blank=True)
    period_earliest = models.DateField(null=True)
    period_latest = models.DateField(null=True)
    search = SearchVectorField(editable=False)
    document: "models.JSONField[CitedStatement, CitedStatement]" = models.JSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def shown(self) -> CitedStatement:
        """For a list: wording that belongs behind a warning stands on the source's page alone."""
        return without_graphic_wording(marked(self.document))


class PublishedStatement(StatementColumns):
    # The statement's own id: an incident's evidence names it.
    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=7, db_index=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        ordering = ["reference", "order", "label"]
        indexes = [
            GinIndex(fields=["documenters"], name="publishedstatement_documenters"),
            GinIndex(fields=["bases"], name="publishedstatement_bases"),
            GinIndex(fields=["search"], name="publishedstatement_search"),
            models.Index(fields=["origin", "reference", "order"], name="publishedstatement_origin"),
            models.Index(fields=["kind", "reference", "order"], name="publishedstatement_kind"),
            GinIndex(
                OpClass(models.F("document__links"), name="jsonb_path_ops"),
                name="publishedstatement_links",
            ),
            last_entry_index("publishedstatement", "position", "order"),
        ]

    def get_absolute_url(self) -> str:
        return f"{reverse('source_detail', args=[self.reference])}#{self.label}"


class StatementByDay(ByDay, StatementColumns):
    id = models.UUIDField()

    objects = ListedQuerySet.as_manager()

    class Meta:
        ordering = ["reference", "order", "label"]
        indexes = [
            GinIndex(fields=["search"], name="statementbyday_search"),
            models.Index(fields=["id"], name="statementbyday_id"),
        ]

    def get_absolute_url(self) -> str:
        edition = reverse("source_edition", args=[self.reference, self.edition])
        return f"{edition}#{self.label}"

    @classmethod
    def number_of(cls, row: Any) -> int:
        return int(row.order << BITS_OF_A_POSITION | row.position)


class StoredBitmaps(models.Model):
    """What a process keeps of a list, so that one that starts need not read the whole index.

    It tells each row's values. So triggers delete it in every transaction that takes something from
    the public, and it is written again by `manage.py store_bitmaps`.
    """

    # The list's set of filters.
    name = models.CharField(primary_key=True, max_length=60)
    # Of which code: another one asks for other values, or writes them otherwise.
    made_as = models.CharField(max_length=80)
    # Of which state of what is public.
    reindexed = models.PositiveBigIntegerField()
    position = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name
