"""What became of a draft that was merged is not undone by one of its old saves."""

import pytest

from review.models import Refused, Review
from review.workflow import decisions
from sources.merge import drafts
from sources.models import Source, Statement
from tests import factories as make


def test_an_old_save_of_the_draft_takes_nothing_back(committing_db: None) -> None:
    stays, draft = make.source(), make.source()
    said = make.statement(source=draft)
    before = Review.objects.get(pk=draft.pk).head
    assert before is not None
    seen = {one.pk: Review.objects.get(pk=one.pk).head_id for one in (draft, stays)}
    both = [Source.objects.get(pk=one.pk) for one in (draft, stays)]
    drafts.merge(*both, by=make.researcher(), seen=seen, comment="one item")
    review = Review.objects.get(pk=draft.pk)
    decisions.reopen(review, by=make.researcher(), comment="another one")
    with pytest.raises(Refused, match="can no longer be restored"):
        decisions.restore(review, before, by=make.researcher(), seen=review.head_id, comment="back")
    assert Statement.objects.get(pk=said.pk).source_id == stays.pk
