"""Parameters that others add to a link to see who follows it: we read none, and pass none on."""

import re

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.utils.http import urlencode

from review.public import page_cache

# No parameter of ours begins like one of these.
TRACKERS = re.compile(
    r"""
    utm_.* | mtm_.* | matomo_.* | pk_.* | piwik_.*              # campaigns: Urchin, Matomo
    | gclid | gclsrc | dclid | gbraid | wbraid | gad_.* | srsltid | _ga | _gl   # Google
    | fbclid | fb_.* | igsh | igshid | mibextid                 # Facebook, Instagram
    | msclkid | yclid | ysclid | _openstat                      # Microsoft, Yandex
    | twclid | ttclid | li_fat_id | epik | rdt_cid | sccid      # networks
    | mc_.* | _hs.* | __hs.* | hsCtaTracking | mkt_tok          # newsletters: Mailchimp, HubSpot
    | oly_.* | vero_.* | _kx | _bta_.* | ml_subscriber.* | ss_email_id
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_tracker(name: str) -> bool:
    return TRACKERS.fullmatch(name) is not None


def without(request: HttpRequest, unread: set[str]) -> HttpResponseRedirect:
    """To the same address without these parameters."""
    asked = [(name, values) for name, values in request.GET.lists() if name not in unread]
    page_cache.ask(request, urlencode(asked, doseq=True))
    return HttpResponseRedirect(request.get_full_path(), headers={"Cache-Control": "no-store"})


def trackers_in(asked: QueryDict) -> set[str]:
    return {name for name in asked if is_tracker(name)}
