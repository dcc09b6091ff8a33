"""What happened, to whom, where, who is alleged to be responsible, and what that rests on."""

from incidents.models.desk import DeskReport
from incidents.models.evidence import Evidence
from incidents.models.incidents import Incident, IncidentLink
from incidents.models.intake import IntakeEvent, IntakeItem, IntakeReason, TaggedLink
from incidents.models.merging import Merge
from incidents.models.people import (
    Finding,
    Involvement,
    LegalCharacterisation,
    Victim,
    WithheldName,
)
from incidents.models.places import Place, PlaceCategory
from incidents.models.published import IncidentByDay, PublishedIncident

__all__ = [
    "DeskReport",
    "Evidence",
    "Finding",
    "Incident",
    "IncidentByDay",
    "IncidentLink",
    "IntakeEvent",
    "IntakeItem",
    "IntakeReason",
    "Involvement",
    "LegalCharacterisation",
    "Merge",
    "Place",
    "PlaceCategory",
    "PublishedIncident",
    "TaggedLink",
    "Victim",
    "WithheldName",
]
