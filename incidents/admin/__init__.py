"""Staff pages of incidents, the evidence for their facts, and the gazetteer."""

from incidents.admin.incidents import IncidentAdmin
from incidents.admin.places import PlaceAdmin

__all__ = ["IncidentAdmin", "PlaceAdmin"]
