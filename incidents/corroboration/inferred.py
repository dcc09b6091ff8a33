"""Which facts of an incident no statement says, so that they are our inference.

Pure functions of an incident's document.
"""

from collections import defaultdict

from review.document_types import Document
from sources.words.quantities import is_known

from incidents.corroboration.corroboration import is_stated
from incidents.corroboration.disagreement import COUNTS
from incidents.document_types import IncidentDocument
from incidents.vocabulary import ORDERS, Fact, Stance

# Facts that are rows, by the key of the document that holds them.
ROWS_OF_FACTS = {
    "victims": Fact.VICTIM,
    "involvements": Fact.INVOLVEMENT,
    "characterisations": Fact.CHARACTERISATION,
}


def inferred_facts(document: IncidentDocument) -> list[str]:
    """Facts with a value that evidence supports, none of it stated: `killed`, `involvement/<id>`.

    A value that was taken from the public is no fact of what is left.
    """
    supporting = defaultdict(list)
    for row in document.get("evidence", []):
        if row["stance"] == Stance.SUPPORTS:
            supporting[row["fact"]].append(is_stated(row))
    return [
        fact for fact in _with_value(document) if fact in supporting and not any(supporting[fact])
    ]


def _with_value(document: IncidentDocument) -> list[str]:
    kinds = set(document["kinds"])
    told = {
        Fact.DATE: document["occurred"],
        Fact.PLACE: document["place"],
        Fact.ACT: kinds - ORDERS,
        Fact.ORDER: kinds & ORDERS,
        **{Fact(count): is_known(document[count]) for count in COUNTS},
        Fact.RESPONSE: document["response"]["kinds"],
    }
    shown: Document = document
    rows = [
        f"{fact}/{row['id']}" for key, fact in ROWS_OF_FACTS.items() for row in shown.get(key, [])
    ]
    return [*(fact.value for fact, value in told.items() if value), *rows]
