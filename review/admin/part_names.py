"""What staff call a part of an edition."""

from typing import Any

from django.utils.text import capfirst
from reversion.models import Version

from review.models import EditionPart, Review
from review.record_types import RecordType, type_of


def row_names(review: Review) -> dict[str, str]:
    """What the rows of the editions and of the working copy are called, by their ids."""
    revisions = [*review.editions.values_list("revision", flat=True), review.head_id]
    versions = Version.objects.filter(revision__in=revisions).order_by("revision")
    return dict(versions.values_list("object_id", "object_repr"))


def row_name(part: EditionPart, called: dict[str, str]) -> str:
    """As the working copy calls it; a cited statement, which is only embedded, by its label."""
    label = part.content.get("label") if isinstance(part.content, dict) else None
    known = called.get(part.path.partition("/")[2], "")
    return known or (label if isinstance(label, str) else "")


def name_of(
    review: Review,
    path: str,
    part: EditionPart | None = None,
    called: dict[str, str] | None = None,
) -> str:
    """What staff call a part: its fields, its row with the row's kind, or as `part_names` says."""
    kind_of = type_of(review)
    key, is_row, _row = path.partition("/")
    if not is_row and key in kind_of.redactable and key not in kind_of.part_names:
        names = [kind_of.model._meta.get_field(name) for name in kind_of.redactable[key].fields]
        name = ", ".join(str(one.verbose_name) for one in names if one.editable)
        return capfirst(name)
    row = row_name(part, called or {}) if part else ""
    kind = capfirst(_row_kind(kind_of, key))
    return f"{kind}: {row}" if row else kind


def _row_kind(kind: RecordType[Any, Any], key: str) -> str:
    relations = {one.get_accessor_name(): one for one in kind.model._meta.related_objects}
    row_model = relations[key].related_model if key in relations else None
    return str(row_model._meta.verbose_name if row_model else kind.part_names.get(key, key))
