"""A password alone opens nothing: the second step, where factors are kept, and the door."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import get_resolver

from accounts import second_factor
from accounts.models import Session
from accounts.second_factor_door import OPEN
from accounts.signing_in import PER_ACCOUNT
from config.sign_in import second_factor_required
from sources.models import Source
from tests import factories as make
from tests.accounts.second_factors import (
    APP,
    FACTOR,
    LOGIN,
    PASSWORD,
    STEP,
    code_of,
    factors_of,
    gives_password,
    is_in,
    with_app,
    with_password,
)
from tests.pages import form_of, signed_in
from tests.test_access import OPEN_ADMIN, example, patterns

pytestmark = pytest.mark.django_db

OURS = {"Origin": "http://testserver"}


@pytest.fixture
def olena() -> User:
    return with_password(make.researcher())


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def errors(response: Any) -> list[str]:
    return list(response.context["form"].non_field_errors())


# The second step


def test_a_password_signs_nobody_in_who_has_a_second_factor(olena: User) -> None:
    key, _codes = with_app(olena)
    client = gives_password()
    assert not is_in(client)
    assert "signed_in_before" not in client.cookies
    assert "olena" not in client.get(STEP).content.decode()

    done = client.post(STEP, {"code": code_of(key)})

    assert (done.status_code, done["Location"]) == (302, "/admin/")
    assert is_in(client)
    assert "signed_in_before" in client.cookies


def test_signing_in_goes_on_to_where_somebody_wanted_to_be(olena: User) -> None:
    key, _codes = with_app(olena)
    client = Client()
    typed = {"username": "olena", "password": PASSWORD, "next": "/admin/sessions/"}
    client.post(LOGIN, typed)
    assert client.post(STEP, {"code": code_of(key)})["Location"] == "/admin/sessions/"


def test_a_code_works_once(olena: User) -> None:
    key, _codes = with_app(olena)
    code = code_of(key)
    assert gives_password().post(STEP, {"code": code}).status_code == 302

    again = gives_password().post(STEP, {"code": code})

    assert (again.status_code, errors(again)) == (400, ["That did not match. Try once more."])


def test_after_a_code_none_that_is_older_works(olena: User) -> None:
    key, _codes = with_app(olena)
    assert gives_password().post(STEP, {"code": code_of(key, later=1)}).status_code == 302
    assert gives_password().post(STEP, {"code": code_of(key)}).status_code == 400


def test_a_recovery_code_works_once(olena: User) -> None:
    _key, codes = with_app(olena)
    assert len(codes) == len(set(codes)) == 10
    assert gives_password().post(STEP, {"code": codes[3]}).status_code == 302
    assert gives_password().post(STEP, {"code": codes[3]}).status_code == 400
    assert gives_password().post(STEP, {"code": codes[4]}).status_code == 302
    assert second_factor.codes_left(olena) == 8


def test_a_factor_of_somebody_else_opens_nothing(olena: User) -> None:
    with_app(olena)
    key, codes = with_app(make.reviewer())
    for code in (code_of(key), codes[0]):
        assert gives_password().post(STEP, {"code": code}).status_code == 400


def test_wrong_codes_are_counted_for_the_account(olena: User) -> None:
    key, codes = with_app(olena)
    for _ in range(PER_ACCOUNT):
        assert gives_password().post(STEP, {"code": "000"}).status_code == 400

    for code in (code_of(key), codes[0]):
        refused = gives_password().post(STEP, {"code": code})
        assert refused.status_code == 429
        assert errors(refused)[0].startswith("There were too many attempts: wait 15 minutes")


def test_guesses_by_who_knows_the_password_do_not_shut_out_a_known_browser(olena: User) -> None:
    key, codes = with_app(olena)
    own = gives_password()
    own.post(STEP, {"code": codes[0]})
    own.post("/admin/logout/")
    for _ in range(PER_ACCOUNT + 1):
        gives_password().post(STEP, {"code": "000"})

    own.post(LOGIN, {"username": "olena", "password": PASSWORD})

    assert own.post(STEP, {"code": code_of(key)}).status_code == 302


@pytest.mark.parametrize("answer", ["", "{}", "[]", "x", "[" * 20_000, '{"id": 1}', "x" * 20_001])
def test_whatever_pretends_to_be_a_passkey_is_refused_in_a_sentence(
    olena: User, answer: str
) -> None:
    with_app(olena)
    client = gives_password()
    assert client.post(STEP, {"answer": answer}).status_code == 400
    assert not is_in(client)


def test_the_second_step_is_for_who_gave_the_password_a_moment_ago(olena: User) -> None:
    key, _codes = with_app(olena)
    assert Client().post(STEP, {"code": code_of(key)})["Location"] == LOGIN
    slow = gives_password()
    Session.objects.update(signed_in_at=F("signed_in_at") - timedelta(minutes=16))
    assert slow.post(STEP, {"code": code_of(key)})["Location"] == LOGIN
    assert not is_in(slow)


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}, {"password": "!"}])
def test_what_changes_between_the_steps_ends_the_sign_in(
    olena: User, change: dict[str, Any]
) -> None:
    key, _codes = with_app(olena)
    client = gives_password()
    make.administrator()
    User.objects.filter(pk=olena.pk).update(**change)
    assert client.post(STEP, {"code": code_of(key)})["Location"] == LOGIN
    assert not is_in(client)


def test_whose_password_was_stolen_sees_it_among_their_sessions(olena: User) -> None:
    key, _codes = with_app(olena)
    thief = gives_password(REMOTE_ADDR="8.8.8.8")
    with_app(with_password(make.reviewer()))
    # Nothing that the thief does in that browser takes the trace away.
    thief.post("/admin/logout/")
    thief.post(LOGIN, {"username": "taras", "password": PASSWORD})
    client = gives_password()
    client.post(STEP, {"code": code_of(key)})

    page = client.get("/admin/sessions/")

    seen = [(one.network, one.lacks_factor) for one in page.context["sessions"]]
    assert sorted(seen) == [("", False), ("8.8.8.8", True)]
    assert "Your password was given here, but no second factor" in page.content.decode()


# Setting one up


def test_the_first_app_comes_with_recovery_codes_and_ends_all_other_sessions(olena: User) -> None:
    client, elsewhere = signed_in(olena), signed_in(olena)
    key = client.get(APP).context["key"]

    added = client.post(APP, {"code": code_of(key)})

    assert (added.status_code, len(added.context["codes"])) == (200, 10)
    assert "no-store" in added["Cache-Control"]
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert factors_of(olena) == ["recovery_codes", "totp"]
    assert gives_password().post(STEP, {"code": added.context["codes"][0]}).status_code == 302


def test_the_code_that_set_the_app_up_is_used_up(olena: User) -> None:
    client = signed_in(olena)
    code = code_of(client.get(APP).context["key"])
    client.post(APP, {"code": code})
    assert gives_password().post(STEP, {"code": code}).status_code == 400


def test_a_wrong_code_sets_nothing_up_keeps_the_key_and_is_counted(olena: User) -> None:
    client = signed_in(olena)
    key = client.get(APP).context["key"]
    for _ in range(PER_ACCOUNT):
        wrong = client.post(APP, {"code": "000000"})
        assert (wrong.status_code, wrong.context["key"]) == (400, key)
    refused = client.post(APP, {"code": code_of(key)})

    assert "There were too many attempts" in refused.context["form"].errors["code"][0]
    assert factors_of(olena) == []


def test_the_key_is_shown_as_a_picture_and_as_text(olena: User) -> None:
    page = signed_in(olena).get(APP)
    text = page.content.decode()
    assert f'<code id="key">{page.context["key"]}</code>' in text
    assert '<img src="data:image/svg+xml;base64,' in text


def test_nobody_adds_or_removes_a_factor_without_signing_in_again(olena: User) -> None:
    client = signed_in(olena)
    key = client.get(APP).context["key"]
    Session.objects.update(proved_at=F("proved_at") - timedelta(hours=1))

    assert client.post(APP, {"code": code_of(key)}).status_code == 403
    assert client.post(f"{FACTOR}passkey/", {"name": "x", "answer": "{}"}).status_code == 403
    assert client.post(f"{FACTOR}codes/").status_code == 403
    assert client.post(f"{FACTOR}1/remove/").status_code == 403
    assert factors_of(olena) == []


def test_who_has_a_factor_shows_it_before_they_add_another(olena: User) -> None:
    with_app(olena)
    client = signed_in(olena)  # without the second step
    for address in (FACTOR, APP, f"{FACTOR}passkey/"):
        assert client.get(address)["Location"] == STEP
    assert client.post(f"{FACTOR}codes/")["Location"] == STEP


def test_a_code_proves_again_who_somebody_is(olena: User) -> None:
    key, codes = with_app(olena)
    client = gives_password()
    client.post(STEP, {"code": codes[0]})
    Session.objects.update(proved_at=F("proved_at") - timedelta(hours=1))
    # A recovery code is for who lost everything else.
    assert client.post(f"{FACTOR}codes/", {"again-code": codes[1]}).status_code == 403
    assert client.post(f"{FACTOR}codes/", {"again-code": code_of(key)}).status_code == 200


def test_new_recovery_codes_take_the_place_of_the_old_ones(olena: User) -> None:
    _key, codes = with_app(olena)
    client = gives_password()
    client.post(STEP, {"code": codes[0]})

    new = client.post(f"{FACTOR}codes/").context["codes"]

    assert is_in(client)
    assert gives_password().post(STEP, {"code": codes[1]}).status_code == 400
    assert gives_password().post(STEP, {"code": new[1]}).status_code == 302


def test_the_only_second_factor_stays_where_one_is_needed(olena: User, required: None) -> None:
    key, _codes = with_app(olena)
    client = gives_password()
    client.post(STEP, {"code": code_of(key)})
    factor = Authenticator.objects.get(user=olena, type="totp")

    client.post(f"{FACTOR}{factor.pk}/remove/")

    assert factors_of(olena) == ["recovery_codes", "totp"]


def test_with_the_last_factor_go_the_recovery_codes(olena: User) -> None:
    key, _codes = with_app(olena)
    client = gives_password()
    client.post(STEP, {"code": code_of(key)})
    client.post(f"{FACTOR}{Authenticator.objects.get(user=olena, type='totp').pk}/remove/")
    assert (factors_of(olena), is_in(client)) == ([], True)


def test_nobody_removes_a_factor_of_somebody_else(olena: User) -> None:
    with_app(make.reviewer())
    factor = Authenticator.objects.get(type="totp")
    assert signed_in(olena).post(f"{FACTOR}{factor.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=factor.pk).exists()


# What ends sessions


def sql(statement: str) -> Callable[[User], None]:
    def run(person: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, [person.pk])

    return run


CHANGES: dict[str, Callable[[User], Any]] = {
    "removed": second_factor.remove_all,
    "another one": lambda person: Authenticator(user=person, type="webauthn", data={}).save(),
    "by SQL": sql("DELETE FROM mfa_authenticator WHERE user_id = %s"),
    "another secret": sql(
        'UPDATE mfa_authenticator SET data = data || \'{"secret": "x"}\' WHERE user_id = %s'
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_session_ends_when_the_factors_change(olena: User, change: str) -> None:
    with_app(olena)
    client, half, colleague = signed_in(olena), gives_password(), signed_in(make.reviewer())

    CHANGES[change](olena)

    assert (is_in(client), is_in(colleague)) == (False, True)
    assert half.get(STEP)["Location"] == LOGIN


def test_using_a_factor_ends_nothing(olena: User) -> None:
    key, codes = with_app(olena)
    client = signed_in(olena)
    for code in (code_of(key), codes[0]):
        assert gives_password().post(STEP, {"code": code}).status_code == 302
    assert is_in(client)


# What the database keeps


def test_neither_secrets_nor_codes_are_kept_in_clear(olena: User, settings: Any) -> None:
    key, codes = with_app(olena)
    client = signed_in(make.reviewer())
    waiting = client.get(APP).context["key"].replace(" ", "")
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    kept += str(client.session.items())
    assert [one for one in (key, waiting, *codes) if one in kept] == []


def test_another_key_reads_them_as_long_as_the_old_one_is_known(olena: User, settings: Any) -> None:
    key, codes = with_app(olena)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret key"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert second_factor.takes_code(olena, codes[0])

    settings.SECRET_KEY_FALLBACKS = []
    assert not second_factor.takes_code(olena, code_of(key))
    assert second_factor.codes_left(olena) == 0


# The door


def test_nothing_else_opens_before_a_second_factor(required: None) -> None:
    client = signed_in(User.objects.create_superuser("root"))
    open_names = {name.removeprefix("admin:") for name in OPEN} | OPEN_ADMIN
    addresses = {
        str(pattern.name): example(path)
        for namespace, path, pattern in patterns(get_resolver())
        if namespace == "admin" and pattern.name and pattern.name not in open_names
    }
    opened = {
        name
        for name, address in addresses.items()
        for answer in (client.get(address), client.post(address))
        if answer.get("Location") != FACTOR
    }
    assert (opened, len(addresses) > 80) == (set(), True)


def test_what_opens_before_it_is_only_what_one_needs_for_it() -> None:
    assert sorted(OPEN) == [
        "admin:end_other_sessions",
        "admin:end_session",
        "admin:jsi18n",
        "admin:logout",
        "admin:own_sessions",
        "admin:second_factor",
        "admin:second_factor_app",
        "admin:second_factor_passkey",
        "admin:second_step",
    ]


def test_a_form_that_is_sent_before_is_held(required: None, settings: Any) -> None:
    add = "/admin/sources/source/add/?kind=article"
    client = signed_in(make.researcher())
    settings.SECOND_FACTOR_REQUIRED = False
    form = form_of(client.get(add)) | {"kind": "article", "title": "Typed for long"}
    settings.SECOND_FACTOR_REQUIRED = True

    held = client.post(add, form, headers=OURS)

    assert (held.status_code, form_of(held)["title"]) == (403, "Typed for long")
    assert "Nothing can be saved before you have set up a second factor." in held.content.decode()
    assert not Source.objects.exists()
    client.post(APP, {"code": code_of(client.get(APP).context["key"])})
    assert client.post(add, form_of(held), headers=OURS).status_code == 302
    assert Source.objects.get().title == "Typed for long"


def test_who_has_a_factor_but_did_not_show_it_is_asked(olena: User, required: None) -> None:
    key, _codes = with_app(olena)
    client = signed_in(olena)  # by whatever door
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == STEP
    client.post(STEP, {"code": code_of(key)})
    assert client.get("/admin/").status_code == 200


def test_at_the_first_sign_in_one_is_set_up(olena: User, required: None) -> None:
    client = Client()
    signed = client.post(LOGIN, {"username": "olena", "password": PASSWORD}, follow=True)
    assert signed.redirect_chain[-1][0] == FACTOR
    assert "Nothing else opens before." in signed.content.decode()
    client.post(APP, {"code": code_of(client.get(APP).context["key"])})
    assert client.get("/admin/").status_code == 200


def test_a_site_that_others_reach_does_not_start_without() -> None:
    assert second_factor_required(False, https=False) is False
    with pytest.raises(ImproperlyConfigured, match="needs a second factor"):
        second_factor_required(False, https=True)


def test_a_demonstration_says_so_on_every_page(settings: Any) -> None:
    said = "This is a demonstration: nobody is asked for a second factor."
    client = signed_in(make.researcher())
    pages = [LOGIN, "/admin/", "/admin/sessions/", "/admin/sources/source/add/?kind=article"]
    assert [said in client.get(page).content.decode() for page in pages[1:]] == [True] * 3
    assert said in Client().get(LOGIN).content.decode()
    settings.SECOND_FACTOR_REQUIRED = True
    assert said not in Client().get(LOGIN).content.decode()


def test_neither_factors_nor_addresses_of_mail_stand_in_the_admin() -> None:
    client = signed_in(User.objects.create_superuser("root"))
    assert client.get("/admin/mfa/authenticator/").status_code == 404
    assert client.get("/admin/account/emailaddress/").status_code == 404
