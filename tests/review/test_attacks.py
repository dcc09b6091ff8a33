"""What somebody tries who means harm: to read what is restricted, to break a page, to be two."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.sight import show_all
from incidents.models import Incident
from review.models import Edition, Review
from review.workflow import hiding
from sources.models import Source
from tests import factories as make
from tests.pages import form_of
from tests.review.searching import addresses, body_of
from tests.test_access import patterns

pytestmark = pytest.mark.django_db

SECRET = "Quixelby"
KEYS = re.compile(r"<(?:\w+:)?(\w+)>")


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def researcher() -> Client:
    return signed_in(make.researcher(name="petro"))


@pytest.fixture
def restricted() -> Source:
    """A public edition of an earlier day, and since then a draft; staff with the right only."""
    source = make.source(title=f"{SECRET} speaks", internal_note=SECRET, access="restricted")
    make.statement(source=source, label=SECRET, paraphrase_en=SECRET)
    return source


@pytest.fixture
def incident(restricted: Source) -> Incident:
    statement = restricted.statements.get()
    return make.incident(statement=statement, title_en=f"Killing of {SECRET}")


def admin_addresses(
    *, pk: Any, hiding_id: int = 1, revision_id: Any = 1, tag: str = "name"
) -> Iterator[str]:
    """Every address of the admin, about the thing with this key where it is about a thing."""
    values = {"revision_id": revision_id, "hiding_id": hiding_id}
    for namespace, path, pattern in patterns(get_resolver()):
        if namespace != "admin" or not pattern.name or "app_label" in path:
            continue
        # They are about whoever is signed in, and each time others: a new secret, a new question.
        if "logout" in path or path.endswith(("second-factor/app/", "second-factor/passkey/")):
            continue
        yield "/" + KEYS.sub(lambda found: str(values.get(found[1], pk)), path)


def everything_about(source: Source, incident: Incident) -> list[str]:
    """Every address of the admin, about the source, its statement, the incident."""
    statement = source.statements.get()
    heads = {one.pk: Review.objects.get(pk=one.pk).head_id for one in (source, incident)}
    keys = [(source.pk, heads[source.pk]), (incident.pk, heads[incident.pk]), (statement.pk, 1)]
    return sorted({a for pk, head in keys for a in admin_addresses(pk=pk, revision_id=head)})


SEARCHES = [
    "/admin/sources/source/?q={secret}",
    "/admin/incidents/incident/?q={secret}",
    "/admin/sources/actor/?q={secret}",
    "/admin/",
    "/admin/review/review/",
    *(
        f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term={{secret}}"
        for app, model, field in [
            ("incidents", "evidence", "statement"),
            ("incidents", "finding", "statement"),
            ("incidents", "incidentlink", "to"),
            ("sources", "statementlink", "to"),
            ("sources", "actorrelation", "statement"),
        ]
    ),
]


# Reading what is restricted


def test_a_restricted_source_is_told_at_no_address_of_the_admin(
    researcher: Client, restricted: Source, incident: Incident
) -> None:
    make.submitted(restricted)
    reviewer = signed_in(make.reviewer())
    # Searches are in small letters, so that what they echo is not taken for what they find.
    searches = [address.format(secret=SECRET.lower()) for address in SEARCHES]

    answers = {page: researcher.get(page) for page in everything_about(restricted, incident)}
    answers |= {page: researcher.get(page) for page in searches}
    told = {page for page, answered in answers.items() if SECRET in body_of(answered)}
    refused = [page for page, answered in answers.items() if answered.status_code in {403, 404}]
    control = {page for page in [*refused, *searches] if SECRET in body_of(reviewer.get(page))}

    assert told == set()
    assert len(control) > 15


def test_no_deed_is_done_to_a_restricted_record(
    researcher: Client, restricted: Source, incident: Incident
) -> None:
    before = list(Review.objects.order_by("pk").values())
    head = Review.objects.get(pk=restricted.pk).head_id
    typed = {
        f"{prefix}-{name}": value
        for prefix in ("comment", "submit", "return", "discard", "withdraw", "put_back", "restore")
        for name, value in {"comment": "x", "seen": str(head), "line": "x"}.items()
    }
    typed["put_back-comment-x"] = "x"  # why stands beside its line

    for address in everything_about(restricted, incident):
        researcher.post(address, typed | {"comment": "x", "seen": str(head), "urgent": "1"})

    assert list(Review.objects.order_by("pk").values()) == before
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("group", "forms"),
    [
        ("Researchers", {"change", "evidence", "submit", "put-back", "restore"}),
        (
            "Reviewers",
            {
                *("change", "evidence", "submit", "put-back", "restore"),
                *("approve", "return", "discard"),
            },
        ),
        ("Administrators", set()),
        ("Safeguarding", set()),
        ("Lawyers", set()),
    ],
)
def test_a_form_tells_nothing_of_another_record_whose_revision_it_names(
    group: str, forms: set[str], restricted: Source, incident: Incident
) -> None:
    """Revisions are numbered: whoever counts up would read every one of them."""
    client = signed_in(make.person(name="petro", group=group))
    readable = make.source(title="Readable", url="https://news.example/2")
    said = make.statement(source=readable, label="R1")
    own = make.incident(statement=said, title_en="Also readable")
    heads = {one.pk: Review.objects.get(pk=one.pk).head_id for one in (said.source, own)}
    foreign = str(Review.objects.get(pk=restricted.pk).head_id)
    pages = {
        address: (str(head), page)
        for pk, head in heads.items()
        for address in admin_addresses(pk=pk, revision_id=head)
        if str(pk) in address and (page := client.get(address)).status_code not in {403, 404}
    }

    told, refused = set(), set()
    for address, (head, page) in pages.items():
        typed = naming(page, foreign)
        # Forms of a record can be saved on top of what somebody else saved meanwhile.
        on_top = [typed | {"_on_top": head}] if address.endswith(("change/", "evidence/")) else []
        body = "".join(body_of(client.post(address, way)) for way in [typed, *on_top])
        told |= {address} if SECRET in body else set()
        refused |= {address} if "version of another record" in body else set()

    assert told == set()
    assert {address.rstrip("/").rpartition("/")[2] for address in refused} == forms
    assert {pk: Review.objects.get(pk=pk).head_id for pk in heads} == heads


def naming(page: Any, seen: str) -> dict[str, Any]:
    """Every form of the staff pages as it would be sent there, opened at this revision."""
    prefixes = ("comment", "submit", "return", "discard", "put_back", "restore", "approve")
    values = {"comment": "x", "seen": seen, "line": "x", "considered": "on", "note": "x"}
    typed = {f"{one}-{name}": value for one in prefixes for name, value in values.items()}
    typed["put_back-comment-x"] = "x"  # why stands beside its line
    form = form_of(page) if page.status_code == 200 else {}
    return typed | form | {"comment": "x", "seen": seen}


def test_hidden_from_absent_cannot_be_told(
    researcher: Client, restricted: Source, incident: Incident
) -> None:
    """To the byte, but for the key that was asked for."""
    nowhere = uuid4()
    absent = {
        (method, address): answer(researcher, method, address, str(nowhere))
        for address in admin_addresses(pk=nowhere)
        for method in ("get", "post")
        if str(nowhere) in address
    }
    for there in (restricted, incident, restricted.statements.get()):
        differing = [
            (method, address)
            for (method, address), told in absent.items()
            if answer(
                researcher, method, address.replace(str(nowhere), str(there.pk)), str(there.pk)
            )
            != told
        ]
        assert differing == []


def answer(client: Client, method: str, address: str, key: str) -> tuple[int, str, str, list[str]]:
    response = getattr(client, method)(address)
    location = response.headers.get("Location", "")
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body_of(response))
    key_free = body.replace(key, "KEY").replace(key.replace("-", "_2D"), "KEY")
    # What the next page would say is told here, and not by the page that is asked for next.
    client.cookies.pop("messages", None)
    said = [str(one).replace(key, "KEY") for one in get_messages(response.wsgi_request)]
    return response.status_code, location.replace(key, "KEY"), key_free, said


# Approving alone


def test_no_bulk_action_reaches_a_record(restricted: Source) -> None:
    make.submitted(restricted)
    reviewer = signed_in(make.reviewer())

    for action in ("delete_selected", "approve", "__all__"):
        reviewer.post(
            reverse("admin:sources_source_changelist"),
            {"action": action, "_selected_action": [str(restricted.pk)], "select_across": "1"},
        )
        reviewer.post(
            reverse("admin:review_review_changelist"),
            {"action": action, "_selected_action": [str(restricted.pk)]},
        )

    assert Source.objects.filter(pk=restricted.pk).exists()
    assert Edition.objects.count() == 0


def test_an_author_with_all_rights_is_still_one_person() -> None:
    author = User.objects.create_superuser("root")
    actor = make.actor(by=author)
    make.submitted(actor, by=make.researcher())
    client = signed_in(author)
    form = {
        "approve-seen": str(Review.objects.get(pk=actor.pk).head_id),
        "approve-considered": "on",
    }

    response = client.post(reverse("admin:review_review_approve", args=[actor.pk]), form)

    assert response.status_code == 400
    assert Edition.objects.count() == 0


def test_nobody_gives_themselves_the_rights_of_another() -> None:
    administrator = make.administrator()
    client = signed_in(administrator)
    address = reverse("admin:auth_user_change", args=[administrator.pk])

    client.post(
        address,
        {
            "username": "iryna",
            "is_active": "on",
            "is_staff": "on",
            "is_superuser": "on",
            "groups": [str(group.pk) for group in Group.objects.all()],
            "user_permissions": ["1"],
        },
    )

    administrator = User.objects.get(pk=administrator.pk)
    assert [group.name for group in administrator.groups.all()] == ["Administrators"]
    assert not administrator.is_superuser
    assert administrator.user_permissions.count() == 0


# What we tell of ourselves


def test_no_name_id_or_time_of_ours_is_in_any_public_response(client: Client) -> None:
    people = [
        User.objects.create(pk=pk, username=name, is_staff=True, first_name="Quentin")
        for pk, name in [(987654321, "olena"), (987654322, "taras"), (987654323, "oksana")]
    ]
    for one in people:
        show_all(one, by=None, reason="made for a test")
    people[0].groups.add(Group.objects.get(name="Researchers"))
    for one in people[1:]:
        make.give(one, "Reviewers")
    incident = make.published_incident(circumstances_en="By a road.")
    make.save(incident, killed_high=3, comment="seen by Quentin")
    make.published(incident, note="A range.")
    review = Review.objects.get(pk=incident.pk)
    given: dict[str, Any] = {"day": make.DAY, "reason": "error", "comment": "Quentin erred"}
    (hidden,) = hiding.hide(review, "summary", by=people[1], **given)
    hiding.redact(hidden, by=people[2], day=make.DAY, comment="Quentin asked")
    hiding.hide(review, "circumstances", by=people[1], **given)
    make.withdrawn(make.published(make.actor(name_en="Withdrawn")))
    ours = re.compile(r"olena|taras|oksana|Quentin|98765432[123]|\b\d\d:\d\d(:\d\d)?\b")

    for address in addresses():
        response = client.get(address)
        headers = str({k: v for k, v in response.headers.items() if k != "Date"})
        assert ours.search(body_of(response) + headers) is None, address
        assert not response.cookies


# Breaking a page

EVIL = ["\0", "a\0b", "x" * 20_000, "-1", "9" * 40, "²", "%ED%A0%80", "[]", "{{ 1 }}", "None"]
FIELDS = [
    *("seen", "comment", "_on_top", "_submit", "_save", "source", "q", "path", "reason", "urgent"),
    *("show-comment", "redact-comment", "redact-words", "redact-sure", "_selected_action"),
    *(
        f"{prefix}-{name}"
        for prefix in ("approve", "return", "discard", "submit", "withdraw", "restore", "put_back")
        for name in ("seen", "comment", "line", "note", "together", "reason", "considered")
    ),
    *("title", "names-INITIAL_FORMS", "names-0-id"),
]


def mixed(names: list[str], turn: int) -> str:
    """Each name with another bad value."""
    values = {name: EVIL[(place + turn) % len(EVIL)] for place, name in enumerate(names)}
    return urlencode(values).replace("%25ED%25A0%2580", "%ED%A0%80")


@pytest.mark.parametrize("turn", [0, 3])
def test_no_deed_with_bad_values_breaks_the_server(turn: int) -> None:
    client = signed_in(make.reviewer())
    incident = make.published_incident()
    (hidden,) = hiding.hide(
        Review.objects.get(pk=incident.pk),
        "summary",
        by=make.administrator(),
        day=make.DAY,
        reason="error",
        comment="x",
    )
    source = Source.objects.get()
    heads = {pk: Review.objects.get(pk=pk).head_id for pk in (source.pk, incident.pk)}
    addresses = {
        address: None
        for pk, head in heads.items()
        for address in admin_addresses(pk=pk, hiding_id=hidden.pk, revision_id=head)
    }

    broken = [
        address
        for address in addresses
        if client.post(
            address, mixed(FIELDS, turn), content_type="application/x-www-form-urlencoded"
        ).status_code
        >= 500
    ]

    assert broken == []


@pytest.mark.parametrize("key", ["%00", "9" * 40])
def test_no_address_with_a_bad_key_breaks_the_server(key: str) -> None:
    client = signed_in(make.reviewer())
    large = 9**30

    broken = [
        address
        for address in admin_addresses(pk=key, hiding_id=large, revision_id=large)
        if (key in address or str(large) in address)
        if client.get(address).status_code >= 500 or client.post(address).status_code >= 500
    ]

    assert broken == []


ASKED = [
    *("q", "p", "o", "e", "all", "_to_field", "_popup", "_changelist_filters", "term", "source"),
    *("app_label", "model_name", "field_name", "page", "kind__exact", "review"),
]


@pytest.mark.parametrize("turn", [0, 5])
def test_no_question_with_bad_values_breaks_the_server(restricted: Source, turn: int) -> None:
    """A list reads what is asked, and its page by itself; another page passes over all of it."""
    client = signed_in(make.reviewer())
    key = str(restricted.pk)

    broken = [
        address
        for address in admin_addresses(pk=key)
        for asked in ((ASKED,) if key in address else (ASKED, ASKED[:2], ASKED[1:2]))
        if client.get(f"{address}?{mixed(asked, turn)}").status_code >= 500
    ]

    assert broken == []
