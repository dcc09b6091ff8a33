"""How a record becomes public: its review, what people did to it, the chain, and its editions."""

from accounts.rules import Refused

from review.models.audit import Event
from review.models.bulk import BulkChange, BulkChanged
from review.models.chain import Edition, EditionPart, Entry
from review.models.codebook import CodebookEntry
from review.models.hiding import Hiding
from review.models.kept_comments import KeptComment
from review.models.looking import Read, Recipient, StaffExport, kept_among
from review.models.notices import Notice, NoticeMail
from review.models.outside import CopyOutside, OutsideCheck
from review.models.public import (
    PublicEdition,
    PublicPart,
    PublicRecord,
    PublicRemoval,
    Reindexed,
    Resting,
)
from review.models.record import OwnedRow, Record
from review.models.review import Review, ReviewQuerySet, record_model, record_models
from review.models.saved_filters import SavedFilter
from review.models.seeing import Assignment, Limit
from review.models.states import CoarseReason
from review.models.tags import Tag, Tagged
from review.models.viewed import Viewed
from review.models.written import Written, in_either_language

__all__ = [
    "Assignment",
    "BulkChange",
    "BulkChanged",
    "CoarseReason",
    "CodebookEntry",
    "CopyOutside",
    "Edition",
    "EditionPart",
    "Entry",
    "Event",
    "Hiding",
    "KeptComment",
    "Limit",
    "Notice",
    "NoticeMail",
    "OutsideCheck",
    "OwnedRow",
    "PublicEdition",
    "PublicPart",
    "PublicRecord",
    "PublicRemoval",
    "Read",
    "Recipient",
    "Record",
    "Refused",
    "Reindexed",
    "Resting",
    "Review",
    "ReviewQuerySet",
    "SavedFilter",
    "StaffExport",
    "Tag",
    "Tagged",
    "Viewed",
    "Written",
    "in_either_language",
    "kept_among",
    "record_model",
    "record_models",
]
