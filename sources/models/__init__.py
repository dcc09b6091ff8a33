"""What we were told, by whom, and how each speaker knew."""

from sources.models.actors import Actor, ActorName, ActorRelation
from sources.models.consent import (
    Consent,
    ConsentWithdrawal,
    CopyGone,
    Erasure,
    Interview,
    LegalHold,
)
from sources.models.merging import ActorMerge, DraftMerge, SourceMerge, ToldApart, Twin
from sources.models.published import (
    ActorByDay,
    PublishedActor,
    PublishedSource,
    PublishedStatement,
    SourceByDay,
    StatementByDay,
    StoredBitmaps,
)
from sources.models.sources import Source
from sources.models.statements import Hop, Quantity, Statement, StatementLink

__all__ = [
    "Actor",
    "ActorByDay",
    "ActorMerge",
    "ActorName",
    "ActorRelation",
    "Consent",
    "ConsentWithdrawal",
    "CopyGone",
    "DraftMerge",
    "Erasure",
    "Hop",
    "Interview",
    "LegalHold",
    "PublishedActor",
    "PublishedSource",
    "PublishedStatement",
    "Quantity",
    "Source",
    "SourceByDay",
    "SourceMerge",
    "Statement",
    "StatementByDay",
    "StatementLink",
    "StoredBitmaps",
    "ToldApart",
    "Twin",
]
