"""A partner: its own actions and nothing else, by link or account, until it expires."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.models import Action, Challenge, Course, CourseCheck, Partner, PartnerAccount, PartnerLink
from vergezicht.challenges.partner_links import find_link, forget_expired, invite, revoke
from vergezicht.challenges.roles import Role
from vergezicht.mailing.delivery import deliver

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> Action:
    return Action.objects.get(title="Regenton-actie")


@pytest.fixture
def partner(action: Action) -> Partner:
    found = action.partners.first()
    if found is None:
        found = Partner.objects.order_by("pk").first()
        action.partners.add(found)
        action.save()
    return found


def _invited(partner: Partner, **options: Any) -> tuple[PartnerLink, str]:
    """The link and the path in the mail that was really sent."""
    mail.outbox.clear()
    link = invite(partner, address="werk@partner.example", label="Sociaal werker", role="Wijkmanager",
                  **({"days": 30} | options))  # fmt: skip
    deliver()
    [message] = mail.outbox
    found = re.search(r"http://[^/]+(/meedoen/partner/\S+/)", str(message.body))
    assert found and message.to == ["werk@partner.example"]
    return link, found[1]


def _report(**changes: Any) -> dict[str, Any]:
    today = timezone.localdate().isoformat()
    return {"text": "De tonnen staan er.", "status": "op-koers", "status_reason": "", "noticed": "Minder plassen.",
            "date": today} | changes  # fmt: skip


def test_a_partner_updates_its_action_by_link_without_a_cookie(partner: Partner, action: Action) -> None:
    client = Client(enforce_csrf_checks=True)
    link, path = _invited(partner)
    before = list(Action.objects.order_by("pk").values())
    answer = client.get(path)
    text = answer.content.decode()
    assert action.title in text and not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    own = f"{path}{action.pk}/"
    assert 'name="text"' in client.get(own).content.decode()
    link.refresh_from_db()
    assert list(Action.objects.order_by("pk").values()) == before and link.used_at is None, "GET changes nothing"
    answer = client.post(own, _report())
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{path}?bewaard=ja")
    client.post(own, _report())
    updates = list(Action.objects.get(pk=action.pk).updates.filter(text="De tonnen staan er."))
    assert [item.role for item in updates] == [partner.name], "sent twice, there once"
    assert not client.cookies
    version = action.challenge.versions.order_by("-number").first()
    assert version.role == partner.name


def test_a_partner_cannot_reach_the_actions_of_others_or_a_verdict(partner: Partner) -> None:
    _, path = _invited(partner)
    client = Client()
    others = Action.objects.exclude(partners=partner)
    checks, before = CourseCheck.objects.count(), list(others.order_by("pk").values())
    assert len(before) > 5
    for other in others:
        assert client.get(f"{path}{other.pk}/").status_code == 404
        assert client.post(f"{path}{other.pk}/", _report(verdict="bereikt")).status_code == 404
    own = Action.objects.filter(partners=partner, challenge__state="lopend").first()
    assert own is not None
    for verdict in ("bereikt", "niet-te-beoordelen"):
        assert client.post(f"{path}{own.pk}/", _report(status=verdict)).status_code == 422
    assert CourseCheck.objects.count() == checks
    assert list(others.order_by("pk").values()) == before


def test_a_personal_trace_or_a_missing_reason_is_refused(partner: Partner, action: Action) -> None:
    _, path = _invited(partner)
    for wrong in (_report(text="Bel 06-12345678"), _report(status="gestopt"), _report(text="")):
        refused = Client().post(f"{path}{action.pk}/", wrong)
        assert refused.status_code == 422
        summary = BeautifulSoup(refused.content, "html.parser").select_one(".form__errors")
        assert summary is not None and summary.has_attr("autofocus") and summary["role"] != "alert"
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert Client().post(f"{path}{action.pk}/", _report(date=tomorrow)).status_code == 422


def test_a_link_ends_by_time_by_hand_and_by_tampering(partner: Partner) -> None:
    link, path = _invited(partner)
    token = path.split("/")[-2]
    assert token not in str(PartnerLink.objects.values().get()), "only its hash is kept"
    assert b"werk@partner" not in bytes(link.address)
    wrong = [token[:-1] + ("A" if token[-1] != "A" else "B"), token.rpartition(".")[0], "x", "x" * 3000, link.hashed]
    for other in wrong:
        assert find_link(other) is None
        assert Client().get(f"/meedoen/partner/{other}/").status_code == 410
    PartnerLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(path).status_code == 410
    assert Client().post(path + "1/", _report()).status_code == 410
    assert forget_expired() == 1
    link, path = _invited(partner)
    revoke(link)
    assert Client().get(path).status_code == 410
    link.refresh_from_db()
    assert bytes(link.address) == b""
    for days in (0, 184):
        with pytest.raises(ValueError, match="dagen"):
            _invited(partner, days=days)


def test_an_account_of_a_partner_sees_its_own_actions_until_its_day(
    partner: Partner, action: Action, client: Client
) -> None:
    user = make_user("partner", Role.PARTNER)
    client.login(username="partner", password="geheim")
    assert client.get("/beheer/werk/mijn-acties/").status_code == 302, "no partner yet"
    account = PartnerAccount.objects.create(user=user, partner=partner, until=timezone.localdate())
    assert action.title in client.get("/beheer/werk/mijn-acties/").content.decode()
    path = f"/beheer/werk/mijn-acties/{action.pk}/"
    data = form_data(client.get(path).content.decode()) | _report()
    assert client.post(path, data).status_code == 302
    assert Action.objects.get(pk=action.pk).status == Course.ON_COURSE
    for other in Action.objects.exclude(partners=partner):
        assert client.post(f"/beheer/werk/mijn-acties/{other.pk}/", _report()).status_code == 404
    account.until = timezone.localdate() - timedelta(days=1)
    account.save()
    assert client.get(path).status_code == 302
    assert client.post(path, _report(text="Te laat.")).status_code == 302
    assert not action.updates.filter(text="Te laat.").exists()


def test_links_are_sent_and_withdrawn_on_their_screen(partner: Partner, client: Client) -> None:
    make_user("manager", Role.DISTRICT_MANAGER)
    client.login(username="manager", password="geheim")
    path = "/beheer/werk/partnerlinks/"
    data = {"partner": partner.pk, "label": "Sociaal werker", "address": "geen adres", "days": "30"}
    assert client.post(path, data).status_code == 200
    assert not PartnerLink.objects.exists()
    assert client.post(path, data | {"address": "werk@partner.example"}).status_code == 302
    link = PartnerLink.objects.get()
    assert link.made_by_role == "Wijkmanager"
    assert "werk@partner" not in client.get(path).content.decode()
    client.post(path, {"intrekken": link.pk})
    link.refresh_from_db()
    assert link.revoked_at is not None


def test_an_action_of_a_concept_or_of_an_ended_challenge_is_not_shown(partner: Partner, action: Action) -> None:
    _, path = _invited(partner)
    Challenge.objects.filter(pk=action.challenge_id).update(state="afgesloten")
    assert Client().get(f"{path}{action.pk}/").status_code == 404
