"""A picture as a file that stands alone: SVG with its own styles, its filters, day and licence.

No script can be in it: it is texts, which the template escapes, and numbers of ours.
"""

from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from review.text.xml import xml
from sources.files.formats import attached, file_name
from sources.lists.filters import PublicFilterSet

from incidents.pictures.about import About

SVG = "image/svg+xml; charset=utf-8"
# Opened by itself it may run and load nothing; its own styles alone are taken.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
WIDTH, MARGIN = 960, 40
INNER = WIDTH - 2 * MARGIN
LINE = 18
# In one line of this width, whatever the letters.
LETTERS, TITLE_LETTERS = 120, 64


class Text(NamedTuple):
    kind: str
    x: float
    y: float
    text: str


class Shape(NamedTuple):
    """A rectangle."""

    kind: str
    x: float
    y: float
    width: float
    height: float


class Path(NamedTuple):
    kind: str
    d: str


@dataclass
class Sheet:
    """What is drawn, from the top down; `y` is how far down it is by now."""

    y: float = 0
    texts: list[Text] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    # A template that draws by itself, from `at` on; and what it takes.
    template: str = ""
    takes: dict[str, Any] = field(default_factory=dict)
    at: float = 0

    def say(self, text: str, kind: str = "", letters: int = LETTERS) -> None:
        """In as many lines as it takes."""
        self.y = self.say_at(0, self.y, text, kind, letters)

    def say_at(
        self, x: float, y: float, text: str, kind: str = "", letters: int = LETTERS
    ) -> float:
        """Where it ends."""
        step = LINE * (1.5 if kind == "title" else 1)
        for line in wrap(text, letters) or [""]:
            y += step
            self.texts.append(Text(kind, x, y - 5, line))
        return y


def svg_file(
    picture: Sheet, of: About, *, name: str, filters: PublicFilterSet, notes: list[str]
) -> HttpResponse:
    """`notes`: how to read it."""
    head, foot = Sheet(), Sheet()
    head.say(of.title, "title", TITLE_LETTERS)
    head.say(_("Filters: %s") % of.filters_in_words)
    for note in notes:
        head.say(note, "soft")
    for line in _below(of):
        foot.say(line, "soft")
    below = MARGIN + head.y + LINE
    under = below + picture.y + LINE
    context = {"of": of, "head": head, "picture": picture, "foot": foot, "width": WIDTH}
    context |= {"margin": MARGIN, "below": below, "under": under}
    context["height"] = under + foot.y + MARGIN
    drawn = render_to_string("incidents/pictures/sheet.svg", context)
    response = HttpResponse(xml(drawn), content_type=SVG)
    response["Content-Security-Policy"] = POLICY
    chained = f"chain-{of.position}"
    return attached(response, file_name(name, chained, asked=filters.asked, ending="svg"))


def _state(of: About) -> str:
    when = {"day": date_format(of.day), "position": of.position}
    if of.published is None or of.day == of.published:
        return _("As published on %(day)s, chain position %(position)s.") % when
    return _(
        "As it was at the end of %(day)s, without what was hidden or withdrawn since; read at "
        "chain position %(position)s of %(published)s."
    ) % (when | {"published": date_format(of.published)})


def _below(of: About) -> list[str]:
    lines = [
        _state(of),
        _("These are the records of this site, not an estimate of what happened."),
        _("Licence: %s") % of.licence,
        of.citation and _("To cite: %s") % of.citation,
        of.address,
    ]
    return [line for line in lines if line]
