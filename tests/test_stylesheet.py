"""The one stylesheet of the public pages holds no rule that no page needs."""

import re
from pathlib import Path

from django.conf import settings

from incidents.pictures.map_names import LETTERS, SIZES

BASE = Path(settings.BASE_DIR)
# What Django writes round errors, and Leaflet round a map.
OF_OTHERS = re.compile("errorlist|leaflet-")
CLASS = re.compile(
    r'class(?:Name)?(?:: | = |=)"([^"]*)"|with [^%]*kind="([^"]*)"|classList\.\w+\("([^"]*)"'
)


def used() -> set[str]:
    """Words that public pages, and what draws on them, have as classes."""
    files = [*(BASE / "templates").rglob("*.html"), *(BASE / "static" / "js").glob("*.js")]
    files += [
        file for app in ("incidents", "sources", "review") for file in (BASE / app).rglob("*.py")
    ]
    public = [file.read_text() for file in files if "admin" not in file.relative_to(BASE).parts]
    found = {
        word for text in public for names in CLASS.findall(text) for word in " ".join(names).split()
    }
    # Names on the map have their kind, and the widths at which they fit.
    return {part for word in found for part in re.findall(r"[\w-]+", word)} | {*LETTERS, *SIZES}


def styled(css: str) -> set[str]:
    """Classes that selectors of a stylesheet name."""
    selectors = re.findall(r"([^{};]+)\{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    named = {name for one in selectors for name in re.findall(r"\.([a-zA-Z][\w-]*)", one)}
    return {name for name in named if not OF_OTHERS.match(name)}


def test_every_class_of_the_stylesheet_is_on_a_page() -> None:
    css = (BASE / "static" / "css" / "attest.css").read_text()
    assert len(styled(css)) > 70
    assert styled(css) - used() == set()


def test_the_test_above_would_find_a_class_that_no_page_has() -> None:
    assert styled("a.chip:hover, .no-such { x: y }") - used() == {"no-such"}
