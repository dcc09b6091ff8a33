"""What changed between two public documents, in lines that a reader understands."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from review.document_types import Document
from review.revisions.compare import diff_words

from sources.document_types import (
    HopDocument,
    QuantityDocument,
    SourceHeader,
    StatementLinkDocument,
)
from sources.words.quantities import day_in_words, number_in_words, quantity_in_words
from sources.words.statements import link_in_words, source_in_words
from sources.words.terms import term
from sources.words.texts import plainly

Label = str | Promise


@dataclass(frozen=True)
class Words:
    """How the paths of one kind of document are said. A path is `statements.kind`, without ids."""

    labels: Mapping[str, Label]
    # The vocabulary of a path, by its name.
    choices: Mapping[str, str]
    # Keys and paths that say nothing to a reader, or only repeat another one.
    hidden: frozenset[str]
    # Paths that one function says whole.
    said_by: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    # Shown closed, behind a warning.
    graphic: frozenset[str] = frozenset()
    # The same in a row that says so of itself, by the key that says it.
    graphic_where: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def label(self, path: str) -> str:
        key = path.rpartition(".")[2]
        return str(self.labels.get(path) or self.labels.get(key) or key.replace("_", " "))

    def is_hidden(self, path: str) -> bool:
        return path in self.hidden or path.rpartition(".")[2] in self.hidden

    def is_graphic(self, label: str, *rows: Document) -> bool:
        """Whether what `label` leads to is shown closed; `rows` it is in, before and after."""
        paths = set(self.graphic)
        for key, inside in self.graphic_where.items():
            if any(row.get(key) for row in rows):
                paths |= inside
        return label.startswith(tuple(self.label(path) for path in paths))


@dataclass(frozen=True)
class Change:
    """One line: a field that changed, or a row that came or went with what it said."""

    kind: str  # changed, added or removed
    label: str
    row: str = ""
    before: str = ""
    after: str = ""
    contents: list[tuple[str, str]] = field(default_factory=list)
    is_graphic: bool = False

    @property
    def words(self) -> list[tuple[str, str]]:
        return diff_words(self.before, self.after)


def compared(
    before: Document, after: Document, words: Words, taken: tuple[Collection[str], ...] = ((), ())
) -> list[Change]:
    """`taken` are the paths that were taken from the public of either: of those nobody may read
    that they were not stated, were added or went.
    """
    names = row_names(before, words) | row_names(after, words)
    changes: list[Change] = []
    for key in dict.fromkeys([*after, *before]):
        if words.is_hidden(key):
            continue
        old, new = before.get(key), after.get(key)
        if is_rows(old) or is_rows(new):
            rows = [_rows_left(key, one or [], taken) for one in (old, new)]
            changes += _rows_compared(key, rows[0], rows[1], words, names)
        else:
            sides = [dict(_lines(one, key, words, names)) for one in (old, new)]
            shown = _shown(key, sides[0], sides[1], taken)
            changes += _changed("", shown[0], shown[1], words)
    return changes


def _rows_left(
    key: str, rows: list[Document], taken: tuple[Collection[str], ...]
) -> list[Document]:
    return [row for row in rows if not any(f"{key}/{row['id']}" in paths for paths in taken)]


def _shown(
    key: str, old: dict[str, str], new: dict[str, str], taken: tuple[Collection[str], ...]
) -> tuple[dict[str, str], dict[str, str]]:
    """The lines of a part; of the side that it was taken from, that it is not shown."""
    in_old, in_new = (key in paths for paths in taken)
    if in_old and in_new:
        return {}, {}
    if in_old:
        return _not_shown(old, new), new
    return old, _not_shown(new, old) if in_new else new


def _not_shown(left: dict[str, str], whole: dict[str, str]) -> dict[str, str]:
    """What is left of a part, and of all else that the other side tells, that it is not shown."""
    nothing = _("not stated")
    told = {label: text for label, text in left.items() if text != nothing}
    return {label: _("not shown") for label, text in whole.items() if text != nothing} | told


def is_rows(value: Any) -> bool:
    return (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict) and "id" in value[0]
    )


def row_names(document: Document, words: Words) -> dict[str, str]:
    """What the rows of a document are called, by their ids."""
    rows = [(key, row) for key, value in document.items() if is_rows(value) for row in value]
    names = {row["id"]: _row_name(key, row, words) for key, row in rows}
    for key, row in rows:
        # Evidence is called after what it joins.
        if "fact" in row and "statement" in row:
            fact = _text(row["fact"], f"{key}.fact", words, names)
            names[row["id"]] = f"{fact} ← {names.get(row['statement'], '')}"
    return names


def _row_name(key: str, row: Document, words: Words) -> str:
    for name in ("label", "text", "actor", "superior", "body", "to"):
        match row.get(name):
            case {"name": {"en": _any} as text} | {"title": {"en": _any} as text}:
                return plainly(text)
            case {"en": _any} as text if plainly(text):
                return plainly(text)
            case str(text) if text:
                return text
    return _text(row["law"], f"{key}.law", words, {}) if "law" in row else ""


def _rows_compared(
    key: str, before: list[Document], after: list[Document], words: Words, names: dict[str, str]
) -> Iterator[Change]:
    old, new = ({row["id"]: row for row in rows} for rows in (before, after))
    label = words.label(key)
    for row_id in dict.fromkeys([*new, *old]):
        name = f"{label}: {names[row_id]}" if names[row_id] else label
        lines = [
            dict(_lines(rows[row_id], key, words, names)) if row_id in rows else {}
            for rows in (old, new)
        ]
        both = [side[row_id] for side in (old, new) if row_id in side]
        if row_id in old and row_id in new:
            yield from _changed(name, lines[0], lines[1], words, both)
        else:
            kind = "added" if row_id in new else "removed"
            said = [
                (
                    inner,
                    _("behind a warning on its page") if words.is_graphic(inner, *both) else text,
                )
                for inner, text in (lines[0] | lines[1]).items()
                if text != _("not stated") and not words.is_graphic(inner)
            ]
            yield Change(kind, name, contents=said)


def _changed(
    row: str,
    before: dict[str, str],
    after: dict[str, str],
    words: Words,
    rows: Sequence[Document] = (),
) -> Iterator[Change]:
    for label in dict.fromkeys([*after, *before]):
        old, new = before.get(label, _("not stated")), after.get(label, _("not stated"))
        if old != new:
            graphic = words.is_graphic(label, *rows)
            yield Change("changed", label, row, old, new, is_graphic=graphic)


def _lines(value: Any, path: str, words: Words, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Labels and texts of everything under a path."""
    if words.is_hidden(path):
        return
    label = words.label(path)
    said = _said(value, path, words)
    match value:
        case _any if said is not None:
            yield label, said
        case {"en": english, "uk": ukrainian}:
            yield _("%s (English)") % label, english or _("not stated")
            yield _("%s (Ukrainian)") % label, ukrainian or _("not stated")
        case dict():
            for key, part in value.items():
                yield from _lines(part, f"{path}.{key}", words, names)
        case [{}, *_rest]:
            for number, part in enumerate(value, start=1):
                for inner, text in _lines(part, path, words, names):
                    yield f"{label} {number}, {inner}", text
        case list():
            texts = (_text(item, path, words, names) for item in value)
            yield label, ", ".join(texts) or _("not stated")
        case _any:
            yield label, _text(value, path, words, names)


def _said(value: Any, path: str, words: Words) -> str | None:
    """An object that is said in one go: an actor, a date, a number."""
    if path in words.said_by:
        return words.said_by[path](value)
    match value:
        case {"name": {"en": _any} as name, "reference": _reference}:
            return plainly(name)
        case {"edtf": str()}:
            return day_in_words(value)
        case {"low": _low, "best": _best, "high": _high} if len(value) == 3:
            return number_in_words(value)
    return None


def _text(value: Any, path: str, words: Words, names: dict[str, str]) -> str:
    if value is None or value == "":
        return _("not stated")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if path in words.choices:
        kind, _slash, row = str(value).partition("/")
        said = term(kind, words.choices[path])
        return f"{said}: {names[row]}" if names.get(row) else said
    return names.get(str(value)) or str(value)


def _chain_said(chain: list[HopDocument]) -> str:
    return " ← ".join(link_in_words(hop) for hop in chain) or _(
        "no link: the source says it itself"
    )


def _quantities_said(quantities: list[QuantityDocument]) -> str:
    return "; ".join(quantity_in_words(quantity) for quantity in quantities) or _("not stated")


def _links_said(links: list[StatementLinkDocument]) -> str:
    return "; ".join(_link_said(link) for link in links) or _("none")


def _link_said(link: StatementLinkDocument) -> str:
    said = f"{term(link['kind'], 'LinkKind')} {link['to']['label']} ({link['to']['source']})"
    why = plainly(link["why"])
    return f"{said}, {term(link['stated'], 'StatedOrInferred')}" + (f": {why}" if why else "")


def _source_said(source: SourceHeader) -> str:
    edition = _("edition %s") % source["edition"]
    title = f", {source['title']}" if source["title"] else ""
    return f"{source_in_words(source)}{title}, {source['reference']}, {edition}"


# What is said of a statement in one go, in a source's document and where an incident embeds it.
STATEMENT_SAID_BY: dict[str, Callable[[Any], str]] = {
    "statements.chain": _chain_said,
    "statements.quantities": _quantities_said,
    "statements.links": _links_said,
    "statements.source": _source_said,
}

SOURCE_LABELS: dict[str, Label] = {
    "accessed_on": gettext_lazy("accessed on"),
    "author": gettext_lazy("author"),
    "chain": gettext_lazy("chain"),
    "confidential": gettext_lazy("confidential"),
    "grade": gettext_lazy("reliability"),
    "graded_on": gettext_lazy("graded on"),
    "hedge": gettext_lazy("how cautiously it is put"),
    "is_graphic": gettext_lazy("graphic"),
    "item": gettext_lazy("item"),
    "kind": gettext_lazy("kind"),
    "label": gettext_lazy("label"),
    "language": gettext_lazy("language"),
    "length": gettext_lazy("length"),
    "licence": gettext_lazy("licence"),
    "links": gettext_lazy("link"),
    "locator": gettext_lazy("where in the source"),
    "name": gettext_lazy("name"),
    "names": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "on": gettext_lazy("since"),
    "our_examination": gettext_lazy("found by our own examination"),
    "paraphrase": gettext_lazy("what it says"),
    "perceived": gettext_lazy("seen, heard or inferred"),
    "period": gettext_lazy("when, according to it"),
    "place_as_written": gettext_lazy("place as written"),
    "polarity": gettext_lazy("affirmed or denied"),
    "published": gettext_lazy("published"),
    "published_note": gettext_lazy("about the date"),
    "publisher": gettext_lazy("publisher"),
    "quantities": gettext_lazy("number"),
    "quotation": gettext_lazy("quotation"),
    "statements.quotation.language": gettext_lazy("its language"),
    "statements.quotation.text": gettext_lazy("quotation"),
    "reason": gettext_lazy("reason"),
    "relations": gettext_lazy("relation"),
    "reliability": gettext_lazy("reliability"),
    "script": gettext_lazy("script"),
    "side": gettext_lazy("side"),
    "standing": gettext_lazy("standing"),
    "standing.value": gettext_lazy("standing"),
    "state": gettext_lazy("body of the state"),
    "statement": gettext_lazy("statement"),
    "statements": gettext_lazy("statement"),
    "subject": gettext_lazy("who acted"),
    "superior": gettext_lazy("superior"),
    "text": gettext_lazy("text as received"),
    "title": gettext_lazy("title"),
    "translation": gettext_lazy("its translation"),
    "url": gettext_lazy("address"),
    "verb": gettext_lazy("its own verb"),
    "withheld": gettext_lazy("withheld"),
    "wording_is_graphic": gettext_lazy("its wording stands behind a warning"),
}

SOURCE_CHOICES = {
    "standing.value": "SourceStanding",
    "reliability.grade": "Reliability",
    "relations.kind": "RelationKind",
    "names.kind": "NameKind",
    "names.script": "Script",
    "side": "Side",
    "statements.kind": "StatementKind",
    "statements.hedge": "Hedge",
    "statements.perceived": "Perceived",
    "statements.polarity": "Polarity",
}

# Behind a warning where the statement says that its wording belongs there.
GRAPHIC_WORDING = {
    "wording_is_graphic": frozenset(
        f"statements.{key}"
        for key in ("paraphrase", "quotation", "subject", "note", "verb", "place_as_written")
    )
    | {"statements.quotation.text", "statements.quotation.translation"}
}

HIDDEN = frozenset({"id", "codes", "order", "statement.id", "older_translations"})

SOURCE_WORDS = Words(
    labels=SOURCE_LABELS,
    choices=SOURCE_CHOICES | {"kind": "SourceKind"},
    hidden=HIDDEN,
    said_by=STATEMENT_SAID_BY,
    graphic_where=GRAPHIC_WORDING,
)
ACTOR_WORDS = Words(
    labels=SOURCE_LABELS,
    choices=SOURCE_CHOICES | {"kind": "ActorKind"},
    hidden=HIDDEN,
    said_by=STATEMENT_SAID_BY,
)
