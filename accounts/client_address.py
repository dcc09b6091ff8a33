"""Where a request comes from, as far as somebody says it whom we trust."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

PORT = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::\d+)?|([0-9.]+):\d+")
ANYBODY = "*"  # as gunicorn reads it


def network_of(request: HttpRequest) -> str | None:
    """The reader's address, of IPv6 the network that one person has whole; None if not known.

    Each proxy adds whom it heard to X-Forwarded-For: read from behind, the first that is no proxy
    of ours is the reader, and what stands before it is whatever the reader wrote.
    """
    peer = _parsed(request.META.get("REMOTE_ADDR", ""))
    if not (peer is None or _is_ours(peer) or ANYBODY in settings.FORWARDED_ALLOW_IPS):
        # A private address is most likely a proxy that we were not told of, with everybody behind.
        return _network(peer) if peer.is_global else None
    for hop in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        address = _parsed(hop)
        if address is None:
            return None
        if not _is_ours(address):
            return _network(address)
    return None


def _is_ours(address: IPv4Address | IPv6Address) -> bool:
    ours = (one for one in settings.FORWARDED_ALLOW_IPS if one != ANYBODY)
    return any(address in ip_network(one, strict=False) for one in ours)


def _network(address: IPv4Address | IPv6Address) -> str:
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    """None for a Unix socket, which has no address, and for whatever is none.

    Some proxies write the port behind it, and brackets around one of IPv6.
    """
    found = PORT.fullmatch(text.strip())
    try:
        address = ip_address(found[1] or found[2] if found else text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
