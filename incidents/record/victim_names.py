"""Names of victims that no edition has told yet: no revision holds them, so it is asked here."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from review.editions.documents import served_document

from incidents.models import Incident, WithheldName

NOTHING = Q(pk__in=[])


def names_not_told(incident: "Incident") -> "QuerySet[WithheldName]":
    """Those that are kept otherwise than the current edition has them."""
    edition = incident.review.edition
    told = [
        Q(victim=victim["id"], name=victim["name"], basis=victim["name_basis"])
        for victim in (served_document(edition)["victims"] if edition else [])
        if victim["name"]
    ]
    return WithheldName.objects.filter(victim__incident=incident).exclude(
        reduce(or_, told, NOTHING)
    )


def people_behind_names(incident: "Incident") -> set[int]:
    """Who decided on, or agreed to, a name that the next edition would be the first to tell."""
    names = names_not_told(incident).exclude(basis="")
    pairs = names.values_list("decided_by", "safeguarded_by")
    return {person for pair in pairs for person in pair if person is not None}


def forget_decisions(incident: "Incident") -> None:
    """The names stay; what was decided on them and not published goes."""
    nothing = {"basis": "", "decided_by": None, "decided_on": None, "review_on": None}
    names_not_told(incident).update(**nothing, safeguarded_by=None, safeguarded_on=None)
