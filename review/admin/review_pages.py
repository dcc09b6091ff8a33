"""The reviewer's pages: one record's review with its deeds, and its history."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import partial
from typing import Any, cast
from uuid import UUID

from accounts.deeds import do, page, person
from accounts.large_forms import large_form
from accounts.prepared import prepared
from accounts.sight import Person, ReaderAlike, alike
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from reversion.models import Revision

from review.admin import submission
from review.admin.earlier_words import earlier_words, notes_that_stay
from review.admin.forms import (
    AnswerForm,
    ApproveForm,
    AskForm,
    AssignForm,
    CommentForm,
    DeedForm,
    LineCommentForm,
    LineForm,
    PositionForm,
    RulingForm,
    SendBackForm,
    UrgentForm,
    WhoDecidesForm,
    WithdrawForm,
    choice_of,
)
from review.admin.forms import deciding as deciding_colleagues
from review.document_types import Document
from review.editions import chain
from review.editions.documents import served_now
from review.models import (
    CodebookEntry,
    Event,
    Hiding,
    KeptComment,
    Limit,
    Notice,
    Record,
    Review,
    ReviewQuerySet,
    Tagged,
    Viewed,
    record_model,
)
from review.models.owned import fetch_none
from review.record_types import Ahead, Below, rests_on, type_of
from review.revisions import compare, unsaved
from review.workflow import (
    asking,
    claiming,
    codebook,
    decisions,
    keeping,
    mailing,
    mentioning,
    outdated,
    publishing,
    readiness,
    submitting,
    threads,
    viewing,
)

# Digits of the highest id of the database; more are none, and Python refuses to read thousands.
LONGEST_ID = 19
# So many lines of another record are read at once; more are folded.
MOST_OPEN = 5
# What is read with a review: where it stands, and in whose hands.
STATE = ("head", "edition__revision", "edition__entry")
JOINED = (*STATE, "reviewing_by__colleague", "assigned_to__colleague")


def reader_of(request: HttpRequest) -> ReaderAlike:
    """Whoever asks, if they may read reviews at all."""
    if not person(request).has_perm("review.view_review"):
        raise PermissionDenied
    return alike(person(request))


def reviews_of(request: HttpRequest) -> ReviewQuerySet:
    return Review.objects.visible_to(reader_of(request)).select_related(*JOINED)


@prepared
def _records(keys: Any, *, kind: str, reader: ReaderAlike) -> QuerySet[Record]:
    """Records of one kind, each with its review as `reviews_of` reads it."""
    readable = record_model(kind).visible_to(reader).filter(pk__in=keys)
    joined = readable.select_related(*(f"review__{name}" for name in JOINED))
    return joined.order_by("review__title", "pk")


@prepared
def _shown(key: Any, *, reader: ReaderAlike) -> ReviewQuerySet:
    """What the page of a review needs of it."""
    readable = Review.objects.visible_to(reader).select_related(*JOINED)
    return readable.with_records().annotate(**_has_beside(reader)).filter(pk=key)


def _has_beside(reader: Person) -> dict[str, Exists]:
    """Whether there is anything in the tables that have no row of most records."""
    this = OuterRef("pk")
    of_reader = {"review": this, "person": reader.pk}
    return {
        "has_limits": Exists(Limit.objects.filter(review=this)),
        "has_tagged": Exists(Tagged.objects.filter(review=this)),
        "has_hidings": Exists(Hiding.objects.filter(review=this)),
        "has_kept": Exists(KeptComment.objects.filter(**of_reader)),
        "has_viewed": Exists(Viewed.objects.filter(**of_reader)),
        "has_news": Exists(Notice.objects.unread().filter(event__review=this, person=reader.pk)),
    }


def read_beside(review: Any) -> None:
    """What the page asks of all of it, where there is any."""
    for name in ("limits", "tagged", "hidings"):
        if not getattr(review, f"has_{name}"):
            fetch_none([review], [name])
    prefetch_related_objects([review], "limits", "tagged__tag", "hidings")


def describe_pile(review: Review, found: list[compare.Line], events: Iterable[Event]) -> None:
    """Attach what a page says of the record's pending changes; `events` are all of the record."""
    review.change_count = len(found)  # type: ignore[attr-defined]
    people = {event.by for event in review.pile_among(events) if event.is_save}
    review.people = sorted(people, key=str)  # type: ignore[attr-defined]
    review.left_behind = compare.left_behind(found)  # type: ignore[attr-defined]


def detail(
    request: HttpRequest, review_id: UUID, forms: dict[str, Form] | None = None
) -> TemplateResponse:
    """What changed, by whom, what is missing, what was said; then the deeds."""
    reader = person(request)
    review: Any = _shown.first(review_id, reader=reader_of(request))
    if review is None:
        raise Http404
    record: Record = getattr(review, review.kind)
    below, resting = records_below(request, record)
    waiting = [one.review for one in below]
    if review.has_news and Notice.objects.about(review, reader).mark_read():
        mailing.looked(reader)
    type_of(record).take_rows(record, below)
    read_beside(review)
    done = done_to([review, *waiting])
    events = done[review.pk]
    told = threads.readable(events, reader)
    of_each = lines_of_each([review, *waiting], reader, done, [record, *below])
    lines = of_each[review.pk]
    shown_lines = compare.gathered(lines)
    describe_pile(review, lines, events)
    deciding = deciding_forms(request, review, [record, *below], resting, forms or {})
    deciding["comment_form"].offer(lines)
    kept = keeping.kept(review, reader) if review.has_kept else []
    viewed = viewing.viewed_by(reader, review) if review.has_viewed else ()
    viewed_number = mark_viewed(shown_lines, viewed)
    beside = review_context(record, reader)
    elsewhere = beside.pop("told_rows", frozenset())
    context = {
        "title": review.title,
        "review": review,
        "record": record,
        "problems": readiness.problems(record, reader, events=events),
        "warnings": type_of(record).warnings(record, reader),
        "task": outdated.task_of(review),
        "is_left": is_left(review),
        "events": told,
        "why_urgent": why_urgent(events) if review.urgent else "",
        "may_decide": reader.has_perm("review.decide_review"),
        "objection": readiness.objection(review, reader, record, events),
        "may_close": decisions.is_own_draft(review, reader),
        "change_url": record_url(review, "change"),
        "preview_url": record_url(review, "preview"),
        **deciding,
        **said_first(record),
        # Said on top too: what was refused may have no form on this page any more.
        "refused": [error for form in (forms or {}).values() for error in form.non_field_errors()],
        **since_last_look(review, events, reader),
        **asked_about(review, shown_lines, events, told, reader, kept, (forms or {})),
        "line_number": len(shown_lines),
        "viewed_number": viewed_number,
        "viewed_sentence": viewed_sentence(viewed_number, len(shown_lines)),
        **beside,
        "waiting": [
            below_on_page(other, compare.gathered(of_each[other.pk]), elsewhere)
            for other in waiting
        ],
        **submission.offered(review, reader, record),
    }
    if review.edition is None:
        context |= told_below(shown_lines, elsewhere)
    sent_with_page(one for one in deciding.values() if isinstance(one, Form))
    return page(request, "admin/review/detail.html", context, status=400 if forms else 200)


def deciding_forms(
    request: HttpRequest,
    review: Review,
    records: list[Record],
    resting: Mapping[UUID, set[Below]],
    forms: Mapping[str, Form],
) -> dict[str, Any]:
    """Those of the page, and those that were refused as they were sent.

    `records` are that of the review, and what waits and it rests on; `resting` is on what each
    rests.
    """
    found = forms_of(review) | dict(forms)
    if review.is_waiting:
        refused = forms.get("approve_form")
        waiting = [one.review for one in records if one.pk != review.pk]
        read = {one.pk: one for one in records}
        found |= approval(request, review, waiting, refused, read, resting)
    return found


def sent_with_page(forms: Iterable[Form]) -> None:
    """Their fields belong to the one form of the page (`ask`): what is typed on lines comes along.

    A page without scripts sends one form at a time, and the others would be lost.
    """
    for form in forms:
        for field in form.fields.values():
            field.widget.attrs["form"] = "ask"


def waiting_below(request: HttpRequest, record: Record) -> list[Review]:
    return [one.review for one in records_below(request, record)[0]]


def records_below(
    request: HttpRequest, record: Record
) -> tuple[list[Record], dict[UUID, set[Below]]]:
    """Submitted records that this one rests on, and what those rest on in turn.

    Only those that this colleague may read. Beside them, of each all that it rests on, for the
    order in which they are published.
    """
    found: dict[UUID, Record] = {}
    resting: dict[UUID, set[Below]] = {}
    wave = [record]
    while wave:
        of_wave = rests_on(wave)
        resting |= of_wave
        new: dict[str, set[UUID]] = {}
        for one in set().union(*of_wave.values()):
            if one.is_waiting and one.pk not in {*found, record.pk}:
                new.setdefault(one.kind, set()).add(one.pk)
        wave = [
            one
            for kind in sorted(new)
            for one in _records(list(new[kind]), kind=kind, reader=reader_of(request))
        ]
        found |= {one.pk: one for one in wave}
    return list(found.values()), resting


def decided_with(request: HttpRequest, record: Record) -> list[Review]:
    """All that a decision about the record would publish with it, also what is a draft so far.

    Of drafts only what it cannot be published without, as `submitting` submits them along.
    """
    waiting = waiting_below(request, record)
    above = [record, *submitting.records(waiting)]
    return [*waiting, *filter(_may_go_along, submitting.needed(above, reviews_of(request)))]


def _may_go_along(review: Review) -> bool:
    return (
        type_of(review).goes_along
        and review.work == Review.Work.DRAFT
        and review.public != Review.Public.WITHDRAWN
    )


def lines_of(review: Review, reader: User) -> list[compare.Line]:
    return lines_of_each([review], reader, done_to([review]))[review.pk]


def lines_of_each(
    reviews: list[Review],
    reader: User,
    done: Mapping[UUID, list[Event]],
    read: Iterable[Record] = (),
) -> dict[UUID, list[compare.Line]]:
    """Of each what waits in it, as this person may read it; few statements, however many.

    `done` are the events of each. `read` are records that the page has read: what was fetched with
    them is called as it is there.
    """
    of_each = {pk: [one for one in events if one.is_save] for pk, events in done.items()}
    compare.read_versions(
        revision for review in reviews for revision in _compared(review, of_each[review.pk])
    )
    every = {review.pk: _lines(review, of_each[review.pk]) for review in reviews}
    found = [line for lines in every.values() for line in lines]
    readable = compare.readable(found, reader, unsaved.fetched_with(read))
    shown = set(map(id, readable))
    return {pk: [line for line in lines if id(line) in shown] for pk, lines in every.items()}


def untold_lines(review: Review, events: Iterable[Event], reader: User) -> list[compare.Line]:
    """The lines, for a page that tells how many they are and of what, and not what they say."""
    saves = [one for one in events if one.is_save]
    compare.read_versions(_compared(review, saves))
    return compare.without_unseen(_lines(review, saves), reader)


def _lines(review: Review, saves: list[Event]) -> list[compare.Line]:
    """None of what was merged: what went to the other record is no pending change of this one."""
    if review.merged_into_id is not None:
        return []
    return compare.lines(_base(review), review.head, saves)


def _compared(review: Review, saves: Iterable[Event]) -> Iterator[Revision]:
    """What stood before the changes that wait, what stands now, and every save in between."""
    base, head = _base(review), review.head
    yield from (one for one in (base, head) if one)
    for save in compare.between(base, head, saves) if head else ():
        if save.revision and save.revision != head:
            yield save.revision


def _base(review: Review) -> Revision | None:
    return review.edition.revision if review.edition else None


def events_of(review: Review) -> list[Event]:
    """All that was done to the record, the latest first: what a page says of it is among them."""
    return done_to([review])[review.pk]


def done_to(reviews: Collection[Review]) -> dict[UUID, list[Event]]:
    """The same of several records at once."""
    found: dict[UUID, list[Event]] = {one.pk: [] for one in reviews}
    for event in _done_to(list(found)) if found else ():
        found[event.review_id].append(event)
    return found


@prepared
def _done_to(keys: Any) -> QuerySet[Event]:
    joined = ("by__colleague", "to__colleague", "revision", "answers", "chosen__by__colleague")
    return Event.objects.filter(review__in=keys).select_related(*joined).order_by("-id")


def why_urgent(events: Iterable[Event]) -> str:
    marked = (one.comment for one in events if one.kind == Event.Kind.URGENT)
    return next(marked, "")


def is_left(review: Review) -> bool:
    """A draft of somebody who left, which nobody has gone on with."""
    is_draft = review.work == Review.Work.DRAFT
    return is_draft and Review.objects.filter(pk=review.pk).left_behind().exists()


def said(review: Review, reader: User) -> list[Event]:
    """What was done to the record, the latest first, as this person may read it."""
    return threads.readable(events_of(review), reader)


def asked_about(
    review: Review,
    shown: list[compare.Line],
    events: list[Event],
    may_read: list[Event],
    reader: User,
    kept: list[KeptComment],
    forms: Mapping[str, Form],
) -> dict[str, Any]:
    """Attach to each line the form and the questions about it; and those about no line here.

    Of the events of the record, `may_read` are those that the reader may read.
    """
    lines = [one for line in shown for one in line.each]
    initial = {one.line: one.text for one in kept}
    form = forms.get("ask_form") or AskForm(keys=[line.key for line in lines], initial=initial)
    said = threads.on_lines(events)
    every = [one for one in threads.questions_in(said) if one.asked in may_read]
    differing = [one for one in threads.disagreements_in(said) if one.asked in may_read]
    entries = codebook.everything()
    for line in shown:
        keys = {one.key for one in line.each}
        # Somebody may have saved it since the form was read.
        line.ask = form[line.key] if line.key in form.fields else None  # type: ignore[attr-defined]
        line.questions = [one for one in every if one.asked.line in keys]  # type: ignore[attr-defined]
        line.disagreements = [one for one in differing if one.asked.line in keys]  # type: ignore[attr-defined]
        is_open = any(one.ended is None for one in line.disagreements)  # type: ignore[attr-defined]
        line.may_disagree = not is_open  # type: ignore[attr-defined]
        line.codebook = codebook.of_line(line, entries)  # type: ignore[attr-defined]
    here = {one.key for line in shown for one in line.each}
    for one in every:
        name = f"answer-{one.asked.pk}"
        one.form = forms.get(name.replace("-", "_")) or AnswerForm(prefix=name)  # type: ignore[attr-defined]
        sent_with_page([one.form])  # type: ignore[attr-defined]
    describe_disagreements(review, differing, reader, forms)
    return {
        "lines": shown,
        "ask_form": form,
        "gone_fields": [form[key] for key in cast(AskForm, form).gone],
        "kept_number": len(kept),
        "kept_elsewhere": [one for one in kept if one.line not in here],
        "questions_elsewhere": [one for one in every if one.asked.line not in here],
        "disagreements_elsewhere": [one for one in differing if one.asked.line not in here],
        "questions_open": sum(one.resolved is None for one in every),
    }


def describe_disagreements(
    review: Review, found: list[threads.Disagreement], reader: User, forms: Mapping[str, Form]
) -> None:
    """Attach the forms of those that are open, and what the codebook has of those that are not."""
    entries = {
        one.ruling_id: one
        for one in CodebookEntry.objects.filter(
            ruling__in=[one.ruling.pk for one in found if one.ruling], words_removed=False
        )
    }
    for one in found:
        one.entry = entries.get(one.ruling.pk) if one.ruling else None  # type: ignore[attr-defined]
        one.forms = {} if one.ended else forms_of_disagreement(review, one, reader)  # type: ignore[attr-defined]
        for name in one.forms:  # type: ignore[attr-defined]
            refused = forms.get(f"{name}_{one.asked.pk}")
            one.forms[name] = refused or one.forms[name]  # type: ignore[attr-defined]
        sent_with_page(one.forms.values())  # type: ignore[attr-defined]


def forms_of_disagreement(
    review: Review, found: threads.Disagreement, reader: User
) -> dict[str, Form]:
    """Whoever decides says nothing else; the others say what they would put, or who decides."""
    key = found.asked.pk
    naming = WhoDecidesForm(prefix=f"name-{key}", people=who_may_decide(review, reader))
    if found.decides == reader:
        ruling = RulingForm(prefix=f"rule-{key}", positions=found.positions)
        return ({"rule": ruling} if found.is_of_two else {}) | {"name": naming}
    return {"position": PositionForm(prefix=f"position-{key}"), "name": naming}


def who_may_decide(review: Review, reader: User) -> "QuerySet[User]":
    """As far as this colleague knows them; the deed asks whether they may decide this."""
    known = mentioning.known_to(reader, review)
    return deciding_colleagues().filter(pk__in=known.values("pk"))


def mark_viewed(shown: list[compare.Line], viewed: Collection[str]) -> int:
    """Attach to each line whether this person has looked at it as it is; how many they have."""
    for line in shown:
        line.digest = viewing.digest_of(line)  # type: ignore[attr-defined]
        line.is_viewed = line.digest in viewed  # type: ignore[attr-defined]
    return sum(line.is_viewed for line in shown)  # type: ignore[attr-defined]


def viewed_sentence(number: int, lines: int) -> str:
    """For whoever decides: it hinders nobody, and is said beside the button."""
    if not lines:
        return ""
    if not number:
        said = _("You have marked none of the %(lines)s lines of this record as looked at.")
    else:
        said = _("You have marked %(number)s of the %(lines)s lines of this record as looked at.")
    return said % {"number": number, "lines": lines}


def told_below(lines: list[compare.Line], told: Set[str]) -> dict[str, Any]:
    """Rows that the page tells elsewhere are folded, unless somebody asked about them."""
    left: list[compare.Line] = []
    folded: list[compare.Line] = []
    for line in lines:
        is_told = {one.row.pk for one in line.each} <= told and not _is_asked_about(line)
        (folded if is_told else left).append(line)
    return {"lines": left, "lines_below": folded}


def _is_asked_about(line: Any) -> bool:
    is_kept = line.ask is not None and (line.ask.value() or line.ask.errors)
    return bool(line.questions or line.disagreements or is_kept)


def below_on_page(
    review: Review, lines: list[compare.Line], told: Collection[str]
) -> dict[str, Any]:
    """What waits and the record rests on; of what is new, the page tells some rows elsewhere."""
    left = [line for line in lines if line.row.pk not in told]
    # What the record is called, says the link to its page.
    called = {review.title, *review.title.split(", ")}
    for line in left:
        pairs = line.told.first
        line.is_record = issubclass(line.row.model, Record)  # type: ignore[attr-defined]
        line.told_briefly = (  # type: ignore[attr-defined]
            [pair for pair in pairs if pair[1] not in called] if line.is_record else pairs  # type: ignore[attr-defined]
        )
    return {
        "review": review,
        "every": lines,
        "lines": left,
        "number": len(lines),
        "above": len(lines) - len(left),
        "is_new": review.edition is None and all(line.kind == "added" for line in lines),
        "is_short": len(left) <= MOST_OPEN,
    }


def since_last_look(review: Review, events: list[Event], reader: User) -> dict[str, Any]:
    """What was saved since this person last said something to it, or since it was last returned."""
    returned = Event.Kind.RETURNED
    looks = [
        one
        for one in review.pile_among(events)
        if one.kind == returned or (one.by == reader and one.kind == Event.Kind.COMMENTED)
    ]
    looked = max(looks, key=lambda one: one.pk, default=None)
    if looked is None or looked.revision_id in {None, review.head_id}:
        return {}
    found = compare.readable(compare.lines(looked.revision, review.head), reader)
    return {"looked": looked, "since": compare.gathered(found)}


def forms_of(review: Review) -> dict[str, Any]:
    initial = {"seen": review.head_id}
    return {
        "comment_form": LineCommentForm(initial=initial, prefix="comment"),
        "return_form": SendBackForm(initial=initial, prefix="return"),
        "discard_form": CommentForm(initial=initial, prefix="discard"),
        "put_back_form": LineForm(initial=initial, prefix="put_back"),
        "withdraw_form": WithdrawForm(initial=initial, prefix="withdraw"),
        "submit_form": CommentForm(initial=initial, prefix="submit"),
        "close_form": CommentForm(initial=initial, prefix="close"),
        "reopen_form": CommentForm(initial=initial, prefix="reopen"),
        "urgent_form": UrgentForm(prefix="urgent"),
        "assign_form": AssignForm(prefix="assign"),
    }


def approval(
    request: HttpRequest,
    review: Review,
    waiting: list[Review],
    refused: Form | None,
    read: Mapping[UUID, Record],
    resting: Mapping[UUID, set[Below]],
) -> dict[str, Any]:
    """The form that approves what this page shows, and what it would take back."""
    together = [*waiting, review]
    ahead = publishing.next_documents(together, read, resting)
    initial = {
        "seen": review.head_id,
        "together": heads_of(waiting),
        "shown": shown_of(together, ahead),
    }
    form = refused or ApproveForm(initial=initial, resting_on=waiting, prefix="approve")
    earlier = earlier_words(ahead, readable=reviews_of(request))
    cast(ApproveForm, form).offer_hiding(bool(earlier))
    document = ahead[review.reference].document
    # Of what is in no edition yet all would be new to readers.
    changes = changes_for_readers(review, document, person(request)) if review.edition else []
    return {
        "approve_form": form,
        "reader_changes": changes,
        "earlier": earlier,
        "notes": notes_that_stay(earlier),
    }


def admin_of(review: Review) -> Any:
    """The admin of the kind of record that the review is of."""
    return admin.site.get_model_admin(record_model(review.kind))


def changes_for_readers(review: Review, document: Document, reader: User) -> list[Any]:
    """What readers would find changed by this document, as far as this colleague may read it."""
    model_admin = admin_of(review)
    both = (served_now(review), document)
    read = (model_admin.readable_document(one, reader) for one in both)
    return list(model_admin.changes_for_readers(*read))


def shown_of(reviews: Iterable[Review], ahead: Ahead) -> str:
    """What a page carries that shows these records together, with these documents."""
    choice = choice_of({review.pk: review.head_id for review in reviews})
    return f"{choice}.{publishing.fingerprint(ahead)}"


def heads_of(reviews: Iterable[Review]) -> list[str]:
    """As forms carry them: `key:head`."""
    return [f"{review.pk}:{review.head_id}" for review in reviews]


def heads_posted(request: HttpRequest) -> dict[UUID, int | None]:
    """Heads of several records as a page showed them; what is no such pair was not seen."""
    heads: dict[UUID, int | None] = {}
    for pair in request.POST.getlist("seen"):
        pk, _colon, head = pair.partition(":")
        try:
            heads[UUID(pk)] = head_in(head)
        except ValueError:
            continue
    return heads


def head_in(text: str | None) -> int | None:
    """The id of a revision as a form carries it; None for whatever is none."""
    is_number = text and text.isascii() and text.isdigit() and len(text) <= LONGEST_ID
    return int(text) if text and is_number else None


def keys_in(texts: Iterable[str]) -> list[UUID]:
    """Keys of rows as a form carries them; whatever is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def record_url(review: Review, what: str) -> str:
    model = record_model(review.kind)
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=[review.pk]
    )


def said_first(record: Record) -> dict[str, Any]:
    """What every colleague who opens the record reads first, if its own admin has any such."""
    model_admin = admin.site.get_model_admin(type(record))
    return getattr(model_admin, "said_first", lambda _record: {})(record)


def review_context(record: Record, reader: User) -> dict[str, Any]:
    """What the record's own admin adds to its review page, as this person may read it."""
    model_admin = admin.site.get_model_admin(type(record))
    return getattr(model_admin, "review_context", lambda _record, _reader: {})(record, reader)


def say_who_is_not_told(request: HttpRequest, review: Review, *texts: str) -> None:
    by = person(request)
    for name in {one for text in texts for one in mentioning.mentioned(review, text, by=by)[1]}:
        sentence = _("Nobody who is called “%s” and may read this record is known here: not told.")
        messages.warning(request, sentence % name)


def keep_typed(request: HttpRequest, review: Review) -> Form | None:
    """What was typed on lines comes with every deed of the page, and is kept before that.

    The form comes back where it cannot be kept: nothing else is done then, and nothing is lost.
    """
    form = AskForm.typed_in(request)
    texts = form.sent_texts() if form.is_valid() else {}
    kept = partial(keeping.keep, review, texts, by=person(request))
    if form.is_valid() and (not texts or do(request, None, kept)):
        return None
    return AskForm(request.POST, keys=[one.key for one in lines_of(review, person(request))])


def act(
    request: HttpRequest,
    review: Review,
    name: str,
    form: Form,
    deed: Callable[[dict[str, Any]], Any],
    said: str,
) -> HttpResponse:
    """Do the deed, or show the page again with what was typed and why it was refused."""
    if typed := keep_typed(request, review):
        return detail(request, review.pk, {f"{name}_form": form, "ask_form": typed})
    if form.is_valid() and do(request, form, partial(deed, form.cleaned_data), said):
        say_who_is_not_told(request, review, form.cleaned_data.get("comment", ""))
        return redirect("admin:review_review_detail", review.pk)
    return detail(request, review.pk, {f"{name}_form": form})


def press(
    request: HttpRequest,
    review: Review,
    deed: Callable[[], Any],
    said: str = "",
    leads_to: str = "",
) -> HttpResponse:
    """A deed of a button that asks for no words: it loses none that were typed on lines."""
    if typed := keep_typed(request, review):
        return detail(request, review.pk, {"ask_form": typed})
    done = do(request, None, deed, said)
    if done and leads_to:
        return redirect(leads_to)
    return redirect("admin:review_review_detail", review.pk)


def _simple(
    name: str, verb: Callable[..., Any], done: Any, form_class: type[DeedForm] = CommentForm
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A view for a deed whose form holds exactly the verb's own arguments."""

    @large_form
    @require_POST
    def view(request: HttpRequest, review_id: UUID) -> HttpResponse:
        review = get_object_or_404(reviews_of(request), pk=review_id)
        form = form_class(request.POST, prefix=name)

        def deed(data: dict[str, Any]) -> None:
            verb(review, by=person(request), **data)

        return act(request, review, name, form, deed, str(done))

    return view


def _without_seen(verb: Callable[..., Any]) -> Callable[..., Any]:
    """For verbs that decide nothing about the content."""

    def act_on(review: Review, *, seen: int | None, **data: Any) -> Any:
        return verb(review, **data)

    return act_on


def _withdraw_today(review: Review, *, seen: int | None, **data: Any) -> None:
    publishing.withdraw(review, day=chain.today(), **data)


def _comment(review: Review, *, by: User, comment: str, line: str) -> None:
    """About the record, or about one of its lines: there it can be answered."""
    if line:
        asking.comment_on(review, line, by=by, comment=comment)
    else:
        decisions.comment(review, by=by, comment=comment)


comment = _simple("comment", _without_seen(_comment), _("Comment added."), LineCommentForm)


@transaction.atomic
def _send_back(review: Review, *, by: User, with_kept: bool, **data: Any) -> None:
    """With the comments on lines that were kept, or not at all."""
    decisions.require(by, "review.decide_review")
    decisions.decidable(review.pk, data["seen"])
    if with_kept:
        asking.send_kept(review, by=by)
    decisions.send_back(review, by=by, **data)


send_back = _simple("return", _send_back, _("Returned to its researchers."), SendBackForm)
discard = _simple("discard", decisions.discard, _("The pending changes are discarded."))
close = _simple("close", decisions.close, _("Closed. It can be reopened."))
reopen = _simple("reopen", _without_seen(decisions.reopen), _("Open again, as a draft."))
withdraw = _simple("withdraw", _withdraw_today, _("Withdrawn from the public."), WithdrawForm)


@large_form
@require_POST
def submit(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """With the drafts that the page named beside the form."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = CommentForm(request.POST, prefix="submit")

    def deed(data: dict[str, Any]) -> None:
        submission.submit(request, review, **data)

    return act(request, review, "submit", form, deed, "")


def _put_back(review: Review, *, line: str, **data: Any) -> None:
    decisions.put_back(review, line, **data)


put_back = _simple(
    "put_back",
    _put_back,
    _("The line is as published again. This was a change of yours: somebody else must approve it."),
    LineForm,
)


@large_form
@require_POST
def take(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Also from a colleague, where the page that was sent named them."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    over = head_in(request.POST.get("over"))
    return press(request, review, partial(claiming.take, review, by=person(request), over=over))


@large_form
@require_POST
def release(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    return press(request, review, partial(claiming.release, review, by=person(request)))


@large_form
@require_POST
def assign_reviewer(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = AssignForm(request.POST, prefix="assign")

    def deed(data: dict[str, Any]) -> None:
        claiming.assign(review, by=person(request), **data)

    return act(request, review, "assign", form, deed, _("Assigned."))


@large_form
@require_POST
def set_urgent(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    form = UrgentForm(request.POST, prefix="urgent")

    def deed(data: dict[str, Any]) -> None:
        claiming.set_urgent(review, by=person(request), urgent=True, **data)

    return act(request, review, "urgent", form, deed, _("Marked as urgent."))


@large_form
@require_POST
def not_urgent(request: HttpRequest, review_id: UUID) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    deed = partial(claiming.set_urgent, review, by=person(request), urgent=False)
    return press(request, review, deed)


def history(request: HttpRequest, review_id: UUID) -> TemplateResponse:
    """Everything that was ever done to the record, with a comparison for every save."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    context = {
        "title": _("History: %s") % review.title,
        "review": review,
        "events": said(review, person(request)),
        "editions": review.editions.select_related("entry").order_by("-number"),
        **said_first(review.record()),
    }
    return page(request, "admin/review/history.html", context)


def revision(
    request: HttpRequest, review_id: UUID, revision_id: int, form: Form | None = None
) -> TemplateResponse:
    """One save: what it changed from the one before, and what differs from today."""
    review = get_object_or_404(reviews_of(request), pk=review_id)
    event = _save_of(review, revision_id)
    before = review.events.filter(id__lt=event.pk, kind__in=Event.PILE).order_by("-id").first()
    context = {
        "title": _("Revision of %s") % review.title,
        "review": review,
        "event": event,
        "lines": compare.gathered(
            compare.readable(
                compare.lines(before.revision if before else None, event.revision), person(request)
            )
        ),
        "since": compare.gathered(
            compare.readable(compare.lines(event.revision, review.head), person(request))
        ),
        "restore_form": form or CommentForm(initial={"seen": review.head_id}, prefix="restore"),
        **said_first(review.record()),
    }
    return page(request, "admin/review/revision.html", context, status=400 if form else 200)


def _save_of(review: Review, revision_id: int) -> Event:
    saves = review.events.filter(kind__in=Event.PILE).select_related("by__colleague", "revision")
    return get_object_or_404(saves, revision_id=revision_id)


@require_POST
def restore(request: HttpRequest, review_id: UUID, revision_id: int) -> HttpResponse:
    review = get_object_or_404(reviews_of(request), pk=review_id)
    chosen: Revision | None = _save_of(review, revision_id).revision
    form = CommentForm(request.POST, prefix="restore")
    if form.is_valid() and chosen is not None:
        restored = partial(
            decisions.restore, review, chosen, by=person(request), **form.cleaned_data
        )
        if do(request, form, restored, _("Restored as a new change; it waits to be submitted.")):
            return redirect("admin:review_review_detail", review.pk)
    return revision(request, review_id, revision_id, form)
