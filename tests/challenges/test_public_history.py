"""Over any history of proposals, decisions, reports and changes by SQL: a page as of a date is what was public then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.challenges.people import make_user

from vergezicht.challenges.models import Challenge, ChallengeVersion, Proposal
from vergezicht.challenges.reporting import save_report
from vergezicht.challenges.roles import Role
from vergezicht.challenges.versions.history import (
    checksum_of,
    content_of,
    record_unseen_changes,
    version_at,
    with_content,
)
from vergezicht.challenges.versions.proposals import approve, open_proposals, propose, reject, withdraw
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db

_steps = st.lists(
    st.tuples(
        st.sampled_from(["propose", "propose", "approve", "approve", "reject", "withdraw", "report", "sql"]),
        st.text(alphabet="abcdé <&{", min_size=2, max_size=8).map(lambda text: f"Tekst {text}."),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_steps)
def test_the_page_as_of_any_moment_is_what_was_public_then(steps: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        writer, board = make_user("schrijver", Role.DISTRICT_MANAGER), make_user("bestuurder", Role.BOARD)
        public: list[tuple[datetime, dict[str, Any]]] = []
        for step, text in steps:
            before = _goal()
            _do(step, text, writer, board)
            if step in {"propose", "reject", "withdraw"}:
                assert _goal() == before, "nobody sees a proposal"
            record_unseen_changes()  # as the bake does before it makes the pages
            public.append((timezone.now(), content_of(with_content().get(code="W3"))))
        challenge = Challenge.objects.get(code="W3")
        pages = {item.path: item for item in public_addresses() if f"/{challenge.slug}/versies/" in item.path}
        for moment, content in public:
            version = version_at(challenge, moment)
            assert version is not None and version.checksum == checksum_of(content)
            shown = render_address(pages[f"/opgaven/{challenge.slug}/versies/{version.number}/"]).decode()
            assert version.checksum in shown
        approved = {proposal.after["goal"] for proposal in Proposal.objects.filter(decision__outcome="vastgesteld")}
        by_sql = {text for step, text in steps if step == "sql"}
        ours = ChallengeVersion.objects.filter(challenge=challenge, recorded_at__gt=writer.date_joined)
        changed = {version.content["goal"] for version in ours if "goal" in version.changed}
        assert changed <= approved | by_sql, "no goal became public that nobody approved"
        transaction.set_rollback(True)


def _goal() -> str:
    return str(Challenge.objects.get(code="W3").goal)


def _do(step: str, text: str, writer: Any, board: Any) -> None:
    challenge = Challenge.objects.get(code="W3")
    waiting = open_proposals().last()
    if step == "propose":
        challenge.goal = text
        propose(challenge, user=writer, role="Wijkmanager", reason="Omdat.")
    elif step == "report":
        action = challenge.actions.first()
        assert action is not None
        save_report(action, text=text, status="op-koers", date=timezone.localdate(), role="Wijkmanager")
    elif step == "sql":
        Challenge.objects.filter(pk=challenge.pk).update(goal=text)
    elif waiting is not None and step == "approve" and waiting.before["goal"] == challenge.goal:
        approve(waiting, user=board, role="Bestuur")
    elif waiting is not None and step == "reject":
        reject(waiting, user=board, role="Bestuur", note="Nee.")
    elif waiting is not None and step == "withdraw":
        withdraw(waiting, user=writer, role="Wijkmanager")
