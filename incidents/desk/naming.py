"""How somebody or something is called at the desk: in which language, and whose name it is."""

from typing import Any

from review.languages import in_its_language
from review.models import Review
from review.text.compared import compared
from sources.models import Actor

BETWEEN = " | "
REFERENCE = " — "


def both(name: str, text: str, ukrainian: str) -> dict[str, str]:
    """A text in the language in which it is written; beside it the Ukrainian one, where typed."""
    if ukrainian:
        return {f"{name}_en": text, f"{name}_uk": ukrainian}
    return in_its_language(name, text)


def in_both_languages(name: str, text: str) -> dict[str, str]:
    """“unnamed officials | неназвані посадовці”, or in one language only."""
    first, _bar, second = text.partition(BETWEEN)
    return both(name, first.strip(), second.strip())


def names_of_row(row: Any) -> set[str]:
    """By what a victim, an involvement or a characterisation of a record may be called."""
    labels = [getattr(row, f"label_{language}", "") for language in ("en", "uk")]
    actor = getattr(row, "actor", None)
    known = names_of(actor) if actor else set()
    return known | {compared(one) for one in [*labels, str(row)] if one}


def named(text: str) -> list[Actor]:
    """Actors that are called exactly so, in any of their names; or the one of a reference."""
    name, _dash, reference = text.partition(REFERENCE)
    living = Actor.objects.exclude(review__work=Review.Work.CLOSED).select_related("review")
    if reference:
        return list(living.filter(review__reference=reference.strip().upper()))
    asked = compared(name)
    if not asked:
        return []
    likely = living.named(name).prefetch_related("names").order_by("name_en", "pk")
    return [one for one in likely if asked in names_of(one)]


def names_of(actor: Actor) -> set[str]:
    texts = [actor.name_en, actor.name_uk, *(one.text for one in actor.names.all())]
    return {compared(one) for one in texts if one}
