"""Filters of lists that are saved under a name, and shared without a word that names anybody."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from review.models import SavedFilter
from review.redaction import typed
from review.workflow import leaving
from tests import factories as make
from tests.pages import form_of, signed_in

pytestmark = pytest.mark.django_db

SAVE = "/admin/review/review/filters/save/"
ALL = "/admin/review/review/filters/"
SOURCES = "/admin/sources/source/"
DRAFTS = "review__work__exact=draft"
FOR_ONESELF = (
    "A shared filter holds only what is chosen from a list: words that were typed, and "
    "colleagues, are for yourself alone."
)


@pytest.fixture
def olena() -> Client:
    return signed_in(make.researcher())


def save(client: Client, address: str, name: str, **more: Any) -> Any:
    """By the form that the list shows."""
    form = form_of(client.get(address), SAVE)
    return client.post(SAVE, form | {"filter-name": name} | more)


def names_on(client: Client, address: str) -> list[str]:
    return [one.row.name for one in client.get(address).context["saved_filters"]]


def saved() -> dict[str, tuple[str, str]]:
    return {one.name: (one.choices, one.typed) for one in SavedFilter.objects.all()}


def said(response: Any) -> list[str]:
    return list(response.context["form"].non_field_errors())


def said_on(client: Client, address: str) -> list[str]:
    return [str(message) for message in client.get(address).context["messages"]]


@pytest.mark.parametrize(
    ("address", "choices", "typed_there"),
    [
        (f"{SOURCES}?{DRAFTS}&q=witness&o=-1.2", f"{DRAFTS}&o=-1.2", "q=witness"),
        (f"{SOURCES}?by=Reuters&published_earliest__year=2025", *("",) * 2),
        ("/admin/incidents/incident/?changed=7&place=Udachne", "changed=7", "place=Udachne"),
        ("/admin/sources/actor/?side__exact=third", "side__exact=third", ""),
        ("/admin/review/review/?kind=source&order=title", "kind=source&order=title", ""),
        ("/admin/review/review/find/?q=witness", "", "q=witness"),
        ("/admin/review/review/translations/?to=uk", "to=uk", ""),
        ("/admin/intake/?state=all&words=witness", "state=all", "words=witness"),
    ],
)
def test_every_list_that_filters_keeps_what_it_is_asked(
    olena: Client, address: str, choices: str, typed_there: str
) -> None:
    if "by=" in address:
        choices, typed_there = "published_earliest__year=2025", "by=Reuters"
    done = save(olena, f"{address}&p=0" if "source" in address else address, "Mine")

    assert saved() == {"Mine": (choices, typed_there)}
    assert olena.get(done.url).status_code == 200
    assert names_on(olena, address.partition("?")[0]) == ["Mine"]
    assert names_on(olena, "/admin/") == ["Mine"]


def test_what_the_list_does_not_know_is_left_out_and_said(olena: Client) -> None:
    form = form_of(olena.get(f"{SOURCES}?{DRAFTS}"), SAVE)
    form |= {"question": f"{DRAFTS}&kind__exact=nonsense&internal_note=a+name", "filter-name": "D"}

    done: Any = olena.post(SAVE, form)

    assert saved() == {"D": (DRAFTS, "")}
    assert said_on(olena, done.url) == [
        "The filter is saved.",
        "The address also asked for something that this list cannot filter by.",
    ]


def test_a_list_that_is_not_filtered_offers_no_form_and_an_empty_filter_is_refused(
    olena: Client,
) -> None:
    assert form_of(olena.get(SOURCES), SAVE) == {}

    refused = olena.post(SAVE, {"list": "sources_source_changelist", "filter-name": "All"})
    unknown = olena.post(SAVE, {"list": "auth_user_changelist", "filter-name": "All"})

    assert said(refused) == ["This list is not filtered: choose something first."]
    assert (refused.status_code, unknown.status_code) == (400, 404)


def test_a_colleague_sees_what_is_shared_by_whom_and_nothing_else(olena: Client) -> None:
    save(olena, f"{SOURCES}?{DRAFTS}", "Shared drafts", **{"filter-is_shared": "on"})
    save(olena, f"{SOURCES}?{DRAFTS}&q=Petrenko", "About Petrenko")
    petro = signed_in(make.researcher(name="petro"))
    newcomer = signed_in(make.person(name="new", group="Researchers", is_new=True))

    assert names_on(petro, SOURCES) == ["Shared drafts"]
    assert [one.by for one in petro.get(ALL).context["saved_filters"]] == ["olena"]
    assert [one.by for one in newcomer.get(ALL).context["saved_filters"]] == ["a colleague"]
    assert "Petrenko" not in petro.get(ALL).content.decode()
    assert "olena" not in newcomer.get("/admin/").content.decode()


def test_words_and_colleagues_are_never_shared(olena: Client) -> None:
    on = {"filter-is_shared": "on"}
    make.submitted(make.actor())
    author = User.objects.get(username="olena").pk

    words = save(olena, f"{SOURCES}?{DRAFTS}&q=Petrenko", "About", **on)
    person = save(olena, f"/admin/review/review/?kind=actor&author={author}", "Of her", **on)

    assert said(words) == said(person) == [FOR_ONESELF]
    assert form_of(words, SAVE)["question"] == f"{DRAFTS}&q=Petrenko"
    with (
        pytest.raises(IntegrityError, match="savedfilter_shared_has_no_words"),
        transaction.atomic(),
    ):
        SavedFilter.objects.create(
            owner=User.objects.get(pk=author), list="x", name="x", typed="q=x", is_shared=True
        )


def test_only_its_owner_and_an_administrator_change_it(olena: Client) -> None:
    save(olena, f"{SOURCES}?{DRAFTS}", "Shared", **{"filter-is_shared": "on"})
    save(olena, f"{SOURCES}?{DRAFTS}&q=x", "Own")
    shared, own = (SavedFilter.objects.get(name=name) for name in ("Shared", "Own"))
    pages = [reverse("admin:review_review_filter", args=[one.pk]) for one in (shared, own)]
    administrator = make.administrator()
    make.give(administrator, "Researchers")
    petro, iryna = signed_in(make.researcher(name="petro")), signed_in(administrator)

    def statuses(client: Client) -> list[int]:
        return [client.get(page).status_code for page in pages]

    assert (statuses(olena), statuses(petro), statuses(iryna)) == (
        [200, 200],
        [404, 404],
        [200, 404],
    )
    olena.post(pages[1], {"name": "shared"})  # the same name
    iryna.post(pages[0], {"name": "Drafts of all", "is_shared": "on"})
    petro.post(f"{pages[0]}delete/")
    olena.post(f"{pages[1]}delete/")
    assert sorted(saved()) == ["Drafts of all"]


def test_a_name_is_one_whatever_its_case_and_empty_ones_are_refused(olena: Client) -> None:
    save(olena, f"{SOURCES}?{DRAFTS}", "Drafts")

    again = save(olena, f"{SOURCES}?{DRAFTS}&q=x", "DRAFTS")
    nameless = save(olena, f"{SOURCES}?{DRAFTS}", " ")

    assert said(again) == ["You have a filter of this name for this list already."]
    assert nameless.context["form"].errors == {"name": ["This field is required."]}


def test_it_goes_with_what_is_redacted_and_with_whoever_leaves(olena: Client) -> None:
    save(olena, f"{SOURCES}?{DRAFTS}&q=Petrenko", "By words")
    save(olena, f"{SOURCES}?{DRAFTS}", "Petrenko")
    save(olena, f"{SOURCES}?{DRAFTS}&q=other", "Own")
    save(olena, f"{SOURCES}?{DRAFTS}", "Shared", **{"filter-is_shared": "on"})
    petro = make.researcher(name="petro")

    for texts in typed.TYPED:
        texts.forget_words(lambda text: "Petrenko" in text)

    assert sorted(saved()) == ["Own", "Shared"]
    leaving.leave(
        User.objects.get(username="olena"), to=petro, by=make.administrator(), reason="left"
    )
    assert [(one.name, one.owner) for one in SavedFilter.objects.all()] == [("Shared", petro)]


def test_an_administrator_learns_no_name_of_what_somebody_keeps_for_themselves(
    olena: Client,
) -> None:
    save(olena, f"{SOURCES}?{DRAFTS}", "Shared", **{"filter-is_shared": "on"})
    save(olena, f"{SOURCES}?{DRAFTS}&q=x", "Bohdanenko")
    shared = SavedFilter.objects.get(name="Shared")
    page = reverse("admin:review_review_filter", args=[shared.pk])
    administrator = make.administrator()
    make.give(administrator, "Researchers")
    iryna = signed_in(administrator)

    renamed = iryna.post(page, {"name": "bohdanenko", "is_shared": "on"})
    taken = iryna.post(page, {"name": "bohdanenko"})

    assert renamed.status_code == 302
    assert said(taken) == [
        "Only its owner takes it back for themselves alone: rename it, or delete it."
    ]
    assert sorted(saved()) == ["Bohdanenko", "bohdanenko"]
