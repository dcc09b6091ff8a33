"""The field's words for sources, actors and statements; /method/ says where each list is from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(models.TextChoices):
    """Whose body an actor is: what an origin's independence is judged by."""

    UKRAINE = "ukraine", _("Ukraine (party to the conflict)")
    RUSSIA = "russia", _("Russia (party to the conflict)")
    THIRD = "third", _("third party")


class TwinSign(models.TextChoices):
    """What two records share that may be one."""

    ADDRESS = "address", _("the same address")
    TEXT = "text", _("the same text")
    TITLE = "title", _("the same title, publisher and date")
    NAME = "name", _("the same name")


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


# What a person told us who can be found, hurt or silenced for it: nothing without their consent.
INTERVIEWS = frozenset({SourceKind.INTERVIEW, SourceKind.TESTIMONY})


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


class Perceived(models.TextChoices):
    """How our own examination found it: what is inferred is neither seen nor heard."""

    SEEN = "seen", _("seen")
    HEARD = "heard", _("heard")
    INFERRED = "inferred", _("inferred by us")


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
    # Counts of one body, one after the other.
    CONTINUES = "continues", _("continues the series of")
    REPLACES = "replaces", _("replaces the figures of")


# Links by which counts of one body become a series.
SERIES = frozenset({LinkKind.CONTINUES, LinkKind.REPLACES})


class StatedOrInferred(models.TextChoices):
    STATED = "stated", _("stated")
    INFERRED = "inferred", _("inferred")


class Purpose(models.TextChoices):
    """What a witness is asked to agree to, each by itself. The codes are columns of `Consent`."""

    KEEP = "keep", _("keep what was said")
    USE = "use", _("use it without attribution")
    PUBLISH_CONTENT = "publish_content", _("publish what was said")
    PUBLISH_IDENTITY = "publish_identity", _("publish who said it")
    NATIONAL_PROSECUTORS = "national_prosecutors", _("pass it to national prosecutors")
    ICC = "icc", _("pass it to the International Criminal Court")
    UN = "un", _("pass it to bodies of the United Nations")


class ConsentState(models.TextChoices):
    """Not asked is not refused, and neither is consent."""

    NOT_ASKED = "not_asked", _("not asked")
    GIVEN = "given", pgettext_lazy("consent", "given")
    REFUSED = "refused", pgettext_lazy("consent", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("consent", "withdrawn")


class ConsentBy(models.TextChoices):
    """In which role somebody answered; never a name."""

    WITNESS = "witness", _("the witness, an adult")
    CHILD = "child", _("the child (assent)")
    GUARDIAN = "guardian", _("parent or guardian")


class ConsentForm(models.TextChoices):
    ORAL = "oral", _("orally, recorded")
    SIGNED = "signed", _("in writing, signed")


class AskedBefore(models.TextChoices):
    """Whether somebody else has interviewed the witness: each time more is a burden and a risk."""

    NOT_ASKED = "not_asked", _("not asked")
    NO = "no", _("no")
    YES = "yes", _("yes")


class Referral(models.TextChoices):
    MEDICAL = "medical", _("medical help")
    PSYCHOLOGICAL = "psychological", _("psychological help")
    LEGAL = "legal", _("legal help")


class InterviewPlace(models.TextChoices):
    HOME = "home", _("where the witness lives")
    OFFICE = "office", _("an office")
    CARE = "care", _("a hospital or shelter")
    CUSTODY = "custody", _("a place of detention")
    OPEN = "open", _("a public place")
    REMOTE = "remote", _("from a distance, by call or video")
    OTHER = "other", _("another place")


class Alone(models.TextChoices):
    NOT_STATED = "not_stated", _("not stated")
    ALONE = "alone", _("yes, nobody else could hear it")
    WITH_OTHERS = "with_others", _("no, others were present")


class Risk(models.TextChoices):
    LOW = "low", pgettext_lazy("risk", "low")
    MEDIUM = "medium", pgettext_lazy("risk", "medium")
    HIGH = "high", pgettext_lazy("risk", "high")


class ToldBy(models.TextChoices):
    """Who told us of a change of mind: a role, never a name."""

    WITNESS = "witness", _("the witness")
    CHILD = "child", _("the child")
    GUARDIAN = "guardian", _("parent or guardian")
    LAWYER = "lawyer", _("a lawyer of the witness")
    RELATIVE = "relative", _("a relative")
    COLLEAGUE = "colleague", _("one of us")


class OutsideCopy(models.TextChoices):
    """Where words may still be that this system cannot reach."""

    HELD = "held", _("the copy whose place the record names")
    DEVICES = "devices", _("recordings and notes on devices and paper")
    EXPORTS = "exports", _("files that colleagues downloaded")
    SENT = "sent", _("what was sent to others, prosecutors and courts among them")
    BACKUPS = "backups", _("backups, which expire by themselves: when the last one does")
