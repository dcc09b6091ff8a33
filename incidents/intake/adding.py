"""Links are pasted: what each of them is to us, said at once; what is new is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from accounts.models import NeedToKnowGroup
from accounts.sight import seen_by
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from review.models import Refused
from review.workflow import decisions
from sources.models import Source
from sources.record.items import same_items
from sources.text.addresses import canonical
from sources.text.links import Line, lines_of

from incidents.desk.keeping import RIGHTS
from incidents.models import IntakeItem
from incidents.models.intake import ENTERED

# Sixty in a morning; of more nobody reads the answers.
MOST_LINKS = 300
# Beside a link in its line.
LONGEST_WORDS = 2000


class Is(Enum):
    """What a link is to us, as far as whoever pasted it may know."""

    NEW = "new"
    HERE = "here"
    MINE = "mine"
    HELD = "held"
    FREE = "free"
    VERIFICATION = "verification"
    OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Answer:
    """`sources` where it is here already; `item` where it is in intake, or is now."""

    url: str
    what: Is
    item: IntakeItem | None = None
    sources: list[Source] = field(default_factory=list)
    # Typed of a link that is known: nothing of it is kept.
    note: str = ""


@dataclass(frozen=True)
class Bad:
    """A line of which nothing was taken, and why."""

    line: Line
    why: str


@dataclass(frozen=True)
class Pasted:
    answers: list[Answer]
    bad: list[Bad]

    @property
    def new(self) -> int:
        return sum(one.what is Is.NEW for one in self.answers)

    @property
    def left(self) -> str:
        """What was not taken, as it was typed."""
        return "\n".join(one.line.text for one in self.bad)


@transaction.atomic
def add(
    text: str,
    *,
    by: User,
    at: datetime,
    note: str = "",
    came_from: str = "",
    group: NeedToKnowGroup | None = None,
) -> Pasted:
    """Each link once. What this person may not read is as if it were not here."""
    decisions.require(by, *RIGHTS)
    if group and group.pk not in seen_by(by).groups:
        raise Refused(_("You do not belong to this group."))
    items: dict[str, IntakeItem] = {}
    bad = []
    for line in lines_of(text):
        if why := _why_bad(line):
            bad.append(Bad(line, why))
            continue
        for url in line.links:
            item = _of(url)
            item.note = "\n".join(filter(None, [line.words, note]))
            item.came_from, item.group = came_from, group
            # In the order in which they stand in the paste.
            item.added_by, item.added_at = by, at + timedelta(microseconds=len(items))
            item.clean_fields(exclude={"added_by", "group"})
            items.setdefault(item.address, item)
    if len(items) > MOST_LINKS:
        raise Refused(
            _("These are %(number)d links: paste at most %(most)d at once.")
            % {"number": len(items), "most": MOST_LINKS}
        )
    return Pasted(_answers(items, by), bad)


def _of(url: str) -> IntakeItem:
    address = canonical(url)
    return IntakeItem(url=url, address=address, site=urlsplit(address).hostname or "")


def _why_bad(line: Line) -> str:
    if line.is_too_long:
        return _("An address is too long: at most 1,000 characters.")
    if not line.links:
        return _("There is no web address in it.")
    for url in line.links:
        item = _of(url)
        try:
            item.clean_fields(exclude={"added_by", "added_at"})
        except ValidationError as error:
            return " ".join(error.messages)
        if not item.address or not item.site:
            return _("This is no address of the web.")
    if len(line.words) > LONGEST_WORDS:
        return _("The words beside the address are too long: at most 2,000 characters.")
    return ""


def _answers(items: dict[str, IntakeItem], by: User) -> list[Answer]:
    with connection.cursor() as cursor:
        # Two who paste the same at once: one of them is told that it is in intake.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('incidents_intakeitem'))")
    here = here_already(items, by)
    known = _in_intake(items, by)
    answers = []
    for address, item in items.items():
        if address in here:
            found = here[address]
            answers.append(Answer(item.url, Is.HERE, known.get(address), found, item.note))
        elif address in known:
            there = known[address]
            answers.append(Answer(item.url, _is(there, by), there, note=item.note))
        else:
            answers.append(Answer(item.url, Is.NEW, decisions.keep(item)))
    return answers


def here_already(addresses: Iterable[str], reader: User) -> dict[str, list[Source]]:
    """Sources of these addresses, in canonical form, that the person may read."""
    found: dict[str, list[Source]] = {}
    for source in same_items(addresses, reader):
        found.setdefault(source.canonical_address, []).append(source)
    return found


def _in_intake(addresses: Iterable[str], reader: User) -> dict[str, IntakeItem]:
    """The oldest of each that tells something; one whose source was thrown away tells nothing."""
    rows = IntakeItem.objects.visible_to(reader).filter(address__in=list(addresses))
    rows = rows.not_told(ENTERED).select_related(
        "added_by__colleague", "held_by__colleague", "decision__by__colleague", "report"
    )
    found: dict[str, IntakeItem] = {}
    for item in rows.order_by("added_at", "pk"):
        found.setdefault(item.address, item)
    return found


def _is(item: IntakeItem, by: User) -> Is:
    if item.state == IntakeItem.State.OUT_OF_SCOPE:
        return Is.OUT_OF_SCOPE
    if item.held_by:
        return Is.MINE if item.held_by == by else Is.HELD
    if item.state == IntakeItem.State.VERIFICATION:
        return Is.VERIFICATION
    return Is.FREE


def follow_rules() -> int:
    """The canonical form by the present rules, of every link; how many had another one.

    Two that somebody pasted and that are one by these rules stay as they are.
    """
    changed = 0
    rows = IntakeItem.objects.filter(emptied_at=None)
    for item in rows.only("url", "address", "added_by", "report").iterator():
        now = _of(item.url)
        twin = rows.filter(address=now.address, added_by=item.added_by_id)
        if now.address not in {"", item.address} and not twin.exists():
            same = rows.filter(pk=item.pk, url=item.url)
            changed += same.update(address=now.address, site=now.site)
    return changed
