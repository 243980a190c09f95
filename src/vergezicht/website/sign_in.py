"""Signing in to /beheer/: password and second factor, or the organisation's own sign-in (docs/decisions/0014)."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from vergezicht.challenges.roles import put_roles, roles_of
from vergezicht.initiatives.open_forms.limits import allow, network, take_back
from vergezicht.sealing import seal, unseal

_PURPOSE = "tweede factor"
_TOO_MANY = "Dit waren te veel pogingen. Probeer het over een paar minuten opnieuw."
_JUST_NOW = 300  # seconds
_OPEN = ("/beheer/aanmelden/", "/beheer/static/", "/beheer/gezondheid/", "/beheer/logout/", "/beheer/jsi18n/")


class SignInForm(LoginForm):
    """In the words of the house."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].label = "Gebruikersnaam"
        self.fields["login"].widget.attrs = {"id": "id_username", "autocomplete": "username"}
        self.fields["password"].label = "Wachtwoord"
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields.pop("remember", None)


class CodeField:
    """The field for a code of the second factor, with a limit that holds for all workers."""

    fields: dict[str, Any]
    user: Any

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = "Code uit de app"
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code"}

    def clean_code(self) -> str:
        if not allow("inlog-cijfers", str(self.user.pk)):
            raise ValidationError(_TOO_MANY)
        code = str(super().clean_code())  # type: ignore[misc]  # allauth's form comes after
        take_back("inlog-cijfers", str(self.user.pk))
        return code


class CodeForm(CodeField, AuthenticateForm):
    """At signing in; a recovery code will do too."""


class CodeAgainForm(CodeField, ReauthenticateForm):
    """Before a change of the second factor."""


class FirstCodeForm(CodeField, ActivateTOTPForm):
    """When the app is set up."""


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the beheerder or by the organisation's sign-in, never by a visitor."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "De gebruikersnaam of het wachtwoord klopt niet.",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network, as with the open forms: what stands in X-Forwarded-For before our own proxy is hearsay."""
        return network(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth counts per worker; these counts are kept in the database. What one network is refused does not count
        against the account, so that nobody can be shut out from there."""
        if not all(allow(kind, who) for kind, who in self._counted(request, credentials)):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Only what failed counts: who signs in often is no guesser."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            for kind, who in self._counted(request, credentials):
                take_back(kind, who)
        return user

    def _counted(self, request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[str, str]]:
        name, where = str(credentials.get("username", "")).lower(), network(request)
        return [("inlog-hier", f"{where} {name}"), ("inlog-netwerk", where), ("inlog-account", name)]

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Not within five minutes of signing in: who sets up a second factor has just typed the password."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if any(time.time() - item["at"] < _JUST_NOW for item in records):
            return False
        return bool(super().is_reauthentication_required(app=app, **options))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secret of an app is sealed in the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": "Deze code klopt niet, of is verlopen."}

    def encrypt(self, text: str) -> str:
        return seal(text, purpose=_PURPOSE).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text.encode("ascii"), purpose=_PURPOSE)

    def get_totp_issuer(self) -> str:
        return f"Vergezicht ({settings.ALLOWED_HOSTS[0]})"

    def build_totp_svg(self, url: str) -> str:
        drawn = io.BytesIO()  # a picture of its own, and so with its namespace: it does not stand in a page
        segno.make_qr(url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return drawn.getvalue().decode("utf-8")


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Whoever the organisation knows comes in when a group of theirs is a role here; nobody else does."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == "connect":
            return
        roles = roles_in_claims(sociallogin.account.extra_data)
        if sociallogin.is_existing:
            put_in_roles(sociallogin.user, roles)
            if not roles_of(sociallogin.user):
                raise ImmediateHttpResponse(_refused(request))
        elif not roles:
            raise ImmediateHttpResponse(_refused(request))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(roles_in_claims(sociallogin.account.extra_data))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        put_in_roles(user, roles_in_claims(sociallogin.account.extra_data))
        return user


def roles_in_claims(data: dict[str, Any]) -> list[str]:
    """The roles that follow from the groups in what the organisation says of somebody."""
    claim = settings.OIDC_GROUPS_CLAIM
    given: list[Any] = []
    for part in (data, data.get("id_token") or {}, data.get("userinfo") or {}):
        value = part.get(claim, []) if isinstance(part, dict) else []
        given += value if isinstance(value, list) else [value]
    return sorted({role for group, role in settings.OIDC_ROLES.items() if group in given})


def put_in_roles(user: Any, names: list[str]) -> None:
    """The roles that the organisation gives, no more and no fewer; roles it knows nothing of stay as they are. A role
    that nobody had before ("Wijkmanager Noord") is made, with what it may."""
    governed = Group.objects.filter(name__in=settings.OIDC_ROLES.values())
    user.groups.remove(*governed.exclude(name__in=names))
    made = [Group.objects.get_or_create(name=name) for name in names]
    user.groups.add(*(group for group, _ in made))
    if any(is_new for _, is_new in made):
        put_roles()


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "website/refused.html", status=403)


def in_editor(request: HttpRequest) -> bool:
    """Whether the address is one of the editor's, and not one of signing in or out."""
    return request.path.startswith("/beheer/") and not request.path.startswith(_OPEN)


class SecondFactorMiddleware:
    """Nobody goes on in /beheer/ without a second factor: an app, or the organisation's own sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and self._lacks(request):
            return redirect(f"{reverse('mfa_activate_totp')}?next={reverse('wagtailadmin_home')}")
        return self.get_response(request)

    def _lacks(self, request: HttpRequest) -> bool:
        if not in_editor(request) or not request.user.is_authenticated:
            return False
        if any(item.get("method") == "socialaccount" for item in get_authentication_records(request, request.user)):
            return False
        return not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
