"""Parts of actors' and sources' documents that can be hidden and redacted by themselves.

Rows always can. What is not here is a code that the pages cannot do without, or tells nothing.
"""

from django.utils.translation import gettext_lazy as _
from review.models import Removable

from sources.record.documents import both

NOTHING = both("", "")

ACTOR = {
    "name": Removable(both("Unnamed body", "Орган без назви"), ("name_en", "name_uk")),
    "reliability": Removable(
        None,
        (
            "reliability",
            "reliability_graded_on",
            "reliability_reason_en",
            "reliability_reason_uk",
        ),
    ),
    "note": Removable(NOTHING, ("note_en", "note_uk")),
}

SOURCE = {
    "title": Removable("", ("title",)),
    "author": Removable("", ("author",)),
    "publisher": Removable(None, ("publisher",)),
    "url": Removable("", ("url",)),
    "published": Removable(None, ("published", "published_earliest", "published_latest")),
    "published_note": Removable(NOTHING, ("published_note_en", "published_note_uk")),
    "accessed_on": Removable(None, ("accessed_on",)),
    "licence": Removable("", ("licence",)),
    "text": Removable(None, ("text_as_received",)),
    "standing": Removable(
        {"note": NOTHING}, ("standing_note_en", "standing_note_uk"), kept=("value", "on")
    ),
    "note": Removable(
        NOTHING,
        ("public_note_en", "public_note_uk", "public_wording_en", "public_wording_uk"),
    ),
}

SOURCE_PART_NAMES = {"text": _("digest and length of the text")}
