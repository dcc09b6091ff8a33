"""The desk without JavaScript: each button saves the whole form; only its author reads a report."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from incidents.desk import incident_forms, shape, source_forms
from incidents.desk.shape import Typed
from incidents.models import DeskReport, Incident
from review.models import Read, Review
from sources.models import Source
from tests import factories as make
from tests.incidents.desk.reports import INCIDENT, TEXT, begun, posted, typed
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(db: None) -> DeskReport:
    make.place()
    return begun()


def at(report: DeskReport, name: str = "desk_report") -> str:
    return reverse(f"admin:{name}", args=[report.pk])


def press(
    client: Client, report: DeskReport, button: str, *, name: str = "desk_report", **more: Any
) -> Any:
    form = form_of(client.get(at(report)), at(report))
    data = form | {key.replace("__", "-"): value for key, value in more.items()}
    response = client.post(at(report, name), data | {"do": button})
    report.refresh_from_db()
    return response


def test_a_report_begins_with_its_kind_and_access(researcher: Client) -> None:
    desk = reverse("admin:desk")

    response = researcher.post(desk, {"kind": "article", "access": "public"})

    report = DeskReport.objects.get()
    assert response["Location"] == at(report)
    assert (report.kind, report.access, report.typed) == ("article", "public", {})
    assert "article" in researcher.get(desk).content.decode()


def test_the_whole_report_is_entered_without_javascript(
    report: DeskReport, researcher: Client
) -> None:
    press(
        researcher, report, "go:source", source__text=TEXT, source__url="https://agency.example/1"
    )
    press(researcher, report, "statement:1")
    response = press(researcher, report, "skip:5")
    assert response["Location"] == f"{at(report)}#sentence-5"
    page = researcher.get(at(report)).content.decode()
    assert "Prosecutor General&#x27;s Office said on Friday." in page
    assert (report.typed["skipped"], report.typed["statements"]) == (
        "5",
        [{"label": "S1", "sentence": "1", "locator": "sentence 1"}],
    )

    form = form_of(researcher.get(at(report)), at(report))
    whole = posted(typed()) | {"version": form["version"], "do": "submit"}
    response = researcher.post(at(report, "desk_enter"), whole)

    incident = Incident.objects.get()
    assert response["Location"] == reverse("admin:review_review_detail", args=[incident.pk])
    assert Review.objects.waiting().count() == 6
    report.refresh_from_db()
    assert (report.typed, report.incident) == ({}, incident)
    assert researcher.get(at(report))["Location"] == response["Location"]


def test_a_refused_report_keeps_all_that_was_typed(report: DeskReport, researcher: Client) -> None:
    what = typed(incidents=[INCIDENT | {"title_en": ""}])
    whole = posted(what) | {"version": "0", "do": "submit"}

    response = researcher.post(at(report, "desk_enter"), whole)

    assert response.status_code == 400
    page = response.content.decode()
    assert '<a href="#id_incidents-0-title_en">A · Title (English)</a>' in page
    assert "Give the incident a title, in English or Ukrainian." in page
    kept = form_of(response, at(report))
    assert {name: text for name, text in posted(what).items() if kept.get(name) != text} == {}
    assert not Source.objects.exists()
    report.refresh_from_db()
    assert dict(Typed.from_json(report.typed).named()) | {"incidents-0-title_en": ""} == dict(
        what.named()
    )


def test_the_other_language_of_a_refusal_is_where_all_of_it_is_kept(
    report: DeskReport, researcher: Client
) -> None:
    """And nowhere, where saving itself was refused: a link would lose what was typed."""
    whole = posted(typed(incidents=[INCIDENT | {"title_en": ""}])) | {"do": "submit"}
    switch = f'hreflang="uk" href="/uk{at(report)}">'

    kept = researcher.post(at(report, "desk_enter"), whole | {"version": "0"})
    stale = researcher.post(at(report, "desk_enter"), whole | {"version": "0"})

    assert [answer.status_code for answer in (kept, stale)] == [400, 400]
    assert [switch in answer.content.decode() for answer in (kept, stale)] == [True, False]
    assert "hreflang" not in stale.content.decode()


@pytest.mark.parametrize(
    ("control", "text", "said"),
    [
        ("source-published", "somewhen", "somewhen"),
        ("statements-0-chain", "a [] relative ‹", "a [] relative"),
        ("statements-0-chain", "110th Brigade", "how the last of them knew"),
        ("statements-0-counted", "a few shots", "a few shots"),
        ("statements-0-period", "somewhen", "somewhen"),
        ("counts-0-number", "2 dogs", "dogs"),
        ("counts-0-as_of", "somewhen", "somewhen"),
        ("actors-0-names", "HUR [nickname]", "nickname"),
        ("facts-0-value", "somewhen", "somewhen"),
        ("facts-1-value", "Nowhere-by-the-Sea", "Nowhere-by-the-Sea"),
        ("facts-3-value", "no number", "no number"),
        ("facts-6-number", "no number", "no number"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field_at_once(
    report: DeskReport, researcher: Client, control: str, text: str, said: str
) -> None:
    """Not only when all is submitted; and of a field that can be read nothing is said."""
    rows = {
        "statements": [{"label": "S1", "sentence": "1"}],
        "counts": [{"statement": "S1"}],
        "actors": [{"name": "HUR", "by_hand": "on"}],
    }
    data = posted(Typed.from_json({"source": {"text": TEXT}} | rows)) | {"version": "0"}
    for number, fact in enumerate(shape.FACTS):
        data |= {f"facts-{number}-fact": fact, f"facts-{number}-of": "A"}

    researcher.post(at(report), data | {control: text, "do": "go:"})

    response = researcher.get(at(report))
    page = response.content.decode()
    told = re.findall(r'<label for="([^"]*)">[^<]*</label>\s*<p class="unread">(.*?)</p>', page)
    assert [of for of, _sentence in told] == [f"id_{control}"]
    assert page.count('class="unread"') == 1
    assert said in told[0][1]
    assert form_of(response, at(report))[control] == text


def test_a_body_that_seems_new_may_be_one_that_is_here(
    report: DeskReport, researcher: Client
) -> None:
    """By a longer name; whoever says so has it in all lines, and is asked nothing of it."""
    mission = make.actor(name_en="Monitoring Mission in Ukraine")
    make.actor(name_en="Mission of another body")
    chain = "monitoring mission ‹ drone footage"
    report.typed = {
        "source": {"publisher": "Monitoring Mission"},
        "statements": [{"label": "S1", "chain": chain}],
        "facts": [{"fact": "characterisation", "body": "Monitoring Mission", "of": "A"}],
    }
    report.save()
    press(researcher, report, "go:actors")
    page = researcher.get(at(report)).content.decode()
    assert re.findall(r'value="known:(actors-\d+:\w+)"', page) == [f"actors-0:{mission.reference}"]

    press(researcher, report, f"known:actors-0:{mission.reference}")

    kept = Typed.from_json(report.typed)
    assert kept.source["publisher"] == "Monitoring Mission in Ukraine"
    assert kept.statements[0]["chain"] == "Monitoring Mission in Ukraine ‹ drone footage"
    [body] = [row["body"] for row in kept.facts if row["fact"] == "characterisation"]
    assert body == "Monitoring Mission in Ukraine"
    assert kept.actors == []
    for nonsense in ("known:", "known:actors-7:X", f"known:actors-0:{mission.reference}"):
        assert press(researcher, report, nonsense).status_code == 302


def test_how_they_knew_is_offered_in_a_chain_only(researcher: Client) -> None:
    make.actor(name_en="Drone Unit", kind="armed_unit")
    asked = {"q": "drone"}

    in_chain = researcher.get(reverse("admin:desk_actors"), asked | {"how": "on"}).json()
    elsewhere = researcher.get(reverse("admin:desk_actors"), asked).json()

    assert in_chain == {"names": ["drone footage", "Drone Unit"]}
    assert elsewhere == {"names": ["Drone Unit"]}


@pytest.mark.parametrize(("kind", "is_told"), [("evidence_item", True), ("incident", False)])
def test_the_incident_says_why_nothing_is_proposed_for_it(
    report: DeskReport, researcher: Client, kind: str, is_told: bool
) -> None:
    report.typed = {"statements": [{"label": "S1", "kind": kind}]}
    report.save()

    page = researcher.get(at(report)).content.decode()

    assert ("What happened is proposed from statements of the kind" in page) is is_told


def test_a_term_is_chosen_and_what_was_typed_otherwise_stays(
    report: DeskReport, researcher: Client
) -> None:
    """Also what an earlier desk kept: the label of a term, or words that are none."""
    facts = [
        {"fact": "act", "value": "killed at or near the place of capture"},
        {"fact": "act", "value": "shot in the back"},
        {"fact": "response", "value": "Заперечення цієї події"},
    ]
    report.typed = {"facts": facts}
    report.save()

    kept = form_of(researcher.get(at(report)), at(report))

    chosen: dict[str, list[str]] = {kept[f"facts-{number}-fact"]: [] for number in range(3)}
    for number in range(3):
        chosen[kept[f"facts-{number}-fact"]].append(kept[f"facts-{number}-value"])
    assert chosen == {"act": ["killed_captured", "shot in the back"], "response": ["denial"]}


def test_nobody_else_reads_a_report(report: DeskReport, administrator: Client) -> None:
    root = signed_in(make.researcher(name="other"))
    press(signed_in(report.author), report, "go:", source__title="Typed so far")

    for name in ("desk_report", "desk_save", "desk_enter", "desk_throw_away", "desk_take_back"):
        for other in (root, signed_in(make.reviewer())):
            assert other.post(at(report, name)).status_code == 404
    assert root.get(at(report)).status_code == 404
    assert "Typed so far" not in root.get(reverse("admin:desk")).content.decode()
    assert administrator.get(reverse("admin:desk")).status_code == 403


def test_the_script_is_told_that_it_is_saved(report: DeskReport, researcher: Client) -> None:
    data = {"version": "0", "source-title": "Half a ti"}

    answer = researcher.post(at(report, "desk_save"), data)

    report.refresh_from_db()
    assert (answer.json()["version"], report.version) == (1, 1)
    assert answer.json()["said"].startswith("Saved ")
    assert report.typed["source"] == {"title": "Half a ti"}


def test_a_second_window_overwrites_nothing_and_loses_nothing(
    report: DeskReport, researcher: Client
) -> None:
    researcher.post(at(report, "desk_save"), {"version": "0", "source-title": "Here"})

    stale = {"version": "0", "source-title": "There", "source-author": "Somebody"}
    assert researcher.post(at(report, "desk_save"), stale).status_code == 409
    response = researcher.post(at(report), stale | {"do": "go:source"})

    page = response.content.decode()
    assert response.status_code == 400
    assert '<dt><a href="#id_source-title">source-title</a></dt><dd>Here</dd>' in page
    form = form_of(response, at(report))
    assert (form["source-title"], form["source-author"], form["version"]) == (
        "There",
        "Somebody",
        "1",
    )
    researcher.post(at(report), form | {"do": "go:source"})
    report.refresh_from_db()
    assert report.typed["source"] == {"title": "There", "author": "Somebody"}


def test_a_body_that_is_not_known_is_asked_about_in_place(
    report: DeskReport, researcher: Client
) -> None:
    known = make.actor(name_en="Agency")
    chain = "Agency ‹ Olha Kvilbrax ‹ “a soldier” [eyewitness]"
    press(researcher, report, "statement:")
    press(researcher, report, "go:statements", statements__0__chain=chain)
    assert report.typed["actors"] == [{"name": "Olha Kvilbrax"}]
    assert str(known) in report.typed["statements"][0]["chain"]

    role = {"actors__0__what": "role", "actors__0__role": "a relative"}
    press(researcher, report, "go:actors", **role)

    assert report.typed["actors"] == []
    assert report.typed["statements"][0]["chain"] == (
        "Agency ‹ “a relative” ‹ “a soldier” [eyewitness]"
    )


def test_what_a_statement_tells_is_proposed_and_taken_by_one_button(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "statement:")
    row = {
        "statements__0__kind": "incident",
        "statements__0__counted": "at least 2 killed",
        "statements__0__period": "2025-05-22",
    }
    press(researcher, report, "go:statements", **row)
    assert [fact.get("value") for fact in report.typed["facts"]] == [None] * 9

    press(researcher, report, "take:facts-0")
    press(researcher, report, "take:facts-3")

    assert (report.typed["facts"][0], report.typed["facts"][3]) == (
        {"of": "A", "fact": "date", "value": "2025-05-22", "rests_on": "S1"},
        {"of": "A", "fact": "killed", "value": "at least 2", "rests_on": "S1"},
    )


def test_a_statement_stays_when_its_sentence_is_gone(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "go:source", source__text=TEXT)
    press(researcher, report, "statement:3")

    press(researcher, report, "go:", source__text="One. ", statements__0__paraphrase_en="Said.")
    press(researcher, report, "go:")

    assert [row["paraphrase_en"] for row in report.typed["statements"]] == ["Said."]


def test_the_chain_of_the_one_before_is_taken_by_one_button(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "statement:")
    press(researcher, report, "statement:", statements__0__chain="CNN ‹ intercept")

    press(researcher, report, "before:1")

    assert report.typed["statements"][1]["chain"] == "CNN ‹ intercept"


@pytest.mark.parametrize(
    "button", ["take:facts-99", "remove:nothing-1", "before:x", "statement:99", "more:x", "?", "go"]
)
def test_a_button_that_names_nothing_does_nothing(
    report: DeskReport, researcher: Client, button: str
) -> None:
    press(researcher, report, "go:", source__title="A title")

    assert press(researcher, report, button).status_code == 302
    assert report.version == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"facts-0-fact": "bogus", "facts-0-value": "2"},
        {"facts-count": "60"},
        {"facts-2-value": "execution", "facts-5-value": "men", "facts-5-control": "bogus"},
    ],
)
def test_a_page_that_was_tampered_with_still_opens(
    report: DeskReport, researcher: Client, sent: dict[str, str]
) -> None:
    form = posted(typed()) | {"version": "0"}

    assert researcher.post(at(report), form | sent).status_code == 302
    assert researcher.get(at(report)).status_code == 200


def test_a_name_of_one_letter_does_not_fill_the_lines_without_end(
    report: DeskReport, researcher: Client
) -> None:
    lines_ = [{"label": "S1", "chain": "a " * 400}]
    roles = [{"name": "a", "what": "role", "role": "a " * 90}] * 6
    form = posted(typed(statements=lines_, actors=roles)) | {"version": "0"}

    assert researcher.post(at(report), form).status_code in {302, 400}


def test_a_report_that_was_thrown_away_can_be_taken_back(
    report: DeskReport, researcher: Client
) -> None:
    press(researcher, report, "go:", source__title="A title")

    researcher.post(at(report, "desk_throw_away"))
    assert "Take back: A title" in researcher.get(reverse("admin:desk")).content.decode()
    researcher.post(at(report, "desk_take_back"))

    report.refresh_from_db()
    assert (report.thrown_away_at, report.typed["source"]) == (None, {"title": "A title"})


def test_an_interview_is_typed_only_after_consent() -> None:
    researcher = signed_in(make.reviewer())
    desk = reverse("admin:desk")

    response = researcher.post(desk, {"kind": "interview", "access": "confidential"})

    source = Source.objects.get()
    consent = reverse("admin:sources_source_change", args=[source.pk])
    report = DeskReport.objects.get()
    assert response["Location"] == consent
    assert researcher.get(at(report))["Location"] == consent
    data = {"version": "0", "statements-count": "1", "statements-0-paraphrase_en": "She saw it."}
    assert researcher.post(at(report, "desk_save"), data).status_code == 409
    report.refresh_from_db()
    assert report.typed == {}

    source.refresh_from_db()
    make.save(
        source, by=report.author, rows=[make.consent_of(source, given=["keep", "publish_content"])]
    )
    assert researcher.post(at(report, "desk_save"), data).status_code == 200
    assert researcher.get(at(report)).status_code == 200


def test_reading_a_restricted_source_at_the_desk_is_recorded() -> None:
    reviewer = make.reviewer()
    source = make.source(access="restricted", by=reviewer)
    report = begun(source=source, access="restricted", by=reviewer)

    signed_in(reviewer).get(at(report))

    read = Read.objects.get(page="desk_report")
    assert (read.review_id, read.person) == (source.pk, reviewer)


def test_an_author_who_may_not_read_the_source_any_more_reads_no_report(
    researcher: Client,
) -> None:
    source = make.source()
    report = begun(source=source)
    make.save(source, by=make.reviewer(), access="restricted")

    assert researcher.get(at(report)).status_code == 404


def test_the_staff_page_and_the_add_pages_lead_to_the_desk(researcher: Client) -> None:
    desk = f'href="{reverse("admin:desk")}"'

    for name in ("index", "sources_source_add", "incidents_incident_add"):
        assert desk in researcher.get(reverse(f"admin:{name}")).content.decode()
    source = make.source()
    page = researcher.get(reverse("admin:sources_source_change", args=[source.pk]))
    assert f'href="{reverse("admin:desk")}?source={source.pk}"' in page.content.decode()


def test_forms_know_each_field_that_is_kept() -> None:
    assert set(source_forms.SourceForm.base_fields) == set(shape.SOURCE)
    assert set(source_forms.StatementForm.base_fields) == set(shape.STATEMENT)
    assert set(source_forms.ActorForm.base_fields) == set(shape.ACTOR)
    assert set(source_forms.CountForm.base_fields) == set(shape.COUNT)
    assert set(source_forms.LinkForm.base_fields) == set(shape.LINK)
    assert set(incident_forms.IncidentPart.base_fields) == set(shape.INCIDENT)
    assert set(incident_forms.FactForm.base_fields) == set(shape.FACT)


def test_every_field_of_a_whole_portion_is_read(report: DeskReport, researcher: Client) -> None:
    rows = {
        part: [dict.fromkeys(shape.ROWS[part], "x") for _row in range(most)]
        for part, most in shape.MOST_ROWS.items()
    }
    whole = Typed.from_json(rows)
    fields = posted(whole) | {"version": "0", "do": "go:"}

    urlencoded = "application/x-www-form-urlencoded"
    response = researcher.post(at(report), urlencode(fields), content_type=urlencoded)

    report.refresh_from_db()
    kept = Typed.from_json(report.typed)
    assert (len(fields) > 1000, response.status_code) == (True, 302)
    assert [kept.statements, kept.counts, kept.links] == [
        whole.statements,
        whole.counts,
        whole.links,
    ]


def test_a_portion_has_its_ceiling_and_says_so(report: DeskReport, researcher: Client) -> None:
    rows = {
        f"statements-{number}-{name}": "x"
        for number in range(40)
        for name in ("label", "locator", "paraphrase_en", "chain", "kind", "hedge", "counted")
    }
    data = rows | {"version": "0", "statements-count": "40", "do": "go:"}
    assert researcher.post(at(report), data).status_code == 302

    response = researcher.post(at(report), data | {"version": "1", "statements-count": "41"})

    assert "At most 40 statements fit into one portion" in response.content.decode()
    kept = form_of(response, at(report))
    assert (response.status_code, kept["statements-39-chain"]) == (400, "x")
