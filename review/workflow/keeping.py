"""Comments on lines kept until they are sent: for whoever wrote them alone, and erasable."""

import re
from collections.abc import Callable, Iterable, Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from review.models import KeptComment, Refused, Review
from review.redaction import guard
from review.workflow import decisions

# A line may be gone from the comparison by now: it is not looked up.
_LINE = re.compile(r"[a-z_.]{1,80}:[0-9a-f-]{1,40}(:[a-z_0-9]{1,70})?")


def kept(review: Review, person: User) -> list[KeptComment]:
    return list(KeptComment.objects.filter(review=review, person=person))


def texts_of(review: Review, person: User) -> dict[str, str]:
    """By the key of the line."""
    return {one.line: one.text for one in kept(review, person)}


@transaction.atomic
def keep(review: Review, texts: Mapping[str, str], *, by: User) -> None:
    """These texts, in place of what was kept on the same lines; an empty one is kept no more."""
    decisions.lock(review.pk)
    if not all(map(_LINE.fullmatch, texts)):
        raise Refused(_("This line is not in the comparison."))
    for line, text in texts.items():
        guard.refuse_comment(review, text)
        forget(review, [line], by=by)
        if text.strip():
            decisions.keep(KeptComment(review=review, person=by, line=line, text=text))


def forget(review: Review, lines: Iterable[str], *, by: User) -> None:
    """What is no line was never kept, and is not looked for."""
    asked = list(filter(_LINE.fullmatch, lines))
    KeptComment.objects.filter(review=review, person=by, line__in=asked).delete()


class KeptComments:
    """Registered as what is typed and is no record: it goes with what is erased or redacted."""

    def forget(self, review: Review, tells: Callable[[str], bool]) -> None:
        KeptComment.objects.filter(review=review).delete()
        self.forget_words(tells)

    def forget_words(self, tells: Callable[[str], bool]) -> None:
        telling = [one.pk for one in KeptComment.objects.iterator() if tells(one.text)]
        KeptComment.objects.filter(pk__in=telling).delete()

    def pass_on(self, person: User, to: User | None) -> None:
        """Nobody else was to read them: they go."""
        KeptComment.objects.filter(person=person).delete()
