"""Users in the editor: who may give which access, and which roles somebody has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views import users as theirs

from vergezicht.challenges.roles import role_named

_WITHOUT_ROLE = "Kies ten minste één rol: zonder rol kan iemand hier niets doen."
_ORDER = ("username", "email", "first_name", "last_name", "groups", "is_superuser", "password1", "password2",
          "is_active")  # fmt: skip
_ONLY_BY_ITS_KIND = "Alleen wie zelf alles mag, kan dit geven of afnemen."


class RoleChoice(forms.ModelMultipleChoiceField):
    """Groups, each with what its role does."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, group: Any) -> str:
        role = role_named(group.name)
        return f"{group.name}: {role.does}" if role else str(group.name)


class RoleRequired:
    """Who may not do everything has a role; an account that is no longer in use needs none."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]  # Wagtail's form comes after
        account: Any = self.instance  # type: ignore[attr-defined]
        everything = cleaned.get("is_superuser", account.is_superuser)
        in_use = cleaned.get("is_active", account.is_active)
        if in_use and not everything and "groups" in cleaned and not cleaned["groups"]:
            self.add_error("groups", _WITHOUT_ROLE)  # type: ignore[attr-defined]
        return cleaned


class NewUserForm(RoleRequired, UserCreationForm):
    """A new user, with a role."""


class UserForm(RoleRequired, UserEditForm):
    """A user, who keeps a role."""


class _RolesMixin:
    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        groups = form.fields["groups"]
        form.fields["groups"] = RoleChoice(groups.queryset, label="Rollen", required=False, initial=groups.initial)
        form.order_fields(_ORDER)
        if (access := form.fields.get("is_superuser")) is None:  # of oneself
            return form
        access.label, access.help_text = "Mag alles", "Ook wat geen enkele rol mag, zoals edities en rechten."
        if not self.request.user.is_superuser:  # type: ignore[union-attr]
            access.disabled, access.help_text = True, _ONLY_BY_ITS_KIND
        return form


class CreateView(_RolesMixin, theirs.CreateView):
    """A new user."""


class EditView(_RolesMixin, theirs.EditView):
    """A user; one who may do everything is changed by nobody who may not."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if is_above(self.object, request.user):
            raise PermissionDenied


class IndexView(theirs.IndexView):
    """The list, with the roles of each."""

    @cached_property
    def columns(self) -> list[Column]:
        roles = Column("roles", label="Rollen", accessor=_roles)
        return [roles if column.name == "is_superuser" else column for column in super().columns]

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("groups")


class UserViewSet(theirs.UserViewSet):
    """The screens of users."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    create_template_name = "website/users/create.html"
    edit_template_name = "website/users/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm] | type[UserEditForm]:
        return UserForm if for_update else NewUserForm


def is_above(user: Any, other: Any) -> bool:
    """Whether ``user`` may do everything and ``other`` may not."""
    return bool(user.is_superuser and not other.is_superuser)


def refuse_what_is_above(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Wagtail lets who may change users make any of them inactive, several at a time."""
    if not any(hasattr(item, "is_superuser") and is_above(item, request.user) for item in objects):
        return None
    messages.error(request, "Er is niets gewijzigd: " + _ONLY_BY_ITS_KIND[0].lower() + _ONLY_BY_ITS_KIND[1:])
    return redirect("wagtailusers_users:index")


def _roles(user: Any) -> str:
    names = sorted(group.name for group in user.groups.all())
    return ", ".join(["Mag alles", *names] if user.is_superuser else names)
