"""Deciding about a merge while something else happens: whatever the order, the rules hold."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from incidents.merge import merging
from incidents.models import Incident, Merge
from review.models import Entry, Refused, Review
from review.verify import Verification
from review.workflow import decisions
from review.workflow import merging as deciding
from tests import factories as make
from tests.incidents.merge.test_merging import Case, shown_for
from tests.review.workflow.test_races import others, wait_until_somebody_waits

pytestmark = pytest.mark.usefixtures("committing_db")

DAY = date(2025, 7, 1)


def approve(merge: Merge, seen: dict[Any, int | None], by: Any) -> Entry:
    return deciding.approve(
        merge, by=by, seen=seen, shown=shown_for(merge), day=DAY, note="Merged."
    )


def test_two_decisions_at_once_merge_once() -> None:
    case = Case()
    merge, seen = case.propose(), case.heads()
    reviewers = [make.reviewer(), make.reviewer(name="oksana")]

    with others() as other:
        with transaction.atomic():
            decisions.lock_all(seen)
            approvals = [other(approve, merge, seen, by) for by in reviewers]
            wait_until_somebody_waits(2)
        outcomes = [approval.exception(timeout=60) for approval in approvals]

    assert [str(one) for one in outcomes if one] == ["Somebody has already decided about this."]
    assert Entry.objects.filter(kind="merge").count() == 1
    assert list(Verification().faults()) == []


@pytest.mark.parametrize("which", ["goes", "stays"])
def test_a_decision_waits_for_an_uncommitted_save_and_is_refused(which: str) -> None:
    case = Case()
    merge, seen, by = case.propose(), case.heads(), make.reviewer()

    with others() as other:
        with transaction.atomic():
            record = Incident.objects.get(pk=getattr(case, which).pk)
            make.save(record, summary_en="slipped in", comment="slipped in")
            decision = other(approve, merge, seen, by)
            wait_until_somebody_waits()
        with pytest.raises(decisions.Stale):
            decision.result(timeout=60)

    assert Review.objects.get(pk=case.goes.pk).is_public
    assert Merge.objects.get().state == Merge.State.PROPOSED


def test_two_records_are_not_merged_into_one_another_at_once() -> None:
    case = Case()
    there, by = case.heads(), make.researcher()
    pairs = [(case.goes, case.stays), (case.stays, case.goes)]

    def propose(pair: tuple[Incident, Incident]) -> Merge:
        return merging.propose(*pair, by=by, seen=there, comment="the same")

    with others() as other:
        with transaction.atomic():
            decisions.lock_all(there)
            proposals = [other(propose, pair) for pair in pairs]
            wait_until_somebody_waits(2)
        outcomes = [proposal.exception(timeout=60) for proposal in proposals]

    refusals = [one for one in outcomes if one is not None]
    assert [isinstance(one, Refused) for one in refusals] == [True]
    assert Merge.objects.count() == 1


def test_a_withdrawal_meanwhile_is_not_overtaken() -> None:
    case = Case()
    merge, seen, by = case.propose(), case.heads(), make.reviewer()

    with others() as other:
        with transaction.atomic():
            make.withdrawn(case.goes, by=make.reviewer(name="oksana"))
            decision = other(approve, merge, seen, by)
            wait_until_somebody_waits()
        with pytest.raises(Refused, match="must be public"):
            decision.result(timeout=60)

    assert list(Verification().faults()) == []
