"""One address for one page, in whatever form it was copied: shared, archived, from a telephone.

Only for comparing: what is shown and opened is the address as it was entered. Nothing is asked of
the network, so what only a server knows stays apart: a shortened link, a video sent on.
"""

import re
from collections.abc import Callable, Collection
from itertools import pairwise
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Raised with every change of a rule: `manage.py fill_addresses` then writes them anew.
RULES = 1

LONGEST = 1000
# An address inside an address inside an address: nobody copies more.
MOST_STEPS = 12

# Half of a pair of UTF-16 is no letter, and has no bytes.
_PASTED = re.compile(
    r"(https?://|[^\W_](?:[\w-]*\.)+[^\W\d_]{2,}(?::\d+)?/)[^\s\ud800-\udfff]*", re.IGNORECASE
)
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ALLOWED = "%!$&'()*+,;=:@/"
_ENCODED_ADDRESS = re.compile("https?%3a%2f%2f", re.IGNORECASE)

# Of a telephone, or of the same page without its pictures.
_OTHER_HOSTS = ("www.", "m.", "mobile.", "amp.")
_TRACKING = re.compile(
    r"utm_.*|at_(?:medium|campaign|link_.*|ptr_.*|format|bbc_.*)|ns_.*|__cft__.*|__xts__.*|"
    r"(?:fb|g|d|y|tw|tt|li|ms|kx)clid|gbraid|wbraid|gclsrc|msclkid|mc_[ce]id|igsh|igshid|_ga|_gl|"
    r"_hs(?:enc|mi)|ref_src|ref_url|cmpid|smid|mkt_tok|vero_id|xtor|wt_mc|oly_(?:anon|enc)_id|"
    r"__twitter_impression|__tn__|mibextid|amp|amp_.*|output_?type|rdid|share_url|fb_action_.*|"
    r"fb_source|yandex_.*|openstat|_openstat|from_source",
    re.IGNORECASE,
)
# Of those, what names a form of the page or a campaign, and nobody.
_OF_NOBODY = re.compile(
    r"amp|amp_.*|output_?type|utm_.*|at_.*|ns_.*|xtor|wt_mc|cmpid|smid|from_source|ref_(?:src|url)",
    re.IGNORECASE,
)
# What a site puts into the address that one of its users shares, beside what all sites do.
_OF_SHARING = {
    "youtube.com": frozenset({"si"}),
    "youtu.be": frozenset({"si"}),
    "x.com": frozenset({"s", "t"}),
    "tiktok.com": frozenset({"_t", "_r", "sec_user_id", "sender_device", "u_code", "web_id"}),
    "reddit.com": frozenset({"share_id"}),
}
# Where what stands behind # is the address of what is shown.
_FRAGMENT_HOSTS = frozenset({"web.telegram.org", "mega.nz", "matrix.to"})


def is_address(text: str) -> bool:
    """Whether somebody pasted an address, and not words: `https://…`, or `t.me/channel/1`."""
    return len(text) <= LONGEST and _PASTED.fullmatch(text.strip()) is not None


def canonical(address: str) -> str:
    """The same for every form of an address; empty where it can be none."""
    found = address.strip()
    if not _PASTED.fullmatch(found):
        return ""
    for _step in range(MOST_STEPS):
        found, before = _simpler(found), found
        if found == before:
            return found
    return ""


def followed_by(address: str) -> list[str]:
    """Names of parameters that may tell who shared or followed the address, once each."""
    try:
        _scheme, netloc, _path, query, _fragment = urlsplit(address.strip())
    except ValueError:
        return []
    own = _OF_SHARING.get(_host(netloc), frozenset())
    names = dict.fromkeys(name for name, _value in _asked(_escaped(query)))
    return [
        name
        for name in names
        if name in own or (_TRACKING.fullmatch(name) and not _OF_NOBODY.fullmatch(name))
    ]


def without_followers(address: str) -> str:
    """The address as it was copied, without what tells who shared it or how it was reached."""
    page, hash_, fragment = address.strip().partition("#")
    path, _mark, query = page.partition("?")
    try:
        own = _OF_SHARING.get(_host(urlsplit(page).netloc), frozenset())
    except ValueError:
        return address.strip()
    kept = [one for one in query.split("&") if one and not _follows(one.partition("=")[0], own)]
    return path + ("?" + "&".join(kept) if kept else "") + hash_ + fragment


def _follows(name: str, own: Collection[str]) -> bool:
    return unquote(name) in own or _TRACKING.fullmatch(unquote(name)) is not None


def _simpler(address: str) -> str:
    """One step nearer: out of an archive or a frame, or as its site writes it itself."""
    try:
        scheme, netloc, path, query, fragment = urlsplit(
            address if "://" in address.partition("/")[0] + "//" else f"https://{address}"
        )
        port = urlsplit(f"//{netloc}").port
    except ValueError:
        return ""
    if scheme.lower() not in {"http", "https"}:
        return ""
    host = _host(netloc)
    path, query = _escaped(path), _escaped(query)
    if inner := _inside(host, path, query):
        return inner
    return _plain(host, port, path, query, fragment)


def _plain(host: str, port: int | None, path: str, query: str, fragment: str) -> str:
    asked = [(name, value) for name, value in _asked(query) if not _TRACKING.fullmatch(name)]
    if not host:
        return ""
    if port in {None, 80, 443} and (site := _SITES.get(host)):
        found = site(path.strip("/").split("/"), dict(asked))
        if found is not None:
            return f"https://{found}"
    text = "https://" + host + (f":{port}" if port not in {None, 80, 443} else "")
    text += _without_amp(path).rstrip("/")
    if asked:
        text += f"?{_as_query(asked)}"
    if fragment.startswith(("!", "/")) or (fragment and host in _FRAGMENT_HOSTS):
        text += f"#{_escaped(fragment)}"
    return text


def _host(netloc: str) -> str:
    """In ASCII and small letters, without a name to sign in by, a port and the telephone's part."""
    host = netloc.rpartition("@")[2].lower()
    host = re.sub(r":\d*$", "", host).rstrip(".")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = quote(host, safe="[]:")
    while host.startswith(_OTHER_HOSTS) and "." in host.partition(".")[2]:
        host = host.partition(".")[2]
    return _ONE_HOST.get(host, host)


def _escaped(text: str) -> str:
    """Every letter written in one way: as itself where it may be, else by its bytes."""
    return _ESCAPE.sub(_one_escape, quote(text, safe=_ALLOWED + "?#[]"))


def _one_escape(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()


def _asked(query: str) -> list[tuple[str, str]]:
    # Not every site writes in UTF-8: bytes stay the bytes that they are.
    return parse_qsl(query, keep_blank_values=True, encoding="latin-1")


def _as_query(asked: list[tuple[str, str]]) -> str:
    return urlencode(sorted(asked), encoding="latin-1", quote_via=quote)


def _without_amp(path: str) -> str:
    path = re.sub(r"\.amp(\.html?)?$", r"\1", path)
    return re.sub(r"(?<=[^/])(?:/+amp)+/*$", "", path)


# Addresses inside others

_WAYBACK = re.compile(r"/(?:web/)?(?:\d{4,14}|\*|2)(?:[a-z]{2}_)?/(?P<rest>.+)", re.DOTALL)
_ARCHIVE_TODAY = re.compile(
    r"/(?:\d{4}[\d.-]*|newest|oldest|o/[^/]+)/(?P<rest>[^/]*[:.%].*)", re.DOTALL
)
_CACHED = re.compile(r"cache:(?:[\w-]{8,16}:)?(?P<rest>\S+)", re.DOTALL)
_AMP_CACHE = re.compile(r"/(?:[a-z]/)?(?:s/)?(?P<rest>.+)", re.DOTALL)
_GOOGLE_AMP = re.compile(r"/amp/(?:s/)?(?P<rest>.+)", re.DOTALL)

# The parameter in which a site carries the address that it leads to.
_LEADS_BY = {
    ("google.com", "/url"): ("q", "url"),
    ("l.facebook.com", "/l.php"): ("u",),
    ("lm.facebook.com", "/l.php"): ("u",),
    ("l.instagram.com", ""): ("u",),
    ("vk.com", "/away.php"): ("to",),
    ("t.me", "/iv"): ("url",),
    ("youtube.com", "/redirect"): ("q",),
    ("out.reddit.com", ""): ("url",),
}


def _inside(host: str, path: str, query: str) -> str:
    """The address that an archive, a cache or a frame shows; empty where there is none."""
    asked = dict(_asked(query))
    for name in _LEADS_BY.get((host, path.rstrip("/")), ()):
        if is_address(_as_text(asked.get(name, ""))):
            return _as_text(asked[name])
    if host == "webcache.googleusercontent.com":
        found = _CACHED.match(_as_text(asked.get("q", "")))
        return _with_scheme(found["rest"]) if found else ""
    pattern = _path_that_leads(host)
    found = pattern.fullmatch(path) if pattern else None
    return _with_scheme(found["rest"], query) if found else ""


def _path_that_leads(host: str) -> re.Pattern[str] | None:
    if host in {"web.archive.org", "wayback.archive.org"}:
        return _WAYBACK
    if host == "archive.ph":
        return _ARCHIVE_TODAY
    if host.endswith(".cdn.ampproject.org"):
        return _AMP_CACHE
    return _GOOGLE_AMP if host == "google.com" else None


def _as_text(value: str) -> str:
    """What `_asked` read byte by byte."""
    return value.encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _with_scheme(rest: str, query: str = "") -> str:
    """An address in a path may have lost a stroke or its scheme, or be written by its bytes."""
    rest = unquote(rest) if _ENCODED_ADDRESS.match(rest) else rest
    bare = re.sub(r"^https?:/*", "", rest, flags=re.IGNORECASE).lstrip("/")
    found = f"https://{bare}" + (f"?{query}" if query else "")
    return found if is_address(found) and "." in bare.partition("/")[0] else ""


# Sites where one thing has many addresses. Each answers how it writes the parts of a path and what
# is asked, or None where the general rules will do.

_ONE_HOST = (
    dict.fromkeys(
        ("youtube-nocookie.com", "music.youtube.com", "gaming.youtube.com"), "youtube.com"
    )
    | dict.fromkeys(("telegram.me", "telegram.dog"), "t.me")
    | dict.fromkeys(
        (
            "twitter.com",
            "fxtwitter.com",
            "vxtwitter.com",
            "fixupx.com",
            "fixvx.com",
            "nitter.net",
            "xcancel.com",
        ),
        "x.com",
    )
    | dict.fromkeys(
        ("mbasic.facebook.com", "web.facebook.com", "touch.facebook.com", "fb.com"), "facebook.com"
    )
    | dict.fromkeys(("ddinstagram.com", "instagr.am"), "instagram.com")
    | dict.fromkeys(("vxtiktok.com", "tnktok.com"), "tiktok.com")
    | dict.fromkeys(("vk.ru", "vkontakte.ru", "new.vk.com", "vkvideo.ru"), "vk.com")
    | dict.fromkeys(("old.reddit.com", "new.reddit.com", "np.reddit.com"), "reddit.com")
    | dict.fromkeys(
        ("archive.today", "archive.is", "archive.li", "archive.vn", "archive.fo", "archive.md"),
        "archive.ph",
    )
)

_YOUTUBE_PATHS = frozenset({"shorts", "embed", "live", "v", "e"})


def _youtube(path: list[str], asked: dict[str, str]) -> str | None:
    video = asked.get("v", "") if path in (["watch"], [""]) else ""
    if path[0] in _YOUTUBE_PATHS and len(path) > 1:
        video = path[1]
    return f"youtube.com/watch?v={_code(video)}" if _code(video) else None


def _youtu_be(path: list[str], _asked: dict[str, str]) -> str | None:
    return _youtube(["embed", *path], {})


def _telegram(path: list[str], asked: dict[str, str]) -> str | None:
    if path[0] == "s":
        path = path[1:]
    if not path or not path[0]:
        return None
    # An invitation is told apart by capitals, a name is not.
    is_name = not path[0].startswith(("+", "joinchat"))
    parts = [path[0].lower() if is_name else path[0], *(part for part in path[1:] if part)]
    of_thread = {name: asked[name] for name in ("comment", "thread") if asked.get(name)}
    return f"t.me/{'/'.join(parts)}" + _query(of_thread)


def _x(path: list[str], _asked: dict[str, str]) -> str | None:
    for name, number in pairwise(path):
        if name in {"status", "statuses"} and number.isdecimal():
            return f"x.com/i/status/{number}"
    if len(path) == 1 and re.fullmatch(r"\w{1,15}", path[0]):
        return f"x.com/{path[0].lower()}"
    return None


_FACEBOOK_VIDEO = frozenset({"videos", "reel", "reels", "watch"})
_FACEBOOK_POST = frozenset({"posts", "permalink"})


def _facebook(path: list[str], asked: dict[str, str]) -> str | None:
    under = set(path[:-1])
    number = next((part for part in reversed(path) if _is_facebook_number(part)), "")
    found = {name: asked[name] for name in asked if _is_facebook_number(asked[name])}
    post = found.get("story_fbid") or (number if _FACEBOOK_POST & under else "")
    if post:
        return _facebook_post(post, asked)
    video = found.get("v") if path[0] in {"watch", "video.php"} else None
    if video := video or (number if _FACEBOOK_VIDEO & under else ""):
        return f"facebook.com/watch?v={video}"
    photo = found.get("fbid") if path[0] in {"photo", "photo.php"} else None
    photo = photo or (number if "photos" in under else "")
    return f"facebook.com/photo?fbid={photo}" if photo else None


def _facebook_post(number: str, asked: dict[str, str]) -> str:
    comment = {"comment_id": asked["comment_id"]} if asked.get("comment_id") else {}
    return "facebook.com/permalink.php" + _query({"story_fbid": number} | comment)


def _is_facebook_number(text: str) -> bool:
    """Numbers that are long enough to be of one thing alone; short ones count within a page."""
    return re.fullmatch(r"\d{9,}|pfbid\w+", text) is not None


def _instagram(path: list[str], _asked: dict[str, str]) -> str | None:
    for name, code in pairwise(path):
        if name in {"p", "reel", "reels", "tv"} and _code(code):
            return f"instagram.com/p/{code}"
    return f"instagram.com/{'/'.join(path)}" if path[0] else None


def _tiktok(path: list[str], _asked: dict[str, str]) -> str | None:
    number = path[-1].removesuffix(".html")
    leads = {"video", "photo", "v", "embed", "v1", "v2", "v3"}
    if len(path) > 1 and path[-2] in leads and number.isdecimal():
        return f"tiktok.com/@/video/{number}"
    return f"tiktok.com/{'/'.join(path)}" if path[0] else None


_VK = re.compile(r"(?P<kind>wall|video|clip|photo)(?P<of>-?\d+_\d+)")


def _vk(path: list[str], asked: dict[str, str]) -> str | None:
    if path[0] == "video_ext.php" and {"oid", "id"} <= asked.keys():
        path = [f"video{asked['oid']}_{asked['id']}"]
    shown = (asked.get(name, "").partition("/")[0] for name in ("z", "w"))
    for text in (*shown, path[0]):
        if found := _VK.fullmatch(text):
            kind = "video" if found["kind"] == "clip" else found["kind"]
            answer = {"reply": asked["reply"]} if asked.get("reply") else {}
            return f"vk.com/{kind}{found['of']}" + _query(answer)
    return None


def _reddit(path: list[str], _asked: dict[str, str]) -> str | None:
    if "comments" not in path:
        return None
    post, *rest = path[path.index("comments") + 1 :] or [""]
    comment = rest[1] if len(rest) > 1 else ""
    if not _code(post):
        return None
    return f"reddit.com/comments/{post}" + (f"/_/{comment}" if _code(comment) else "")


def _redd_it(path: list[str], _asked: dict[str, str]) -> str | None:
    return _reddit(["comments", *path], {})


def _code(text: str) -> str:
    return text if re.fullmatch(r"[\w-]+", text, re.ASCII) else ""


def _query(asked: dict[str, str]) -> str:
    return f"?{_as_query(list(asked.items()))}" if asked else ""


_SITES: dict[str, Callable[[list[str], dict[str, str]], str | None]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtu_be,
    "t.me": _telegram,
    "x.com": _x,
    "facebook.com": _facebook,
    "instagram.com": _instagram,
    "tiktok.com": _tiktok,
    "vk.com": _vk,
    "reddit.com": _reddit,
    "redd.it": _redd_it,
}
