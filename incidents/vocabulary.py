"""The field's words for incidents and what bears on them; /method/ says where each list is from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """Kinds of act. Orders without a stated outcome are counted apart from killings everywhere."""

    KILLED_SURRENDERING = "killed_surrendering", _("killed while surrendering")
    KILLED_CAPTURED = "killed_captured", _("killed at or near the place of capture")
    KILLED_INTERNED = "killed_interned", _("killed in internment")
    KILLED_DEFENCELESS = "killed_defenceless", _("killed when wounded or defenceless")
    DIED_IN_CUSTODY = "died_in_custody", _("died in custody")
    TORTURED = "tortured", _("tortured")
    MUTILATED_ALIVE = "mutilated_alive", _("mutilated alive")
    BODY_MUTILATED = "body_mutilated", _("body mutilated")
    ATTEMPTED = "attempted", _("attempted killing")
    ORDER_NO_PRISONERS = "order_no_prisoners", _("order to take no prisoners")
    ORDER_KILL_CAPTIVES = "order_kill_captives", _("order to kill captives")
    OTHER = "other", _("other")


ORDERS = frozenset({Act.ORDER_NO_PRISONERS, Act.ORDER_KILL_CAPTIVES})
KILLINGS = frozenset(
    {
        Act.KILLED_SURRENDERING,
        Act.KILLED_CAPTURED,
        Act.KILLED_INTERNED,
        Act.KILLED_DEFENCELESS,
        Act.DIED_IN_CUSTODY,
    }
)


class Assessment(models.TextChoices):
    """Ours. *Verified* is said only of a body's finding."""

    REPORTED = "reported", _("reported")
    CORROBORATED = "corroborated", _("corroborated")
    NOT_SUPPORTED = "not_supported", _("not supported")
    REFUTED = "refuted", _("refuted")
    UNDECIDED = "undecided", _("undecided")


class PlacePrecision(models.TextChoices):
    """UCDP where_prec."""

    EXACT = "1", _("exact place")
    NEAR = "2", _("near a named place")
    RAION = "3", _("raion")
    OBLAST = "4", _("oblast")
    PART = "5", _("part of a country or a line")
    COUNTRY = "6", _("country")
    WATER_AIR = "7", _("water or airspace")


class PublicPrecision(models.TextChoices):
    """How much of a known place the public is told."""

    AS_KNOWN = "", _("as precisely as it is known")
    RAION = "raion", _("no finer than the raion")
    OBLAST = "oblast", _("no finer than the oblast")
    COUNTRY = "country", _("the country only")


class Fact(models.TextChoices):
    """What a piece of evidence can bear on; the last three name their row."""

    DATE = "date", _("date")
    PLACE = "place", _("place")
    ACT = "act", _("act")
    KILLED = "killed", _("number killed")
    INJURED = "injured", _("number injured")
    FATE_UNKNOWN = "fate_unknown", _("fate unknown")
    ORDER = "order", _("order")
    RESPONSE = "response", _("response")
    VICTIM = "victim", _("victim")
    INVOLVEMENT = "involvement", _("involvement")
    CHARACTERISATION = "characterisation", _("legal characterisation")


def fact_of_kind(kind: str) -> Fact:
    """The fact that a kind of act is a value of."""
    return Fact.ORDER if kind in ORDERS else Fact.ACT


# What happened, as against who is accused of it, how the law is read and what was answered.
HAPPENED = frozenset(
    {
        Fact.DATE,
        Fact.PLACE,
        Fact.ACT,
        Fact.KILLED,
        Fact.INJURED,
        Fact.FATE_UNKNOWN,
        Fact.ORDER,
        Fact.VICTIM,
    }
)
# Facts that nobody can tell before the day of the event. An order may be older than what followed
# it, and who a victim was is known before.
TOLD_AFTERWARDS = HAPPENED - {Fact.ORDER, Fact.VICTIM}


class Stance(models.TextChoices):
    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    CONTEXT = "context", _("context")


class Credibility(models.TextChoices):
    """Admiralty/NATO. 6 means unknown, not worst."""

    CONFIRMED = "1", _("1: confirmed by independent sources")
    PROBABLE = "2", _("2: probably true")
    POSSIBLE = "3", _("3: possibly true")
    DOUBTFUL = "4", _("4: doubtful")
    IMPROBABLE = "5", _("5: improbable")
    UNKNOWN = "6", _("6: truth cannot be judged")


class Response(models.TextChoices):
    """Of the accused side. ESF list 28."""

    NOT_SOUGHT = "not_sought", _("not sought")
    NO_ANSWER = "no_answer", _("sought, no answer")
    GENERAL_DENIAL = "general_denial", _("general denial")
    DENIAL = "denial", _("denial of this incident")
    NOT_RESPONSIBLE = "not_responsible", _("acknowledged, responsibility denied")
    ALTERNATIVE = "alternative", _("alternative explanation")
    ACCEPTED = "accepted", _("responsibility accepted")
    INQUIRY = "inquiry", _("inquiry announced")


# What the accused side said needs a statement; that nobody asked, or nobody answered, does not.
RESPONSES_WITHOUT_STATEMENT = frozenset({Response.NOT_SOUGHT, Response.NO_ANSWER})


class Control(models.TextChoices):
    FIGHTING = "fighting", _("fighting")
    SURRENDERING = "surrendering", _("surrendering")
    CAPTURED = "captured", _("captured")
    INTERNED = "interned", _("interned")


class Condition(models.TextChoices):
    UNARMED = "unarmed", _("unarmed")
    WOUNDED = "wounded", _("wounded")
    UNCONSCIOUS = "unconscious", _("unconscious")
    MEDICAL_RELIGIOUS = "medical_religious", _("medical or religious personnel")


class AgeGroup(models.TextChoices):
    CHILD = "child", _("child")
    ADULT = "adult", _("adult")


class Sex(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    MIXED = "mixed", _("women and men")


class Outcome(models.TextChoices):
    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")
    SURVIVED = "survived", _("survived")
    FATE_UNKNOWN = "fate_unknown", _("fate unknown")


class Method(models.TextChoices):
    """ESF list 05. Only its plain means is read openly; never in titles, lists, feeds, previews."""

    SHOT = "shot", _("shot")
    BLADE = "blade", _("blade")
    BEHEADED = "beheaded", _("beheaded")
    BLAST = "blast", _("blast")
    BEATEN = "beaten", _("beaten")
    OTHER = "other", _("other")


class Means(models.TextChoices):
    """What a method comes to in plain words (docs/decisions/graphic-wording.md)."""

    SHOT = "shot", _("shot")
    BLADE = "blade", _("blade")
    BLAST = "blast", _("blast")
    BEATEN = "beaten", _("beaten")
    OTHER = "other", _("other")


# Mutilation is detail, and stands behind the warning: openly it is the means with which it is done.
PLAIN_MEANS = {Method.BEHEADED.value: Means.BLADE.value}


def means_of(method: str) -> str:
    """The plain means of a method; "" is not stated."""
    return PLAIN_MEANS.get(method, method)


class PublicationBasis(models.TextChoices):
    """Why a name may be published. "Already public elsewhere" is none."""

    CONSENT = "consent", _("the person agreed")
    FAMILY = "family", _("the family was asked and agreed")
    OFFICIAL = "official", _("official notice, with the family informed")
    COURT = "court", _("public court judgment")
    OFFICE = "office", _("office-holder acting in office")


class Degree(models.TextChoices):
    """Degree of involvement. ESF list 18."""

    CARRIED_OUT = "carried_out", _("carried out")
    ORDERED = "ordered", _("gave orders that led to the act")
    PLANNED = "planned", _("planned")
    ACCOMPLICE = "accomplice", _("passive accomplice")
    PRESENT = "present", _("confirmed present")
    SUSPECTED = "suspected", _("suspected of involvement")
    NO_AUTHORITY = "no_authority", _("failed to exercise authority over subordinates")
    NO_ACTION = "no_action", _("failed to act upon knowledge")
    UNKNOWN = "unknown", _("unknown")


class Certainty(models.TextChoices):
    """Nobody is more than this until a court or body has said so."""

    ALLEGED = "alleged", _("alleged")
    SUSPECTED = "suspected", _("suspected")
    ESTABLISHED = "established", _("established by a court or body")


class Law(models.TextChoices):
    WILFUL_KILLING = "rs_8_2_a_i", _("Rome Statute 8(2)(a)(i), wilful killing")
    TORTURE = "rs_8_2_a_ii", _("Rome Statute 8(2)(a)(ii), torture or inhuman treatment")
    SURRENDERED = (
        "rs_8_2_b_vi",
        _("Rome Statute 8(2)(b)(vi), killing or wounding a combatant who has surrendered"),
    )
    MUTILATION = "rs_8_2_b_x", _("Rome Statute 8(2)(b)(x), mutilation")
    NO_QUARTER = (
        "rs_8_2_b_xii",
        _("Rome Statute 8(2)(b)(xii), declaring that no quarter will be given"),
    )
    DIGNITY = "rs_8_2_b_xxi", _("Rome Statute 8(2)(b)(xxi), outrages upon personal dignity")
    ORDERING = "rs_25_3_b", _("Rome Statute 25(3)(b), ordering")
    COMMAND = "rs_28", _("Rome Statute 28, command responsibility")
    GC3_13 = "gc3_13", _("Third Geneva Convention, article 13")
    AP1_40 = "ap1_40", _("Additional Protocol I, article 40")
    AP1_41 = "ap1_41", _("Additional Protocol I, article 41")
    CCU_438_2 = "ccu_438_2", _("Criminal Code of Ukraine, article 438(2)")
    NONE_NAMED = "none_named", _("war crime, no provision named")


class StandardOfProof(models.TextChoices):
    SUSPICION = "suspicion", _("reasonable suspicion")
    GROUNDS = "grounds", _("reasonable grounds to believe")
    BALANCE = "balance", _("balance of probabilities")
    CLEAR = "clear", _("clear and convincing")
    BEYOND_DOUBT = "beyond_doubt", _("beyond reasonable doubt")


class IncidentLinkKind(models.TextChoices):
    SAME_EPISODE = "same_episode", _("same episode")
    PART_OF = "part_of", _("part of")
    DUPLICATE_OF = "duplicate_of", _("duplicate of")
