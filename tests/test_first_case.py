"""What a public reader must find of the first case, and must not."""

import csv
import io
import re
from datetime import date
from functools import cache
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from incidents.first_case.loading import CHECKED, ENTERED
from incidents.models import Incident
from incidents.vocabulary import Fact
from review.models import Edition, Entry, Event, Notice, Review
from sources.models import Hop, Source, Statement
from sources.text import wording
from tests.files import csv_rows
from tests.pages import signed_in
from tests.records import next_document

UDACHNE = "Reported killing of two captured soldiers near Udachne, 22 May 2025"
ZAPORIZHZHIA = "Reported killing of surrendering soldiers in Zaporizhzhia Oblast, November 2024"
GLUSHKOVO = "Reported order to kill captives near Glushkovo, Kursk Oblast, Russia, September 2024"

# What would point at the captured serviceman: his unit, in any spelling.
UNIT = re.compile(
    r"155\s*-?\s*(?:th|ої|ой|та|ю|я|й)\b|\b155\W{1,3}(?:\w+\W+){0,3}(?:brigade|бригад)"
    r"|\bmarines?\b|морськ\w+ піхот|морск\w+ пехот|морп[іе]х",
    re.IGNORECASE,
)
ASKED_FOR_THE_UNIT = ["155th", "155th Marine Brigade", "155-та бригада", "marine", "морська піхота"]


@pytest.fixture(autouse=True)
def case(first_case: None) -> None:
    """Every test here reads the first case."""


# The eight checks


@pytest.mark.parametrize("when", ["possible", "certain"])
def test_the_day_finds_the_udachne_incident_alone(client: Client, when: str) -> None:
    found = incidents(client, **{"from": "2025-05-22", "to": "2025-05-22", "when": when})
    assert found == [UDACHNE]


@pytest.mark.parametrize("place", ["UA14", "UA1416", "UA-14", "UA14160250010071750"])
def test_oblast_and_raion_find_the_udachne_incident_alone(client: Client, place: str) -> None:
    assert incidents(client, place=place) == [UDACHNE]


@pytest.mark.parametrize(
    "place", ["UA01120730040081045", "UA12040130180014878", "UA23080110090085890"]
)
def test_other_places_called_udachne_find_nothing(client: Client, place: str) -> None:
    assert incidents(client, place=place) == []


@pytest.mark.parametrize("name", ["Storm", "Shtorm", "Шторм", "шторм"])
@pytest.mark.parametrize("parameter", ["actor", "q"])
def test_every_spelling_of_the_unit_finds_the_zaporizhzhia_incident(
    client: Client, name: str, parameter: str
) -> None:
    assert incidents(client, **{parameter: name}) == [ZAPORIZHZHIA]


@pytest.mark.parametrize("text", ASKED_FOR_THE_UNIT)
@pytest.mark.parametrize("path", ["/incidents/", "/statements/", "/actors/", "/sources/"])
def test_words_of_the_unit_of_the_person_heard_find_nothing(
    client: Client, path: str, text: str
) -> None:
    response = client.get(path, {"q": text})
    assert response.status_code == 200
    assert rows(response) == []


@pytest.mark.parametrize("parameter", ["actor", "documenter"])
def test_the_unit_of_the_person_heard_is_no_known_actor(client: Client, parameter: str) -> None:
    page = client.get("/incidents/", {parameter: "155th Marine Brigade"})
    assert page.status_code == 400
    assert rows(page) == []
    assert client.get("/incidents.csv", {parameter: "155th Marine Brigade"}).status_code == 400


def test_no_public_response_holds_the_unit_of_the_person_heard() -> None:
    for_staff = Hop.objects.exclude(as_written="").values_list("as_written", flat=True)
    assert len(for_staff) == 3
    assert all(UNIT.search(text) for text in for_staff)
    assert [path for path, text in texts_of_every_path().items() if UNIT.search(text)] == []


def test_staff_find_the_statement_by_the_unit_of_the_person_heard() -> None:
    found = Statement.objects.mentioning("155th")
    assert sorted(found.values_list("label", flat=True)) == ["S21a", "S21b", "S21c"]


def test_statements_of_kind_order(client: Client) -> None:
    assert statements(client, kind="order") == ["S03b", "S06", "S11", "S12", "S15b", "S21b"]


def test_s03b_is_shown_as_naming_no_source(client: Client) -> None:
    page = text_of(client.get("/statements/", {"kind": "order"}))
    assert "names no source" in entry_of(page, "S03b").lower()
    assert "names no source" not in entry_of(page, "S06").lower()


def test_statements_by_basis(client: Client) -> None:
    assert statements(client, basis="intercept") == ["S15a", "S15b", "S15c"]
    assert statements(client, basis="drone_footage") == ["S15a", "S15d"]


@pytest.mark.parametrize("name", ["HUR", "ГУР", "hur"])
def test_statements_by_documenter(client: Client, name: str) -> None:
    assert statements(client, documenter=name) == ["S01", "S06"]


def test_the_source_gives_its_statements_in_order_with_sentence_numbers(client: Client) -> None:
    labels = (
        "S01 S02 S03a S03b S04a S04b S05a S05b S05c S06 S07 S08 S09 S10 S11 S12 S13 S14 S15a S15b"
        " S15c S15d S16 S17 S18 S19 S20a S20b S21a S21b S21c"
    )
    page = text_of(client.get(reverse("source_detail", args=[article().reference])))
    assert re.findall(r'id="(S\d\d[a-d]?)"', page) == labels.split()
    sentences = re.findall(r"sentence (\d+)", page)
    assert sentences == [str(int(label[1:3])) for label in labels.split()]


def test_the_udachne_incident_rests_on_one_report_that_names_no_source(client: Client) -> None:
    page = incident_page(client, UDACHNE)
    assert "Reported. Rests on one report that names no source. Not corroborated." in page


def test_the_zaporizhzhia_recordings_are_not_held_here_and_nothing_is_verified(
    client: Client,
) -> None:
    page = incident_page(client, ZAPORIZHZHIA)
    assert "The recordings are not held here" in page
    assert "verified" not in page.lower()


# Who knew


def test_s02_and_s07_are_one_origin_by_inference_and_marked_so(client: Client) -> None:
    page = client.get(reverse("source_detail", args=[article().reference]))
    (hur,) = [
        origin
        for group in page.context["groups"]
        for origin in group.origins
        if origin.name.startswith("Main Directorate of Intelligence")
    ]
    assert [(one.statement["label"], one.is_inferred) for one in hur.said] == [
        ("S01", False),
        ("S02", True),
        ("S06", False),
        ("S07", True),
        ("S08", True),
    ]
    read = plain(text_of(page))
    assert "S07 same origin: inferred" in read
    assert "That some statements have the same origin is our inference." in read


def test_hur_the_sbu_and_the_prosecutors_are_apart_under_one_state(client: Client) -> None:
    heading = "Bodies of the Ukrainian state, a party to the conflict"
    of_article = client.get(reverse("source_detail", args=[article().reference]))
    zaporizhzhia = incident_response(client, ZAPORIZHZHIA)
    groups = [*of_article.context["groups"], *zaporizhzhia.context["who_knew"].beside]
    names = [[one.name for one in group.origins] for group in groups if group.heading == heading]
    assert names == [
        [
            "Main Directorate of Intelligence of the Ministry of Defence of Ukraine",
            "Security Service of Ukraine",
        ],
        ["Office of the Prosecutor General of Ukraine", "Security Service of Ukraine"],
    ]
    listed = text_of(client.get("/actors/", {"state": "UA"}))
    assert listed.count('<article class="entry">') == 3


def test_s15a_is_held_by_one_origin_with_recordings_that_are_not_held_here(client: Client) -> None:
    page = incident_page(client, ZAPORIZHZHIA)
    assert "Reported. Rests on one report. Not corroborated. No court has ruled." in page
    assert (
        "1 origin, a third party; not shown to be independent of the parties. "
        "Not held here: drone footage, intercept."
    ) in page
    assert incidents(client, origin="CNN") == [ZAPORIZHZHIA]
    found = sorted(statements(client, origin="CNN"))
    assert found == ["C1", "S15a", "S15b", "S15c", "S15d"]


def test_s20a_is_unattributed_and_not_corroborated(client: Client) -> None:
    page = incident_page(client, UDACHNE)
    assert "1 assertion that names nobody." in page
    assert "By the evidence reported It rests on assertions that name nobody." in page
    key = f"unattributed:source:{article().reference}"
    assert incidents(client, origin=key) == [UDACHNE]


def test_incidents_by_the_number_of_their_origins(client: Client) -> None:
    assert incidents(client, origins_min="1") == sorted([ZAPORIZHZHIA, GLUSHKOVO])
    assert incidents(client, origins_min="2") == []


def test_rival_figures_stand_side_by_side(client: Client) -> None:
    (killed,) = incident_response(client, ZAPORIZHZHIA).context["disagreements"]
    assert (killed.name, killed.recorded) == (
        "number killed",
        "number not settled: 5 (Office of the Prosecutor General of Ukraine)",
    )
    assert [(one.words, [n.statement["label"] for n in one.notes]) for one in killed.rivals] == [
        ("at least two shot; six seen lying still, which is not a number of people killed", ["C1"]),
        ("five prisoners killed", ["P4"]),
    ]
    assert [fact.name for fact in incident_response(client, UDACHNE).context["disagreements"]] == [
        "fate unknown",
        "victim: two captured soldiers",
    ]


FIVE = "5 (Office of the Prosecutor General of Ukraine)"


def test_the_number_of_zaporizhzhia_is_not_settled_and_that_of_udachne_inferred(
    client: Client,
) -> None:
    zaporizhzhia, udachne = incident_page(client, ZAPORIZHZHIA), incident_page(client, UDACHNE)
    listed, home = (plain(text_of(client.get(path))) for path in ("/incidents/", "/"))

    assert f"Killed number not settled: {FIVE}" in zaporizhzhia
    assert f"Number number not settled: {FIVE}" in zaporizhzhia
    assert "Number not stated: injured" in udachne
    assert "inferred: described by the article as an execution" in udachne
    assert "Fate unknown number not settled: 2 (Office of the Prosecutor General" in udachne
    for page in (listed, home):
        assert f"Killed number not settled: {FIVE}" in page
        assert "Killed 2 inferred by us" in page
    for path in ("/uk/", "/uk/incidents/"):
        assert "5 (Офіс Генерального прокурора України)" in text_of(client.get(path))


def test_files_of_the_case_tell_what_is_given_and_what_is_inferred(client: Client) -> None:
    by_title = {row["title_en"]: row for row in csv_rows(client, "/incidents.csv")}
    names = ["killed_best", "killed_given", "fate_unknown_given", "killed_inferred"]
    names += ["occurred_inferred", "place_inferred", "act_inferred", "order_inferred"]
    assert {title: [row[name] for name in names] for title, row in by_title.items()} == {
        UDACHNE: ["2", "", FIVE.replace("5", "2"), "true", "true", "true", "true", ""],
        ZAPORIZHZHIA: ["", FIVE, "", "", "false", "false", "false", "true"],
        GLUSHKOVO: ["", "", "", "", "false", "true", "", "false"],
    }
    assert by_title[UDACHNE]["actors_inferred"] == by_title[UDACHNE]["actors"]


def test_sums_of_the_case_leave_out_what_is_not_settled(client: Client) -> None:
    [total] = [row for row in csv_rows(client, "/incidents/numbers.csv") if row["by"] == "all"]
    names = ["incidents_of_killing", "killed_low", "killed_high", "killings_without_number"]
    names += ["killings_not_settled", "inferred_low", "inferred_high"]
    assert [total[name] for name in names] == ["2", "2", "2", "1", "1", "2", "2"]


def test_the_account_given_in_captivity_names_no_unit_and_is_one_origin(client: Client) -> None:
    page = incident_page(client, GLUSHKOVO)
    assert "1 origin; not shown to be independent of the parties." in page
    assert "A captured Russian serviceman: participant (insider)." in page


def test_the_drawing_goes_from_origins_to_facts(client: Client) -> None:
    (drawing,) = incident_response(client, ZAPORIZHZHIA).context["drawings"]
    words = [one.text for one in drawing.words]
    assert words[0].startswith("Office of the Prosecutor")
    assert {"CNN", "1: S15a", "Number killed"} <= set(words)


# What follows for the data


def test_counts_are_those_of_the_article_alone() -> None:
    killed = {i.title_en: (i.killed_low, i.killed_best, i.killed_high) for i in all_incidents()}
    assert killed == {
        UDACHNE: (2, 2, 2),
        ZAPORIZHZHIA: (None, None, None),
        GLUSHKOVO: (None, None, None),
    }


def test_neither_a_day_nor_a_point_is_pretended() -> None:
    document = next_document(all_incidents().get(title_en=ZAPORIZHZHIA))
    assert document["occurred"]["edtf"] == "2024-11-XX"
    assert document["place"]["code"] == "UA23000000000064947"
    assert (document["place"]["latitude"], document["place"]["longitude"]) == (None, None)


def test_what_is_inferred_says_so() -> None:
    udachne = all_incidents().get(title_en=UDACHNE)
    inferred = udachne.evidence.filter(stated="inferred").values_list("fact", flat=True)
    assert set(inferred) == {Fact.DATE, Fact.PLACE, Fact.ACT, Fact.KILLED, Fact.INVOLVEMENT}


def test_the_prosecutor_is_context_and_gives_the_characterisation() -> None:
    udachne = all_incidents().get(title_en=UDACHNE)
    theirs = udachne.evidence.filter(statement__label__startswith="P")
    assert sorted(theirs.values_list("statement__label", "fact", "stance")) == [
        ("P1", "fate_unknown", "context"),
        ("P1", "victim", "context"),
        ("P2", "characterisation", "supports"),
    ]


def test_titles_and_lists_carry_no_method(client: Client) -> None:
    paths = ["/", "/incidents/", "/incidents.csv", "/statements/?q=S21b", "/uk/incidents/"]
    paths += ["/incidents.json", "/incidents.geojson", "/incidents.atom", "/uk/incidents.atom"]
    paths += ["/changes.atom", "/changes.json", "/statements.csv", "/statements.json", "/data/"]
    paths += ["/sitemap-incident-1.xml", "/data/terms.csv", "/incidents.bib"]
    words = re.compile("behead|обезголов|відтин", re.IGNORECASE)
    assert [path for path in paths if words.search(text_of(client.get(path)))] == []
    for incident in all_incidents():
        assert wording.title_warnings(incident.title_en) == []
        assert wording.title_warnings(incident.title_uk) == []


def test_every_wording_passes_without_a_reason() -> None:
    texts = [
        text
        for row in [*Statement.objects.all(), *all_incidents(), *Source.objects.all()]
        for name, text in vars(row).items()
        if name.endswith(("_en", "_uk")) and text
    ]
    assert len(texts) > 150
    assert {text: wording.warnings(text) for text in texts if wording.warnings(text)} == {}


def test_everything_is_said_in_both_languages() -> None:
    lacking = [
        (str(row), name)
        for row in [*Statement.objects.all(), *all_incidents(), *Source.objects.all()]
        for name, text in vars(row).items()
        if name.endswith("_en") and bool(text) != bool(getattr(row, f"{name[:-3]}_uk"))
    ]
    assert lacking == []


# True to its own words

# Who did what to whom, as the source says it, in both languages.
WHO = {
    "S01": ("Russian forces killed captured Ukrainian", "Російські війська вбили полонених"),
    "S02": ("Russian forces", "systematic military policy", "російськими військами", "військової"),
    "S03b": ("Russian commanders and the Kremlin", "Російські командири та Кремль"),
    "S04a": ("whom Russian forces killed", "were shot", "російські війська", "застрелили"),
    "S08": ("military intelligence (HUR)", "to Ukrainian law enforcement, for investigation"),
    "S09": ("Russian forces kill captured Ukrainian", "російські війська вбивають полонених"),
    "S10": ("Russian military personnel deliberately", "Ukrainian fighters", "навмисно"),
    "S11": ("Russian deserters received explicit orders", "Російські дезертири отримали"),
    "S12": ("a Russian brigade", "to be shot on the spot", "російської бригади", "на місці"),
    "S13": ("Russia's highest military command", "captured Ukrainian", "командування Росії"),
    "S14": ("Russia's highest military command", "presidency", "командування Росії"),
    "S18": ("Prominent Russian military bloggers", "systematic breaches", "систематичні"),
    "S19": ("killing of Ukrainian prisoners", "Russian forces", "російських військах"),
    "S20a": ("Two Ukrainian soldiers were captured", "then shot", "уразили пострілами"),
    "S20b": ("Two captured Ukrainian soldiers were shot", "полонених українських"),
    "S21a": ("Russian serviceman told Ukrainian forces", "Russian commanders", "командири"),
    "H1": ("Russian forces killed captured Ukrainian", "російські війська вбили полонених"),
}


@pytest.mark.parametrize("label", WHO)
def test_a_statement_says_who_did_what_to_whom(client: Client, label: str) -> None:
    source = Statement.objects.get(label=label).source.reference
    pages = [text_of(client.get(f"{under}/sources/{source}/")) for under in ("", "/uk")]
    first = [" ".join(plain(re.split(rf'id="{label}"', page)[1]).split()[:60]) for page in pages]
    assert [words for words in WHO[label] if words not in " ".join(first)] == []


def test_no_statement_leans_on_its_neighbours() -> None:
    leaning = re.compile(
        r"^(?:This|It happened|They|These|Those|There were|Це |Вони |Ці )|these kill"
    )
    told = [
        text for row in Statement.objects.all() for text in (row.paraphrase_en, row.paraphrase_uk)
    ]
    assert len(told) > 70
    assert [text for text in told if leaning.search(text)] == []


def test_persons_shot_are_not_persons_shot_at(client: Client) -> None:
    page = text_of(client.get(reverse("source_detail", args=[article().reference])))
    assert "persons shot: 2, alleged" in plain(page)
    assert [path for path, text in texts_of_every_path().items() if "shot at" in text] == []
    told = " ".join(Statement.objects.values_list("paraphrase_uk", flat=True))
    assert "стріляли" not in told


def test_what_is_negative_is_said_in_the_sentence_and_not_denied(client: Client) -> None:
    page = plain(text_of(client.get("/statements/", {"kind": "legal_status"})))
    assert "There are no international arrest warrants for the killing of captured" in page
    assert "Denied" not in page
    negative = [
        (row.label, row.polarity)
        for row in Statement.objects.all()
        if wording.denial_warnings(row.paraphrase_en)
    ]
    assert {polarity for _label, polarity in negative} == {"affirmed"}
    assert {"S05b", "C2", "C3"} <= {label for label, _polarity in negative}


def test_the_chain_of_a_body_that_speaks_for_itself_agrees_with_who_knew(client: Client) -> None:
    announced = Statement.objects.get(label="P1").source
    page = client.get(reverse("source_detail", args=[announced.reference]))
    (group,) = page.context["groups"]
    assert [one.name for one in group.origins] == ["Office of the Prosecutor General of Ukraine"]
    read = plain(text_of(page))
    assert "speaks for itself; how it knew is not stated" in read
    assert "names no source" not in read
    assert "1 origin, a Ukrainian state body" in read


# How somebody was killed

DETAIL = re.compile(r"behead|decapit|обезголов|відтин", re.IGNORECASE)
MEANS = re.compile(
    r"\bshot\b|\bshoot|gunfire|\bblade\b|\bblast\b|beaten|behead|постріл|стрілял|стріля|"
    r"холодн\w+ збро|вибух|побит|обезголов|відтин",
    re.IGNORECASE,
)
# What these say is the rule itself.
RULES = {"/method/", "/corrections/", "/data/"}


def flagged() -> list[str]:
    """Wording that belongs behind the warning: every sentence and quotation, in every language."""
    rows = Statement.objects.filter(wording_is_graphic=True)
    fields = ("paraphrase_en", "paraphrase_uk", "quotation", "quotation_translation")
    texts = [getattr(row, name) for row in rows for name in (*fields, "note_en", "note_uk")]
    return [text for text in texts if text]


def outside_of_warnings(body: str) -> str:
    return re.sub(r'<details class="graphic">.*?</details>', "", body, flags=re.DOTALL)


def public_texts() -> dict[str, str]:
    """All but editions.jsonl, which is the exception, and is said to be."""
    every = texts_of_every_path()
    return {path: text for path, text in every.items() if "editions.jsonl" not in path}


def test_the_wording_of_the_order_stands_behind_the_warning_alone() -> None:
    wordings = flagged()
    assert len(wordings) == 2
    texts = public_texts()
    behind = [
        path
        for path, text in texts.items()
        if any(one in plain(text) for one in wordings) and DETAIL.search(text)
    ]
    assert {path.removeprefix("/uk").split("/")[1] for path in behind} == {"sources", "incidents"}

    assert [
        path
        for path, text in texts.items()
        if any(one in plain(outside_of_warnings(text)) for one in wordings)
        or (
            DETAIL.search(outside_of_warnings(text))
            and path.removeprefix("/uk") not in RULES
            and not path.endswith("terms.csv")
        )
    ] == []
    editions = texts_of_every_path()["/editions.jsonl"]
    assert [one for one in wordings if one not in editions] == []


def test_no_means_stands_in_titles_lists_feeds_and_previews(client: Client) -> None:
    lists = ["/", "/incidents/", "/incidents/?view=map", "/sources/", "/actors/"]
    feeds = ["/incidents.atom", "/changes.atom", "/changes.json", "/sitemap-incident-1.xml"]
    open_texts = {
        path: text_of(client.get(path))
        for name in [*lists, *feeds]
        for path in ([name] if "sitemap" in name else [name, f"/uk{name}"])
    }
    assert [path for path, text in open_texts.items() if MEANS.search(text)] == []

    heads = {
        path: " ".join(
            re.findall(
                r"<title>.*?</title>|<meta [^>]*>|<h1.*?</h1>|ld\+json.*?</script>", text, re.DOTALL
            )
        )
        for path, text in public_texts().items()
        if "<main" in text
    }
    assert len(heads) > 100
    assert [
        path
        for path, head in heads.items()
        if MEANS.search(head) and path.removeprefix("/uk") not in RULES
    ] == []


def test_the_means_of_a_victim_is_coded_in_files(client: Client) -> None:
    lines = csv.DictReader(io.StringIO(text_of(client.get("/incidents.csv"))))
    assert {row["title_en"]: row["means"] for row in lines} == {
        UDACHNE: "shot",
        ZAPORIZHZHIA: "",
        GLUSHKOVO: "",
    }
    assert "Means shot" in incident_page(client, UDACHNE)


def test_the_order_is_in_the_list_with_its_codes_and_where_it_is_worded(client: Client) -> None:
    entry = entry_of(text_of(client.get("/statements/", {"kind": "order"})), "S21b")
    assert "Its wording stands behind a warning on its page: S21b" in plain(entry)
    assert "order or command" in plain(entry)
    assert statements(client, q="beheaded") == []
    assert incidents(client, q="beheaded") == []


# History


def test_one_person_entered_it_and_another_one_approved_it() -> None:
    people = {
        kind: set(Event.objects.filter(kind=kind).values_list("by__username", flat=True))
        for kind in ("saved", "submitted", "approved")
    }
    assert people == {
        "saved": {"researcher"},
        "submitted": {"researcher"},
        "approved": {"reviewer"},
    }
    assert not User.objects.get(username="researcher").has_usable_password()


def test_second_editions_say_what_changed(client: Client) -> None:
    second = Edition.objects.filter(number=2).select_related("entry", "review")
    notes = {edition.review.title: edition.entry.content["note"] for edition in second}
    assert notes.keys() >= {UDACHNE, ZAPORIZHZHIA}
    assert len(notes) == 3
    for edition in second:
        path = reverse(f"{edition.review.kind}_changes", args=[edition.review.reference, 2])
        assert edition.entry.content["note"] in plain(text_of(client.get(path)))


def test_editions_bear_the_day_asked_for() -> None:
    assert set(Entry.objects.values_list("day", flat=True)) == {date(2025, 6, 1)}


def test_nothing_is_left_waiting() -> None:
    assert set(Review.objects.values_list("work", "public")) == {("clean", "current")}


def test_loading_again_does_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = Event.objects.count()
    call_command("load_first_case")
    assert capsys.readouterr().out == "The first case is here already: nothing was changed.\n"
    assert Event.objects.count() == before
    assert Event.objects.filter(kind="submitted", comment=ENTERED).exists()
    assert Event.objects.filter(kind="approved", comment=CHECKED).exists()


def test_whoever_signs_in_as_its_researcher_finds_a_quiet_desk() -> None:
    """They did none of it, so nothing waits; what the reviewer did stands among all notices."""
    assert list(Notice.objects.unread()) == []
    assert Notice.objects.count() == Event.objects.filter(kind="approved").count()

    first_page = text_of(signed_in(User.objects.get(username="researcher")).get("/admin/"))
    assert "Enter a report at the desk" in first_page
    assert "Notices that you have not read" not in first_page


# Reading what the site answers


def incidents(client: Client, **asked: str) -> list[str]:
    """The titles in the list of incidents, which the CSV file with the same filters has too."""
    page = client.get("/incidents/", asked)
    assert page.status_code == 200
    titles = {incident.reference: incident.title_en for incident in all_incidents()}
    found = sorted(titles[reference] for reference in rows(page))
    lines = text_of(client.get("/incidents.csv", asked)).splitlines()[1:]
    assert sorted(titles[line[:7]] for line in lines) == found
    return found


def statements(client: Client, **asked: str) -> list[str]:
    page = client.get("/statements/", asked)
    assert page.status_code == 200
    return rows(page)


def rows(response: HttpResponseBase) -> list[str]:
    """What the entries of a list lead to: labels of statements, references of records."""
    headings = re.findall(r"<article.*?<h2>.*?href=\"([^\"]+)\"", text_of(response), re.DOTALL)
    return [path.rpartition("#")[2] if "#" in path else path.split("/")[-2] for path in headings]


def entry_of(page: str, label: str) -> str:
    """The entry of one statement in a list."""
    entries: list[str] = re.findall(r"<article.*?</article>", page, re.DOTALL)
    return next(entry for entry in entries if f"#{label}" in entry)


def incident_page(client: Client, title: str) -> str:
    return plain(text_of(incident_response(client, title)))


def incident_response(client: Client, title: str) -> Any:
    incident = all_incidents().get(title_en=title)
    return client.get(reverse("incident_detail", args=[incident.reference]))


def plain(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("&#x27;", "'").split())


def text_of(response: Any) -> str:
    content: bytes = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8-sig")


def cells_of(response: Any) -> list[str]:
    """Every text of a spreadsheet."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response)))
    return [str(cell) for sheet in book for row in sheet.values for cell in row]


def all_incidents() -> QuerySet[Incident]:
    return Incident.objects.all()


def article() -> Source:
    return Source.objects.get(publisher=None)


@cache
def texts_of_every_path() -> dict[str, str]:
    """What the public reads of the case, by its address: no test here changes it."""
    client, texts = Client(), {}
    for path in [*every_public_path(), *MORE_PATHS, *(f"/uk{path}" for path in MORE_PATHS)]:
        response = client.get(path)
        assert response.status_code == 200, path
        texts[path] = text_of(response)
    texts["/incidents.xlsx"] = "\n".join(cells_of(client.get("/incidents.xlsx")))
    return texts


MORE_PATHS = [
    "/tallies/",
    "/tallies.csv",
    "/incidents/numbers.csv",
    "/incidents/?view=map",
    "/incidents/?view=charts",
    "/incidents/?q=Glushkovo",
    "/statements/?q=S21b",
    "/statements/?kind=order",
    "/incidents.bib",
    "/statements.bib",
    "/statements/cite/",
    "/sources.bib",
]


def every_public_path() -> list[str]:
    """Every page, list, file and edition that the public can open, in both languages."""
    fixed = [
        "/",
        "/incidents/",
        "/incidents.csv",
        "/incidents.json",
        "/incidents.json?limit=2",
        "/incidents.geojson",
        "/incidents.atom",
        "/incidents/cite/",
        "/sources/",
        "/sources.csv",
        "/sources.json",
        "/statements.csv",
        "/statements.json",
        "/actors.json",
        "/changes/",
        "/changes.atom",
        "/changes.json",
        "/data/",
        "/data/columns.csv",
        "/data/terms.csv",
        "/statements/",
        "/statements/?page=2",
        "/actors/",
        "/transparency/",
        "/editions.jsonl",
        "/method/",
        "/about/",
        "/corrections/",
        "/families/",
        "/journalists/",
        "/lawyers/",
    ]
    for edition in Edition.objects.select_related("review"):
        kind, reference = edition.review.kind, edition.review.reference
        fixed += [reverse(f"{kind}_{page}", args=[reference]) for page in ("detail", "editions")]
        fixed += [
            reverse(f"{kind}_{page}", args=[reference, edition.number])
            for page in ("edition", "bibtex", "csl")
        ]
        if edition.number > 1:
            fixed.append(reverse(f"{kind}_changes", args=[reference, edition.number]))
    parts = [f"/sitemap-{kind}-1.xml" for kind in ("page", "incident", "source", "actor")]
    return [*fixed, *(f"/uk{path}" for path in fixed), "/sitemap.xml", *parts]
