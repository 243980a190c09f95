"""What every screen of the editor carries."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static

from vergezicht.website.users import refuse_what_is_above


@hooks.register("insert_global_admin_js")
def tell_in_one_way() -> str:
    scripts = [(versioned_static(f"website/js/{name}.js"),) for name in ("telling", "too-long", "mended")]
    return format_html_join("", '<script src="{}"></script>', scripts)


@hooks.register("insert_global_admin_js", order=10)
def keep_what_is_written() -> str:
    script = '<script src="{}" data-state="{}" data-again="{}"></script>'
    return format_html(
        script, versioned_static("website/js/signed-in.js"), reverse("signed_in"), reverse("signed_in_again")
    )


@hooks.register("construct_help_menu")
def leave_out_manuals_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """They are in English, on another site, and about another editor than ours."""
    items[:] = [item for item in items if not str(item.url).startswith("https:")]


hooks.register("before_bulk_action", refuse_what_is_above)
