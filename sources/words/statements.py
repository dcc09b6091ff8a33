"""Sources, and the chains of those who told them."""

import re

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.document_types import ActorDocument, CitedStatement, HopDocument, SourceHead
from sources.vocabulary import REPORTERS, Polarity
from sources.words.quantities import day_in_words
from sources.words.terms import term
from sources.words.texts import named, plainly

# Words that a locator begins with, in the singular.
PASSAGES = {
    "sentence": gettext_lazy("sentence"),
    "page": gettext_lazy("page"),
    "paragraph": gettext_lazy("paragraph"),
}


_PASSAGE = re.compile(rf"\b({'|'.join(PASSAGES)})(?=\s\d)", re.IGNORECASE)


def passage_in_words(locator: str) -> str:
    """Where in a source something stands: sentence 20, page 4."""
    return _PASSAGE.sub(lambda word: str(PASSAGES[word[0].lower()]), locator)


def source_in_words(source: SourceHead) -> str:
    """The first link of every chain: “Article, publisher not stated”."""
    kind = term(source["kind"], "SourceKind")
    kind = kind[:1].upper() + kind[1:]
    if source["confidential"]:
        return format_html("{}, {}", kind, _("details withheld for protection"))
    publisher = source["publisher"]
    who = named(publisher["name"]) if publisher else _no_publisher(source)
    return format_html("{}, {}", kind, conditional_escape(who))


def source_plainly(source: SourceHead) -> str:
    """The same without a mark of the language that a name is in."""
    kind = capfirst(term(source["kind"], "SourceKind"))
    if source["confidential"]:
        return f"{kind}, {_('details withheld for protection')}"
    publisher = source["publisher"]
    return f"{kind}, {plainly(publisher['name']) if publisher else _no_publisher(source)}"


def _no_publisher(source: SourceHead) -> str:
    return _("publisher not shown") if is_publisher_taken(source) else _("publisher not stated")


def is_publisher_taken(source: SourceHead) -> bool:
    """Whether it was taken from the public: nobody may read then that it is not stated."""
    return "publisher" in source.get("not_shown", [])


def source_named(source: SourceHead) -> str:
    """Its title, or what it is: why the title is not here, unknown or withheld, nobody is told."""
    return source["title"] or _("%s, title not given here") % source_plainly(source)


def source_told(source: SourceHead) -> str:
    """What it is, by whom and of which day, for a preview."""
    published = source["published"]
    day = f"{_('published:')} {day_in_words(published)}" if published else ""
    return "; ".join(filter(None, (source_plainly(source), day)))


def actor_told(actor: ActorDocument) -> str:
    """What kind of body it is, for a preview; that it is listed accuses nobody."""
    kind = capfirst(term(actor["kind"], "ActorKind"))
    return _("%s. That it is listed here does not mean that it did anything wrong.") % kind


def link_in_words(hop: HopDocument) -> str:
    """One link of a chain with how it knew: “unnamed officials (none given)”."""
    name = plainly(hop["actor"]["name"] if hop["actor"] else hop["label"])
    known = knew_in_words(hop)
    return f"{name} ({known})" if known else name


def knew_in_words(hop: HopDocument) -> str:
    """How one link of a chain knew, and in what circumstances: “in captivity, eyewitness”."""
    known = [term(value, "Circumstance") for value in hop["circumstances"]]
    return ", ".join(known + [term(value, "Basis") for value in hop["bases"]])


def speaks_for_itself(statement: CitedStatement) -> bool:
    """Whether it is the word of the body that published it, which then is whoever knew.

    News outlets and channels pass on what others know: without a source they name nobody.
    """
    publisher = statement["source"]["publisher"]
    if statement["our_examination"] or statement["chain"] or publisher is None:
        return False
    return publisher["kind"] not in REPORTERS


def says_who_knew(statement: CitedStatement) -> bool:
    """Whether it names anybody from whom this is known, or is the word of a body about itself."""
    return bool(statement["chain"]) or speaks_for_itself(statement)


def is_denied(statement: CitedStatement) -> bool:
    return bool(statement["polarity"] == Polarity.DENIED)


def denial_in_words(statement: CitedStatement) -> str:
    """What stands before a paraphrase that is denied, "" before any other.

    Editions of the first two schemas wrote some denials with their negation and some without.
    """
    if not is_denied(statement):
        return ""
    if "wording_is_graphic" not in statement:
        return _("Denied, or said in the negative:")
    return _("Denied:")


def examination_in_words(statement: CitedStatement) -> str:
    """Our own examination (seen)."""
    found, perceived = _("our own examination"), statement.get("perceived")
    return f"{found} ({term(perceived, 'Perceived')})" if perceived else found


def chain_in_words(statement: CitedStatement) -> str:
    """“Article, publisher not stated ← CNN (intercept, drone footage)”."""
    source = source_in_words(statement["source"])
    links = [link_in_words(hop) for hop in statement["chain"]]
    if statement["our_examination"]:
        links = [*links, examination_in_words(statement)]
    elif speaks_for_itself(statement):
        links = [_("speaks for itself")]
    return " ← ".join([source, *(links or [_nobody(statement, _("nobody: it names no source"))])])


def chain_with_links(statement: CitedStatement, source: str = "") -> SafeString:
    """The same, each body leading to its page; on the page of its source that has another name."""
    links: list[SafeString | str] = [_link(hop) for hop in statement["chain"]]
    if statement["our_examination"]:
        # Before it stand those through whom the recording came.
        links = [*links, examination_in_words(statement)]
    elif speaks_for_itself(statement):
        links = [_("speaks for itself; how it knew is not stated")]
    elif not links:
        links = [_nobody(statement, _("nobody: it asserts this itself and names no source"))]
    every = [source or source_in_words(statement["source"]), *links]
    return format_html_join(" ← ", "{}", ((one,) for one in every))


def _nobody(statement: CitedStatement, words: str) -> str:
    """Of a body whose name was taken nobody may be told whether it speaks for itself."""
    return _("it names no source") if is_publisher_taken(statement["source"]) else words


def _link(hop: HopDocument) -> SafeString | str:
    actor, known = hop["actor"], knew_in_words(hop)
    name = named(actor["name"] if actor else hop["label"])
    if actor:
        address = reverse("actor_detail", args=[actor["reference"]])
        name = format_html('<a href="{}">{}</a>', address, name)
    return format_html("{} ({})", name, known) if known else name
