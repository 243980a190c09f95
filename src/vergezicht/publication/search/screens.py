"""The screen with the words of the search: groups that a municipality adds itself, under those of its file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from vergezicht.publication.models import SynonymGroup
from vergezicht.publication.search.synonyms import read_synonyms, split, what_is_wrong


class SynonymForm(WagtailAdminModelForm):
    """A group of words that is not there yet."""

    def clean_words(self) -> str:
        group = split(self.cleaned_data["words"])
        others = SynonymGroup.objects.exclude(pk=self.instance.pk).values_list("words", flat=True)
        wrong = list(what_is_wrong(group, map(split, others), read_synonyms(Path(settings.MUNICIPALITY_FOLDER))))
        if wrong:
            raise ValidationError(wrong)
        return ", ".join(group)


class SynonymIndexView(IndexView):
    """The groups that were added, and above them those of the file, which nobody changes here."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**options)
        return found | {"filed": read_synonyms(Path(settings.MUNICIPALITY_FOLDER))}


class SynonymViewSet(ModelViewSet):
    """A change asks for a new edition: search goes over when it is online."""

    model = SynonymGroup
    name = "zoekwoorden"
    url_prefix = "zoekwoorden"
    icon = "search"
    menu_label = "Zoekwoorden"
    menu_order = 161
    add_to_admin_menu = True
    index_view_class = SynonymIndexView
    index_template_name = "publication/editor/synonyms.html"
    search_fields = ["words"]
    add_to_reference_index = False
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("words")], base_form_class=SynonymForm)
