"""Roles: who may do what, as groups of Django; and the role that signs, which follows from who is signed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Group, Permission
from django.db.models import TextChoices
from django.utils.html import format_html
from django.utils.safestring import SafeString


class Role(TextChoices):
    """A group of this name. "Wijkmanager Noord" is a wijkmanager too: what follows the name says which one."""

    DISTRICT_MANAGER = "Wijkmanager", "Wijkmanager"
    RESEARCHER = "Onderzoeker", "Onderzoeker"
    COMMUNICATION = "Communicatie", "Communicatie"
    PARTNER = "Partner", "Partner"
    BOARD = "Bestuur", "Bestuur"
    ADMINISTRATOR = "Beheerder", "Beheerder"

    @property
    def does(self) -> str:
        """In a few words, for who gives somebody this role."""
        return {
            Role.DISTRICT_MANAGER: "schrijft wijkopgaven, doet koerschecks en behandelt wat bewoners insturen",
            Role.RESEARCHER: "stelt nieuwe cijfers vast en begint een opgave bij wat opvalt",
            Role.COMMUNICATION: "schrijft en publiceert verhalen en teksten",
            Role.PARTNER: "meldt hoe het met de eigen acties gaat",
            Role.BOARD: "stelt wijkopgaven en teksten vast",
            Role.ADMINISTRATOR: "doet alles hiervan, en geeft mensen hun rollen",
        }[self]


_LOOK = ["wagtailadmin.access_admin", "challenges.work_on_challenge"] + [
    f"challenges.view_{name}"
    for name in ("action", "adoptedrelease", "challenge", "conversation", "councilitem", "coursecheck", "cycle",
                 "partner", "proposal")
]  # fmt: skip
_WRITE = [
    f"challenges.{verb}_{name}"
    for verb in ("add", "change")
    for name in ("action", "challenge", "conversation", "councilitem", "partner")
]
_STORY = [
    f"{app}.{verb}_{name}"
    for app, name in (("wagtailimages", "image"), ("wagtaildocs", "document"))
    for verb in ("add", "change", "choose")
]
_RESIDENTS = [
    f"initiatives.{verb}_{name}"
    for verb in ("add", "change", "view")
    for name in ("initiative", "officialresponse", "fundingscheme", "meetingplace", "campaign", "activity")
]

_SEARCH = [f"publication.{verb}_synonymgroup" for verb in ("add", "change", "delete", "view")]

PERMISSIONS: dict[Role, list[str]] = {
    Role.DISTRICT_MANAGER: [
        *_LOOK, *_WRITE, *_RESIDENTS, "challenges.begin_challenge", "challenges.check_challenge",
        "challenges.report_challenge", "challenges.carry_over_challenge", "challenges.approve_text",
        "challenges.invite_partner", "challenges.delete_challenge", "challenges.delete_action",
        "challenges.delete_conversation", "challenges.change_cycle",
    ],
    Role.RESEARCHER: [*_LOOK, "challenges.begin_challenge", "challenges.add_adoptedrelease"],
    Role.COMMUNICATION: [
        *_LOOK, *_WRITE, *_STORY, *_RESIDENTS, *_SEARCH, "challenges.approve_text", "challenges.change_cycle",
    ],
    Role.PARTNER: ["wagtailadmin.access_admin", "challenges.report_own_action"],
    Role.BOARD: [*_LOOK, "challenges.approve_challenge", "challenges.approve_text", "challenges.carry_over_challenge"],
    Role.ADMINISTRATOR: [
        *_LOOK, *_WRITE, *_STORY, *_RESIDENTS, *_SEARCH, "challenges.begin_challenge", "challenges.check_challenge",
        "challenges.report_challenge", "challenges.carry_over_challenge", "challenges.approve_challenge",
        "challenges.approve_text", "challenges.invite_partner", "challenges.delete_challenge",
        "challenges.delete_action", "challenges.delete_conversation", "challenges.add_cycle",
        "challenges.add_adoptedrelease",
        "challenges.change_cycle", "challenges.add_partneraccount", "challenges.change_partneraccount",
        "challenges.delete_partneraccount", "challenges.view_partneraccount", "challenges.add_rolemailbox",
        "challenges.change_rolemailbox", "challenges.delete_rolemailbox", "challenges.view_rolemailbox",
        "publication.add_manualresult",
        "auth.add_user", "auth.change_user", "auth.view_user", "auth.delete_user", "auth.add_group",
        "auth.change_group", "auth.view_group",
    ],
}  # fmt: skip
_PAGES = (Role.COMMUNICATION, Role.ADMINISTRATOR)


def put_roles() -> None:
    """Make the groups, and give each group with the name of a role what that role may. May be run again.

    The two groups that Wagtail begins with go, unless somebody is in them: a page waits for nobody here.
    """
    Group.objects.filter(name__in=("Editors", "Moderators"), user=None).delete()
    known = {f"{item.content_type.app_label}.{item.codename}": item
             for item in Permission.objects.select_related("content_type")}  # fmt: skip
    for role in Role:
        Group.objects.get_or_create(name=role.value)
    for group in Group.objects.all():
        role = role_named(group.name)
        if role is not None:
            group.permissions.add(*(known[name] for name in PERMISSIONS[role] if name in known))
            if role in _PAGES:
                _give_story(group)


def _give_story(group: Group) -> None:
    """Pages, pictures and documents: Wagtail keeps these rights by place."""
    from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is None or collection is None:
        return
    for codename in ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"):
        permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    for name in _STORY:
        app, _, codename = name.partition(".")
        for permission in Permission.objects.filter(codename=codename, content_type__app_label=app):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)


def role_named(group: str) -> Role | None:
    """ "Wijkmanager Noord" is a wijkmanager; a group with any other name is no role."""
    return next((role for role in Role if group == role.value or group.startswith(f"{role.value} ")), None)


def roles_of(user: Any) -> list[str]:
    """The names with which somebody may sign, in the order of the roles; a superuser without any is beheerder."""
    if user is None or not user.pk:
        return []
    found = [(role, name) for name in user.groups.values_list("name", flat=True) if (role := role_named(name))]
    names = [name for _, name in sorted(found, key=lambda item: (list(Role).index(item[0]), item[1]))]
    return names or ([Role.ADMINISTRATOR.value] if user.is_superuser else [])


def first_role(user: Any) -> str:
    """The name with which somebody signs when nothing is chosen. Raises ``ValueError`` for who has no role."""
    names = roles_of(user)
    if not names:
        raise ValueError("wie geen rol heeft, ondertekent niet")
    return names[0]


class OneRole(forms.HiddenInput):
    """The only role that somebody has: said, with nothing to choose."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    @property
    def is_hidden(self) -> bool:
        return False  # its label has something under it

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        drawn = super().render(name, self.role, attrs, renderer)
        return format_html("{}<strong>{}</strong>", drawn, self.role or "U hebt nog geen rol.")


_ON_SITE = "Deze rol komt op de site te staan."


class SigningRole(forms.ChoiceField):
    """One's own roles and no other. With one role there is nothing to choose: it is said."""

    def __init__(self, *, label: str, help_text: str = _ON_SITE, **options: Any) -> None:
        super().__init__(label=label, required=False, help_text=help_text, **options)

    def belong_to(self, user: Any) -> None:
        """Offer the roles of ``user``."""
        names = roles_of(user)
        self.choices = [(name, name) for name in names]
        self.initial = names[0] if names else None
        if len(names) < 2:
            self.widget = OneRole(names[0] if names else "")
        if self.help_text and names and not user.groups.filter(name__in=names).exists():
            self.help_text = f"U hebt zelf geen rol en tekent daarom als {names[0]}. {self.help_text}"

    def clean(self, value: Any) -> str:
        own = [str(key) for key, _ in self.choices]  # type: ignore[union-attr]  # set by ``belong_to``
        if not own:
            raise forms.ValidationError("U hebt geen rol om mee te ondertekenen. Vraag de beheerder erom.")
        if value and value not in own:
            raise forms.ValidationError("Ondertekenen kan alleen met een rol die u hebt.")
        return str(value or own[0])
