"""What somebody may not read is for them as if it were not: each role, every admin address."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.models import NeedToKnowGroup
from accounts.sight import take_in
from incidents.models import Finding, Incident, IncidentLink, IntakeItem, Victim, WithheldName
from review.models import Hiding, Limit, Read, Review, StaffExport
from review.workflow import assigning, limiting
from sources.models import Actor, Source, Statement
from tests import factories as make
from tests.databases import CopiedDatabase, UsedDatabase
from tests.incidents.intake.links import done, entered, link
from tests.pages import signed_in
from tests.test_access import patterns

pytestmark = pytest.mark.django_db

SECRET = "unseenwitness"
NEVER = "00000000-0000-4000-8000-000000000000"
# What differs from one request to the next, whatever it tells.
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
# Of each, the name of the address and why it is left out.
LEFT_OUT = {
    "own_sessions": "tells the minute",
    "logout": "ends the session",
    "review_review_reads": "tells that something was read, see below",
    "review_review_exports": "tells that something was taken, see below",
    "jsi18n": "is a script",
    "second_factor_app": "shows another secret each time",
    "second_factor_passkey": "asks another question each time",
}


ASKED_OF_INTAKE = (f"state=all&words={SECRET}", "state=all", "state=entered", "whose=others")
ASKED_OF_THE_QUEUE = ("kind=source", "language=en", "urgent=0&order=title", "reviewing_by=null")

# The worlds


class World(NamedTuple):
    """Keys of one state's records, by what an address of the admin calls them."""

    incident: UUID
    source: UUID
    statement: UUID
    victim: UUID
    hiding_id: int
    revision_id: int
    limit_id: int
    link: UUID


def world(word: str, *, access: str = "public", of_source: str = "public") -> World:
    """A source, a statement and an incident that rests on it, with everything that lists show."""
    source = make.source(
        title=f"A report {word}", access=of_source, url=f"https://{word}.example/1"
    )
    said = make.statement(source=source, label="S1", paraphrase_en=f"Somebody said it {word}.")
    make.published(source)
    make.hidden(source, f"statements/{said.pk}")
    soldier = Victim(label_en=f"a soldier {word}")
    incident = make.incident(
        statement=said, title_en=f"An incident {word}", access=access, rows=[soldier]
    )
    WithheldName.objects.create(victim=soldier, name=f"Name {word}")
    make.submitted(incident)
    return found(incident.title_en)


# A link of which a member types a report: it becomes a source of the group's alone.
AT_THE_DESK = "https://desk.example/1"


def enter_links() -> None:
    """One that nobody has, and one at the desk."""
    author, member = make.researcher(), User.objects.get(username="member")
    link("https://open.example/2", by=author)
    typed = link(AT_THE_DESK, by=author)
    done("take", typed, by=member)
    kept = {"kind": "article", "access": "restricted", "group": NeedToKnowGroup.objects.get()}
    done("begin_report", typed, by=member, **kept)


def group_of_member() -> NeedToKnowGroup:
    iryna = make.administrator()
    group = NeedToKnowGroup.objects.create(name="Case 1", purpose="It", made_by=iryna)
    take_in(make.reviewer(name="member"), group, by=iryna, reason="works on it")
    return group


def limited() -> World:
    """Restricted, and limited to a group of which only `member` is."""
    hidden = world(f"{SECRET}-limited", access="restricted", of_source="confidential")
    member = User.objects.get(username="member")
    group = NeedToKnowGroup.objects.get()
    for key in (hidden.source, hidden.incident):
        record: Any = Source.objects.filter(pk=key).first() or Incident.objects.get(pk=key)
        limiting.limit(record.review, group, by=member, comment="a witness")
        Read.objects.create(review=record.review, person=member, page="incidents_incident_change")
    _rest_on(hidden)
    link(f"https://{SECRET}-limited.example/2", by=member, group=group)
    entered(IntakeItem.objects.get(url=AT_THE_DESK))
    return found(f"An incident {SECRET}-limited")


def _rest_on(hidden: World) -> None:
    """Incidents of public access that rest on what is hidden, by a finding and by a link."""
    said = Statement.objects.get(pk=hidden.statement)
    open_statement = Statement.objects.get(source__title="A report open")
    body = Actor.objects.get(name_en="A commission")
    found = Finding(body=body, what_en=f"x {SECRET}", statement=said)
    through = make.incident(
        statement=open_statement, title_en=f"Found {SECRET}", rows=[found], by=make.researcher()
    )
    link = IncidentLink(kind="part_of", to=through)
    make.submitted(
        make.incident(statement=open_statement, title_en=f"Linked {SECRET}", rows=[link])
    )


ROLES = "researcher unseeing administrator safeguarding reviewer superuser newcomer".split()


def enter_people() -> None:
    User.objects.create_superuser("role-superuser")
    make.researcher(name="role-researcher")
    make.reviewer(name="role-reviewer")
    make.administrator(name="role-administrator")
    make.person(name="role-newcomer", group="Reviewers", is_new=True)
    # Whoever is charged with safeguarding is also a researcher.
    safeguarding = make.researcher(name="role-safeguarding")
    make.give(safeguarding, "Safeguarding")
    # A reviewer without the right to read restricted records.
    unseeing = make.reviewer(name="role-unseeing")
    unseeing.groups.clear()
    rights = Permission.objects.filter(group__name="Reviewers").exclude(codename="read_restricted")
    make.give_group(unseeing, make.group_of(*rights.values_list("codename", flat=True)))


def person(role: str) -> User:
    return User.objects.get(username=f"role-{role}")


# What is asked


def admin_patterns() -> Iterator[tuple[str, str]]:
    for namespace, path, pattern in patterns(get_resolver()):
        if namespace == "admin" and pattern.name and pattern.name not in LEFT_OUT:
            yield pattern.name, path


OF_RECORD = {"pk", "review_id", "object_id"}


def filled(path: str, keys: World | None) -> str | None:
    """The address of a page of these records, or of none; None where it names no record."""
    if (
        "<" not in path
        or any(one in path for one in ("auth/", "accounts/", "second-factor/", "<str:secret>"))
        or "(?P" in path
    ):
        return None
    kind = next((one for one in ("statement", "source") if f"/{one}/" in path), "incident")
    kind = "link" if "/intake/" in path else kind

    def named(match: re.Match[str]) -> str:
        converter, name = match.groups()
        name = {"victim_id": "victim"}.get(name, kind if name in OF_RECORD else name)
        nothing = 0 if converter == "int" else NEVER
        return str(getattr(keys, name, nothing) if keys else nothing)

    return "/" + re.sub(r"<(uuid|path|int):(\w+)>", named, path)


def pages_of(keys: World | None) -> list[str]:
    found = (filled(path, keys) for _name, path in admin_patterns())
    return [address for address in found if address]


def lists() -> list[str]:
    """Every page that names no record, and every search, filter, order and choice."""
    plain = [
        f"/{path}"
        for name, path in admin_patterns()
        if "<" not in path and "(?P" not in path and name != "password_change"
    ]
    asked = [f"/admin/review/review/find/?q={q}" for q in (SECRET, "S1", "report")]
    for kind in ("incidents/incident", "sources/source", "sources/statement", "sources/actor"):
        at = f"/admin/{kind}/"
        asked += [f"{at}?q={q}" for q in (SECRET, "S1", "report")]
        asked += [f"{at}?o={o}" for o in ("1", "-2")]
        asked += [f"{at}?p=2", f"{at}?all="]
    choose = "/admin/autocomplete/?app_label={}&model_name={}&field_name={}&term={}"
    for app, model, field in (
        ("incidents", "incidentlink", "to"),
        ("incidents", "evidence", "statement"),
        ("incidents", "finding", "body"),
        ("sources", "statement", "source"),
        ("sources", "hop", "actor"),
    ):
        asked += [choose.format(app, model, field, term) for term in (SECRET, "")]
    asked += [
        "/admin/incidents/incident/?access__exact=restricted",
        "/admin/sources/source/?access__exact=confidential",
        f"/admin/sources/source/same-item/?url=https://{SECRET}-limited.example/1",
        f"/admin/incidents/incident/same-event/?title=An incident {SECRET}&occurred=2025-05-22",
        "/admin/review/review/outdated/?on=",
        *(f"/admin/review/review/?{asked}" for asked in ASKED_OF_THE_QUEUE),
        *(f"/admin/intake/?{asked}" for asked in ASKED_OF_INTAKE),
    ]
    return [*plain, *asked]


class Answer(NamedTuple):
    """All that is told: the bytes but for what is new every time."""

    status: int
    headers: dict[str, str]
    text: str


def answer(client: Client, address: str, *, post: bool = False) -> Answer:
    response: Any = client.post(address, {"comment": "x"}) if post else client.get(address)
    content = b"".join(response) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}
    return Answer(response.status_code, headers, TOKEN.sub(r"\1", content.decode()))


# Two states that differ in what a role may not read


def enter_open() -> None:
    enter_people()
    make.published(make.actor(name_en="A commission"))
    world("open")
    group_of_member()
    enter_links()
    assigning.assign(Incident.objects.get().review, person("newcomer"), by=make.reviewer())


def enter_both() -> None:
    enter_open()
    limited()


@pytest.fixture(scope="module")
def open_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("sees_open", enter_open) as name:
        yield name


@pytest.fixture
def open_in_place(open_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(open_database):
        yield


@pytest.fixture
def the_open(open_in_place: None, db: None) -> World:
    return found("An incident open")


@pytest.fixture(scope="module")
def both_database(copied_database: CopiedDatabase) -> Iterator[str]:
    with copied_database("sees_both", enter_both) as name:
        yield name


@pytest.fixture
def both_in_place(both_database: str, used_database: UsedDatabase) -> Iterator[None]:
    with used_database(both_database):
        yield


@pytest.fixture
def hidden(both_in_place: None, db: None) -> World:
    """What only `member` reads, beside what everybody does."""
    return found(f"An incident {SECRET}-limited")


def found(title: str) -> World:
    incident = Incident.objects.get(title_en=title)
    said = Statement.objects.get(evidence__incident=incident, evidence__fact="date")
    limit = incident.review.limits.first()
    at = f"https://{title.removeprefix('An incident ')}.example/2"
    pasted = IntakeItem.objects.filter(url=at).first()
    return World(
        incident=incident.pk,
        source=said.source_id,
        statement=said.pk,
        victim=incident.victims.get().pk,
        hiding_id=Hiding.objects.get(review=said.source_id).pk,
        revision_id=Review.objects.get(pk=incident.pk).head_id or 0,
        limit_id=limit.pk if limit else 0,
        link=pasted.pk if pasted else UUID(NEVER),
    )


def hide_from_those_without_the_right() -> None:
    limited()
    _rest_on(world(f"{SECRET}-restricted", access="confidential", of_source="restricted"))
    said = Statement.objects.get(source__title="A report open")
    make.submitted(make.incident(statement=said, title_en=f"Alone {SECRET}", access="restricted"))


def hide_from_a_newcomer() -> None:
    hide_from_those_without_the_right()
    world(f"{SECRET}-not-assigned")


STATES: list[tuple[list[str], Callable[[], object]]] = [
    (["reviewer", "superuser"], limited),
    (
        ["researcher", "unseeing", "administrator", "safeguarding"],
        hide_from_those_without_the_right,
    ),
    (["newcomer"], hide_from_a_newcomer),
]


@pytest.mark.slow
@pytest.mark.parametrize(("roles", "hide"), STATES, ids=lambda one: getattr(one, "__name__", ""))
def test_two_states_that_differ_in_what_one_may_not_read_answer_alike(
    the_open: World, roles: list[str], hide: Callable[[], object]
) -> None:
    addresses = [*lists(), *pages_of(the_open)]
    clients = {role: signed_in(person(role)) for role in roles}
    for client in clients.values():
        client.get("/admin/")  # what a session is given at its first visit
    before = {
        (role, address): told
        for role, client in clients.items()
        for address in addresses
        if (told := answer(client, address)).status != 405
    }

    hide()

    differing = [
        (role, address)
        for (role, address), told in before.items()
        if answer(clients[role], address) != told
    ]
    assert differing == []
    assert len(before) > 80 * len(roles)


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_a_hidden_record_is_answered_like_none(hidden: World, role: str) -> None:
    """On every address, whether somebody opens it or sends something to it."""
    client = signed_in(person(role))
    review = Review.objects.get(pk=hidden.incident)
    before = (Read.objects.count(), review.events.count(), Limit.objects.count())
    client.get("/admin/")

    for of_hidden, of_none in zip(pages_of(hidden), pages_of(None), strict=True):
        for post in (False, True):
            told, none = (answer(client, one, post=post) for one in (of_hidden, of_none))
            assert named_alike(told, of_hidden, of_none) == none, of_hidden
            assert told.status in {302, 403, 404, 405}, of_hidden

    after = (Read.objects.count(), review.events.count(), Limit.objects.count())
    assert after == before


def named_alike(told: Answer, address: str, instead: str) -> Answer:
    """As if the other address were asked: a page of an error may repeat its own."""
    headers = {name: value.replace(address, instead) for name, value in told.headers.items()}
    if "Content-Length" in headers:
        longer = told.text.count(address) * (len(instead) - len(address))
        headers["Content-Length"] = str(int(headers["Content-Length"]) + longer)
    return Answer(told.status, headers, told.text.replace(address, instead))


def test_a_member_reads_all_of_it(hidden: World) -> None:
    """So that the tests above compare what is there."""
    member = signed_in(User.objects.get(username="member"))
    told = [answer(member, address) for address in (*lists(), *pages_of(hidden))]
    assert sum(SECRET in one.text for one in told) > 30


def test_logs_tell_only_that_something_was_read_or_taken(hidden: World) -> None:
    member = User.objects.get(username="member")
    StaffExport.objects.create(
        of="incidents.incident",
        keys=[hidden.incident],
        question=f"q={SECRET}",
        why=f"court {SECRET}",
        recipient="ourselves",
        by=member,
        needs_second=True,
        at=timezone.now(),
    )
    reference = Incident.objects.get(pk=hidden.incident).reference
    client = signed_in(person("administrator"))

    for address in ("/admin/review/review/readings/", "/admin/review/review/files/"):
        status, _headers, text = answer(client, address)
        assert (status, SECRET in text, reference in text) == (200, False, False)
        assert "you may not read" in text
    asked = answer(client, f"/admin/review/review/readings/?record={reference}")
    assert "Nothing was opened." in asked.text
