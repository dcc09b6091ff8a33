"""The counts that bodies gave as a CSV file, a row for each number of each statement."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from review.public.addresses import record_address
from sources.files.columns import Column, Table, Type, attribute
from sources.files.downloads import statement_address
from sources.vocabulary import Counted, Level, Qualifier, SourceStanding

from incidents.tallies.tallying import Count


def _quantity(name: str) -> Any:
    return lambda count: count.quantity[name]


def _period(name: str) -> Any:
    return lambda count: count.period[name] if count.period else None


def _source(name: str) -> Any:
    return lambda count: count.statement.document["source"][name]


def _here(end: str) -> Any:
    return lambda count: count.here[end] if count.here else None


def _name(count: Count) -> str:
    by = count.by
    name = by and (by["actor"]["name"] if by["actor"] else by["label"])
    return name["en"] or name["uk"] if name else ""


TALLIES = Table(
    "tallies",
    "tallies",
    _("Counts that bodies gave"),
    ("csv",),
    (
        Column("counted", Type.TERM, _("what is counted"), _quantity("counted"), Counted),
        Column(
            "level",
            Type.TERM,
            _("whether who counted says that it was verified"),
            _quantity("level"),
            Level,
        ),
        Column(
            "qualifier",
            Type.TERM,
            _("how exactly it is counted; empty when that is not said"),
            _quantity("qualifier"),
            Qualifier,
        ),
        Column("low", Type.NUMBER, _("at least so many"), _quantity("low")),
        Column(
            "best",
            Type.NUMBER,
            _("the figure that a source states; we never compute it"),
            _quantity("best"),
        ),
        Column("high", Type.NUMBER, _("at most so many"), _quantity("high")),
        Column("period_edtf", Type.EDTF, _("the period that is counted"), _period("edtf")),
        Column(
            "period_earliest", Type.DAY, _("the first day that this can mean"), _period("earliest")
        ),
        Column("period_latest", Type.DAY, _("the last day that this can mean"), _period("latest")),
        Column(
            "by",
            Type.TEXT,
            _(
                "who counted: the last link of the statement’s chain, or else the publisher; "
                "empty when not stated"
            ),
            _name,
        ),
        Column(
            "by_reference",
            Type.REFERENCE,
            _("the same as an actor, where it is one"),
            attribute("by_reference"),
        ),
        Column(
            "denied",
            Type.YES_NO,
            _("whether the statement denies this number"),
            attribute("is_denied"),
        ),
        Column(
            "statement",
            Type.TEXT,
            _("label of the statement in its source’s record"),
            attribute("statement.label"),
        ),
        Column(
            "statement_url",
            Type.ADDRESS,
            _("where it stands on its source’s page"),
            lambda count: statement_address(count.statement),
        ),
        Column("source", Type.TEXT, _("title of the source, as it gives it"), _source("title")),
        Column(
            "source_edition",
            Type.NUMBER,
            _("number of its source’s current edition"),
            _source("edition"),
        ),
        Column(
            "source_standing",
            Type.TERM,
            _("whether it still stands; a retracted source supports nothing"),
            lambda count: count.statement.document["source"]["standing"]["value"],
            SourceStanding,
        ),
        Column(
            "source_url",
            Type.ADDRESS,
            _("page of the source"),
            lambda count: record_address("source", count.statement.reference),
        ),
        Column(
            "documented_here_low",
            Type.NUMBER,
            _(
                "how much of the same is documented here and certainly falls in the period; empty "
                "when it is not stated, or not counted here"
            ),
            _here("low"),
        ),
        Column(
            "documented_here_high",
            Type.NUMBER,
            _("the same including what may fall in it"),
            _here("high"),
        ),
    ),
)
