"""How what a question finds is cited: by its filters and the position of the chain."""

import json
from hashlib import sha256

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from review.models import Entry
from review.public.addresses import address
from review.public.citing import Citation

from sources.files.columns import Table
from sources.lists.filters import PublicFilterSet


def list_cited(table: Table, filters: PublicFilterSet, count: int, last: Entry) -> Citation:
    """`count` rows were found when `last` was the chain's last entry."""
    asked = [f"{chip.label}: {chip.value}" for chip in filters.chips]
    found = ngettext("%s row", "%s rows", count) % count
    return Citation(
        key=f"attest-{table.name}{_asked_key(filters)}-{last.position}",
        title=capfirst("; ".join([str(table.title), *asked])),
        address=address(f"{table.record}_list") + filters.query,
        changed=last.day,
        version=_("%(found)s, chain position %(position)s")
        % {"found": found, "position": last.position},
        digest=last.digest,
        is_dataset=True,
    )


def _asked_key(filters: PublicFilterSet) -> str:
    """What tells this question from every other of the list; nothing when nothing is asked."""
    asked = json.dumps(sorted(filters.asked.items()))
    return f"-{sha256(asked.encode()).hexdigest()[:10]}" if filters.asked else ""
