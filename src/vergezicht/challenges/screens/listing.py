"""Lists that offer what may be done, and nothing that is refused afterwards."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import DeleteView, IndexView

from vergezicht.challenges.versions.proposals import new_actions


class KeepingIndexView(IndexView):
    """Offers to delete only what may be deleted, row by row."""

    def get_delete_url(self, instance: Any) -> str | None:
        allowed = self.permission_policy.user_has_permission_for_instance(self.request.user, "delete", instance)
        return super().get_delete_url(instance) if allowed else None


class ActionIndexView(KeepingIndexView):
    """Tells too how many new actions wait to be adopted: they are not in the list yet."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**options)
        return found | {"new_actions": new_actions().count()}


class KeepingDeleteView(DeleteView):
    """Refuses to delete what is public, before anybody is asked whether they are sure."""

    def get_object(self, *args: Any, **options: Any) -> Any:
        found = super().get_object(*args, **options)
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "delete", found):
            raise PermissionDenied
        return found


class CycleIndexView(IndexView):
    """With the way to carry over, for whoever may."""

    @cached_property
    def columns(self) -> list[Any]:
        found: list[Any] = super().columns
        if self.request.user.has_perm("challenges.carry_over_challenge"):
            found.append(
                TitleColumn(
                    "carry_over", label="Overdracht", accessor=lambda item: "Overdragen",
                    get_url=lambda item: reverse("work_carry_over", args=[item.slug]),
                )
            )  # fmt: skip
        return found
