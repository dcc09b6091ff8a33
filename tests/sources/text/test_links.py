"""Links in what somebody pasted."""

import pytest

from sources.text.addresses import without_followers
from sources.text.links import lines_of

POST = "https://t.me/somechannel/1"


@pytest.mark.parametrize(
    ("text", "links", "words"),
    [
        (POST, [POST], ""),
        ("  t.me/somechannel/1  ", [POST], ""),
        (f"Look at {POST}, it is new.", [POST], "Look at it is new."),
        (f"({POST}).", [POST], ""),
        (f"see:{POST};https://x.com/a/status/1", [POST, "https://x.com/a/status/1"], "see:"),
        (f"[a post]({POST})", [POST], "[a post]("),
        (f"{POST} {POST}", [POST], ""),
        ("https://en.wikipedia.org/wiki/A_(b)", ["https://en.wikipedia.org/wiki/A_(b)"], ""),
        (
            "https://web.archive.org/web/2025/https://news.example/1",
            ["https://web.archive.org/web/2025/https://news.example/1"],
            "",
        ),
        ("«https://правда.укр/подія»", ["https://правда.укр/подія"], ""),
        ("Nothing here. And a.b", [], "Nothing here. And a.b"),
        ("javascript:alert(1)", [], "javascript:alert(1)"),
    ],
)
def test_links_are_found_and_the_words_beside_them_are_kept(
    text: str, links: list[str], words: str
) -> None:
    (line,) = lines_of(text)
    assert (line.links, line.words) == (links, words)


def test_lines_keep_their_numbers_and_what_is_too_long_is_said() -> None:
    found = list(lines_of(f"{POST}\n\nhttps://news.example/{'a' * 1000}"))
    assert [(one.number, one.is_too_long) for one in found] == [(1, False), (3, True)]


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        (
            "https://news.example/1?utm_source=t&id=2&fbclid=x#part",
            "https://news.example/1?id=2#part",
        ),
        ("https://youtu.be/dQw4w9WgXcQ?si=who&t=10", "https://youtu.be/dQw4w9WgXcQ?t=10"),
        ("https://news.example/1?b=%D1%84&a=1", "https://news.example/1?b=%D1%84&a=1"),
        ("https://x.com/a/status/1?s=20", "https://x.com/a/status/1"),
        ("https://news.example/1", "https://news.example/1"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_what_tells_who_shared_an_address_is_left_out(copied: str, kept: str) -> None:
    assert without_followers(copied) == kept


@pytest.mark.parametrize("mark", ["<", ")", ",", ">"])
def test_a_long_row_of_marks_is_read_at_once(mark: str) -> None:
    """Each is read a few times, and not once for every other: that would take an hour."""
    row = mark * 1_000_000
    assert [one.links for one in lines_of(f"{row} {POST} {row}")] == [[POST]]
