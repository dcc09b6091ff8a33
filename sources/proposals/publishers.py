"""Who publishes at an address, by the other sources that are here already."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from accounts.sight import Reader

from sources.models import Actor, Source
from sources.text.addresses import canonical

# Where many publish at one host: there the first part of the path names who.
_OF_MANY = {
    "t.me": 1,
    "youtube.com": 1,
    "x.com": 1,
    "facebook.com": 1,
    "instagram.com": 1,
    "tiktok.com": 1,
    "vk.com": 1,
}


@dataclass(frozen=True)
class FoundPublisher:
    """`address` is what its other sources have in common with this one."""

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
    there = Source.visible_to(person).filter(canonical_address__startswith=home)
    publishers = Counter(
        there.exclude(publisher=None).values_list("publisher", flat=True)
    ).most_common(2)
    if not publishers or (len(publishers) == 2 and publishers[0][1] == publishers[1][1]):
        return None
    (pk, sources), *_others = publishers
    return FoundPublisher(Actor.objects.get(pk=pk), home, sources)


def home_of(url: str) -> str:
    """The canonical beginning of all that one publisher puts there; "" where nothing tells."""
    address = urlsplit(canonical(url))
    if not address.netloc:
        return ""
    depth = _OF_MANY.get(address.netloc, 0)
    path = [part for part in address.path.split("/") if part][:depth]
    if len(path) < depth:
        return ""
    return f"{address.scheme}://{'/'.join([address.netloc, *path])}/"
