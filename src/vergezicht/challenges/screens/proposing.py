"""Saving in the editor: a concept is changed, what is public is proposed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from wagtail.admin.views.generic import CreateView, EditView

from vergezicht.challenges.models import Challenge, ChallengeState, Conversation, CouncilItem, Proposal
from vergezicht.challenges.versions.proposals import (
    is_public,
    open_proposal,
    propose,
    propose_adoption,
    propose_publishing,
    proposed_instance,
)

_WAITS = "Voorgelegd. Een ander stelt dit vast; tot dan verandert er op de site niets."


class Proposing:
    """What adding and editing share."""

    form: Any
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        if not is_public(form.instance):
            return self._save_concept(form)
        proposal = self._propose(form)
        if proposal is None:
            messages.warning(self.request, "Er is niets veranderd.")
            return redirect("work_proposals")
        messages.success(self.request, _WAITS)
        return redirect("work_proposal", proposal.pk)

    def _save_concept(self, form: Any) -> HttpResponse:
        """A concept is saved at once. Making it public is a proposal of its own, with the text as it was saved."""
        instance = form.instance
        adopt = isinstance(instance, Challenge) and instance.state == ChallengeState.ADOPTED
        publish = isinstance(instance, Conversation | CouncilItem) and instance.is_public
        if adopt:
            instance.state = ChallengeState.CONCEPT
        if publish:
            instance.is_public = False
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # Wagtail's view comes after
            signed = {"user": self.request.user, "role": form.cleaned_data["change_role"],
                      "reason": form.cleaned_data.get("change_reason", "")}  # fmt: skip
            if adopt:
                propose_adoption(instance, **signed)
            if publish:
                propose_publishing(instance, **signed)
        if adopt or publish:
            messages.success(self.request, _WAITS)
        return response

    def _propose(self, form: Any) -> Proposal | None:
        instance: models.Model = form.instance
        form.save_in_memory()
        return propose(
            instance,
            user=self.request.user,
            role=form.cleaned_data["change_role"],
            reason=form.cleaned_data.get("change_reason", ""),
        )


class ProposingCreateView(Proposing, CreateView):
    """Something new under what is public (an action, a cycle) is a proposal too."""


class ActionCreateView(ProposingCreateView):
    """From the desk of a challenge that challenge is filled in."""

    def get_initial(self) -> dict[str, Any]:
        found: dict[str, Any] = super().get_initial()
        return found | {"challenge": self.request.GET.get("opgave", "")}


class ProposingEditView(Proposing, EditView):
    """Editing goes on where the proposal that waits left off."""

    def get_object(self, *args: Any, **options: Any) -> Any:
        found = super().get_object(*args, **options)
        waiting = open_proposal(found)
        if waiting is None or not is_public(found):
            return found
        messages.info(
            self.request,
            "Hierover ligt al een voorstel. U ziet de voorgestelde tekst; wat u bewaart, komt in de plaats daarvan.",
        )
        return proposed_instance(waiting)


class CouncilEditView(ProposingEditView):
    """A step is a report, and told at once; a change of the text is a proposal."""

    def form_valid(self, form: Any) -> HttpResponse:
        if not (is_public(form.instance) and form.has_step):
            return super().form_valid(form)
        with transaction.atomic():
            form.add_step()
            messages.success(self.request, "De stap is toegevoegd.")
            if form.needs_reason():
                return super().form_valid(form)
        return redirect(self.get_success_url())
