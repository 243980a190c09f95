"""Who may do what in the editor, beyond what Django knows."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from vergezicht.challenges.models import Action, Challenge, Conversation, CouncilItem


class ReadOnly(ModelPermissionPolicy):
    """Everybody with access to the editor may look; nobody may add, change or delete."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(super().user_has_permission(user, "view"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class KeepsPublic(ModelPermissionPolicy):
    """What is public is not deleted: a challenge and the actions under it, a conversation, a motion or promise."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if action == "delete" and _is_public(instance):
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)


def _is_public(instance: Any) -> bool:
    if isinstance(instance, Conversation | CouncilItem):
        return instance.is_public
    challenge = instance.challenge if isinstance(instance, Action) else instance
    return isinstance(challenge, Challenge) and challenge.is_public
