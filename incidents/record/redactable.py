"""Parts of an incident's document that can be hidden and redacted, beside its rows."""

from django.utils.translation import gettext_lazy as _
from review.languages import bilingual
from review.record_types import Redactable
from sources.record.redactable import NOTHING

UNKNOWN = {"low": None, "best": None, "high": None}


def texts(name: str) -> Redactable:
    return Redactable(NOTHING, (f"{name}_en", f"{name}_uk"))


def counts(name: str) -> Redactable:
    return Redactable(UNKNOWN, tuple(f"{name}_{end}" for end in UNKNOWN))


# Not the kinds of act nor the standing: no person is in them, and lists could not be without them.
INCIDENT = {
    "title": Redactable(
        bilingual("Incident without a title", "Подія без назви"), ("title_en", "title_uk")
    ),
    "summary": texts("summary"),
    "occurred": Redactable(None, ("occurred", "occurred_earliest", "occurred_latest")),
    "place": Redactable(
        None,
        (
            "place",
            "place_as_written",
            "place_precision",
            "place_public_precision",
            "place_not_before",
        ),
    ),
    "place_as_written": Redactable("", ("place_as_written",)),
    "killed": counts("killed"),
    "injured": counts("injured"),
    "fate_unknown": counts("fate_unknown"),
    "circumstances": texts("circumstances"),
    "not_known": texts("not_known"),
    "response": Redactable(
        {"kinds": [], "text": NOTHING}, ("responses", "response_en", "response_uk")
    ),
    "assessment": Redactable(
        {"reason": NOTHING}, ("assessment_reason_en", "assessment_reason_uk"), kept=("value",)
    ),
    "graphic": texts("graphic"),
    # Computed from statements: it names bodies by their references and says how they knew.
    "origins": Redactable(None, ()),
}

INCIDENT_PART_NAMES = {
    "place": _("place"),
    "killed": _("killed"),
    "injured": _("injured"),
    "fate_unknown": _("fate unknown"),
    "response": _("response of the accused side"),
    "assessment": _("our assessment"),
    "statements": _("cited statement"),
    "origins": _("who knew that it happened"),
}
