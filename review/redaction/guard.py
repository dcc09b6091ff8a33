"""What a redaction forbids afterwards: to enter the same words again.

Only salted digests are kept of what was redacted. They stop a colleague's stale form, not somebody
who holds the database and tries out names.
"""

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from reversion.models import Revision

from review.models import Refused, Review
from review.revisions import compare

# Shorter values are codes of languages and the like.
SHORTEST = 3

Refusals = dict[str, Any]


# Digests


def words_of(text: str) -> list[str]:
    """Without case, punctuation and ways to write the same letter."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def refusals_of(texts: Iterable[str], links: Iterable[str], words: Iterable[str]) -> Refusals:
    """`texts` and `links` are refused as whole values, `words` wherever they stand in a text."""
    salt = secrets.token_hex(16)
    spoken = [words_of(text) for text in words]
    whole = {" ".join(words_of(text)) for text in texts}
    return {
        "salt": salt,
        "values": sorted(_digest(salt, text) for text in whole if len(text) >= SHORTEST),
        "links": sorted(_digest(salt, link) for link in links),
        "words": sorted([len(one), _digest(salt, " ".join(one))] for one in spoken if one),
    }


def _digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt} {text}".encode()).hexdigest()


def is_refused(text: str, refused: Refusals) -> bool:
    whole = " ".join(words_of(text))
    return _digest(refused["salt"], whole) in refused["values"] or has_words(text, refused)


def has_words(text: str, refused: Refusals) -> bool:
    words = words_of(text)
    return any(
        _digest(refused["salt"], " ".join(words[start : start + length])) == digest
        for length, digest in refused["words"]
        for start in range(len(words) - length + 1)
    )


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
    if any(is_refused(comment, refused) for refused in redacted):
        raise Refused(_("Your comment contains words that were redacted. Comments stay for ever."))
    for field, row_id, value in _entered(compare.lines(before, after)):
        if any(_brings_back(field, row_id, value, refused) for refused in redacted):
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


def _brings_back(
    field: "models.Field[Any, Any]", row_id: str, value: Any, refused: Refusals
) -> bool:
    if not value:
        return False
    if isinstance(field, models.ForeignKey):
        return _digest(refused["salt"], link_key(field, row_id, value)) in refused["links"]
    return is_text(field) and is_refused(value, refused)


# Later approvals


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


def whole_words(texts: Iterable[str]) -> re.Pattern[str]:
    """Finds each of these where it stands as words: “sentence 20” does not tell “sentence 2”."""
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in texts))
