"""Access, groups, assignments, readings and files for staff: each rule, and that it is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts import sight
from accounts.models import Member, NeedToKnowGroup, Sight
from accounts.rules import RULES
from accounts.rules import Refused as RefusedAccount
from incidents.merge import merging
from incidents.models import Evidence, Finding, Incident, Victim, WithheldName
from review.models import Assignment, Limit, Read, Refused, Review, StaffExport, kept_among
from review.workflow import assigning, decisions, exporting, limiting, publishing
from sources.models import Source, Statement
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.records import problems_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(db: None) -> NeedToKnowGroup:
    """Of olena and taras."""
    iryna = make.administrator()
    made = NeedToKnowGroup.objects.create(name="Case 1", purpose="A witness", made_by=iryna)
    for person in (make.researcher(), make.reviewer()):
        sight.take_in(person, made, by=iryna, reason="works on it")
    return made


@pytest.fixture
def root(db: None) -> User:
    """Made first: once there are two administrators, nobody else becomes one so."""
    return User.objects.create_superuser("root")


@pytest.fixture
def incident(db: None) -> Incident:
    source = make.source()
    said = make.statement(source=source)
    make.published(source)
    return make.incident(statement=said)


def sees(person: User, record: Any) -> bool:
    """Asked anew, as by another request."""
    fresh = User.objects.get(pk=person.pk)
    visible = Review.objects.visible_to(fresh).filter(pk=record.pk).exists()
    assert visible == type(record).visible_to(fresh).filter(pk=record.pk).exists()
    return visible


def restricted(record: Any, access: str = "restricted") -> Any:
    make.save(record, access=access, comment="to protect somebody")
    return record


# Access of incidents


@pytest.mark.parametrize("access", ["restricted", "confidential"])
def test_a_kept_incident_is_seen_with_the_right_alone(incident: Incident, access: str) -> None:
    restricted(incident, access)
    assert not sees(make.researcher(), incident)
    assert not sees(make.administrator(), incident)
    assert sees(make.reviewer(), incident)


def test_somebody_who_is_not_signed_in_sees_nothing(incident: Incident) -> None:
    """Also in a process that has put together what others of no group ask."""
    assert sees(make.researcher(), incident)

    visible = Review.objects.visible_to(AnonymousUser())
    assert [*visible, *Incident.visible_to(AnonymousUser())] == []


def test_a_kept_incident_is_never_published(incident: Incident) -> None:
    make.submitted(restricted(incident))
    with pytest.raises(publishing.Unapprovable, match="Its access is “restricted") as refused:
        make.approved(incident)
    assert len(refused.value.problems) == 1

    make.published(restricted(incident, "public"))
    assert incident.review.is_public


def test_the_database_refuses_an_edition_of_a_kept_incident(
    incident: Incident, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.submitted(restricted(incident))
    monkeypatch.setattr("review.workflow.readiness.problems", lambda *_args, **_named: [])
    with pytest.raises(Refused, match="A restricted or confidential incident"):
        make.approved(incident)


def test_the_database_refuses_a_limited_source_that_everybody_may_read(
    group: NeedToKnowGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make.source(access="confidential")
    limiting.limit(source.review, group, by=make.researcher(), comment="a witness")
    Source.objects.filter(pk=source.pk).update(access="public")
    source.refresh_from_db()
    assert "It is limited to a need-to-know group" in problems_of(source)[0]
    make.save(source, title="Another title")
    make.submitted(source)
    monkeypatch.setattr("review.workflow.readiness.problems", lambda *_args, **_named: [])
    with pytest.raises(Refused, match="It is limited to a need-to-know group"):
        make.approved(source)


def test_what_came_out_of_a_kept_record_is_kept_alike(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    by = make.researcher()
    restricted(incident)
    limiting.limit(incident.review, group, by=by, comment="a witness")
    chosen = incident.evidence.values_list("pk", flat=True)[:1]
    new = merging.split(
        incident,
        list(chosen),
        title="Another event",
        by=by,
        seen=Review.objects.get(pk=incident.pk).head_id,
        comment="two events",
    )
    assert (new.access, [one.group for one in new.review.limits.all()]) == ("restricted", [group])


# Groups


def test_only_members_see_what_is_limited_whatever_their_rights(
    root: User, incident: Incident, group: NeedToKnowGroup
) -> None:
    other = make.reviewer(name="other")
    restricted(incident)
    assert (sees(other, incident), sees(make.researcher(), incident)) == (True, False)

    limiting.limit(incident.review, group, by=make.reviewer(), comment="a witness")

    seen = [sees(one, incident) for one in (make.researcher(), make.reviewer(), other, root)]
    assert seen == [True, True, False, False]


def test_membership_of_any_of_its_groups_suffices(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    iryna, taras = make.administrator(), make.reviewer()
    second = NeedToKnowGroup.objects.create(name="Case 2", purpose="x", made_by=iryna)
    petro = make.researcher(name="petro")
    for person in (petro, taras):
        sight.take_in(person, second, by=iryna, reason="works on it")
    restricted(incident)
    limiting.limit(incident.review, group, by=taras, comment="a witness")
    assert not sees(petro, incident)

    limiting.limit(incident.review, second, by=taras, comment="also theirs")

    assert (sees(petro, incident), sees(make.researcher(), incident)) == (True, True)
    [one] = incident.review.limits.filter(group=group)
    limiting.free(one, by=taras, comment="no longer")
    assert (sees(petro, incident), sees(make.researcher(), incident)) == (True, False)
    assert list(incident.review.events.values_list("kind", flat=True))[-3:] == [
        "limited",
        "limited",
        "freed",
    ]


def test_only_a_member_limits_and_only_what_is_kept(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    with pytest.raises(Refused, match="Set its access to restricted or confidential first"):
        limiting.limit(incident.review, group, by=make.reviewer(), comment="x")
    restricted(incident)
    other = make.reviewer(name="other")
    with pytest.raises(Refused, match="Only a member of the group limits"):
        limiting.limit(incident.review, group, by=other, comment="x")
    with pytest.raises(IntegrityError, match="Only a member"), transaction.atomic():
        Limit.objects.create(review=incident.review, group=group, by=other)
    with pytest.raises(Refused, match=r"Say why\."):
        limiting.limit(incident.review, group, by=make.reviewer(), comment=" ")


def test_nobody_takes_out_what_they_would_lose_sight_of(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    olena = make.researcher()  # without the right to read restricted records
    restricted(incident)
    one = limiting.limit(incident.review, group, by=olena, comment="x")
    with pytest.raises(Refused, match="You would lose sight of it"):
        limiting.free(one, by=User.objects.get(pk=olena.pk), comment="y")
    assert incident.review.limits.count() == 1


def test_members_are_changed_by_administrators_with_a_reason_and_never_by_themselves(
    group: NeedToKnowGroup,
) -> None:
    iryna, petro = make.administrator(), make.researcher(name="petro")
    with pytest.raises(RefusedAccount, match="Nobody takes themselves into a group"):
        sight.take_in(iryna, group, by=iryna, reason="x")
    with pytest.raises(RefusedAccount, match="Only an active administrator decides"):
        sight.take_in(petro, group, by=make.reviewer(), reason="x")
    with pytest.raises(RefusedAccount, match=r"Say why\."):
        sight.take_in(petro, group, by=iryna, reason=" ")
    with pytest.raises(RefusedAccount, match="Somebody else has just done this"):
        sight.take_in(make.researcher(), group, by=iryna, reason="x")
    for deed in (
        lambda: Member.objects.create(group=group, person=petro),
        lambda: Member.objects.filter(group=group).delete(),
        lambda: group.changes.all().delete(),
        lambda: group.changes.update(reason="z"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            deed()
    assert Member.objects.filter(group=group).count() == 2


def test_an_administrator_makes_a_group_and_takes_somebody_in(administrator: Client) -> None:
    petro = make.researcher(name="petro")
    said = {"name": "Case 9", "purpose": "Witnesses of case 9"}
    administrator.post("/admin/accounts/needtoknowgroup/add/", said)
    made = NeedToKnowGroup.objects.get()
    at = reverse("admin:accounts_needtoknowgroup_change", args=[made.pk])
    chosen = {"take_in-person": petro.pk, "take_in-reason": "interviews", "_take_in": ""}
    administrator.post(at, chosen)
    page = administrator.get(at).content.decode()

    assert list(made.members.all()) == [petro]
    assert ("interviews" in page, "petro" in page) == (True, True)
    own = {"take_in-person": make.administrator().pk, "take_in-reason": "x", "_take_in": ""}
    refused = administrator.post(at, own)
    assert (refused.status_code, made.members.count()) == (400, 1)
    assert "Nobody takes themselves into a group" in refused.content.decode()


@pytest.mark.parametrize("who", ["researcher", "reviewer"])
def test_others_do_not_learn_which_groups_there_are(
    who: str, group: NeedToKnowGroup, request: pytest.FixtureRequest
) -> None:
    client = request.getfixturevalue(who)
    at = reverse("admin:accounts_needtoknowgroup_change", args=[group.pk])
    addresses = (at, at.replace(str(group.pk), "999"), "/admin/accounts/needtoknowgroup/")
    assert [client.get(one).status_code for one in addresses] == [403, 403, 403]


def test_a_member_without_the_right_enters_a_record_into_their_group(
    group: NeedToKnowGroup,
) -> None:
    client = signed_in(make.researcher())
    add = "/admin/sources/source/add/?kind=article"
    form = form_of(client.get(add)) | {"kind": "article", "access": "confidential"}

    refused = client.post(add, form)
    assert "You would lose sight of it" in refused.content.decode()
    client.post(add, form | {"group": str(group.pk)})

    source = Source.objects.get()
    assert [one.group for one in source.review.limits.all()] == [group]
    at = reverse("admin:sources_source_change", args=[source.pk])
    change = form_of(client.get(at))
    assert (change["access"], "group" in change) == ("confidential", False)
    opened = client.post(at, change | {"access": "public", "comment": "x"})
    assert "it must be restricted or confidential" in opened.content.decode()
    client.post(at, change | {"title": "Talk", "comment": "x"})
    source.refresh_from_db()
    assert (source.title, source.access) == ("Talk", "confidential")


def test_who_sees_it_is_a_page_of_the_record(incident: Incident, group: NeedToKnowGroup) -> None:
    restricted(incident)
    client = signed_in(make.reviewer())
    at = reverse("admin:review_review_who_sees", args=[incident.pk])
    to_limit = reverse("admin:review_review_limit", args=[incident.pk])
    said = {"limit-group": group.pk, "limit-comment": "a witness"}
    assert client.post(to_limit, said).status_code == 302
    text = client.get(at).content.decode()
    assert "Only the members of these groups see it" in text
    [one] = incident.review.limits.all()
    to_free = reverse("admin:review_review_free", args=[incident.pk, one.pk])
    assert client.post(to_free, {"free-comment": ""}).status_code == 400
    assert client.post(to_free, {"free-comment": "over"}).status_code == 302
    assert incident.review.limits.count() == 0
    other = make.incident(statement=Statement.objects.get(), title_en="Another")
    foreign = reverse("admin:review_review_free", args=[other.pk, one.pk])
    assert client.post(foreign, {"free-comment": "over"}).status_code == 404


# New colleagues


def newcomer() -> User:
    return make.person(name="new", group="Researchers", is_new=True)


def test_a_new_colleague_sees_what_is_assigned_and_what_they_entered(incident: Incident) -> None:
    source, new = Source.objects.get(), newcomer()
    own = make.source(title="Own", by=new)
    assert [sees(new, one) for one in (incident, source, own)] == [False, False, True]

    assigning.assign(incident.review, new, by=make.reviewer())
    assert [sees(new, one) for one in (incident, source, own)] == [True, True, True]

    for one in Assignment.objects.filter(person=new):
        assigning.end(one, by=make.reviewer())
    assert [sees(new, one) for one in (incident, source, own)] == [False, False, True]


def test_assigned_is_also_what_the_record_rests_on_later(incident: Incident) -> None:
    new = newcomer()
    assigning.assign(incident.review, new, by=make.reviewer())
    other = make.source(title="Later")
    said = make.statement(source=other)
    cited = Evidence(incident=incident, statement=said, fact="date")
    make.save(incident, rows=[cited], comment="another source")
    assert [sees(new, one) for one in (incident, other)] == [True, True]


def test_what_is_assigned_is_still_kept_from_whom_it_is_kept(incident: Incident) -> None:
    new = newcomer()
    restricted(incident)
    assigning.assign(incident.review, new, by=make.reviewer())
    assert not sees(new, incident)


def test_only_reviewers_and_administrators_assign(incident: Incident) -> None:
    with pytest.raises(Refused, match="do not have the right"):
        assigning.assign(incident.review, newcomer(), by=make.researcher())
    client = signed_in(make.reviewer())
    to_assign = reverse("admin:review_review_assign", args=[incident.pk])
    assert client.post(to_assign, {"assign-person": newcomer().pk}).status_code == 302
    again = client.post(to_assign, {"assign-person": newcomer().pk})
    assert "assigned to this colleague already" in again.content.decode()


def test_another_administrator_lifts_it_with_a_reason(administrator: Client) -> None:
    new = newcomer()
    at = reverse("admin:auth_user_sight", args=[new.pk])
    assert "sees only records that are assigned" in administrator.get(at).content.decode()
    assert administrator.post(at, {"reason": ""}).status_code == 400
    administrator.post(at, {"reason": "known since May"})
    assert sight.seen_by(User.objects.get(pk=new.pk)).all_records
    administrator.post(at, {"reason": "under pressure"})
    assert not sight.seen_by(User.objects.get(pk=new.pk)).all_records
    told = list(Sight.objects.filter(person=new).values_list("of_all", "by__username", "reason"))
    assert told == [(False, "iryna", "under pressure"), (True, "iryna", "known since May")]


def test_nobody_lifts_it_for_themselves_nor_without_being_an_administrator() -> None:
    new = make.person(name="boss", group="Administrators", is_new=True)
    with pytest.raises(RefusedAccount, match="Nobody decides what they see themselves"):
        sight.show_all(new, by=new, reason="x")
    with pytest.raises(RefusedAccount, match=RULES["sight_by_administrator"]):
        sight.show_all(new, by=make.reviewer(), reason="x")


def test_an_account_made_by_whatever_door_is_a_new_colleague() -> None:
    made = User.objects.create(username="by_sql", is_staff=True)
    assert not sight.seen_by(made).all_records


# Approval


def test_only_who_may_read_every_cited_source_approves(
    root: User, incident: Incident, group: NeedToKnowGroup
) -> None:
    """Whatever the page was, at the one verb."""
    witness = make.source(title="Talk", access="confidential", public_wording_en="A witness.")
    said = make.statement(source=witness, label="W1")
    body = make.published(make.actor(name_en="A commission"))
    limiting.limit(witness.review, group, by=make.researcher(), comment="a witness")
    make.published(witness)
    found = Finding(incident=incident, body=body, what_en="x", statement=said)
    make.save(incident, rows=[found], comment="found")
    make.submitted(incident)
    other = make.reviewer(name="other")
    new = make.person(name="new", group="Reviewers", is_new=True)
    for person in (other, root, new):
        with pytest.raises(Refused, match="rests on something that you may not read"):
            make.approved(incident, by=person)
    [edition] = make.approved(incident)
    assert edition.approved_by == make.reviewer()


# Names


def test_a_name_is_read_with_the_right_and_of_incidents_that_one_reads(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    soldier = Victim(incident=incident, label_en="a soldier")
    make.save(incident, rows=[soldier], comment="named")
    WithheldName.objects.create(victim=soldier, name="Name")

    def named(person: User) -> int:
        return WithheldName.objects.visible_to(User.objects.get(pk=person.pk)).count()

    other = make.reviewer(name="other")
    assert [named(one) for one in (make.researcher(), make.reviewer(), other)] == [0, 1, 1]
    restricted(incident)
    limiting.limit(incident.review, group, by=make.reviewer(), comment="x")
    assert [named(one) for one in (make.researcher(), make.reviewer(), other)] == [0, 1, 0]


# Readings


def pages_read() -> list[str]:
    return sorted(Read.objects.values_list("page", flat=True))


def test_opening_a_kept_record_is_noted_once_for_each_page(incident: Incident) -> None:
    client = signed_in(make.reviewer())
    of_record = ("change", "preview", "evidence", "merge", "split")
    of_review = ("detail", "history", "parts", "who_sees")
    addresses = [reverse(f"admin:incidents_incident_{p}", args=[incident.pk]) for p in of_record]
    addresses += [reverse(f"admin:review_review_{p}", args=[incident.pk]) for p in of_review]
    head = Review.objects.get(pk=incident.pk).head_id
    addresses.append(reverse("admin:review_review_revision", args=[incident.pk, head]))
    for address in addresses:
        client.get(address)
    assert pages_read() == []

    restricted(incident)
    for address in (*addresses, *addresses):
        client.get(address)

    names = [f"incidents_incident_{one}" for one in of_record]
    names += [f"review_review_{one}" for one in (*of_review, "revision")]
    assert pages_read() == sorted(names)
    assert {read.person for read in Read.objects.all()} == {make.reviewer()}


def test_a_statement_of_a_kept_source_and_every_name_are_noted(incident: Incident) -> None:
    soldier = Victim(incident=incident, label_en="a soldier")
    make.save(incident, rows=[soldier], comment="named")
    client = signed_in(make.reviewer())
    client.get(reverse("admin:incidents_incident_name", args=[incident.pk, soldier.pk]))
    assert pages_read() == ["incidents_incident_name"]
    said = Statement.objects.get()
    client.get(reverse("admin:sources_statement_change", args=[said.pk]))
    assert pages_read() == ["incidents_incident_name"]

    restricted(said.source)
    client.get(reverse("admin:sources_statement_change", args=[said.pk]))

    assert pages_read() == ["incidents_incident_name", "sources_statement_change"]
    assert kept_among({incident.pk, said.source_id}) == {incident.pk, said.source_id}


def test_what_a_page_shows_that_its_address_does_not_name_is_noted_too(incident: Incident) -> None:
    """Else whoever posts a key reads what waits, and nobody is told."""
    restricted(Statement.objects.get().source)
    source = make.submitted(Source.objects.get())
    client = signed_in(make.reviewer())

    shown = client.post(
        reverse("admin:review_review_approve_together"),
        {"seen": f"{source.pk}:{source.review.head_id}"},
    )

    assert source.review.title in shown.content.decode()
    assert pages_read() == ["review_review_approve_together"]


def test_readings_are_shown_to_administrators_and_safeguarding_and_kept_for_good(
    incident: Incident,
) -> None:
    restricted(incident)
    signed_in(make.reviewer()).get(reverse("admin:review_review_detail", args=[incident.pk]))
    at = reverse("admin:review_review_reads")
    statuses = [signed_in(one).get(at).status_code for one in (make.researcher(), make.reviewer())]
    assert statuses == [403, 403]
    guard = make.reviewer(name="guard")
    make.give(guard, "Safeguarding")
    told = signed_in(guard).get(f"{at}?record={incident.reference}").content.decode()
    assert (incident.title_en in told, "taras" in told) == (True, True)
    untold = signed_in(make.administrator()).get(at).content.decode()
    assert (incident.title_en in untold, incident.reference in untold) == (False, False)
    assert "one that you may not read" in untold
    assert signed_in(guard).get(f"{at}?record=nonsense").status_code == 400
    with pytest.raises(IntegrityError), transaction.atomic():
        Read.objects.all().delete()


# Files for staff


def ask_for(client: Client, *records: Any, kind: str = "incidents_incident") -> StaffExport:
    at = reverse(f"admin:{kind}_changelist")
    chosen = {"action": "take_as_file", "_selected_action": [str(one.pk) for one in records]}
    asked = client.post(f"{at}?q=soldiers", chosen)
    assert (asked.status_code, StaffExport.objects.count()) == (200, 0)
    asking = {"_why": "1", "why": "for the prosecutor", "recipient": "icc"}
    client.post(f"{at}?q=soldiers", chosen | asking)
    return StaffExport.objects.get()


def take(client: Client, asked: StaffExport) -> Any:
    return client.post(reverse("admin:review_review_take_export", args=[asked.pk]), {})


def test_a_list_is_taken_once_with_a_reason(incident: Incident) -> None:
    make.save(incident, title_en="=1+1", comment="a formula")
    client = signed_in(make.researcher())
    asked = ask_for(client, incident)
    told = (asked.of, asked.keys, asked.why, asked.by, asked.needs_second)
    assert told == (
        "incidents.incident",
        [incident.pk],
        "for the prosecutor",
        make.researcher(),
        False,
    )
    assert asked.question == "q=soldiers"

    file = take(client, asked)

    assert file["Content-Disposition"].startswith("attachment; ")
    header, row = file.content.decode().splitlines()
    assert header.startswith("reference,work,public,access,title_en,")
    assert row.startswith(f"{incident.reference},draft,never,public,'=1+1,")
    assert take(client, asked).status_code == 400
    asked.refresh_from_db()
    assert asked.taken_at is not None


def test_a_file_with_what_is_kept_waits_for_a_second_person_who_reads_all(
    incident: Incident, group: NeedToKnowGroup
) -> None:
    restricted(incident)
    limiting.limit(incident.review, group, by=make.reviewer(), comment="x")
    client, second = signed_in(make.researcher()), signed_in(make.reviewer())
    asked = ask_for(client, incident)
    assert asked.needs_second
    assert take(client, asked).status_code == 400
    to_agree = reverse("admin:review_review_agree_export", args=[asked.pk])
    page = reverse("admin:review_review_export", args=[asked.pk])
    other = signed_in(make.reviewer(name="other"))
    assert [other.get(page).status_code, other.post(to_agree).status_code] == [404, 404]
    assert client.post(to_agree).status_code == 400
    assert incident.title_en in second.get(page).content.decode()

    assert second.post(to_agree).status_code == 302
    assert take(second, asked).status_code == 403
    assert incident.reference in take(client, asked).content.decode()
    assert take(client, asked).status_code == 400


def test_an_agreement_is_good_for_a_day(incident: Incident, time_machine: Any) -> None:
    restricted(incident)
    asked = exporting.ask(
        Incident,
        [incident.pk],
        question="",
        why="court",
        recipient="ourselves",
        by=make.reviewer(name="other"),
    )
    exporting.agree(asked, by=make.reviewer())
    asked.refresh_from_db()
    assert asked.agreed_at is not None
    time_machine.move_to(asked.agreed_at + timedelta(days=1, minutes=1))
    with pytest.raises(Refused, match="cannot be taken"):
        exporting.take(asked, by=make.reviewer(name="other"))


def test_what_became_kept_since_it_was_asked_for_is_not_taken_alone(incident: Incident) -> None:
    other = make.reviewer(name="other")
    asked = exporting.ask(
        Incident, [incident.pk], question="", why="court", recipient="ourselves", by=other
    )
    restricted(incident)
    with pytest.raises(Refused, match="ask for it again"):
        exporting.take(asked, by=other)


def test_the_database_keeps_files_for_staff_as_they_were(incident: Incident) -> None:
    restricted(incident)
    other = make.reviewer(name="other")
    asked = exporting.ask(
        Incident, [incident.pk], question="", why="court", recipient="ourselves", by=other
    )
    rows = StaffExport.objects.filter(pk=asked.pk)
    for change in (
        {"why": "another"},
        {"needs_second": False},
        {"agreed_by": other, "agreed_at": asked.at},
        {"taken_at": asked.at},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_no_file_names_a_protected_person() -> None:
    source = make.source(title="Talk of Somebody", author="Somebody", names_protected_person=True)
    make.statement(source=source, quotation="I am Somebody", quotation_language="en")
    client = signed_in(make.reviewer())
    for kind, row in (
        ("sources_source", source),
        ("sources_statement", Statement.objects.get()),
    ):
        at = reverse(f"admin:{kind}_changelist")
        chosen = {"action": "take_as_file", "_selected_action": [str(row.pk)], "_why": "1"}
        client.post(at, chosen | {"why": "for us", "recipient": "ourselves"})
        asked = StaffExport.objects.latest("at")
        text = take(client, asked).content.decode()
        assert (len(text.splitlines()), "Somebody" in text) == (2, False)


def test_decisions_still_know_what_a_rule_of_a_limit_says() -> None:
    assert "limit_by_member" in decisions.DATABASE_RULES
