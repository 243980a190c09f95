"""Signing in: password and second factor, or the organisation's OpenID Connect with a real provider on loopback."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests  # noqa: TID251  # the browser of the test, at the provider on loopback
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings as current
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread
from tests.challenges.people import make_user

from vergezicht.challenges.roles import Role, roles_of

pytestmark = pytest.mark.django_db

LOGIN = "/beheer/aanmelden/login/"
ACTIVATE = "/beheer/aanmelden/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def strict(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    cache.clear()


def _code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def _sign_in(client: Client, name: str, password: str = "geheim") -> Any:  # noqa: S107  # of a test
    return client.post(LOGIN, {"login": name, "password": password})


def _enrolled(client: Client, name: str = "manager") -> tuple[str, list[str]]:
    """Sign in for the first time and set up an app; returns its secret and the recovery codes."""
    make_user(name, Role.DISTRICT_MANAGER)
    assert _sign_in(client, name).status_code == 302
    text = client.get(ACTIVATE).content.decode()
    secret = re.search(r"Sleutel: <code>(\w+)</code>", text)
    assert secret
    answer = client.post(ACTIVATE, {"code": _code(secret[1])}, follow=True)
    codes = re.findall(r"<li><code>(\w+)</code></li>", answer.content.decode())
    assert len(codes) == 10
    return secret[1], codes


def test_without_a_second_factor_nobody_goes_on(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    assert "klopt niet" in _sign_in(client, "manager", "fout").content.decode().lower()
    _sign_in(client, "manager")
    for path in ("/beheer/", "/beheer/werk/", "/beheer/account/", "/beheer/wijkopgaven/", "/beheer/media/x.png"):
        for answer in (client.get(path), client.post(path)):
            assert answer.headers["Location"].startswith(ACTIVATE), path


@pytest.mark.parametrize("role", list(Role))
def test_every_role_needs_one(client: Client, role: Role) -> None:
    make_user("iemand", role)
    client.login(username="iemand", password="geheim")
    assert client.get("/beheer/").headers["Location"].startswith(ACTIVATE)


def test_the_second_factor_is_asked_the_next_time(client: Client) -> None:
    secret, codes = _enrolled(client)
    assert client.get("/beheer/werk/").status_code == 200
    other = Client()
    assert _sign_in(other, "manager").headers["Location"].startswith("/beheer/aanmelden/2fa/authenticate/")
    assert other.get("/beheer/werk/").status_code == 302, "a password alone opens nothing"
    wrong = other.post("/beheer/aanmelden/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert other.post("/beheer/aanmelden/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/beheer/werk/").status_code == 200
    third = Client()
    _sign_in(third, "manager")
    third.post("/beheer/aanmelden/2fa/authenticate/", {"code": codes[0]})
    assert third.get("/beheer/werk/").status_code == 302, "a recovery code works once"
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept, "the secret is sealed"


def test_there_is_no_other_way_in(client: Client) -> None:
    _enrolled(Client())
    answer = client.post("/beheer/login/", {"username": "manager", "password": "geheim"})
    assert answer.headers["Location"].startswith(LOGIN)
    assert client.get("/beheer/werk/").headers["Location"].startswith(LOGIN)
    signup = client.post("/beheer/aanmelden/signup/", {"username": "nieuw", "password1": "Een-lang-wachtwoord-9"})
    assert not get_user_model().objects.filter(username="nieuw").exists()
    assert signup.status_code == 200
    for name in ("sessionid",):
        assert all(cookie["path"] == "/beheer/" for key, cookie in client.cookies.items() if key == name)


def test_guessing_is_slowed_down(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    answers = [_sign_in(client, "manager", f"fout-{number}") for number in range(8)]
    assert _sign_in(client, "manager").status_code != 302, "also the right one, for a while"
    assert "te veel" in answers[-1].content.decode().lower()


def test_the_limit_holds_for_all_workers(client: Client) -> None:
    """Each worker has a cache of its own; here it is emptied before every attempt."""
    make_user("manager", Role.DISTRICT_MANAGER)
    for number in range(6):
        cache.clear()
        assert "te veel" not in _sign_in(client, "manager", f"fout-{number}").content.decode().lower()
    cache.clear()
    assert "te veel" in _sign_in(client, "Manager").content.decode().lower(), "also the right one, in any case"
    cache.clear()
    assert Client(REMOTE_ADDR="203.0.113.9").post(LOGIN, {"login": "manager", "password": "geheim"}).status_code == 302


def test_who_signs_in_often_is_no_guesser(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    for _ in range(12):
        cache.clear()
        assert _sign_in(Client(), "manager").status_code == 302


def test_codes_of_the_second_factor_are_limited_for_all_workers(client: Client) -> None:
    secret, _ = _enrolled(client)
    other = Client()
    _sign_in(other, "manager")
    for _ in range(8):
        cache.clear()
        other.post("/beheer/aanmelden/2fa/authenticate/", {"code": "000000"})
    cache.clear()
    refused = other.post("/beheer/aanmelden/2fa/authenticate/", {"code": _code(secret)})
    assert "te veel" in refused.content.decode().lower()


def test_the_code_to_scan_is_a_picture_of_its_own(client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    _sign_in(client, "manager")
    found = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', client.get(ACTIVATE).content.decode())
    assert found
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(found[1])


def test_the_screens_are_dutch(client: Client) -> None:
    _enrolled(client)
    parts = (
        "login",
        "2fa",
        "2fa/recovery-codes",
        "reauthenticate",
        "2fa/recovery-codes/generate",
        "2fa/totp/deactivate",
    )
    for path in (f"/beheer/aanmelden/{part}/" for part in parts):
        text = (Client() if path == LOGIN else client).get(path).content.decode()
        assert 'lang="nl"' in text
        for word in ("Sign In", "Password", "Authenticator App", "Confirm", "Generate", "Deactivate", "Are you sure"):
            assert f">{word}" not in text and f"{word}?" not in text, (path, word)


# The organisation's own sign-in


def _told_to_ask(answer: Any) -> bool:
    text = answer.content.decode()
    return answer.status_code == 403 and "U hebt nog geen rol" in text and 'action="/beheer/aanmelden/logout/"' in text


def test_who_has_no_role_is_told_whom_to_ask(client: Client) -> None:
    make_user("nieuw")
    assert _told_to_ask(client.post(LOGIN, {"login": "nieuw", "password": "geheim"}, follow=True))
    assert _told_to_ask(client.get(LOGIN, follow=True)), "also who signs in again"
    assert _told_to_ask(client.get("/beheer/werk/"))
    assert client.post("/beheer/aanmelden/logout/", {"next": LOGIN}, follow=True).request["PATH_INFO"] == LOGIN


def test_who_lost_the_last_role_is_told_too_and_who_may_do_everything_needs_none(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    user = make_user("manager", Role.DISTRICT_MANAGER)
    _sign_in(client, "manager")
    assert client.get("/beheer/werk/").status_code == 200
    user.groups.clear()
    assert _told_to_ask(client.get("/beheer/werk/"))
    get_user_model().objects.create_superuser("baas", "", "geheim")
    other = Client()
    _sign_in(other, "baas")
    assert other.get("/beheer/").status_code == 200


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    people = [
        User(sub="wijk-1", claims={"preferred_username": "wijk1", "groups": ["sg-wijk", "sg-anders"]}),
        User(sub="niemand", claims={"preferred_username": "niemand", "groups": ["sg-anders"]}),
        User(sub="zonder", claims={"preferred_username": "zonder"}),
    ]
    with run_server_in_thread(user_claims=people) as server:
        url = f"http://localhost:{server.server_port}"
        settings.OIDC_ROLES = {"sg-wijk": "Wijkmanager", "sg-bestuur": "Bestuur"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "SCOPE": ["openid", "profile"],
                "APPS": [{"provider_id": "organisatie", "name": "uw werkaccount", "client_id": "vergezicht",
                          "secret": "geheim", "settings": {"server_url": url}}],
            }
        }  # fmt: skip
        yield url


def _by_organisation(client: Client, provider: str, sub: str) -> Any:
    """All steps of a browser: our button, the provider's form, back to us."""
    text = client.get(LOGIN).content.decode()
    assert "Inloggen met uw werkaccount" in text
    begun = client.post("/beheer/aanmelden/oidc/organisatie/login/")
    target = begun.headers["Location"]
    assert target.startswith(provider)
    assert parse_qs(urlsplit(target).query)["code_challenge_method"] == ["S256"]
    back = requests.post(target, data={"sub": sub}, allow_redirects=False, timeout=5)
    location = urlsplit(back.headers["Location"])
    return client.get(f"{location.path}?{location.query}", follow=True)


def test_the_form_may_lead_to_where_the_organisation_authorizes(
    client: Client, provider: str, settings: Any
) -> None:  # fmt: skip
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["openid_configuration_overrides"] = {
        "authorization_endpoint": "https://inloggen.example/oauth2/auth"
    }
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    assert "form-action 'self' " in policy
    allowed = policy.split("form-action ")[1].split(";")[0].split()
    assert set(allowed) == {"'self'", provider, "https://inloggen.example"}
    elsewhere = client.get("/beheer/aanmelden/signup/").headers["Content-Security-Policy"]
    assert "inloggen.example" not in elsewhere


def test_a_provider_that_is_away_stops_nobodys_password(client: Client, settings: Any, provider: str) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://localhost:9"
    answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert "form-action 'self' http://localhost:9;" in answer.headers["Content-Security-Policy"] + ";"


def test_the_organisation_lets_its_people_in_with_their_role(client: Client, provider: str) -> None:
    _by_organisation(client, provider, "wijk-1")
    assert client.get("/beheer/werk/").status_code == 200, "the second factor is the organisation's"
    user = get_user_model().objects.get(username="wijk1")
    assert roles_of(user) == ["Wijkmanager"]
    assert not user.has_usable_password()
    assert not user.is_superuser


def test_a_role_of_a_part_of_town_lets_in_the_first_who_has_it(client: Client, provider: str, settings: Any) -> None:
    settings.OIDC_ROLES = {"sg-wijk": "Wijkmanager Noord"}
    _by_organisation(client, provider, "wijk-1")
    assert client.get("/beheer/werk/").status_code == 200


@pytest.mark.parametrize("sub", ["niemand", "zonder"])
def test_who_has_no_role_there_has_none_here(client: Client, provider: str, sub: str) -> None:
    before = get_user_model().objects.count()
    answer = _by_organisation(client, provider, sub)
    assert answer.status_code == 403
    assert "geen rol" in answer.content.decode()
    assert get_user_model().objects.count() == before
    assert client.get("/beheer/werk/").status_code == 302


def test_a_role_taken_away_there_is_gone_here(client: Client, provider: str, settings: Any) -> None:
    _by_organisation(client, provider, "wijk-1")
    settings.OIDC_ROLES = {"sg-anders": "Onderzoeker", "sg-wijk-oud": "Wijkmanager"}
    _by_organisation(Client(), provider, "wijk-1")
    assert roles_of(get_user_model().objects.get(username="wijk1")) == ["Onderzoeker"]
    settings.OIDC_ROLES = {"sg-bestuur": "Bestuur", "x": "Onderzoeker"}
    other = Client()
    assert _by_organisation(other, provider, "wijk-1").status_code == 403
    assert other.get("/beheer/werk/").status_code == 302


def test_whom_the_organisation_lets_in_without_a_role_here_is_told(client: Client, provider: str) -> None:
    _by_organisation(client, provider, "wijk-1")
    get_user_model().objects.get(username="wijk1").groups.clear()
    assert _told_to_ask(client.get("/beheer/", follow=True))


def test_an_account_with_the_same_name_is_not_taken_over(client: Client, provider: str) -> None:
    local = get_user_model().objects.create_superuser("wijk1", "", "geheim")
    _by_organisation(client, provider, "wijk-1")
    signed_in = int(client.session["_auth_user_id"])
    assert signed_in != local.pk
    assert not get_user_model().objects.get(pk=signed_in).is_superuser


def test_a_forged_answer_is_refused(client: Client, provider: str) -> None:
    before = get_user_model().objects.count()
    client.get("/beheer/aanmelden/oidc/organisatie/login/callback/?code=verzonnen&state=verzonnen")
    assert get_user_model().objects.count() == before
    assert client.get("/beheer/werk/").status_code == 302
    assert current.SOCIALACCOUNT_EMAIL_AUTHENTICATION is False
