"""Answer terms count from the day of submission: those that run are worked out again from the log."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from vergezicht.initiatives.answer_terms import running_term


def count_again(apps: Any, schema_editor: Any) -> None:
    """What runs gets the dates of the promise; what was closed by a decision awaits nothing any more."""
    for initiative in apps.get_model("initiatives", "Initiative").objects.filter(response_due__isnull=False):
        term = running_term(initiative.changes.all(), initiative.responses.all())
        initiative.term_start, initiative.response_due = (term.opened, term.due) if term else (None, None)
        initiative.save(update_fields=["term_start", "response_due"])


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0007_language_of_mail")]
    operations = [migrations.RunPython(count_again, migrations.RunPython.noop)]
