"""How somebody or something is called at the desk: in which language, and whose name it is."""

from collections.abc import Iterable
from typing import Any

from review.languages import in_its_language
from review.models import Review
from review.text.compared import compared
from sources.models import Actor
from sources.models.actors import ActorQuerySet

BETWEEN = " | "
REFERENCE = " — "
# Characters of a name from which others are looked for.
SHORTEST = 4


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


def bodies() -> ActorQuerySet:
    """Those that may be meant, in the order of their names."""
    living = Actor.objects.exclude(review__work=Review.Work.CLOSED)
    return living.select_related("review").order_by("name_en", "pk")


def named(text: str) -> list[Actor]:
    """Actors that are called exactly so, in any of their names; or the one of a reference."""
    name, _dash, reference = text.partition(REFERENCE)
    if reference:
        return list(bodies().filter(review__reference=reference.strip().upper()))
    asked = compared(name)
    if not asked:
        return []
    likely = bodies().named(name).prefetch_related("names")
    return [one for one in likely if asked in names_of(one)]


def known_by_more(names: Iterable[str]) -> dict[str, list[Actor]]:
    """By name as it is compared, the bodies that have a longer name which holds it.

    Who types "Monitoring Mission" may mean the "Monitoring Mission in Ukraine".
    """
    asked = {one for name in names if len(one := compared(name)) >= SHORTEST}
    if not asked:
        return {}
    found: dict[str, list[Actor]] = {}
    for actor in bodies().named(*asked).prefetch_related("names"):
        for one in asked:
            if any(one in name for name in names_of(actor)):
                found.setdefault(one, []).append(actor)
    return found


def as_typed(actor: Actor) -> str:
    """Its name, with its reference where several are called so."""
    name = str(actor)
    return name if len(named(name)) == 1 else f"{name}{REFERENCE}{actor.reference}"


def names_of(actor: Actor) -> set[str]:
    texts = [actor.name_en, actor.name_uk, *(one.text for one in actor.names.all())]
    return {compared(one) for one in texts if one}
