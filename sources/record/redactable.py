"""Parts of actors' and sources' documents that can be hidden and redacted by themselves.

Rows always can. What is not here is a code that the pages cannot do without, or tells nothing.
"""

from django.utils.translation import gettext_lazy as _
from review.languages import bilingual
from review.record_types import Redactable

NOTHING = bilingual("", "")

ACTOR = {
    "name": Redactable(bilingual("Unnamed body", "Орган без назви"), ("name_en", "name_uk")),
    "reliability": Redactable(
        None,
        (
            "reliability",
            "reliability_graded_on",
            "reliability_reason_en",
            "reliability_reason_uk",
        ),
    ),
    "note": Redactable(NOTHING, ("note_en", "note_uk")),
}

SOURCE = {
    "title": Redactable("", ("title",)),
    "author": Redactable("", ("author",)),
    "publisher": Redactable(None, ("publisher",)),
    "url": Redactable("", ("url", "canonical_address")),
    # Computed from what is public of other sources: it leads to one of them.
    "item": Redactable(None, ()),
    "published": Redactable(None, ("published", "published_earliest", "published_latest")),
    "published_note": Redactable(NOTHING, ("published_note_en", "published_note_uk")),
    "accessed_on": Redactable(None, ("accessed_on",)),
    "licence": Redactable("", ("licence",)),
    "text": Redactable(None, ("text_as_received",)),
    "standing": Redactable(
        {"note": NOTHING}, ("standing_note_en", "standing_note_uk"), kept=("value", "on")
    ),
    "note": Redactable(
        NOTHING,
        ("public_note_en", "public_note_uk", "public_wording_en", "public_wording_uk"),
    ),
}

# Who knows of another source that it is the same item can read these there, in whatever words.
IDENTIFYING = frozenset({"title", "author", "publisher"})

SOURCE_PART_NAMES = {
    "item": _("with which source it counts as one item"),
    "text": _("digest and length of the text"),
}
