"""The few numbers of the start page: killings and orders apart, incidents and people apart."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from incidents.models import PublishedIncident

NOT_STATED = Q(killed_low=None, killed_best=None, killed_high=None)


# At least so many: nobody says how many more.
OPEN = Q(killed_low__isnull=False, killed_best=None, killed_high=None)


def key_figures() -> dict[str, Any]:
    """Of what we found unsupported or refuted, nothing is counted.

    `killed` runs from the sum of the low ends to that of the high ones, where an incident that
    states one number adds it to both; those that state none are counted in `not_stated`.
    """
    low = Coalesce("killed_low", "killed_best", 0)
    high = Coalesce("killed_high", "killed_best", "killed_low", 0)
    killings = Q(is_killing=True)
    figures = PublishedIncident.objects.carried().aggregate(
        killings=Count("pk", filter=killings),
        orders=Count("pk", filter=Q(is_order=True, is_killing=False)),
        others=Count("pk", filter=Q(is_order=False, is_killing=False)),
        low=Sum(low, filter=killings & ~NOT_STATED),
        high=Sum(high, filter=killings & ~NOT_STATED),
        open=Count("pk", filter=killings & OPEN),
        not_stated=Count("pk", filter=killings & NOT_STATED),
    )
    high_end = None if figures["open"] else figures["high"]
    return figures | {"killed": {"low": figures["low"], "best": None, "high": high_end}}
