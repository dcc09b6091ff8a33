"""Invented names, planted wherever a real one could stand, and every form of them found."""

import html
import io
import re
import zipfile
from urllib.parse import unquote_plus, urlencode

from django.contrib.auth.models import User
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone

from accounts import suspending
from accounts.models import Colleague, NeedToKnowGroup
from accounts.sight import show_all, take_in
from incidents.desk import keeping
from incidents.desk.shape import Typed
from incidents.intake import adding
from incidents.intake import keeping as intake
from incidents.merge import merging
from incidents.models import Incident, Victim, WithheldName
from review.models import SavedFilter
from review.revisions import compare
from review.text.compared import compared
from review.workflow import codebook, decisions, disagreeing, filtering, hiding, tagging
from review.workflow import keeping as commenting
from sources.models import Actor, Hop, Source, Statement
from tests import factories as make
from tests.pages import signed_in

# Of each secret what it is called in both alphabets; each is found by its beginning, since an index
# keeps stems. Who may read it is said in `tests/test_canary.py`.
NAMES = {
    # A victim whom we may not name.
    "name": "Kvilbrax Квільбракс",
    # All of a source that few may read, and of what rests on it.
    "restricted": "Zhupdrom Жупдром",
    "confidential": "Mryskvol Мрисквол",
    # Notes, comments, reasons, drafts, and what was hidden or withdrawn.
    "staff": "Truzhgelb Тружгельб",
    # Why somebody was suspended.
    "administrators": "Floskvir Флосквір",
    # Colleagues themselves: how they sign in, their names and addresses.
    "colleagues": "Ghedvuks Ґедвукс",
    # What other colleagues see them called.
    "working names": "Chaplodzhur Чаплоджур",
    # What somebody types at the desk, which they alone read.
    "typed": "Brezhdunk Бреждунк",
    # Links that were pasted, and what was said of them: for whoever enters records.
    "intake": "Vrukshpel Врукшпель",
    # The same of a need-to-know group.
    "intake of a group": "Zmulkdrav Змулкдрав",
}
NEEDLES = {secret: compared(text).split() for secret, text in NAMES.items()}
JSON_LETTER = re.compile(r"\\u([0-9a-fA-F]{4})")


def found_in(content: bytes) -> set[str]:
    """Which secrets the bytes tell, in any spelling: escaped, encoded, zipped, or broken up."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    text = content.decode(errors="replace")
    for form in (html.unescape, unquote_plus, _without_json_escapes):
        text = f"{text}\n{form(text)}" if form(text) != text else text
    said = compared(text)
    return {secret for secret, needles in NEEDLES.items() if any(one in said for one in needles)}


def _without_json_escapes(text: str) -> str:
    return JSON_LETTER.sub(lambda escaped: chr(int(escaped[1], 16)), text)


# Planting


def plant() -> None:
    """A small world in which everything that may be kept back is there and is kept back."""
    staff = NAMES["staff"]
    said, source = _open_source(staff)
    incident = _named_incident(said, staff)
    for access in ("restricted", "confidential"):
        _closed_source(access, NAMES[access])
    _never_public(said, staff)
    _taken_back(said, incident, staff)
    _closed_actor(source, staff)
    _said_among_ourselves(staff, NAMES["typed"])
    _typed_at_the_desk(NAMES["typed"])
    _in_intake(NAMES["intake"], NAMES["intake of a group"])
    _colleagues()


def _open_source(staff: str) -> tuple[Statement, Source]:
    source = make.source(
        title="An open report", copy_held=staff, internal_note=staff, text_as_received=staff
    )
    said = make.statement(source=source, internal_note=staff, chain=["a soldier"])
    hop = Hop.objects.get(statement=said)
    hop.as_written = staff
    make.save(source, rows=[hop], comment=staff)
    make.submitted(source, comment=staff)
    decisions.comment(source.review, by=make.reviewer(), comment=staff)
    decisions.send_back(
        source.review, by=make.reviewer(), seen=source.review.head_id, comment=staff
    )
    source.review.refresh_from_db()
    make.published(source)
    return said, source


def _named_incident(said: Statement, staff: str) -> Incident:
    victim = Victim(label_en="a captured soldier", outcome="killed")
    incident = make.incident(
        statement=said,
        rows=[victim],
        killed_best=None,
        internal_note=staff,
        wording_reason=staff,
        place=make.place(),
        place_precision="2",
    )
    WithheldName.objects.create(victim=victim, name=NAMES["name"])
    names_page = reverse("admin:incidents_incident_name", args=[incident.pk, victim.pk])
    signed_in(make.reviewer()).get(names_page)  # which is kept in a log of its own
    make.published(incident)
    return incident


def _closed_source(access: str, word: str) -> None:
    source = make.source(
        access=access,
        title=f"Report of {word}",
        author=word,
        url=f"https://news.example/{word.split(maxsplit=1)[0]}",
        public_wording_en="A witness." if access == "confidential" else "",
        copy_held=word,
        text_as_received=word,
        internal_note=word,
    )
    said = make.statement(
        source=source,
        label=f"{access} {word}",
        paraphrase_en=f"{word} saw it.",
        quotation=word,
        quotation_language="en",
        subject_as_written=word,
        place_as_written=word,
        internal_note=word,
        chain=[word],
    )
    make.submitted(source, comment=word)
    incident = make.incident(statement=said, title_en=f"Told by {word}", summary_en=word)
    make.submitted(incident, comment=word)


def _never_public(said: Statement, staff: str) -> None:
    """A draft, and a change of what is public that nobody approved."""
    make.incident(statement=said, title_en=f"Draft {staff}", summary_en=staff)
    waiting = make.published(make.incident(statement=said, title_en="Another incident"))
    make.save(waiting, title_en=f"Changed {staff}", comment=staff)
    line = f"{waiting._meta.label_lower}:{waiting.pk}:title_en"
    said_so = {"put": staff, "why": staff, "nobody": staff}
    disagreeing.disagree(waiting.review, line, by=make.reviewer(), to=None, **said_so)


def _taken_back(said: Statement, incident: Incident, staff: str) -> None:
    """Hidden parts, a withdrawn record, and a merge that waits."""
    lacking = make.published(
        make.incident(statement=said, title_en="A third", summary_en=f"It was {staff}.")
    )
    reviewer, day = make.reviewer(), make.DAY
    hiding.hide(lacking.review, "summary", by=reviewer, day=day, reason="protection", comment=staff)
    gone = make.published(make.incident(statement=said, title_en=f"Gone {staff}"))
    make.withdrawn(gone)
    other = make.published(make.incident(statement=said, title_en="A fourth"))
    seen = {one.pk: one.review.head_id for one in (incident, other)}
    merging.propose(other, incident, by=make.researcher(), seen=seen, comment=staff)


def _closed_actor(source: Source, staff: str) -> None:
    actor: Actor = make.published(make.actor(name_en="A body", internal_note=staff))
    source.publisher = actor
    make.save(source, comment=staff)
    make.published(source, note="Its publisher is known now.")


def _said_among_ourselves(staff: str, typed: str) -> None:
    """A disagreement with its ruling, the codebook, a tag, filters, and what is not sent yet."""
    olena, taras, ivan = make.researcher(), make.reviewer(), make.reviewer(name="ivan")
    actor: Actor = make.published(make.actor(name_en="A second body"))
    make.save(actor, side="third", comment="It is edited abroad.")
    make.submitted(actor)
    [line] = compare.lines(actor.review.edition.revision, actor.review.head)  # type: ignore[union-attr]
    asked = {"put": staff, "why": staff}
    opened = disagreeing.disagree(actor.review, line.key, by=taras, to=ivan, **asked)
    disagreeing.state_position(opened, by=olena, **asked)
    ruled = disagreeing.rule(opened, by=ivan, chosen=None, **asked)
    about = "sources.actor:side"
    entry = codebook.propose(ruled, question=staff, answer=staff, about=about, by=ivan)
    codebook.agree(entry, by=taras, at=timezone.now())
    commenting.keep(actor.review, {line.key: typed}, by=olena)
    tagging.put(actor.review, add=[tagging.make(staff, by=olena).pk], remove=(), by=olena)
    of = "sources_source_changelist"
    own = SavedFilter(list=of, name=typed, typed=urlencode({"q": typed}))
    shared = SavedFilter(list=of, name=staff, choices="kind__exact=article", is_shared=True)
    for one in (own, shared):
        filtering.save(one, by=olena)


def _typed_at_the_desk(word: str) -> None:
    author, now = make.researcher(), timezone.now()
    for access in ("public", "restricted"):
        report = keeping.begin(by=author, at=now, kind="article", access=access)
        row = {"paraphrase_en": word, "chain": word, "label": word}
        typed = Typed(source={"title": word, "text": word}, statements=[row], reason=word)
        keeping.save(report, typed, seen=0, by=author, at=now)


def _in_intake(word: str, of_group: str) -> None:
    author, now = make.researcher(), timezone.now()
    iryna = make.administrator()
    group = NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=iryna)
    take_in(author, group, by=iryna, reason="works on it")
    for text, only in ((word, None), (of_group, group)):
        host = text.split()[0].lower()
        links = f"https://{host}.example/1 {text}\nhttps://{host}.example/2"
        pasted = adding.add(links, by=author, at=now, note=text, came_from=text, group=only)
        for answer in pasted.answers[1:]:
            assert answer.item
            intake.put_out_of_scope(answer.item, reason="other", words=text, by=author, at=now)


def _colleagues() -> None:
    """Everybody who worked here has a telling name, and one was suspended."""
    left = make.researcher(name="pavlo")
    suspending.suspend(left, by=make.administrator(), reason=NAMES["administrators"])
    latin = NAMES["colleagues"].split()[0]
    User.objects.update(
        username=Concat(Value(f"{latin}-"), "username"),
        first_name=NAMES["colleagues"],
        last_name=NAMES["colleagues"],
        email=f"{latin}@staff.example",
    )
    for number, person in enumerate(User.objects.all()):
        name = f"{NAMES['working names']} {number}"
        Colleague.objects.create(person=person, working_name=name)


def reader(*groups: str) -> User:
    """A colleague of no telling name, with these rights."""
    user = User.objects.create(username="reader", is_staff=True)
    show_all(user, by=None, reason="reads all")
    for name in groups:
        make.give(user, name)
    return user
