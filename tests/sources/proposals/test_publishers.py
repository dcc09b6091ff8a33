"""Who publishes at an address."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from sources.models import Actor
from sources.proposals.publishers import found_publisher, home_of, publisher_of
from tests import factories as make


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("https://www.news.example/2025/05/one?utm_source=a", "https://news.example/"),
        ("https://news.example", "https://news.example/"),
        ("https://t.me/s/channel/12", "https://t.me/channel/"),
        ("t.me/channel/12", "https://t.me/channel/"),
        ("https://www.youtube.com/@channel/videos", "https://youtube.com/@channel/"),
        ("https://vk.com/wall-1_2", "https://vk.com/wall-1_"),
        ("https://twitter.com/Office/status/1", "https://x.com/office/"),
        ("https://www.tiktok.com/@office/video/1", "https://tiktok.com/@office/"),
    ],
)
def test_one_publisher_is_told_by_the_beginning_of_an_address(url: str, home: str) -> None:
    assert home_of(url) == home


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "https://t.me/c/123/4",
        "https://t.me/+abc",
        "https://t.me/joinchat/abc",
        "https://youtube.com/watch?v=1",
        "https://youtu.be/abc",
        "https://x.com/i/status/1",
        "https://instagram.com/p/abc",
        "https://m.facebook.com/story.php?story_fbid=1&id=2",
        "https://drive.google.com/file/d/1",
        "https://[bad",
    ],
)
def test_where_many_publish_without_a_name_nothing_tells(url: str) -> None:
    assert home_of(url) == ""


@pytest.fixture
def olena(db: None) -> User:
    return make.researcher()


def published(url: str, publisher: Actor | None, **fields: Any) -> None:
    make.source(url=url, publisher=publisher, **fields)


def test_the_most_frequent_publisher_of_the_domain_is_proposed(olena: User) -> None:
    one, other = make.actor(name_en="One"), make.actor(name_en="Other")
    published("https://news.example/1", one)
    published("https://www.news.example/2", one)
    published("https://news.example/3", other)
    published("https://news.example.org/4", other)

    found = found_publisher("https://news.example/5", olena)

    assert found is not None
    assert (found.actor, found.address, found.sources) == (one, "https://news.example/", 2)


def test_of_two_that_are_as_frequent_none_is(olena: User) -> None:
    published("https://news.example/1", make.actor(name_en="One"))
    published("https://news.example/2", make.actor(name_en="Other"))

    assert publisher_of("https://news.example/3", olena) is None


def test_channels_of_one_host_have_publishers_of_their_own(olena: User) -> None:
    one, other = make.actor(name_en="One"), make.actor(name_en="Other")
    published("https://t.me/one/1", one)
    published("https://t.me/other/1", other)
    published("https://twitter.com/one/status/1", one)

    assert publisher_of("https://t.me/s/other/2", olena) == other
    assert publisher_of("https://x.com/One/status/2", olena) == one
    assert publisher_of("https://x.com/one_more/status/2", olena) is None


def test_what_the_person_may_not_read_tells_nothing(olena: User) -> None:
    published("https://news.example/1", make.actor(), access="restricted")

    assert publisher_of("https://news.example/2", olena) is None


def test_a_source_without_a_publisher_tells_nothing(olena: User) -> None:
    published("https://news.example/1", None)

    assert publisher_of("https://news.example/2", olena) is None
