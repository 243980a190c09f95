"""Who may do what in the screens of initiatives, beyond what Django knows."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class AddOnly(ModelPermissionPolicy):
    """What is written once may be added and read, and nothing else, by nobody."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"add", "view"} and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)
