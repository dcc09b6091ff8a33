"""The field's words for sources, actors and statements; /method/ says where each list is from."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    """Whose body an actor is: what an origin's independence is judged by."""

    UKRAINE = "ukraine", _("Ukraine (party to the conflict)")
    RUSSIA = "russia", _("Russia (party to the conflict)")
    THIRD = "third", _("third party")


class ActorKind(models.TextChoices):
    STATE_BODY = "state_body", _("state body")
    ARMED_UNIT = "armed_unit", _("armed unit or formation")
    ARMED_GROUP = "armed_group", _("armed group")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental body")
    NGO = "ngo", _("non-governmental organisation")
    NEWS_OUTLET = "news_outlet", _("news outlet")
    RESEARCH_BODY = "research_body", _("research body")
    SOCIAL_CHANNEL = "social_channel", _("social channel")
    COURT = "court", _("court")
    OTHER = "other", _("other")


# Their trade is to pass on what others know: without a basis they are no origin.
REPORTERS = frozenset({ActorKind.NEWS_OUTLET, ActorKind.SOCIAL_CHANNEL, ActorKind.OTHER})


class NameKind(models.TextChoices):
    NAME = "name", _("name")
    ALIAS = "alias", _("alias")
    ABBREVIATION = "abbreviation", _("abbreviation")
    AS_WRITTEN = "as_written", _("as written in a source")


class Script(models.TextChoices):
    LATIN = "latin", _("Latin")
    CYRILLIC = "cyrillic", _("Cyrillic")
    OTHER = "other", _("other")


class RelationKind(models.TextChoices):
    PART_OF = "part_of", _("part of")
    SUBORDINATE_TO = "subordinate_to", _("subordinate to")


class Reliability(models.TextChoices):
    """Admiralty/NATO. F means unknown, not worst: never sorted, never averaged."""

    A = "A", _("A: completely reliable")
    B = "B", _("B: usually reliable")
    C = "C", _("C: fairly reliable")
    D = "D", _("D: not usually reliable")
    E = "E", _("E: unreliable")
    F = "F", _("F: reliability cannot be judged")


class SourceKind(models.TextChoices):
    ARTICLE = "article", _("article")
    OFFICIAL_STATEMENT = "official_statement", _("official statement")
    REPORT = "report", _("report")
    INTERVIEW = "interview", _("interview")
    TESTIMONY = "testimony", _("testimony record")
    SOCIAL_POST = "social_post", _("social post")
    VIDEO = "video", _("video")
    PHOTOGRAPH = "photograph", _("photograph")
    AUDIO = "audio", _("audio")
    INTERCEPT = "intercept", _("intercept")
    SATELLITE_IMAGE = "satellite_image", _("satellite image")
    COURT_RECORD = "court_record", _("court record")
    DATASET = "dataset", _("dataset")
    OTHER = "other", _("other")


class SourceStanding(models.TextChoices):
    STANDS = "stands", _("stands")
    CORRECTED = "corrected", _("corrected")
    RETRACTED = "retracted", _("retracted")
    UNAVAILABLE = "unavailable", _("deleted or unavailable")


class Access(models.TextChoices):
    PUBLIC = "public", _("public")
    RESTRICTED = "restricted", _("restricted (staff with the right)")
    CONFIDENTIAL = "confidential", _("confidential (named people)")


class StatementKind(models.TextChoices):
    INCIDENT = "incident", _("incident")
    AGGREGATE = "aggregate", _("aggregate claim")
    ATTRIBUTION = "attribution", _("attribution")
    ORDER = "order", _("order or command")
    CHARACTERISATION = "characterisation", _("legal characterisation")
    LEGAL_STATUS = "legal_status", _("legal status")
    EVIDENCE_ITEM = "evidence_item", _("evidence item")
    TRANSFER = "transfer", _("transfer of evidence")
    INTERVENTION = "intervention", _("intervention")
    ENDORSEMENT = "endorsement", _("endorsement")
    MOTIVE = "motive", _("motive")
    ASSESSMENT = "assessment", _("assessment")
    RESPONSE = "response", _("response")


class Hedge(models.TextChoices):
    FACT = "fact", _("as fact")
    DISTANCED = "distanced", _("distanced (reportedly, allegedly)")
    SUGGESTED = "suggested", _("suggested or inferred")


class Polarity(models.TextChoices):
    """Denied: the paraphrase gives what is denied (docs/decisions/statements.md)."""

    AFFIRMED = "affirmed", _("affirmed")
    DENIED = "denied", _("denied")


class Basis(models.TextChoices):
    """How the last link of a chain knew. "Told by another" is not one: ask by whom."""

    EYEWITNESS = "eyewitness", _("eyewitness")
    VICTIM = "victim", _("victim")
    PARTICIPANT = "participant", _("participant (insider)")
    DOCUMENTED = "documented", _("says it documented this, method not given")
    INTERCEPT = "intercept", _("intercept")
    DRONE_FOOTAGE = "drone_footage", _("drone footage")
    PHOTO_VIDEO = "photo_video", _("photograph or video")
    SATELLITE = "satellite", _("satellite image")
    FORENSIC = "forensic", _("forensic")
    DOCUMENT = "document", _("document")
    MONITORING = "monitoring", _("open-source monitoring")
    EXPERT = "expert", _("expert inference")
    OUR_EXAMINATION = "our_examination", _("our examination")
    NONE_GIVEN = "none_given", _("none given")


class Circumstance(models.TextChoices):
    IN_CAPTIVITY = "in_captivity", _("in captivity")
    ANONYMOUS = "anonymous", _("anonymous")
    UNDER_OATH = "under_oath", _("under oath")
    SEVERAL = "several", _("several persons")


class Counted(models.TextChoices):
    INCIDENTS = "incidents", _("incidents")
    CASES = "cases", _("cases")
    KILLED = "killed", _("persons killed")
    INJURED = "injured", _("persons injured")
    # The code is older than its words; it stays, since it stands in editions and files.
    SHOT_AT = "shot_at", _("persons shot")
    LYING_STILL = "lying_still", _("persons lying still")
    FATE_UNKNOWN = "fate_unknown", _("persons whose fate is unknown")
    CAPTURED = "captured", _("persons captured")
    ORDERS = "orders", _("orders")
    PROCEEDINGS = "proceedings", _("proceedings")
    PERSONS = "persons", _("persons the proceedings concern")


class Qualifier(models.TextChoices):
    EXACTLY = "exactly", _("exactly")
    MORE_THAN = "more_than", _("more than")
    AT_LEAST = "at_least", _("at least")
    ABOUT = "about", _("about")
    MANY = "many", _("many")
    SEVERAL = "several", _("several")


class Level(models.TextChoices):
    ALLEGED = "alleged", _("alleged")
    VERIFIED = "verified", _("verified by whoever gave it")


class LinkKind(models.TextChoices):
    REPEATS = "repeats", _("repeats (same origin)")
    SAME_RECORDING = "same_recording", _("same recording, excerpt or repost")
    SUPPORTS = "supports", _("supports")
    CONTRADICTS = "contradicts", _("contradicts")
    CORRECTS = "corrects", _("corrects")
    QUALIFIES = "qualifies", _("qualifies")


class StatedOrInferred(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")
