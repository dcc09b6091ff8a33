"""Every part of every record that can hold words, each with a word that stands nowhere else."""

from collections.abc import Callable, Iterable
from typing import Any

from incidents.models import (
    Finding,
    Incident,
    IncidentLink,
    Involvement,
    LegalCharacterisation,
    Victim,
)
from review.models import EditionPart
from sources.models import Actor, Source, Statement
from tests import factories as make
from tests.review.searching import SECRET


def incident_telling(
    rows: Iterable[Any] = (), statement: Statement | None = None, **fields: Any
) -> Incident:
    """Two editions of an incident that tell the secret: the second changes something else."""
    given = {"rows": rows, **fields}
    incident = (
        make.published(make.incident(statement=statement, **given))
        if statement
        else make.published_incident(**given)
    )
    make.save(incident, killed_high=3, comment="range")
    return make.published(incident, note="A range.")


def source_telling(**fields: Any) -> Source:
    source = make.published(make.source(**fields))
    make.save(source, licence="CC BY", comment="licence")
    return make.published(source, note="Its licence.")


def actor_telling(names: Iterable[str] = (), **fields: Any) -> Actor:
    actor = make.published(make.actor(names=names, **fields))
    make.save(actor, side="third", comment="side")
    return make.published(actor, note="Its side.")


def with_finding(word: str, statement: Statement) -> None:
    incident = make.published(make.incident(statement=statement))
    body = make.published(make.actor(name_en="A court", kind="court"))
    finding = Finding(incident=incident, body=body, what_en=f"{word} was", statement=statement)
    make.save(incident, rows=[finding], comment="finding")
    make.published(incident, note="A finding.")


def with_link(word: str, statement: Statement) -> None:
    first = make.published(make.incident(statement=statement))
    link = IncidentLink(to=first, kind="same_episode", note_en=f"as {word} said")
    make.published(make.incident(statement=statement, rows=[link], title_en="Second"))


def with_evidence(word: str) -> None:
    source = make.source()
    one = make.statement(source=source)
    two = make.statement(source=source, label="S2", paraphrase_en="Three were shot.")
    make.published(source)
    against = {"statement": two, "fact": "killed", "stance": "contradicts", "value_en": word}
    evidence = [against, {"statement": one, "fact": "killed", "position": 2}]
    disagreeing = make.incident(
        statement=one, evidence=evidence, not_known_en="Another number is given."
    )
    make.published(disagreeing)


# How the path of the part begins, and what makes a record that tells the word there.
OF_INCIDENTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda word: {"title_en": f"Killing of {word}"},
    "summary": lambda word: {"summary_en": f"{word} was killed."},
    "circumstances": lambda word: {"circumstances_en": f"{word} was ill."},
    "not_known": lambda word: {"not_known_en": f"Where {word} was."},
    "graphic": lambda word: {"graphic_en": f"{word} lay there."},
    "assessment": lambda word: {"assessment_reason_en": f"{word} said so."},
    "place": lambda word: {
        "place": make.place(),
        "place_precision": "2",
        "place_as_written": f"by {word}",
    },
    "response": lambda word: {"responses": ["not_sought"], "response_en": f"Not from {word}."},
    "victims/": lambda word: {"rows": [Victim(label_en=f"{word}, a soldier")]},
    "involvements/": lambda word: {"rows": [Involvement(label_en="soldiers", by_whom_en=word)]},
    "characterisations/": lambda word: {
        "rows": [LegalCharacterisation(law="rs_8_2_a_i", note_en=f"{word} was captive.")]
    },
}
OF_SOURCES: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda word: {"title": f"{word} speaks"},
    "author": lambda word: {"author": word},
    "url": lambda word: {"url": f"https://news.example/{word}"},
    "published_note": lambda word: {"published_note_en": f"so {word}"},
    "standing": lambda word: {"standing_note_en": f"{word} asked"},
    "note": lambda word: {"public_note_en": f"heard {word}"},
}
OF_ACTORS: dict[str, Callable[[str], dict[str, Any]]] = {
    "name": lambda word: {"name_en": word},
    "names/": lambda word: {"names": [word]},
    "note": lambda word: {"note_en": f"led by {word}"},
    "reliability": lambda word: {
        "reliability": "B",
        "reliability_graded_on": make.DAY,
        "reliability_reason_en": f"{word} erred",
        "reliability_reason_uk": "так",
    },
}


def word_of(kind: str, key: str) -> str:
    """Each begins with the secret, so that one question asks for all, and holds no other one."""
    return SECRET + f"{kind}{key}".replace("_", "").removesuffix("/") + "q"


OTHERS = ("findings/", "links/", "evidence/")
PATHS = {
    **{word_of("incident", key): key for key in (*OF_INCIDENTS, *OTHERS)},
    **{word_of("source", key): key for key in OF_SOURCES},
    **{word_of("actor", key): key for key in OF_ACTORS},
}


def enter_told() -> None:
    """All of them, the incidents on one statement."""
    source = make.source()
    said = make.statement(source=source)
    make.published(source)
    for key, fields in OF_INCIDENTS.items():
        incident_telling(statement=said, **fields(word_of("incident", key)))
    with_finding(word_of("incident", "findings/"), said)
    with_link(word_of("incident", "links/"), said)
    with_evidence(word_of("incident", "evidence/"))
    for key, fields in OF_SOURCES.items():
        source_telling(**fields(word_of("source", key)))
    for key, fields in OF_ACTORS.items():
        actor_telling(**fields(word_of("actor", key)))


def parts_telling() -> dict[str, EditionPart]:
    """By word, the part that tells it, of the first edition that does."""
    return {word: part_with(word, key) for word, key in PATHS.items()}


def part_with(word: str, key: str) -> EditionPart:
    found = EditionPart.objects.filter(path__startswith=key, value__contains=word)
    return found.select_related("edition__review").order_by("edition__number")[0]
