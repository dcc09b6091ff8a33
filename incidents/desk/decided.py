"""What the codebook says, beside the fields of the desk where such a value is taken."""

from collections.abc import Iterator

from django import forms
from review.workflow import codebook

from incidents.desk.forms import DeskForms
from incidents.desk.incident_forms import FINDING, FactForm
from incidents.desk.source_forms import (
    ActorForm,
    CountForm,
    LinkForm,
    SourceForm,
    StatementForm,
)
from incidents.vocabulary import Fact

INCIDENT = "incidents.incident"
# Of which fields of a record a fact becomes the value.
VALUE_OF: dict[str, list[str]] = {
    Fact.DATE: [f"{INCIDENT}:occurred"],
    Fact.PLACE: [f"{INCIDENT}:place"],
    Fact.ACT: [f"{INCIDENT}:kinds"],
    Fact.RESPONSE: [f"{INCIDENT}:responses"],
    **{
        fact: [f"{INCIDENT}:{fact}_{end}" for end in ("low", "best", "high")]
        for fact in (Fact.KILLED, Fact.INJURED, Fact.FATE_UNKNOWN)
    },
    Fact.VICTIM: ["incidents.victim", "incidents.victim:label_en"],
    Fact.INVOLVEMENT: ["incidents.involvement", "incidents.involvement:actor"],
    Fact.CHARACTERISATION: ["incidents.legalcharacterisation:law"],
    FINDING: ["incidents.finding"],
}
# What a fact has beside its value is of its own row, and the names there are the same.
ROW_OF: dict[str, str] = {
    Fact.VICTIM: "incidents.victim",
    Fact.INVOLVEMENT: "incidents.involvement",
    Fact.CHARACTERISATION: "incidents.legalcharacterisation",
    FINDING: "incidents.finding",
}
OF: dict[type[forms.Form], str] = {
    SourceForm: "source",
    StatementForm: "statement",
    CountForm: "quantity",
    LinkForm: "statementlink",
    ActorForm: "actor",
}
# Where the desk calls a field otherwise than the record does.
NAMES = {
    "what": "kind",
    "name": "name_en",
    "precision": "place_precision",
    "cumulative": "is_cumulative",
    "said": "stated",
}


def say_what_was_decided(desk: DeskForms) -> None:
    """Attach to each field what holds of it."""
    entries = codebook.everything()
    for form in desk.every if entries else ():
        for name in form.fields:
            found = [one for key in _keys(form, name) for one in entries.get(key, [])]
            form[name].decided = found  # type: ignore[attr-defined]


def _keys(form: forms.Form, name: str) -> Iterator[str]:
    if isinstance(form, FactForm):
        yield from _keys_of_fact(form, name)
    else:
        yield f"{_model_of(form)}:{NAMES.get(name, name)}"


def _keys_of_fact(form: FactForm, name: str) -> Iterator[str]:
    """A finding is no fact of the vocabulary."""
    fact = form["fact"].value()
    if name == "value":
        yield from VALUE_OF.get(fact, [])
    else:
        yield f"{ROW_OF.get(fact, INCIDENT)}:{NAMES.get(name, name)}"


def _model_of(form: forms.Form) -> str:
    return f"sources.{OF[type(form)]}" if type(form) in OF else INCIDENT
