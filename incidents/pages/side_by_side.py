"""What statements say differently of a fact, as the page shows it: rival values side by side."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from review.languages import has_words
from sources.origins.words import sentence
from sources.words.quantities import quantity_in_words
from sources.words.texts import localised

from incidents.corroboration.disagreement import RivalValue, disagreement
from incidents.document_types import IncidentDocument
from incidents.pages.footnotes import Footnotes, Note
from incidents.vocabulary import Stance


@dataclass(frozen=True)
class Rival:
    """One value, with the statements that give it and who stands behind them."""

    words: str
    stance: str
    is_inferred: bool
    notes: list[Note]
    origins: str


@dataclass(frozen=True)
class Disagreement:
    name: str
    recorded: str
    is_inferred: bool
    is_disputed: bool
    rivals: list[Rival]
    # Denials that say nothing of their own.
    responses: list[Note]


def side_by_side(document: IncidentDocument, notes: Footnotes) -> list[Disagreement]:
    return [
        Disagreement(
            name=notes.name_of(found["fact"]),
            recorded=notes.value_of(found["fact"]),
            is_inferred=found["fact"] in notes.inferred,
            is_disputed=found["is_disputed"],
            rivals=[_rival(value, notes) for value in found["values"]],
            responses=_notes(found["responses"], notes),
        )
        for found in disagreement(document)
    ]


def _rival(value: RivalValue, notes: Footnotes) -> Rival:
    return Rival(
        words=_in_words(value),
        stance=value["stance"],
        is_inferred=value["is_inferred"],
        notes=_notes(value["statements"], notes),
        origins=sentence(value["origins"]),
    )


def _in_words(value: RivalValue) -> str:
    if has_words(value["value"]):
        return localised(value["value"])
    if value["quantities"]:
        return "; ".join(quantity_in_words(quantity) for quantity in value["quantities"])
    is_against = value["stance"] == Stance.CONTRADICTS
    return _("speaks against it") if is_against else _("what is recorded here")


def _notes(ids: list[str], notes: Footnotes) -> list[Note]:
    return [note for note in notes.notes if note.statement["id"] in ids]
