"""How something public is cited: in words, as BibTeX and as CSL-JSON."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.models import PublicEdition
from review.public.addresses import edition_address
from review.public.site import organisation, site_name

# What TeX would take for a command.
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


@dataclass(frozen=True)
class Citation:
    """`published` and `changed` are days of this site; `happened` is of what it tells about."""

    key: str
    title: str
    address: str
    changed: date
    # What tells this state from every other: edition and digest, or rows and chain position.
    version: str
    digest: str
    is_dataset: bool = False
    # Of the first edition; a list has none.
    published: date | None = None
    # The first and last day of it, as far as they are known.
    happened: tuple[date | None, ...] = ()

    @property
    def in_words(self) -> str:
        said = _(
            "%(organisation)s, “%(title)s”, %(site)s, %(version)s of %(day)s, digest %(digest)s…"
        )
        return said % {
            "organisation": organisation(),
            "site": site_name(),
            "title": self.title,
            "version": self.version,
            "day": date_format(self.changed),
            "digest": self.digest[:12],
        }

    @property
    def bibtex(self) -> str:
        # In a second pair of braces, so that no name is taken for first and last names.
        who = f"{{{organisation().translate(TEX)}}}"
        fields = {
            "author": who,
            "title": f"{{{self.title.translate(TEX)}}}",
            "publisher" if self.is_dataset else "organization": who,
            "howpublished": f"{{{site_name().translate(TEX)}}}",
            "year": f"{self.changed:%Y}",
            "date": self.changed.isoformat(),
            "version": self.version.translate(TEX),
            "note": ", ".join(self._notes),
            # BibTeX and BibLaTeX take an address as it is.
            "url": self.address,
        }
        kind = "dataset" if self.is_dataset else "online"
        lines = [
            f"@{kind}{{{self.key}",
            *(f"  {name} = {{{text}}}" for name, text in fields.items()),
        ]
        return ",\n".join(lines) + "\n}\n"

    @property
    def _notes(self) -> list[str]:
        notes = []
        if any(self.happened):
            notes.append(_("happened %s") % "/".join(dict.fromkeys(_ends(self.happened))))
        if self.published:
            notes.append(_("first published %s") % self.published.isoformat())
        return [*notes, f"SHA-256 {self.digest}"]

    @property
    def csl(self) -> dict[str, Any]:
        found = {
            "id": self.key,
            "type": "dataset" if self.is_dataset else "webpage",
            "title": self.title,
            "author": [{"literal": organisation()}],
            "publisher": organisation(),
            "container-title": site_name(),
            "issued": _date(self.changed),
            "version": self.version,
            "URL": self.address,
            "language": get_language(),
            "note": f"SHA-256 {self.digest}",
            # The schema of CSL-JSON knows no licence.
            "custom": {"license": settings.DATA_LICENCE_URL},
        }
        if any(self.happened):
            found["event-date"] = _date(*(day for day in self.happened if day))
        if self.published:
            found["original-date"] = _date(self.published)
        return found


def _ends(days: tuple[date | None, ...]) -> list[str]:
    """As EDTF has an interval; an end that is not known is open."""
    return [day.isoformat() if day else ".." for day in days]


def _date(*days: date) -> dict[str, Any]:
    """A day, or the first and the last one."""
    ends = dict.fromkeys(days)
    return {"date-parts": [[day.year, day.month, day.day] for day in ends]}


def edition_cited(
    edition: PublicEdition, title: str, happened: tuple[date | None, ...] = ()
) -> Citation:
    number = edition.number
    return Citation(
        key=f"attest-{edition.reference}-{number}",
        title=title,
        address=edition_address(edition.kind, edition.reference, number),
        published=edition.first_day,
        changed=edition.day,
        version=_("%(reference)s, edition %(number)s")
        % {"reference": edition.reference, "number": number},
        digest=edition.digest,
        happened=happened,
    )


def citation_file(citation: Citation, form: str) -> HttpResponse:
    """`form` is bibtex or csl."""
    return bibtex_file(citation) if form == "bibtex" else csl_file(citation)


def bibtex_file(citation: Citation) -> HttpResponse:
    response = HttpResponse(citation.bibtex, content_type="application/x-bibtex; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.bib"'
    return response


def csl_file(citation: Citation) -> JsonResponse:
    response = JsonResponse(
        [citation.csl],
        safe=False,
        content_type="application/vnd.citationstyles.csl+json",
        json_dumps_params={"ensure_ascii": False},
    )
    response["Content-Disposition"] = f'attachment; filename="{citation.key}.json"'
    return response
