"""Who publishes at an address, by the other sources that are here already."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from accounts.sight import Reader
from django.db.models import Q

from sources.models import Actor, Source
from sources.text.addresses import canonical

# Where many publish at one host: what in an address names who. At the others nothing does.
_OF_MANY = {
    "t.me": r"https://t\.me/(?!(?:c|i|joinchat|share)/|\+)[^/?#]+/",
    "facebook.com": r"https://facebook\.com/(?!(?:watch|groups|photo|reel|share|people|pg)/)"
    r"[^/?#.]+/",
    "youtube.com": r"https://youtube\.com/(?:@[^/?#]+|(?:c|channel|user)/[^/?#]+)/",
    "vk.com": r"https://vk\.com/wall-?[0-9]+_",
    "x.com": "",
    "tiktok.com": "",
} | dict.fromkeys(
    "instagram.com youtu.be reddit.com ok.ru rutube.ru dzen.ru medium.com telegra.ph mega.nz"
    " drive.google.com docs.google.com archive.org archive.ph threads.net linkedin.com".split(),
    "",
)
# Their canonical address leaves the account out: it is in the address as it was entered.
_ACCOUNT = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?"
    r"(?:(?:x|twitter)\.com/(?!i/)(?P<x>[A-Za-z0-9_]{1,15})/"
    r"|tiktok\.com/@(?P<tiktok>[A-Za-z0-9_.]{1,24})/)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class FoundPublisher:
    """`address` is what its other sources have in common with this one, and how many there are."""

    actor: Actor
    address: str
    sources: int


def publisher_of(url: str, person: Reader) -> Actor | None:
    found = found_publisher(url, person)
    return found.actor if found else None


def found_publisher(url: str, person: Reader) -> FoundPublisher | None:
    """Whoever published most of the sources of this domain or channel; None of two equal ones."""
    home = home_of(url)
    if not home:
        return None
    there = Source.visible_to(person).filter(_at(home)).exclude(publisher=None)
    published = Counter(there.values_list("publisher", flat=True)).most_common(2)
    if not published or (len(published) == 2 and published[0][1] == published[1][1]):
        return None
    pk, sources = published[0]
    return FoundPublisher(Actor.objects.select_related("review").get(pk=pk), home, sources)


def home_of(url: str) -> str:
    """What the addresses of one publisher begin with; "" where nothing tells."""
    address = canonical(url)
    host = urlsplit(address).netloc
    if account := _ACCOUNT.match(url.strip()):
        name = account["x"] or f"@{account['tiktok']}"
        return f"https://{'x.com' if account['x'] else 'tiktok.com'}/{name.lower()}/"
    if host in _OF_MANY:
        found = re.match(_OF_MANY[host] or "(?!)", f"{address}/")
        return found[0] if found else ""
    return f"https://{host}/" if host else ""


def _at(home: str) -> Q:
    if not home.startswith(("https://x.com/", "https://tiktok.com/")):
        return Q(canonical_address__startswith=home)
    name = re.escape(urlsplit(home).path)
    host = r"(x|twitter)\.com" if home.startswith("https://x.com/") else r"tiktok\.com"
    return Q(url__iregex=rf"^https?://(www\.|mobile\.|m\.)?{host}{name}")
