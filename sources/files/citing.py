"""How what a question finds is cited: by its filters and the position of the chain."""

import json
from dataclasses import replace
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
    found = ngettext("%s row", "%s rows", count) % count
    return replace(
        question_cited(str(table.title), filters, last),
        key=f"attest-{table.name}{_asked_key(filters)}-{last.position}",
        address=address(f"{table.record}_list") + filters.query,
        version=_("%(found)s, chain position %(position)s")
        % {"found": found, "position": last.position},
        is_dataset=True,
    )


def question_cited(title: str, filters: PublicFilterSet, last: Entry) -> Citation:
    """By its filters and the chain; where it is to be found, whoever shows it says."""
    return Citation(
        key="",
        title=capfirst("; ".join([title, *asked_in_words(filters)])),
        address="",
        changed=last.day,
        version=_("chain position %s") % last.position,
        digest=last.digest,
    )


def asked_in_words(filters: PublicFilterSet) -> list[str]:
    """Each filter in force, and how days are meant."""
    return [f"{chip.label}: {chip.value}" for chip in filters.chips] + _how_meant(filters)


def _how_meant(filters: PublicFilterSet) -> list[str]:
    """How days are meant, which is no filter by itself."""
    if not filters.form.cleaned_data.get("when") or not filters.data.get("when"):
        return []
    chosen = filters.form.fields["when"]
    words = dict(chosen.choices)[filters.form.cleaned_data["when"]]
    return [f"{chosen.label}: {words}"]


def _asked_key(filters: PublicFilterSet) -> str:
    """What tells this question from every other of the list; nothing when nothing is asked."""
    asked = json.dumps(sorted(filters.asked.items()))
    return f"-{sha256(asked.encode()).hexdigest()[:10]}" if filters.asked else ""
