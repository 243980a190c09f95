"""Where the editor finds the work on stories: sentences and new figures, drafts, moving in and out, two at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import path, reverse, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button

from vergezicht.challenges.adoption import may_lift
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import HeldRelease
from vergezicht.challenges.wagtail_hooks import WorkMenuItem
from vergezicht.languages import known_languages
from vergezicht.stories.adopting.screens import new_figures, review_sentences
from vergezicht.stories.drafting.screens import draft_story, may_draft
from vergezicht.stories.drawing.board import drawing_board, told_drawing
from vergezicht.stories.in_use import (
    DeleteDocumentView,
    DeleteImageView,
    DeleteListedDocumentView,
    DeleteListedImageView,
    refuse_what_is_online,
)
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.screens import copy_from_story, export_story, import_story, retell_story
from vergezicht.stories.picking.dialog import list_figures, pick_figure, show_figure, try_figure
from vergezicht.stories.picking.fields import register_figures, register_pasting
from vergezicht.stories.reading_along.screens import handle_comment, reading_along
from vergezicht.stories.reviewing.buttons import put_side_by_side
from vergezicht.stories.reviewing.changes import SavedFormatter
from vergezicht.stories.reviewing.panel import look_again
from vergezicht.stories.reviewing.publishing import ask_before_publishing, ask_before_publishing_new, refuse_unfit
from vergezicht.stories.saving.overtaken import ask_when_overtaken
from vergezicht.stories.saving.unchanged import say_when_unchanged
from vergezicht.stories.saving.windows import keep_what_another_opened, note_window
from vergezicht.stories.translating.screens import has_words, how_to_translate, look, may_be_translated, translate

_NEWEST_STORIES = 5  # on the start screen


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("snelkaart/gebieden.json", drawing_board, name="drawing_board"),
        path("snelkaart/getekend/", told_drawing, name="told_drawing"),
        path("cijfer/", pick_figure, name="pick_figure"),
        path("cijfer/keuzes.json", list_figures, name="list_figures"),
        path("cijfer/proef.json", try_figure, name="try_figure"),
        path("cijfer/toon.json", show_figure, name="show_figure"),
        path("pagina/<int:pk>/nakijken/", look_again, name="look_again"),
        path("nieuwe-cijfers/", new_figures, name="new_figures"),
        path("zinnen/", review_sentences, name="review_sentences"),
        path("concept/", draft_story, name="draft_story"),
        path("verhaal/inlezen/", import_story, name="import_story"),
        path("verhaal/<int:pk>/kopieren/", copy_from_story, name="copy_from_story"),
        path("verhaal/<int:pk>/sjabloon/", retell_story, name="retell_story"),
        path("vertalen/", how_to_translate, name="how_to_translate"),
        path("pagina/<int:pk>/vertalen/<slug:code>/", translate, name="translate"),
        path("pagina/<int:pk>/vertalen/<slug:code>/bekijken/", look, name="look_at_translation"),
        path("meelezers/<int:pk>/", reading_along, name="reading_along"),
        path("meelezers/opmerking/<int:pk>/", handle_comment, name="handle_comment"),
        path("verhaal/<int:pk>/archief.zip", export_story, name="export_story"),
    ]


@hooks.register("register_admin_urls", order=-1)
def register_urls_before_those_of_wagtail() -> list[Any]:
    return [
        path("images/<int:image_id>/delete/", DeleteImageView.as_view()),
        path("images/multiple/<int:image_id>/delete/", DeleteListedImageView.as_view()),
        path("documents/delete/<int:document_id>/", DeleteDocumentView.as_view()),
        path("documents/multiple/<int:doc_id>/delete/", DeleteListedDocumentView.as_view()),
    ]


hooks.register("register_rich_text_features", register_figures)
hooks.register("register_rich_text_features", register_pasting)
hooks.register("before_edit_page", ask_when_overtaken)
hooks.register("before_edit_page", say_when_unchanged)
hooks.register("before_edit_page", keep_what_another_opened)
hooks.register("after_edit_page", note_window)
hooks.register("after_create_page", note_window)
hooks.register("construct_page_action_menu", put_side_by_side)
hooks.register("before_edit_page", ask_before_publishing)
hooks.register("before_create_page", ask_before_publishing_new)
hooks.register("before_bulk_action", refuse_unfit)
hooks.register("before_bulk_action", refuse_what_is_online)


@hooks.register("register_log_actions", order=200)
def tell_what_was_saved(actions: Any) -> None:
    """In the place of Wagtail's own, which is registered before."""
    actions.formatters["wagtail.edit"] = SavedFormatter()


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    names = (
        "block-chooser",
        "chosen",
        "chosen-order",
        "continues",
        "dates",
        "first-error",
        "first-look",
        "follows",
        "handled",
        "keeps-saving",
        "moved",
        "names",
        "new-page",
        "numbered",
        "stays",
        "to-buttons",
        "unchosen",
        "uncovered",
        "undo-delete",
        "upload-title",
    )
    scripts = [(versioned_static(f"website/js/{name}.js"),) for name in names]
    return format_html_join("", '<script src="{}"></script>', scripts)


@hooks.register("register_admin_menu_item")
def register_new_figures() -> WorkMenuItem:
    address = reverse_lazy("new_figures")
    return WorkMenuItem("Nieuwe cijfers", address, icon_name="table", order=154, permission="add_adoptedrelease")


@hooks.register("register_admin_menu_item")
def register_menu_item() -> WorkMenuItem:
    return WorkMenuItem(
        "Zinnen en cijfers", reverse_lazy("review_sentences"), icon_name="pilcrow", order=155, permission="approve_text"
    )


class DraftMenuItem(MenuItem):
    """Shown to whoever may add a story."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_draft(request)


@hooks.register("register_admin_menu_item")
def register_draft() -> DraftMenuItem:
    return DraftMenuItem("Conceptverhaal", reverse_lazy("draft_story"), icon_name="doc-empty", order=156)


@hooks.register("register_admin_menu_item")
def register_import() -> DraftMenuItem:
    return DraftMenuItem("Verhaal inlezen", reverse_lazy("import_story"), icon_name="upload", order=157)


@hooks.register("register_page_header_buttons")
def add_moving(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page.specific, StoryPage) and page.permissions_for_user(user).can_edit():
        retelling = reverse("retell_story", args=[page.pk])
        yield Button("Gebruik als sjabloon", retelling, icon_name="doc-full", priority=68)
        copying = reverse("copy_from_story", args=[page.pk])
        yield Button("Kopieer naar ander verhaal", copying, icon_name="copy", priority=69)
        yield Button(
            "Exporteer als archief", reverse("export_story", args=[page.pk]), icon_name="download", priority=70
        )


@hooks.register("register_page_header_buttons")
def add_translating(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if not has_words(page.specific) or not page.permissions_for_user(user).can_edit():
        return
    if not may_be_translated(page.specific):
        if user.has_perm("auth.change_user"):  # who manages the site can have the language added; another cannot
            yield Button("Vertalen", reverse("how_to_translate"), icon_name="globe", priority=67)
    else:
        for code in municipality().languages[1:]:
            address = reverse("translate", args=[page.pk, code])
            yield Button(f"Vertalen: {known_languages()[code].name}", address, icon_name="globe", priority=67)


class HeldFigures(Component):
    """A panel on the start screen as long as a release waits for its sentences to be read."""

    order = 5

    def __init__(self, held: list[HeldRelease]) -> None:
        self.held = held

    def render_html(self, parent_context: Any = None) -> SafeString:
        return mark_safe(render_to_string("stories/editor/held.html", {"held": self.held}))  # noqa: S308  # a template


@hooks.register("construct_homepage_panels")
def add_held(request: HttpRequest, panels: list[Any]) -> None:
    waiting = HeldRelease.objects.filter(lifted__isnull=True).select_related("adopted")
    held = [hold for hold in waiting if may_lift(hold, request.user.pk)]
    if held and request.user.has_perm("challenges.approve_text"):
        panels.insert(0, HeldFigures(held))


class Stories(Component):
    """A panel on the start screen: begin a story, or go on with one."""

    order = 4

    def __init__(self, home: HomePage) -> None:
        self.home = home

    def render_html(self, parent_context: Any = None) -> SafeString:
        unread = Count("preview_links__comments", filter=Q(preview_links__comments__handled_at=None))
        stories = StoryPage.objects.child_of(self.home).defer_streamfields().annotate(unread=unread)
        # What a guest wrote and nobody handled is not pushed off the list by newer drafts.
        stories = stories.annotate(is_commented=Q(unread__gt=0)).order_by(
            "-is_commented", "-latest_revision_created_at"
        )
        context = {
            "new": reverse("wagtailadmin_pages:add", args=["stories", "storypage", self.home.pk]),
            "stories": stories[:_NEWEST_STORIES],
        }
        return mark_safe(render_to_string("stories/editor/start.html", context))  # noqa: S308  # a template


@hooks.register("construct_homepage_panels")
def add_stories(request: HttpRequest, panels: list[Any]) -> None:
    home = HomePage.objects.first()
    if home is not None and may_draft(request):
        panels.append(Stories(home))
