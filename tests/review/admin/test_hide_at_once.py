"""Two taps from a public page to a hidden part, and the list of copies that are not ours."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from review.models import CopyOutside, Hiding, OutsideCheck, Refused, Review
from review.workflow import outside
from tests import factories as make
from tests.pages import form_of, signed_in
from tests.review.searching import SECRET

pytestmark = pytest.mark.django_db


def page_of(incident: Incident) -> str:
    return reverse("admin:hide_at_once", args=[incident.reference])


def test_a_public_page_leads_there_with_one_link_for_everybody(
    telling: Incident, client: Client
) -> None:
    address = reverse("incident_detail", args=[telling.reference])
    link = f'<a href="/admin/hide/{telling.reference}/" rel="nofollow">'

    public = client.get(address).content

    assert public.decode().count(link) == 1
    assert signed_in(make.reviewer()).get(address).content == public
    stranger = client.get(page_of(telling))
    assert (stranger.status_code, stranger["Location"]) == (
        302,
        f"/admin/login/?next={page_of(telling)}",
    )


def test_the_second_tap_hides_and_leads_to_the_list(
    telling: Incident, reviewer: Client, client: Client
) -> None:
    form = form_of(reviewer.get(page_of(telling)))

    response: Any = reviewer.post(page_of(telling), form | {"path": "summary"}, follow=True)

    [hidden] = Hiding.objects.all()
    assert (hidden.path, hidden.reason, hidden.comment) == (
        "summary",
        "protection",
        "Hidden from a phone; why is to follow.",
    )
    assert response.context["title"] == "Copies that are not ours"
    public = client.get(reverse("incident_detail", args=[telling.reference]))
    assert SECRET not in public.content.decode()


def test_the_whole_record_is_withdrawn_by_its_own_button(
    telling: Incident, reviewer: Client, client: Client
) -> None:
    form = form_of(reviewer.get(page_of(telling)))

    reviewer.post(page_of(telling), form | {"whole": "yes"})

    assert client.get(reverse("incident_detail", args=[telling.reference])).status_code == 410


def test_a_form_without_a_button_hides_nothing(telling: Incident, reviewer: Client) -> None:
    form = form_of(reviewer.get(page_of(telling)))

    response = reviewer.post(page_of(telling), form)

    assert response.status_code == 400
    assert response.context["form"].non_field_errors() == ["Choose what to hide."]
    assert Hiding.objects.count() == 0
    assert Review.objects.get(pk=telling.pk).public == "current"


def test_what_is_hidden_already_is_refused_with_a_sentence(
    telling: Incident, reviewer: Client
) -> None:
    form = form_of(reviewer.get(page_of(telling)))
    make.hidden(telling, "summary")

    response = reviewer.post(page_of(telling), form | {"path": "summary"})

    assert response.context["form"].non_field_errors() == ["This part is hidden already."]
    assert Hiding.objects.count() == 1


def test_only_who_may_hide_opens_it(telling: Incident, researcher: Client) -> None:
    deed = {"path": "summary", "reason": "protection", "comment": "x"}

    assert researcher.get(page_of(telling)).status_code == 403
    assert researcher.post(page_of(telling), deed).status_code == 403
    assert Hiding.objects.count() == 0


def test_a_record_that_one_may_not_read_is_as_if_there_were_none(
    telling: Incident, administrator: Client
) -> None:
    source = make.source(access="restricted")
    make.statement(source=source)
    unknown = reverse("admin:hide_at_once", args=["0000000"])

    hidden = administrator.get(reverse("admin:hide_at_once", args=[source.reference]))

    assert hidden.status_code == administrator.get(unknown).status_code == 404
    assert administrator.get(page_of(telling)).status_code == 200


# Copies that are not ours


@pytest.fixture
def listed(telling: Incident) -> str:
    """The address of the list of a hiding."""
    make.hidden(telling, "summary")
    event = telling.review.events.get(kind="hidden")
    return reverse("admin:copies_outside", args=[telling.reference, event.pk])


def test_the_list_has_every_kind_with_addresses_filled_in(
    telling: Incident, listed: str, reviewer: Client
) -> None:
    response: Any = reviewer.get(listed)

    copies = response.context["copies"]
    assert [one.copy for one in copies] == list(CopyOutside)
    addresses = {one.copy: [address for _words, address in one.links] for one in copies}
    public = f"http://127.0.0.1:8000/incidents/{telling.reference}/"
    assert addresses["archives"] == [
        f"https://web.archive.org/web/*/{public}*",
        f"https://archive.ph/{public}",
    ]
    assert addresses["caches"] == [public, public.replace("/incidents", "/uk/incidents")]
    assert addresses["search"][0] == (
        f"https://www.google.com/search?q=site%3A127.0.0.1%20{telling.reference}"
    )


def test_what_was_seen_to_is_kept_with_who_and_when(listed: str, reviewer: Client) -> None:
    reviewer.post(f"{listed}check/", {"copy": "archives", "done": "yes"})
    again = reviewer.post(f"{listed}check/", {"copy": "archives", "done": "yes"})

    assert again["Location"] == f"{listed}#archives"
    [check] = OutsideCheck.objects.all()
    assert (check.copy, check.is_done, check.by) == ("archives", True, make.reviewer())
    response: Any = reviewer.get(listed)
    assert [one.copy for one in response.context["copies"] if one.said] == ["archives"]


def test_it_can_be_opened_again_and_the_history_stays(listed: str, reviewer: Client) -> None:
    for done in ("yes", "no"):
        reviewer.post(f"{listed}check/", {"copy": "printed", "done": done})

    response: Any = reviewer.get(listed)
    assert [one.copy for one in response.context["copies"] if one.said] == []
    assert [check.is_done for check in response.context["history"]] == [True, False]


def test_nobody_changes_what_was_marked(listed: str, reviewer: Client) -> None:
    reviewer.post(f"{listed}check/", {"copy": "printed", "done": "yes"})

    for change in (
        "UPDATE review_outsidecheck SET is_done = false",
        "DELETE FROM review_outsidecheck",
    ):
        with (
            pytest.raises(DatabaseError, match="never changed or deleted"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_only_who_may_hide_marks_anything(
    telling: Incident, listed: str, researcher: Client
) -> None:
    assert researcher.get(listed).status_code == 403
    assert researcher.post(f"{listed}check/", {"copy": "printed", "done": "yes"}).status_code == 403
    with pytest.raises(Refused):
        outside.check(
            telling.review.events.get(kind="hidden"),
            "printed",
            by=make.researcher(),
            is_done=True,
        )
    assert OutsideCheck.objects.count() == 0


def test_a_list_belongs_to_its_own_record(listed: str, reviewer: Client) -> None:
    """The number of another record's hiding, and of what is no hiding, is as none."""
    other = make.published_incident(title_en="Another")
    number = listed.rstrip("/").rpartition("/")[2]
    for reference, event in (
        (other.reference, number),
        (other.reference, other.review.events.latest("id").pk),
    ):
        address = reverse("admin:copies_outside", args=[reference, event])
        assert reviewer.get(address).status_code == 404
        assert reviewer.post(f"{address}check/", {"copy": "printed"}).status_code == 404


def test_a_copy_of_no_kind_is_refused(listed: str, reviewer: Client) -> None:
    response: Any = reviewer.post(f"{listed}check/", {"copy": "x", "done": "yes"}, follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "There is no such list of copies."
    ]
