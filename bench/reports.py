"""What the desk proposes from a report, measured: its sentences, its actors and its places."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

SENTENCES, ACTORS, ROUNDS = 200, 300, 11
# A report is to be read within this many times of what the trivial view takes to answer.
WANTED = 400
_PATTERNS = (
    "According to the {actor}, at least {number} captured soldiers were shot near {place}, {day}.",
    "Drone footage that the {actor} published reportedly shows {number} people near {place}.",
    "Біля {place} у Донецькій області вбили {number} полонених, повідомив {actor}.",
    "The road from {place} to {other} was closed, and nobody answered what the {actor} asked.",
)


def print_report(ask_trivial: Callable[[], Any]) -> None:
    from django.contrib.auth.models import User
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from incidents.models import Place
    from incidents.proposals.places import places_in
    from sources.models import Actor
    from sources.proposals.reports import read_report

    with some_actors(ACTORS) as names:
        text, person = _text(names), User.objects.all()[0]
        trivial = _median(ask_trivial)
        seconds = {}
        for name, read in (
            ("sentences and actors", lambda: read_report(url="", text=text, person=person)),
            ("places", lambda: places_in(text, person)),
        ):
            with CaptureQueriesContext(connection) as queries:
                read()
            seconds[name] = _median(read)
            print(f"report: {name} in {seconds[name] * 1000:.0f} ms, {len(queries)} statements")
        print(
            f"report: {SENTENCES} sentences, {Actor.objects.count()} actors,"
            f" {Place.objects.count()} places: {sum(seconds.values()) / trivial:.0f} times the"
            f" trivial view, wanted {WANTED}"
        )


def _median(call: Callable[[], Any]) -> float:
    seconds = []
    for _time in range(ROUNDS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


@contextmanager
def some_actors(wanted: int) -> Iterator[list[str]]:
    """So many more actors, as long as they are needed."""
    from django.db import transaction

    from review.models import Review
    from sources.models import Actor

    names = [f"Invented Office of Service {number}" for number in range(wanted)]
    with transaction.atomic():
        reviews = Review.objects.bulk_create(
            Review(kind="actor", reference=reference, title=name)
            for name, reference in zip(names, Review.objects.free_references(wanted), strict=True)
        )
        Actor.objects.bulk_create(
            Actor(review=review, kind="state_body", name_en=review.title) for review in reviews
        )
        yield names
        transaction.set_rollback(True)


def _text(names: list[str]) -> str:
    from incidents.models import Place

    dice = random.Random(1)  # noqa: S311 (nothing secret is drawn)
    places = list(Place.objects.order_by("code").values_list("name_en", flat=True))
    return " ".join(
        dice.choice(_PATTERNS).format(
            actor=dice.choice(names),
            place=dice.choice(places),
            other=dice.choice(places),
            number=dice.randint(2, 40),
            day=f"{dice.randint(1, 28)} May 2025",
        )
        for _sentence in range(SENTENCES)
    )
