"""No header of a request changes a public page, and none changes the page of the next reader."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
import time_machine
from django.core.handlers.wsgi import get_script_name
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as property_of
from hypothesis import strategies as st

from review.public import page_cache
from sources.lists import facets
from tests.door import asked, whole_site
from tests.files import body
from tests.open_addresses import open_addresses
from tests.serving import Answer, Site, served

ELSEWHERE = "/incidents/"
# What WSGI, CGI, gunicorn, proxies, frameworks and htmx read from a header or would like to.
HEADERS = {
    "SCRIPT_NAME": ELSEWHERE,
    "SCRIPT-NAME": ELSEWHERE,
    "SCRIPT_URL": ELSEWHERE,
    "PATH_INFO": ELSEWHERE,
    "Path-Info": ELSEWHERE,
    "PATH_TRANSLATED": ELSEWHERE,
    "QUERY_STRING": "kind=other",
    "Query-String": "kind=other",
    "REQUEST_METHOD": "POST",
    "REQUEST_URI": ELSEWHERE,
    "REDIRECT_URL": ELSEWHERE,
    "REMOTE_ADDR": "203.0.113.1",
    "REMOTE_USER": "marta",
    "Remote-User": "marta",
    "SERVER_NAME": "evil.example",
    "SERVER_PORT": "444",
    "SERVER_PROTOCOL": "HTTP/0.9",
    "wsgi.url_scheme": "https",
    "HTTP_HOST": "evil.example",
    "HTTPS": "on",
    "Forwarded": "for=203.0.113.1;host=evil.example;proto=https",
    "X-Forwarded-For": "203.0.113.1",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Protocol": "ssl",
    "X-Forwarded-Scheme": "https",
    "X-Forwarded-Ssl": "on",
    "X-Real-IP": "203.0.113.1",
    "X-Script-Name": ELSEWHERE,
    "X-Original-URL": ELSEWHERE,
    "X-Rewrite-URL": ELSEWHERE,
    "X-HTTP-Method": "DELETE",
    "X-HTTP-Method-Override": "DELETE",
    "X-Method-Override": "DELETE",
    "X-Requested-With": "XMLHttpRequest",
    "X-CSRFToken": "x",
    "Accept": "application/json",
    "Accept-Charset": "utf-16",
    "Accept-Language": "uk",
    "Authorization": "Basic bWFydGE6bWFydGE=",
    "Cache-Control": "no-cache",
    "Content-Type": "text/plain; charset=utf-16",
    "Cookie": "django_language=uk; messages=x",
    "HX-Boosted": "true",
    "HX-Current-URL": "https://evil.example/",
    "HX-History-Restore-Request": "true",
    "HX-Target": "results",
    "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT",
    "If-Range": "x",
    "Origin": "https://evil.example",
    "Pragma": "no-cache",
    "Proxy": "http://evil.example",
    "Range": "bytes=0-9",
    "Referer": "https://evil.example/",
    "TE": "trailers",
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "x",
    "Via": "1.1 evil.example",
}
# Those by which an answer may differ; the next reader's may not.
NAMED: dict[str, list[str]] = {
    "Accept-Encoding": ["gzip, br", "br", "gzip;q=0"],
    "HX-Request": ["true", "True", "tru%65"],
    "HX-Request-URI-AutoEncoded": ["true"],
    "Host": ["localhost", "evil.example", "127.0.0.1:1"],
    "If-Match": ["*", '"x"'],
    "If-None-Match": ["*", '"x"'],
    "If-Unmodified-Since": ["Fri, 01 Jan 2021 00:00:00 GMT"],
}


@pytest.fixture
def at_one_moment() -> Iterator[None]:
    """A spreadsheet tells the second in which it was made."""
    with time_machine.travel("2025-07-01", tick=False):
        yield


def fresh(client: Client, address: str) -> Any:
    page_cache.PAGES.clear()
    facets.forget()
    return told(client, address)


def told(client: Client, address: str, **extra: Any) -> Any:
    response = client.get(address, **extra)
    return response.status_code, dict(response.items()), body(response)


def in_environ(name: str) -> str:
    name = name.upper().replace("-", "_")
    return name if name == "CONTENT_TYPE" else f"HTTP_{name}"


# Through the application


def test_no_header_changes_a_page(
    client: Client, addresses: dict[str, str], at_one_moment: None
) -> None:
    sent = {in_environ(name): value for name, value in HEADERS.items()}
    for address in addresses.values():
        plain = fresh(client, address)
        page_cache.PAGES.clear()

        assert (address, told(client, address, **sent)) == (address, plain)
        assert (address, told(client, address)) == (address, plain)


def test_where_a_server_says_that_the_site_stands_changes_no_page(
    client: Client, addresses: dict[str, str], at_one_moment: None
) -> None:
    """As gunicorn did with SCRIPT_NAME: the rest of the path is what is routed."""
    address = addresses["incident_detail"]
    home, page = fresh(client, "/"), fresh(client, address)
    page_cache.PAGES.clear()

    assert told(client, "/", SCRIPT_NAME=address.rstrip("/")) == home
    assert told(client, address) == page
    assert told(client, "/") == home


def test_where_the_site_stands_is_learned_from_no_request() -> None:
    """Django would keep the address of static files as it was when somebody first asked."""
    assert get_script_name({"SCRIPT_NAME": "/evil", "PATH_INFO": "/"}) == ""


QUESTIONS: list[list[tuple[str, str]]] = [
    [],
    [("kind", "killed_captured"), ("when", "certain")],
    [("q", "їжа та ін."), ("kind", ""), ("sort", "oldest")],
    [("q", "é"), ("disputed", "")],
]
LISTS = ["incident_list", "incident_atom", "incident_csv", "incident_json", "source_list", "home"]
SPELLINGS: list[Callable[[str], str]] = [quote, quote_plus, lambda text: quote_plus(text).lower()]
CHARSETS = ["latin-1", "utf-16", "koi8-u", "nothing"]


def address_of(path: str, question: list[tuple[str, str]], spelling: Any = quote) -> str:
    query = "&".join(f"{name}={spelling(value)}" for name, value in question)
    return f"{path}?{query}" if query else path


def ends_of(path: str) -> list[str]:
    """What is left when a server takes the beginning of an address for the place of the site."""
    return [path[place:] for place, sign in enumerate(path) if sign == "/" and place]


of_headers = st.lists(
    st.sampled_from(
        [
            *((in_environ(name), value) for name, value in HEADERS.items()),
            *((in_environ(name), value) for name, values in NAMED.items() for value in values),
            *(("CONTENT_TYPE", f"text/plain; charset={charset}") for charset in CHARSETS),
        ]
    ),
    max_size=6,
).map(dict)
of_servers = st.fixed_dictionaries(
    {},
    optional={
        "SCRIPT_NAME": st.sampled_from(["/incidents", "/evil", "/uk", "//evil.example"]),
        "wsgi.url_scheme": st.sampled_from(["http", "https"]),
        "SERVER_NAME": st.sampled_from(["localhost", "evil.example"]),
        "REMOTE_USER": st.just("marta"),
    },
)


@property_of(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_kept_page_equals_a_fresh_one(
    client: Client, addresses: dict[str, str], at_one_moment: None, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(LISTS) | st.sampled_from(sorted(addresses)), "name")
    question = data.draw(st.sampled_from(QUESTIONS if name in LISTS else QUESTIONS[:1]), "question")
    otherwise = data.draw(st.permutations(question), "in another order")
    spelling = data.draw(st.sampled_from(SPELLINGS), "spelling")
    sent = data.draw(of_headers, "headers") | data.draw(of_servers, "server")
    path = data.draw(st.sampled_from(["", "/uk"]), "language") + addresses[name]
    page = fresh(client, address_of(path, question))
    page_cache.PAGES.clear()

    routed = data.draw(st.sampled_from([path, *ends_of(path)]), "what is routed")
    sent |= {"SCRIPT_NAME": path.removesuffix(routed)} if routed != path else {}
    ways = [partial(told, client), partial(asked, whole_site())]
    data.draw(st.sampled_from(ways), "way")(address_of(routed, otherwise, spelling), **sent)

    for way in data.draw(st.permutations(ways), "ways"):
        assert way(address_of(path, question)) == page


# Through gunicorn


@pytest.fixture
def site(open_records_in_place: None, committing_db: None, tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path) as site:
        yield site


def shown(answer: Answer) -> Any:
    headers = {name: value for name, value in answer.headers.items() if name != "Date"}
    return answer.status, headers, answer.body


def test_a_header_changes_no_page_that_gunicorn_serves(site: Site) -> None:
    addresses = open_addresses()
    for address in (addresses["incident_detail"], addresses["incident_list"], "/"):
        plain = shown(site.ask(address))
        for name, value in HEADERS.items():
            assert (name, shown(site.ask(address, (name, value)))) == (name, plain)
        for name, values in NAMED.items():
            for value in values:
                site.ask(address, *([] if name == "Host" else [(name, value)]))
        assert shown(site.ask(address)) == plain


def test_a_header_with_its_own_address_puts_no_other_page_there(site: Site) -> None:
    address = open_addresses()["incident_detail"]
    told = [site.ask(address, ("SCRIPT_NAME", address.rstrip("/"))) for _time in range(2)]

    told.append(site.ask(address))

    assert [re.findall("<h1[^>]*>(.*?)</h1>", page.body.decode()) for page in told] == [
        ["Corrected"]
    ] * 3
