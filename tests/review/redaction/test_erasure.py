"""Redacting: the words are nowhere in the database any more and may not come back."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from reversion.models import Version

from incidents.models import Incident, Involvement, LegalCharacterisation, Victim, WithheldName
from review.editions import chain
from review.models import EditionPart, Entry, Event, Hiding, Refused, Review
from review.redaction import guard
from review.revisions import compare
from review.verify import Verification
from review.workflow import asking, claiming, decisions, hiding, publishing, readiness
from sources.models import Actor, ActorName, Hop, Quantity, Source, Statement, StatementLink
from tests import factories as make
from tests.databases import CopiedDatabase, EnteredOnce, UsedDatabase
from tests.review.searching import SECRET, body_of, pages_with, tables_with
from tests.review.telling import part_with
from tools.verify_export import Export

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 3)
CYRILLIC = "Щербатюкович"


def fresh(record: Any) -> Review:
    return Review.objects.get(pk=record.pk)


def redact(record: Any, path: str, *, words: list[str] | None = None) -> list[Hiding]:
    """Hide by one person, redact by another."""
    hidden = hiding.hide(
        fresh(record), path, by=make.reviewer(), day=DAY, reason="protection", comment="danger"
    )
    return hiding.redact(
        hidden[0], by=make.administrator(), day=DAY, comment="a family asked", words=words or []
    )


def faults() -> list[str]:
    return list(Verification().faults())


def log(record: Any, *, by: User | None = None, said: str = SECRET) -> None:
    """What Django's admin writes down of a save."""
    LogEntry.objects.create(
        user=by or make.researcher(),
        object_id=str(record.pk),
        object_repr=said,
        action_flag=2,
        change_message=json.dumps([{"changed": {"name": "victim", "object": said}}]),
    )


def test_the_words_are_nowhere_in_the_database_any_more(
    client: Client, told: dict[str, EditionPart]
) -> None:
    for word, part in told.items():
        log(part.edition.review, said=word)
    assert tables_with(SECRET) >= {"review_editionpart", "reversion_version", "django_admin_log"}
    digests = [entry.digest for entry in Entry.objects.order_by("position")]

    for part in told.values():
        redact(part.edition.review, part.path)

    assert tables_with(SECRET) == set()
    assert pages_with(client, SECRET) == set()
    assert faults() == []
    entries = Entry.objects.order_by("position")
    assert [entry.digest for entry in entries][: len(digests)] == digests


def test_head_and_working_rows_still_agree(told: dict[str, EditionPart]) -> None:
    """A later save changes what it changes and nothing else."""
    changed = {}
    for word, part in told.items():
        review = part.edition.review
        redact(review, part.path)
        before = fresh(review).head
        make.save(fresh(review).record(), comment="no change")
        changed[word] = compare.lines(before, fresh(review).head)

    assert {word: lines for word, lines in changed.items() if lines} == {}


def enter_incident() -> None:
    make.published_incident(summary_en=f"{SECRET} was killed.", summary_uk=f"{CYRILLIC} загинув.")


@pytest.fixture(scope="module")
def incident_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("redacting", enter_incident) as name:
        yield name


@pytest.fixture
def incident_in_place(incident_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(incident_database):
        yield


@pytest.fixture
def incident(incident_in_place: None, db: None) -> Incident:
    return Incident.objects.get()


def test_salt_and_value_go_and_the_digest_stays(incident: Incident) -> None:
    part = EditionPart.objects.get(edition__review=incident.review, path="summary")
    digest = chain.part_digest(part.path, part.salt, part.value)

    redact(incident, "summary")

    assert not EditionPart.objects.filter(edition__review=incident.review, path="summary").exists()
    assert tables_with(part.salt) == set()
    payload = json.loads(Entry.objects.get(kind="edition", record_kind="incident").payload)
    assert dict(payload["parts"])["summary"] == digest


def test_the_chain_says_when_and_in_general_why(incident: Incident) -> None:
    redact(incident, "summary")

    entry = chain.head()
    assert entry is not None
    assert (entry.kind, entry.day, entry.reference) == ("redaction", DAY, incident.reference)
    assert entry.content == {"editions": [1], "path": "summary", "reason": "protection"}


def test_the_export_verifies_after_it(client: Client, incident: Incident) -> None:
    redact(incident, "summary")
    export = Export()

    export.check(body_of(client.get("/editions.jsonl")).splitlines())

    assert export.unshown == 1


def test_cyrillic_words_go_from_logs_and_revisions_too(incident: Incident) -> None:
    log(incident, said=CYRILLIC)
    assert tables_with(CYRILLIC) >= {"django_admin_log", "reversion_version"}

    redact(incident, "summary")

    assert tables_with(CYRILLIC) == set()


def test_editions_before_and_after_that_never_told_it_stay_whole(client: Client) -> None:
    incident = make.published_incident(summary_en="Two soldiers were shot.")
    make.save(incident, not_known_en=f"Where {SECRET} was.", comment="more")
    make.published(incident, note="More.")
    first = EditionPart.objects.filter(edition__number=1, edition__review=incident.review)
    before = first.exclude(path="not_known").count()

    redact(incident, "not_known")

    assert first.count() == before
    assert tables_with(SECRET) == set()
    assert faults() == []


def test_what_was_entered_since_is_another_text_and_stays(incident: Incident) -> None:
    make.save(incident, summary_en="Two soldiers were shot.", summary_uk="", comment="without it")

    redact(incident, "summary")

    incident.refresh_from_db()
    assert incident.summary_en == "Two soldiers were shot."
    assert tables_with(SECRET) == set()


def test_a_draft_that_still_tells_it_is_emptied_too(incident: Incident) -> None:
    make.save(incident, killed_high=3, comment="range")

    redact(incident, "summary")

    incident.refresh_from_db()
    assert (incident.summary_en, incident.killed_high) == ("", 3)
    assert tables_with(SECRET) == set()


def test_what_waits_for_approval_is_a_draft_again(incident: Incident) -> None:
    make.save(incident, killed_high=3, comment="range")
    make.submitted(incident)
    claiming.take(fresh(incident), by=make.reviewer())

    redact(incident, "summary")

    assert (fresh(incident).work, fresh(incident).reviewing_by) == ("draft", None)


def test_the_title_in_the_queue_forgets_it() -> None:
    incident = make.published_incident(title_en=f"Killing of {SECRET}")

    redact(incident, "title")

    assert SECRET not in fresh(incident).title


# Rows


@pytest.fixture
def cited_in_place(entered_once: EnteredOnce) -> Iterator[None]:
    with entered_once(enter_cited):
        yield


@pytest.fixture
def cited(cited_in_place: None, db: None) -> Statement:
    """A statement with everything that is told inside it, cited by two public incidents."""
    return Statement.objects.get(label="S1")


def enter_cited() -> None:
    witness = make.published(make.actor(name_en="A body"))
    source = make.source()
    other = make.statement(source=source, label="S0", paraphrase_en="Another.")
    statement = make.statement(
        source=source,
        paraphrase_en=f"{SECRET} was shot.",
        quotation=f"{SECRET} fell",
        quotation_language="en",
        internal_note=f"{SECRET} is known to us",
        chain=[witness, (f"{SECRET}, a soldier", ["eyewitness"])],
        quantities=[{"counted": "killed", "best": 2}],
        links=[{"to": other, "kind": "supports", "why_en": f"{SECRET} twice"}],
    )
    make.published(source)
    for title in ("First", "Second"):
        make.published(make.incident(statement=statement, title_en=title))


def test_an_embedded_row_goes_from_every_record_and_revision(
    client: Client, cited: Statement
) -> None:
    log(cited)
    log(cited.hops.all()[1])

    hidings = redact(cited.source, f"statements/{cited.pk}")

    assert len(hidings) == 3
    assert tables_with(SECRET) == set()
    assert not Hop.objects.exists()
    assert not Quantity.objects.filter(statement=cited).exists()
    assert not StatementLink.objects.exists()
    assert not EditionPart.objects.filter(path=f"statements/{cited.pk}").exists()
    assert faults() == []


def test_from_an_incident_it_goes_from_its_source_too(cited: Statement) -> None:
    redact(Incident.objects.get(title_en="First"), f"statements/{cited.pk}")

    cited.refresh_from_db()
    assert (cited.label, cited.paraphrase_en, cited.quotation) == ("S1", "", "")
    assert tables_with(SECRET) == set()


def test_the_names_of_what_hung_on_it_go_from_revisions(cited: Statement) -> None:
    redact(cited.source, f"statements/{cited.pk}")

    names = Version.objects.filter(object_id=cited.pk).values_list("object_repr", flat=True)
    assert set(names) == {"…"}


def test_a_victim_goes_with_the_withheld_name() -> None:
    incident = make.published_incident(rows=[Victim(label_en="a soldier")])
    victim = incident.victims.get()
    WithheldName.objects.create(victim=victim, name=SECRET)

    redact(incident, f"victims/{victim.pk}")

    victim.refresh_from_db()
    assert victim.label_en == ""
    assert tables_with(SECRET) == set()


def test_a_row_that_was_taken_out_since_goes_from_old_revisions() -> None:
    actor = make.published(make.actor(names=[SECRET]))
    path = part_with(SECRET, "names/").path
    with decisions.saving(
        actor, by=make.researcher(), seen=fresh(actor).head_id, comment="not its name"
    ):
        actor.names.get().delete()

    redact(actor, path)

    assert tables_with(SECRET) == set()
    assert faults() == []


def test_a_row_of_which_no_revision_is_left_is_emptied_where_it_is_published() -> None:
    actor = make.published(make.actor(names=[SECRET]))
    name = actor.names.get()
    Version.objects.filter(object_id=name.pk).delete()
    path = f"names/{name.pk}"

    redact(actor, path)

    assert not EditionPart.objects.filter(path=path).exists()


def test_a_mark_stands_where_the_table_needs_a_text() -> None:
    actor = make.published(make.actor(names=[SECRET, "Kept"]))
    name = actor.names.get(text=SECRET)

    redact(actor, f"names/{name.pk}")

    assert set(ActorName.objects.values_list("text", flat=True)) == {"Kept", f"[{name.pk}]"}


# The same words may not be entered again


def test_the_text_itself_may_not_be_entered_again(incident: Incident) -> None:
    redact(incident, "summary")

    for text in (f"{SECRET} was killed.", f"  {SECRET.upper()}  was, killed"):
        incident.refresh_from_db()
        with pytest.raises(Refused, match="holds what was redacted from this record: it cannot be"):
            make.save(incident, not_known_en=text, comment="again")

    assert tables_with(SECRET) == set()


def test_another_text_may_be_entered(incident: Incident) -> None:
    redact(incident, "summary", words=[SECRET])
    incident.refresh_from_db()

    make.save(incident, summary_en="A soldier was killed.", comment="anew")

    assert Incident.objects.get().summary_en == "A soldier was killed."


@pytest.mark.parametrize("text", [SECRET, f"we heard of {SECRET.lower()}!", f"«{SECRET}»"])
def test_words_may_stand_in_no_text_of_the_record(incident: Incident, text: str) -> None:
    redact(incident, "summary", words=[SECRET])
    incident.refresh_from_db()

    with pytest.raises(Refused, match="“circumstances"):
        make.save(incident, circumstances_en=text, comment="again")


def test_nor_in_a_row_that_is_added(incident: Incident) -> None:
    redact(incident, "summary", words=[f"{SECRET} was"])
    incident.refresh_from_db()

    with pytest.raises(Refused, match="“public label"):
        make.save(incident, rows=[Victim(incident=incident, label_en=f"{SECRET} was")], comment="x")
    incident = Incident.objects.get()
    make.save(incident, rows=[Victim(incident=incident, label_en="was a soldier")], comment="x")

    assert incident.victims.get().label_en == "was a soldier"


@pytest.mark.parametrize("words", [[SECRET], []])
def test_nor_in_a_comment(incident: Incident, words: list[str]) -> None:
    redact(incident, "summary", words=words)
    incident.refresh_from_db()
    typed = f"about {SECRET}" if words else f"{SECRET} was killed"

    with pytest.raises(Refused, match="Your comment contains words that were redacted"):
        make.save(incident, killed_high=3, comment=typed)


def _ask(review: Review, said: str) -> None:
    line = f"{review.record()._meta.label_lower}:{review.pk}:killed_high"
    asking.ask(review, {line: said}, by=make.reviewer())


def _answer(review: Review, said: str) -> None:
    _ask(review, "Is it?")
    question = Event.objects.exclude(line="").get(review=review)
    asking.answer(question, by=make.researcher(), comment=said)


def _return(review: Review, said: str) -> None:
    decisions.send_back(review, by=make.reviewer(), seen=review.head_id, comment=said)


def _approve(review: Review, said: str) -> None:
    key, by = {review.pk: review.head_id}, make.reviewer()
    publishing.approve(key, shown=make.shown(review), by=by, day=DAY, note="New.", comment=said)


SAYING: dict[str, Callable[[Review, str], object]] = {
    "comment": lambda one, said: decisions.comment(one, by=make.researcher(), comment=said),
    "ask": _ask,
    "answer": _answer,
    "return": _return,
    "approve": _approve,
    "urgent": lambda one, said: claiming.set_urgent(
        one, by=make.researcher(), urgent=True, comment=said
    ),
    "assign": lambda one, said: claiming.assign(
        one, to=make.reviewer(), by=make.reviewer(name="ivan"), comment=said
    ),
}


@pytest.mark.parametrize("deed", SAYING)
def test_nor_in_what_colleagues_say_about_it(incident: Incident, deed: str) -> None:
    redact(incident, "summary", words=[SECRET])
    incident.refresh_from_db()
    make.save(incident, killed_high=3, comment="anew")
    make.submitted(incident)

    with pytest.raises(Refused, match="Your comment contains words that were redacted"):
        SAYING[deed](incident.review, f"Is {SECRET} meant?")


def test_nor_in_a_public_note(incident: Incident) -> None:
    redact(incident, "summary", words=[SECRET])
    incident.refresh_from_db()
    make.save(incident, summary_en="A soldier was killed.", comment="anew")
    make.submitted(incident)

    with pytest.raises(Refused, match="The public note contains words that were redacted"):
        make.approved(incident, note=f"{SECRET} is taken out.")
    make.approved(incident, note="The summary is new.")

    assert fresh(incident).edition.number == 2  # type: ignore[union-attr]


def test_another_record_may_have_the_words(incident: Incident) -> None:
    redact(incident, "summary", words=[SECRET])

    assert make.actor(name_en=SECRET).name_en == SECRET


def test_a_link_that_was_redacted_may_not_be_set_again() -> None:
    publisher = make.published(make.actor(name_en=SECRET))
    source = make.published(make.source(publisher=publisher))
    redact(source, "publisher")
    source = Source.objects.get()
    assert source.publisher is None

    with pytest.raises(Refused, match="“publisher” holds what was redacted"):
        make.save(source, publisher=publisher, comment="again")
    make.save(Source.objects.get(), publisher=make.actor(name_en="Other"), comment="other")

    assert Source.objects.get().publisher == Actor.objects.get(name_en="Other")


def test_an_old_revision_is_restored_without_it(incident: Incident) -> None:
    first = fresh(incident).head
    assert first is not None
    make.save(incident, killed_high=3, comment="range")
    redact(incident, "summary")

    decisions.restore(
        fresh(incident), first, by=make.researcher(), seen=fresh(incident).head_id, comment="back"
    )

    assert (Incident.objects.get().killed_high, Incident.objects.get().summary_en) == (None, "")
    assert tables_with(SECRET) == set()


def test_only_salted_digests_are_kept_of_what_is_refused(incident: Incident) -> None:
    (one,) = redact(incident, "summary", words=[SECRET, "Quix Elby", "  "])

    assert set(one.refused) == {"version", "salt", "values", "links", "words"}
    assert [length for length, _digest in one.refused["words"]] == [1, 2]
    assert tables_with("elby") == set()


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("ok", False),  # shorter than a code may be
        ("Іван Коваль", True),
        ("іван  коваль.", True),
        ("Ｉван Коваль", False),  # another letter is another word
        ("Коваль Іван", False),
        ("", False),
    ],
)
def test_whole_values_are_refused_in_any_case_and_punctuation(text: str, refused: bool) -> None:
    refusals = guard.refusals_of(["Іван Коваль", "ok"], [], [])

    assert guard.is_refused(text, refusals) is refused


# Approving afterwards


def problems(record: Any) -> list[str]:
    return readiness.problems(type(record).objects.get(pk=record.pk))


def test_a_field_that_must_not_be_empty_is_written_anew_first() -> None:
    actor = make.published(make.actor(name_en=SECRET))
    redact(actor, "name")
    assert problems(actor) == ["Write again what was redacted: name in English."]

    actor = Actor.objects.get()
    make.save(actor, name_en="A body", comment="anew")
    make.published(actor, note="Another name.")

    assert problems(actor) == []
    assert faults() == []


def test_a_field_that_may_be_empty_asks_nothing(incident: Incident) -> None:
    redact(incident, "summary")

    assert problems(incident) == []


ROWS: dict[str, tuple[str, Callable[[], Any]]] = {
    "victims/": ("victim", lambda: Victim(label_en=f"{SECRET}, a soldier")),
    "involvements/": (
        "involvement",
        lambda: Involvement(label_en="soldiers", by_whom_en=SECRET),
    ),
}


@pytest.mark.parametrize("key", ROWS)
def test_a_row_is_written_anew_or_taken_out_first(key: str) -> None:
    name, row = ROWS[key]
    incident = make.published_incident(rows=[row()])
    redact(incident, part_with(SECRET, key).path)

    assert f"A row was redacted: write it again or remove it ({name})." in problems(incident)


def test_a_row_that_was_written_anew_is_approved() -> None:
    incident = make.published_incident(rows=[Victim(label_en=f"{SECRET}, a soldier")])
    victim = incident.victims.get()
    redact(incident, f"victims/{victim.pk}")
    incident.refresh_from_db()
    victim.refresh_from_db()
    victim.label_en = "a soldier"

    make.save(incident, rows=[victim], comment="anew")
    make.published(incident, note="Said otherwise.")

    assert problems(incident) == []
    assert faults() == []


def test_a_row_that_was_taken_out_is_asked_for_no_more() -> None:
    incident = make.published_incident(
        rows=[LegalCharacterisation(law="rs_8_2_a_i", note_en=SECRET)]
    )
    row = incident.characterisations.get()
    redact(incident, f"characterisations/{row.pk}")
    incident.refresh_from_db()
    with decisions.saving(
        incident, by=make.researcher(), seen=fresh(incident).head_id, comment="out"
    ):
        row.delete()

    assert problems(incident) == []


def test_an_embedded_row_asks_its_own_record_and_not_those_that_cite_it(
    cited: Statement,
) -> None:
    redact(cited.source, f"statements/{cited.pk}")

    assert problems(cited.source) == [
        "A row was redacted: write it again or remove it (statement)."
    ]
    incident = Incident.objects.get(title_en="First")
    assert [line for line in problems(incident) if "redacted" in line] == []


def test_a_document_with_the_words_is_not_approved_however_they_came(incident: Incident) -> None:
    """From another record that it embeds, where they were not redacted."""
    redact(incident, "summary", words=[SECRET])
    source = Source.objects.get()
    make.save(source, title=f"{SECRET} speaks", comment="title")
    make.published(source, note="Its title.")

    assert problems(incident) == ["It still contains words that were redacted from it."]


def test_it_stays_out_of_the_next_editions(client: Client, incident: Incident) -> None:
    redact(incident, "summary")
    incident = Incident.objects.get()
    make.save(incident, killed_high=3, comment="range")

    make.published(incident, note="A range.")

    assert pages_with(client, SECRET) == set()
    assert fresh(incident).edition.number == 2  # type: ignore[union-attr]
    assert faults() == []


def test_rebuilding_the_index_does_not_bring_it_back(client: Client, incident: Incident) -> None:
    redact(incident, "summary")

    call_command("rebuild_published", stdout=StringIO())

    assert tables_with(SECRET) == set()
    assert faults() == []
