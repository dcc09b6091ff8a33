"""Addresses of one page in the forms in which people copy them, and of pages that are others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text.addresses import canonical, followed_by, is_address

ARTICLE = "https://news.example/2025/05/24/shot"
VIDEO = "https://youtube.com/watch?v=dQw4w9WgXcQ"
POST = "https://t.me/somechannel/123"
TWEET = "https://x.com/i/status/1926543210987654321"
STORY = "https://facebook.com/permalink.php?story_fbid=1002003004005"

SAME = {
    ARTICLE: [
        "HTTP://WWW.News.Example/2025/05/24/shot",
        "https://news.example:443/2025/05/24/shot/",
        "http://news.example:80/2025/05/24/shot#comments",
        "https://m.news.example/2025/05/24/shot?utm_source=telegram&fbclid=Iw_1",
        "https://mobile.news.example/2025/05/24/shot?gclid=1",
        "https://amp.news.example/2025/05/24/shot",
        "https://news.example/2025/05/24/shot/amp/",
        "https://news.example/2025/05/24/shot.amp",
        "https://news.example/2025/05/24/shot?amp=1&outputType=amp",
        "https://news.example/2025/05/24/%73hot",
        "https://news.example./2025/05/24/shot#:~:text=two%20soldiers",
        "news.example/2025/05/24/shot",
        "  https://reader@news.example/2025/05/24/shot  ",
        "https://web.archive.org/web/20250524101112/https://news.example/2025/05/24/shot",
        "http://web.archive.org/web/20250524101112id_/http://www.news.example/2025/05/24/shot",
        "https://web.archive.org/web/2025/news.example/2025/05/24/shot",
        "https://web.archive.org/web/*/https://news.example/2025/05/24/shot",
        "https://web.archive.org/web/20250524101112/https:/news.example/2025/05/24/shot",
        "https://web.archive.org/web/20250524101112/https%3A%2F%2Fnews.example%2F2025%2F05%2F24%2Fshot",
        "https://archive.ph/20250524101112/https://news.example/2025/05/24/shot",
        "https://archive.today/2025.05.24-101112/https://news.example/2025/05/24/shot",
        "https://archive.is/newest/http://news.example/2025/05/24/shot",
        "https://archive.md/o/AbCdE/https://news.example/2025/05/24/shot",
        "https://web.archive.org/web/2025/https://archive.ph/2025/https://news.example/2025/05/24/shot",
        "https://webcache.googleusercontent.com/search?q=cache:AbCd12345678:https://news.example/2025/05/24/shot+&cd=1",
        "https://webcache.googleusercontent.com/search?q=cache:news.example/2025/05/24/shot",
        "https://www.google.com/amp/s/news.example/2025/05/24/shot",
        "https://www.google.com/url?sa=t&url=https%3A%2F%2Fnews.example%2F2025%2F05%2F24%2Fshot&usg=1",
        "https://news-example.cdn.ampproject.org/c/s/news.example/2025/05/24/shot",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.example%2F2025%2F05%2F24%2Fshot&h=AT0",
        "https://vk.com/away.php?to=https%3A%2F%2Fnews.example%2F2025%2F05%2F24%2Fshot",
        "https://t.me/iv?url=https://news.example/2025/05/24/shot&rhash=1",
    ],
    "https://news.example/list?a=1&b=2": [
        "https://news.example/list?b=2&a=1",
        "https://news.example/list/?utm_campaign=x&a=1&b=2",
    ],
    "https://news.example": ["http://www.news.example/", "https://NEWS.example", "news.example/"],
    "https://xn--80aafi6cg.xn--j1amh/%D0%BF%D0%BE%D0%B4%D1%96%D1%8F": [
        "https://правда.укр/подія",
        "https://ПРАВДА.укр/%d0%bf%d0%be%d0%b4%d1%96%d1%8f",
    ],
    "https://news.example:8443/a": ["http://www.news.example:8443/a/"],
    "https://app.example#!/post/1": ["https://app.example/#!/post/1"],
    VIDEO: [
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s&feature=share",
        "https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ?si=AbC",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube.com/embed/dQw4w9WgXcQ?start=3",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://youtube.com/live/dQw4w9WgXcQ?feature=shared",
        "https://web.archive.org/web/2025/https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    ],
    POST: [
        "https://t.me/s/somechannel/123",
        "https://t.me/SomeChannel/123?single",
        "http://telegram.me/somechannel/123?embed=1&mode=tme",
        "t.me/somechannel/123",
    ],
    "https://t.me/somechannel": [
        "https://t.me/s/SomeChannel?before=200",
        "https://t.me/somechannel/",
    ],
    "https://t.me/somechannel/123?comment=9": ["https://t.me/SomeChannel/123?comment=9&single"],
    TWEET: [
        "https://twitter.com/Someone/status/1926543210987654321?s=20&t=AbC",
        "https://mobile.twitter.com/someone/status/1926543210987654321",
        "https://x.com/someone/status/1926543210987654321/photo/1",
        "https://fxtwitter.com/someone/status/1926543210987654321",
        "https://vxtwitter.com/someone/status/1926543210987654321",
        "https://nitter.net/someone/status/1926543210987654321#m",
        "https://x.com/i/web/status/1926543210987654321",
    ],
    STORY: [
        "https://m.facebook.com/story.php?story_fbid=1002003004005&id=100200300",
        "https://mbasic.facebook.com/story.php?id=100200300&story_fbid=1002003004005&refid=17",
        "https://www.facebook.com/some.page/posts/1002003004005?__cft__[0]=AZ&__tn__=%2CO",
        "https://www.facebook.com/permalink.php?story_fbid=1002003004005&id=100200300",
        "https://www.facebook.com/groups/55/permalink/1002003004005/",
        "https://fb.com/some.page/posts/1002003004005",
    ],
    "https://facebook.com/watch?v=1002003004": [
        "https://www.facebook.com/some.page/videos/1002003004/",
        "https://m.facebook.com/watch/?v=1002003004&mibextid=x",
        "https://www.facebook.com/reel/1002003004",
    ],
    "https://facebook.com/photo?fbid=1002003004": [
        "https://www.facebook.com/photo.php?fbid=1002003004&set=a.1",
        "https://www.facebook.com/some.page/photos/a.5/1002003004/?type=3",
    ],
    "https://instagram.com/p/CxYz_12": [
        "https://www.instagram.com/reel/CxYz_12/?igsh=abc",
        "https://www.instagram.com/someone/p/CxYz_12/?img_index=2",
        "https://www.ddinstagram.com/p/CxYz_12/embed",
    ],
    "https://tiktok.com/@/video/7300000000000000000": [
        "https://www.tiktok.com/@someone/video/7300000000000000000?is_from_webapp=1",
        "https://m.tiktok.com/v/7300000000000000000.html",
        "https://www.tiktok.com/embed/v2/7300000000000000000",
    ],
    "https://vk.com/wall-100_200": [
        "https://m.vk.com/wall-100_200",
        "https://vk.ru/wall-100_200?from=feed",
        "https://vk.com/public100?w=wall-100_200",
        "https://vk.com/feed?w=wall-100_200%2Fall",
    ],
    "https://vk.com/video-100_200": [
        "https://vk.com/video?z=video-100_200%2Fpl_cat_updates",
        "https://vk.com/video_ext.php?oid=-100&id=200&hash=1",
        "https://vkvideo.ru/video-100_200",
        "https://vk.com/clip-100_200",
    ],
    "https://reddit.com/comments/1abcde": [
        "https://www.reddit.com/r/ukraine/comments/1abcde/a_title/?utm_name=x",
        "https://old.reddit.com/r/ukraine/comments/1abcde/",
        "https://redd.it/1abcde",
    ],
    "https://reddit.com/comments/1abcde/_/k9xyz": [
        "https://www.reddit.com/r/ukraine/comments/1abcde/a_title/k9xyz/",
    ],
}

APART = [
    ("https://news.example/a", "https://news.example/A"),
    ("https://news.example/?id=1", "https://news.example/?id=2"),
    ("https://news.example/a%2Fb", "https://news.example/a/b"),
    ("https://news.example/?q=%EF%F0", "https://news.example/?q=%EF%F1"),
    ("https://news.example/a", "https://news.example:8443/a"),
    ("https://news.example/a", "https://other.news.example/a"),
    ("https://youtu.be/dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcq"),
    ("https://t.me/somechannel/123", "https://t.me/somechannel/124"),
    ("https://t.me/somechannel/123", "https://t.me/somechannel/123?comment=9"),
    ("https://t.me/+AbC", "https://t.me/+abc"),
    ("https://t.me/s/somechannel", "https://t.me/somechannel/123"),
    ("https://x.com/someone", TWEET),
    ("https://facebook.com/some.page/posts/12", "https://facebook.com/other.page/posts/12"),
    (STORY, "https://facebook.com/some.page/posts/1002003004005?comment_id=7"),
    ("https://archive.ph/AbCdE", "https://archive.ph/FgHiJ"),
    ("https://app.example/#!/post/1", "https://app.example/#!/post/2"),
    ("https://web.telegram.org/k/#@one", "https://web.telegram.org/k/#@other"),
    ("https://vk.com/wall-100_200", "https://vk.com/wall-100_200?reply=201"),
]


@pytest.mark.parametrize(
    ("pasted", "address"), [(one, same) for same, forms in SAME.items() for one in forms]
)
def test_every_form_of_an_address_is_one(pasted: str, address: str) -> None:
    assert canonical(pasted) == address


@pytest.mark.parametrize("address", SAME)
def test_the_one_address_is_its_own(address: str) -> None:
    assert canonical(address) == address


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_is_not_the_same_page_stays_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CNN",
        "24/7",
        "three soldiers/prisoners",
        "a.b",
        "cnn.com",
        "ftp://news.example/a",
        "1.5/2",
        "https://news.example/a b",
        "https://news.example/\ud800",
    ],
)
def test_words_are_no_address(text: str) -> None:
    assert not is_address(text)
    assert canonical(text) == ""


def test_a_long_address_has_one_form_though_nobody_pastes_it() -> None:
    long = "https://news.example/" + "ї" * 900

    assert is_address(long)
    assert not is_address(canonical(long))
    assert canonical(canonical(long)) == canonical(long)


def test_what_is_put_into_archives_again_and_again_has_no_form() -> None:
    assert canonical("https://archive.ph/2025/" * 13 + "https://news.example/a") == ""


HOSTS = [
    "news.example",
    "www.m.news.example",
    "youtu.be",
    "m.youtube.com",
    "t.me",
    "twitter.com",
    "m.facebook.com",
    "instagram.com",
    "tiktok.com",
    "m.vk.com",
    "redd.it",
    "old.reddit.com",
    "web.archive.org",
    "archive.today",
    "www.google.com",
    "news-example.cdn.ampproject.org",
    "webcache.googleusercontent.com",
    "l.facebook.com",
    "укр.укр",
]
PARTS = st.sampled_from(
    "web 2025 https: s amp watch posts status 123456789 comments url?q=https://t.me/s/A/1 "
    "video-1_2 @a video p %41%2f ї a.amp .. . ".split(" ")
)
ADDRESSES = st.builds(
    lambda host, path, query, fragment: f"https://{host}/{'/'.join(path)}?{query}#{fragment}",
    st.sampled_from(HOSTS),
    st.lists(PARTS | st.sampled_from(HOSTS) | st.text(max_size=6), max_size=6),
    st.sampled_from(
        ["", "v=a&v=b", "w=wall-1_2", "story_fbid=123456789&id=1", "u=https://t.me/a/1"]
    )
    | st.text(max_size=10),
    st.text(max_size=4),
)


@given(ADDRESSES | st.text(max_size=60))
def test_an_address_made_canonical_once_stays_as_it_is(address: str) -> None:
    once = canonical(address)

    assert canonical(once) == once
    assert once == "" or once.startswith("https://")


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("https://news.example/one?utm_source=x&id=5&fbclid=y", ["fbclid"]),
        ("https://www.instagram.com/p/abc/?igsh=MzRl&igsh=x", ["igsh"]),
        ("https://m.youtube.com/watch?v=abc&si=x&t=12", ["si"]),
        ("https://twitter.com/a/status/1?s=20&t=x", ["s", "t"]),
        ("https://www.facebook.com/x/posts/1?__cft__%5B0%5D=A&__tn__=R", ["__cft__[0]", "__tn__"]),
        ("https://news.example/one?s=20&t=x&si=1&amp=1", []),
        ("https://[", []),
        ("", []),
    ],
)
def test_what_tells_who_shared_an_address_is_named(address: str, names: list[str]) -> None:
    assert followed_by(address) == names
