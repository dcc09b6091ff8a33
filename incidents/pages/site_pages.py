"""The pages of plain text: about this site, its method, corrections, and for certain readers."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import Choices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from review.models import CoarseReason
from review.public.page_cache import depends_on
from review.public.reading import public_page
from sources import vocabulary as told
from sources.origins.find import OriginKind, OriginStanding
from sources.text.dates import DatePrecision

from incidents import vocabulary


class Vocabulary(NamedTuple):
    """One list of terms, and where it is from."""

    name: Promise
    choices: type[Choices]
    origin: Promise

    @property
    def key(self) -> str:
        return self.choices.__name__.lower()

    @property
    def terms(self) -> list[str]:
        return list(self.choices.labels)


class Group(NamedTuple):
    key: str
    name: Promise
    vocabularies: list[Vocabulary]


OURS = _("this project")
ADMIRALTY = _("the Admiralty code, also used by NATO")

ESF = _("HURIDOCS Events Standard Formats")
EVERY_CASUALTY = _("Every Casualty, standards for casualty recording")

VOCABULARIES = [
    Group(
        "incidents",
        _("Incidents"),
        [
            Vocabulary(
                _("Kind of act"),
                vocabulary.Act,
                _(
                    "HURIDOCS Events Standard Formats, 01 01 01 01, extended: it has no term for "
                    "the killing of surrendering people or of prisoners, for the orders, or for "
                    "the mutilation of the dead"
                ),
            ),
            Vocabulary(_("Our assessment of an incident"), vocabulary.Assessment, OURS),
            Vocabulary(_("Fact that evidence bears on"), vocabulary.Fact, OURS),
            Vocabulary(_("How evidence bears on a fact"), vocabulary.Stance, OURS),
            Vocabulary(
                _("Credibility of one piece of information; not given for every one"),
                vocabulary.Credibility,
                ADMIRALTY,
            ),
            Vocabulary(_("How two incidents are linked"), vocabulary.IncidentLinkKind, OURS),
        ],
    ),
    Group(
        "people",
        _("The people concerned"),
        [
            Vocabulary(
                _("In whose hands they were"),
                vocabulary.Control,
                _("Third Geneva Convention; Additional Protocol I, article 41"),
            ),
            Vocabulary(
                _("Condition"),
                vocabulary.Condition,
                _("Third Geneva Convention; Additional Protocol I, article 41"),
            ),
            Vocabulary(
                _("Means: how somebody was killed or hurt, in plain words"),
                vocabulary.Means,
                _("HURIDOCS Events Standard Formats, list 05, without what is detail"),
            ),
            Vocabulary(_("Age group"), vocabulary.AgeGroup, EVERY_CASUALTY),
            Vocabulary(_("Sex"), vocabulary.Sex, EVERY_CASUALTY),
            Vocabulary(_("What became of them"), vocabulary.Outcome, EVERY_CASUALTY),
            Vocabulary(_("Basis for publishing a name"), vocabulary.PublicationBasis, OURS),
        ],
    ),
    Group(
        "responsibility",
        _("Responsibility, responses and law"),
        [
            Vocabulary(
                _("Degree of involvement"),
                vocabulary.Degree,
                _("HURIDOCS Events Standard Formats, list 18"),
            ),
            Vocabulary(
                _("Certainty of an involvement; always with who says so"),
                vocabulary.Certainty,
                _("the presumption of innocence"),
            ),
            Vocabulary(
                _("Response of the accused side"),
                vocabulary.Response,
                _("HURIDOCS Events Standard Formats, list 28"),
            ),
            Vocabulary(
                _("Provision of law; always with who refers to it"),
                vocabulary.Law,
                _("the treaties and the code named"),
            ),
            Vocabulary(
                _("Standard of proof of a body’s finding"),
                vocabulary.StandardOfProof,
                _("United Nations commissions of inquiry; courts"),
            ),
        ],
    ),
    Group(
        "sources-and-actors",
        _("Sources, and the bodies that speak or act"),
        [
            Vocabulary(
                _("Kind of source"),
                told.SourceKind,
                _("HURIDOCS Events Standard Formats, list 16, extended"),
            ),
            Vocabulary(_("Standing of a source"), told.SourceStanding, OURS),
            Vocabulary(
                _("Access to a source"),
                told.Access,
                _("HURIDOCS Events Standard Formats: confidentiality of each record"),
            ),
            Vocabulary(
                _("Reliability of a publisher; for bodies only, and shown only with its reason"),
                told.Reliability,
                ADMIRALTY,
            ),
            Vocabulary(_("Kind of actor; never a private person"), told.ActorKind, OURS),
            Vocabulary(
                _("Whose body an actor is"),
                told.Side,
                _("Every Casualty: independence of a source from the parties"),
            ),
            Vocabulary(_("Relation between actors"), told.RelationKind, OURS),
            Vocabulary(_("Kind of name"), told.NameKind, OURS),
            Vocabulary(_("Script of a name"), told.Script, OURS),
        ],
    ),
    Group(
        "statements",
        _("Statements, and how it was known"),
        [
            Vocabulary(
                _("Kind of statement"),
                told.StatementKind,
                _("this project; the aggregate claim follows UCDP, event clarity 2"),
            ),
            Vocabulary(
                _("Basis of knowledge: how the last link of the chain knew"),
                told.Basis,
                _("HURIDOCS Events Standard Formats, “source connection to information”, extended"),
            ),
            Vocabulary(
                _("Circumstances of a link"),
                told.Circumstance,
                ESF,
            ),
            Vocabulary(
                _("Kind of origin: who knew, as the chain names them"),
                OriginKind,
                OURS,
            ),
            Vocabulary(
                _("Standing of an origin"),
                OriginStanding,
                _("Every Casualty: independence of a source from the parties"),
            ),
            Vocabulary(_("How cautiously it is put"), told.Hedge, OURS),
            Vocabulary(_("Affirmed or denied"), told.Polarity, OURS),
            Vocabulary(_("Found by our own examination"), told.Perceived, OURS),
            Vocabulary(
                _("How two statements are linked"),
                told.LinkKind,
                _("W3C PROV; Security Force Monitor, which keeps conflicting claims side by side"),
            ),
            Vocabulary(_("Stated or inferred"), told.StatedOrInferred, _("Security Force Monitor")),
        ],
    ),
    Group(
        "consent",
        _("What a witness agrees to, which is never public"),
        [
            Vocabulary(
                _("Purpose: each is asked by itself"),
                told.Purpose,
                _("Murad Code; Berkeley Protocol; Istanbul Protocol: informed consent"),
            ),
            Vocabulary(_("Answer"), told.ConsentState, OURS),
            Vocabulary(
                _("Who answers: for a child the child and the guardian"),
                told.ConsentBy,
                _("Murad Code; Istanbul Protocol"),
            ),
            Vocabulary(_("How it was given"), told.ConsentForm, OURS),
            Vocabulary(
                _("Whether somebody interviewed the witness before"),
                told.AskedBefore,
                _("Murad Code: no more interviews than needed"),
            ),
            Vocabulary(
                _("Help that is offered before an interview"),
                told.Referral,
                _("Murad Code; Istanbul Protocol"),
            ),
        ],
    ),
    Group(
        "numbers-dates-places",
        _("Numbers, dates and places"),
        [
            Vocabulary(_("What is counted"), told.Counted, OURS),
            Vocabulary(_("How exactly it is counted"), told.Qualifier, OURS),
            Vocabulary(_("Level of a figure, according to whoever gave it"), told.Level, OURS),
            Vocabulary(
                _("Precision of a date"),
                DatePrecision,
                _("UCDP Georeferenced Event Dataset, date precision 1–5; ISO 8601-2"),
            ),
            Vocabulary(
                _("Precision of a place"),
                vocabulary.PlacePrecision,
                _("UCDP Georeferenced Event Dataset, where precision 1–7"),
            ),
            Vocabulary(
                _("How much of a known place the public is told"), vocabulary.PublicPrecision, OURS
            ),
        ],
    ),
    Group(
        "taking-down",
        _("Withdrawing, hiding and redacting"),
        [Vocabulary(_("Reason given to the public"), CoarseReason, OURS)],
    ),
]


@public_page
def plain_page(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is its template, and says whom to write to."""
    depends_on(request, [])
    return render(request, f"site/{name}.html", {"contact_email": settings.CONTACT_EMAIL})


@public_page
def method(request: HttpRequest) -> HttpResponse:
    depends_on(request, [])
    return render(request, "site/method.html", {"vocabularies": VOCABULARIES})


@public_page
def lawyers(request: HttpRequest) -> HttpResponse:
    depends_on(request, [])
    context = {"contact_email": settings.CONTACT_EMAIL, "time_zone": settings.TIME_ZONE}
    return render(request, "site/lawyers.html", context)
