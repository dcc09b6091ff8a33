"""Where the sentences of a text begin and end: in English, Ukrainian and Russian, by visible rules.

The locators of statements count these, so that a change here moves what "sentence 12" means.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

# Each line end as one line feed, of the same length: places in the text stay.
_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")

# A full stop after one of these, or after a single letter, ends no sentence.
_SHORT = frozenset(
    "mr mrs ms dr prof st lt col gen maj sgt capt cpt brig adm no nos vs art fig approx e.g i.e inc"
    " u.s u.k u.n pp para cf vol sec ed jr sr"
    " смт вул просп обл пл пров рр ст стст тис млн млрд ім гр див напр тзв т.зв ред акад доц"
    " ген полк підполк підп кап лейт серж полк ін п.п т.зв н.п"
    " ул пос дер им тыс руб стр полков подполк майор рис илл т.н т.е т.к т.п".split()
)
# These too, but where a capital follows they do.
_SHORT_OR_LAST = frozenset("р рр г гг etc грн руб тис тыс млн млрд т.д т.п ін др a.m p.m".split())

_CLOSERS = "\"'”’»)\\]"
_END = re.compile(rf"(?<![.!?…])[.!?…]++[{_CLOSERS}]*+(?=\s|\Z)")
_LAST_WORD = re.compile(r"(?:^|[\s(«“\"„'’])([^\W\d_][\w.]*)\.\Z")
_OPENERS = re.compile(r"[\s\"'“”„«»‘’(\[–—-]*")
_ITEM = re.compile(r"[ \t]*(?:[-–—•●▪*·]|\(?\d{1,3}[.)]|[^\W\d_]\))[ \t]")
_ONLY_A_NUMBER = re.compile(r"\(?(?:\d{1,3}|[^\W\d_])[.)]+\Z")
_UNFINISHED = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|by|to|for|from|near|with|and|or|that|у|в|на|з|із|до|біля|та"
    r"|і|й|або|що|с|из|к|от|под|около|и|или|что))\Z",
    re.IGNORECASE,
)
LONGEST_WRAPPED, SHORTEST_WRAPPED = 110, 50


class Span(NamedTuple):
    """Where a sentence stands, and in which paragraph; both are counted from 1 by their order."""

    start: int
    end: int
    paragraph: int


def spans(text: str) -> list[Span]:
    """The sentences in order, without the white space around them."""
    flat = text.replace("\r\n", " \n").translate(_LINE_ENDS)
    found = []
    for paragraph, (start, end) in enumerate(_paragraphs(flat), 1):
        found += [Span(*ends, paragraph) for ends in _sentences(flat, start, end)]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines that belong together: of a text that was broken into lines of one width, many."""
    group: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        stripped = _stripped(text, *line.span())
        if stripped[0] < stripped[1]:
            group.append(stripped)
        elif group:
            yield from _parted(text, group)
            group = []
    if group:
        yield from _parted(text, group)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    begun = start + len(piece) - len(piece.lstrip())
    return begun, max(begun, start + len(piece.rstrip()))


def _parted(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """A group of lines without a blank one, parted where a line is a heading or an item."""
    widths = [end - start for start, end in lines]
    longest = max(widths)
    is_wrapped = len(lines) > 2 and SHORTEST_WRAPPED <= longest <= LONGEST_WRAPPED
    begun = lines[0][0]
    for (start, end), (following, _end) in pairwise(lines):
        goes_on = (
            text[following].islower()
            or bool(_UNFINISHED.search(text[max(start, end - 10) : end]))
            or (is_wrapped and 3 * (end - start) >= 2 * longest)
        )
        if _ITEM.match(text, following) or not goes_on:
            yield begun, end
            begun = following
    yield begun, lines[-1][1]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begun = start
    for stop in _END.finditer(text, start, end):
        if _goes_on(text, begun, stop.end(), end):
            continue
        yield begun, stop.end()
        begun = _next(text, stop.end(), end)
    if begun < end:
        yield begun, end


def _next(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


def _goes_on(text: str, begun: int, stop: int, end: int) -> bool:
    """Whether the sentence goes on behind its first full stop: an abbreviation, said in quotes."""
    opened = _OPENERS.match(text, stop, end)
    following = text[opened.end() : opened.end() + 1] if opened else ""
    if following.islower() or _ONLY_A_NUMBER.match(text[begun : min(stop, begun + 12)]):
        return stop < end
    last = _LAST_WORD.search(text[max(begun, stop - 14) : stop])
    if last is None:
        return False
    word = last[1].casefold()
    if word in _SHORT_OR_LAST:
        # 2025 р. but р. Дніпро; 2025 г. but г. Бахмут.
        is_year = text[max(begun, stop - 14) : stop - len(word) - 1].rstrip()[-1:].isdigit()
        return not following.isupper() or not (is_year or len(word) > 1)
    return len(word) == 1 or word in _SHORT
