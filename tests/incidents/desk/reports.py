"""The agency report that is entered in the tests of the desk."""

from typing import Any

from django.utils import timezone

from incidents.desk import entering, keeping
from incidents.desk.forms import DeskForms
from incidents.desk.shape import ROWS, Typed
from incidents.models import DeskReport
from tests import factories as make

TEXT = (
    "Russian soldiers shot two captured Ukrainian soldiers near Udachne on 22 May 2025, the "
    "Prosecutor General's Office said on Friday. The office said drone footage shows the men "
    "with their hands up. Moscow's defence ministry did not answer. A relative of one of the men "
    "said that she was told by his brigade. The weather was fine."
)
STATEMENTS: list[dict[str, str]] = [
    {
        "label": "S1",
        "locator": "sentence 1",
        "kind": "incident",
        "hedge": "fact",
        "verb": "said",
        "paraphrase_en": "Russian soldiers shot two captured Ukrainian soldiers near Udachne.",
        "chain": "Prosecutor General's Office [statement] ‹ drone footage",
        "counted": "2 killed",
        "period": "2025-05-22",
    },
    {
        "label": "S2",
        "locator": "sentence 2",
        "kind": "evidence_item",
        "hedge": "fact",
        "paraphrase_en": "Drone footage shows the two men with raised hands.",
        "chain": "Prosecutor General's Office ‹ drone footage",
    },
    {
        "label": "S3",
        "locator": "sentence 3",
        "kind": "response",
        "hedge": "fact",
        "paraphrase_en": "The Russian defence ministry did not answer the agency's question.",
    },
    {
        "label": "S4",
        "locator": "sentence 4",
        "kind": "incident",
        "hedge": "distanced",
        "paraphrase_en": "A relative of one of the two men was told of his death by his brigade.",
        "chain": "“a relative” ‹ 110th Brigade [none given]",
    },
]
ACTORS = [
    {
        "name": "Agency",
        "what": "news_outlet",
        "side": "third",
    },
    {
        "name": "Prosecutor General's Office",
        "what": "state_body",
        "side": "ukraine",
        "state_body_of": "ua",
    },
    {"name": "110th Brigade", "what": "armed_unit", "side": "ukraine"},
    {"name": "Russian armed forces", "what": "armed_unit", "side": "russia"},
]
INCIDENT = {
    "which": "new",
    "title_en": "Reported killing of two captured soldiers near Udachne, 22 May 2025",
}
FACTS = [
    {"fact": "date", "value": "2025-05-22", "rests_on": "S1"},
    {"fact": "place", "value": "Udachne", "rests_on": "S1", "precision": "2"},
    {"fact": "act", "value": "killed_captured", "rests_on": "S1, S2"},
    {"fact": "killed", "value": "2", "rests_on": "S1"},
    {"fact": "response", "value": "no_answer"},
    {
        "fact": "victim",
        "value": "two captured soldiers",
        "number": "2",
        "outcome": "killed",
        "rests_on": "S1",
    },
    {
        "fact": "involvement",
        "value": "Russian armed forces",
        "by_whom": "the Prosecutor General's Office, according to the agency",
        "rests_on": "S1",
        "how": "“Russian soldiers”: of which unit is not stated",
    },
]


def typed(**parts: Any) -> Typed:
    whole: dict[str, Any] = {
        "source": {
            "url": "https://agency.example/1",
            "title": "Two prisoners shot",
            "publisher": "Agency",
            "language": "en",
            "published": "2025-05-23",
            "text": TEXT,
        },
        "statements": STATEMENTS,
        "actors": ACTORS,
        "incidents": [INCIDENT],
        "facts": FACTS,
        "reason": "The agency's report of 23 May.",
    }
    return Typed.from_json(whole | parts)


def posted(what: Typed) -> dict[str, str]:
    """What was typed, as the page's form would send it."""
    counts = {f"{part}-count": str(len(getattr(what, part))) for part in ROWS}
    return dict(what.named()) | counts


def begun(*, kind: str = "article", access: str = "public", **more: Any) -> DeskReport:
    by = more.pop("by", None) or make.researcher()
    return keeping.begin(by=by, at=timezone.now(), kind=kind, access=access, **more)


def entered(report: DeskReport, what: Typed, *, submitting: bool = True) -> DeskReport:
    forms = DeskForms(report, what, report.author, checked=True)
    now = timezone.now()
    return entering.enter(report, forms, by=report.author, at=now, submitting=submitting)
