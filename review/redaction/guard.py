"""What a redaction forbids afterwards: to enter the same words again.

Only salted digests are kept of what was redacted. They stop a colleague's stale form, not somebody
who holds the database and tries out names.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Revision

from review.models import Refused, Review
from review.record_types import type_of
from review.revisions import compare
from review.text.characters import (
    APOSTROPHES,
    HYPHENS,
    INVISIBLE,
    STRESS,
    apostrophes,
    hyphens,
    invisible,
)
from review.text.compared import VERSION, compared

# Shorter values are codes of languages and the like.
SHORTEST = 3

Refusals = dict[str, Any]


# Digests


Words = tuple[str, ...]


def readings_of(text: str) -> set[Words]:
    """The words of a text as they are compared, in each way to part them.

    Мар'яна is one word and so is Коваль-Шевченко; but Koval's ends with the name, and the second
    surname is one, too.
    """
    parted = {
        reading
        for one in (text, hyphens.sub(" ", text))
        for reading in (one, apostrophes.sub(" ", one))
    }
    return {tuple(re.findall(r"\w+", compared(one))) for one in parted}


def _readings_before(text: str) -> set[Words]:
    """For digests that were made before texts were compared: words as typed, without case.

    Nobody knows how the redacted text was typed, so each is tried with one sign for apostrophes.
    """
    bare = unicodedata.normalize("NFD", invisible.sub("", hyphens.sub("-", text)))
    bare = unicodedata.normalize("NFC", bare.replace("\u0300", "").replace("\u0301", ""))
    typed = {text, *(apostrophes.sub(sign, bare) for sign in "'ʼ")}
    return {
        tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", one).casefold())) for one in typed
    }


def _readings_for(text: str, refused: Refusals) -> set[Words]:
    return readings_of(text) if refused.get("version", 1) == VERSION else _readings_before(text)


def refusals_of(texts: Iterable[str], links: Iterable[str], words: Iterable[str]) -> Refusals:
    """`texts` and `links` are refused as whole values, `words` wherever they stand in a text."""
    salt = secrets.token_hex(16)
    spoken = {reading for text in words for reading in readings_of(text)}
    whole = {" ".join(reading) for text in texts for reading in readings_of(text)}
    return {
        "version": VERSION,
        "salt": salt,
        "values": sorted(_digest(salt, text) for text in whole if len(text) >= SHORTEST),
        "links": sorted(_digest(salt, link) for link in links),
        "words": sorted([len(one), _digest(salt, " ".join(one))] for one in spoken if one),
    }


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt} {text}".encode()).hexdigest()


def is_refused(text: str, refused: Refusals) -> bool:
    whole = {_digest(refused["salt"], " ".join(one)) for one in _readings_for(text, refused)}
    return not whole.isdisjoint(refused["values"]) or has_words(text, refused)


def has_words(text: str, refused: Refusals) -> bool:
    digests = {digest for _length, digest in refused["words"]}
    runs = {
        " ".join(words[start : start + length])
        for words in (_readings_for(text, refused) if digests else ())
        for length in {length for length, _digest in refused["words"]}
        for start in range(len(words) - length + 1)
    }
    return any(_digest(refused["salt"], run) in digests for run in runs)


def link_key(field: "models.Field[Any, Any]", row_id: str, value: Any) -> str:
    """The same link of the same row; of another row it may be harmless."""
    return f"{field}:{row_id}={value}"


def is_text(field: "models.Field[Any, Any]") -> bool:
    """What somebody wrote: a code of a vocabulary is none."""
    return isinstance(field, models.CharField | models.TextField) and not field.choices


# Later saves


def refuse_save(
    review: Review, before: Revision | None, after: Revision | None, comment: str
) -> None:
    """Refuse a save that brings back what was redacted from this record."""
    redacted = [hiding.refused for hiding in review.hidings.redacted()]
    if not redacted:
        return
    refuse_comment(review, comment)
    for field, row_id, value in _entered(compare.lines(before, after)):
        forms = _forms(review, field, value)
        if any(_brings_back(field, row_id, one, refused) for refused in redacted for one in forms):
            raise Refused(
                _("“%s” holds what was redacted from this record: it cannot be entered again.")
                % field.verbose_name
            )


def _entered(
    lines: "Iterable[compare.Line]",
) -> "Iterator[tuple[models.Field[Any, Any], str, Any]]":
    for line in lines:
        if line.field is not None:
            yield line.field, line.row.pk, line.after
        elif line.kind == "added":
            fields = {field.name: field for field in line.row.model._meta.fields}
            for name, value in line.row.values.items():
                yield fields[name], line.row.pk, value


def _forms(review: Review, field: "models.Field[Any, Any]", value: Any) -> list[Any]:
    return [value, *(type_of(review).other_forms(value) if value and is_text(field) else ())]


def _brings_back(
    field: "models.Field[Any, Any]", row_id: str, value: Any, refused: Refusals
) -> bool:
    if not value:
        return False
    if isinstance(field, models.ForeignKey):
        return _digest(refused["salt"], link_key(field, row_id, value)) in refused["links"]
    return is_text(field) and is_refused(value, refused)


# Later comments, and approvals


def refuse_comment(review: Review, comment: str) -> None:
    """Of whatever is said to colleagues about a record, beside a save of it too."""
    if comment and any(is_refused(comment, one.refused) for one in review.hidings.redacted()):
        raise Refused(_("Your comment contains words that were redacted. Leave them out."))


def refuse_note(review: Review, note: str) -> None:
    """A public note stays in the chain for ever."""
    if note and any(is_refused(note, hiding.refused) for hiding in review.hidings.redacted()):
        raise Refused(_("The public note contains words that were redacted from this record."))


def texts_in(value: Any) -> Iterator[str]:
    """Every string of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts_in(inner)


def is_telling(text: str) -> bool:
    """Neither short nor a code, a day or an id, which stand everywhere."""
    code = r"[a-z][a-z0-9_]*|[0-9a-f-]+|[0-9A-Z]{7}"
    return len(text) > SHORTEST and not re.fullmatch(code, text)


def whole_words(texts: Collection[str]) -> Callable[[str], bool]:
    """Whether a text holds one of these as words: “sentence 20” does not tell “sentence 2”.

    As it was typed, or as texts are compared; only one of the two parts words at a hyphen.
    """
    typed, alike = _any_of(texts), _any_of(said_in(texts))
    return lambda text: bool(typed.search(text) or alike.search(compared(text)))


def said_in(texts: Iterable[str]) -> set[str]:
    """What they say, as texts are compared; some are nothing but signs."""
    return {said for text in texts if len(said := compared(text)) > SHORTEST}


# Letters by which a text is looked for in the database; whether it stands there is read.
BEGINNING = 16


def begins_like(texts: Iterable[str]) -> str:
    """A pattern for PostgreSQL: canonical JSON that may hold one of these, as texts are compared.

    The database's own comparison of every part that there is would take minutes.
    """
    between = f"[{APOSTROPHES}{re.escape(HYPHENS)}{INVISIBLE}{STRESS}\\\\]*".replace("\0", "\x01")
    starts = {said[:BEGINNING].strip() for said in said_in(texts)}
    return "|".join(between.join(map(_spellings_of, start)) for start in sorted(starts))


def _spellings_of(letter: str) -> str:
    if letter == " ":
        return r"(?:\s|\\[nrt])+"
    cases = {letter, letter.upper(), letter.casefold()}
    stressed = {unicodedata.normalize("NFC", one + sign) for one in cases for sign in STRESS}
    every = cases | stressed | {unicodedata.normalize("NFD", one) for one in cases | stressed}
    return f"(?:{'|'.join(re.escape(one) for one in sorted(every))})"


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    every = "|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in texts)
    return re.compile(every or "(?!)")
