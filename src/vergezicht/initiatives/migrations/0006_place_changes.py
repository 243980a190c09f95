"""The states of meeting places are logged, from now on; a term keeps the number of days it had when it began."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from vergezicht.initiatives.models import PlaceState


def log_what_is_known(apps: Any, schema_editor: Any) -> None:
    """Of a place that is there already, nobody knows since when: it is known from today."""
    change = apps.get_model("initiatives", "PlaceChange")
    for place in apps.get_model("initiatives", "MeetingPlace").objects.all():
        change.objects.create(place=place, source="", target=place.state)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_messages_and_waves")]
    operations = [
        migrations.CreateModel(
            name="PlaceChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(blank=True, choices=PlaceState.choices, max_length=16, verbose_name="van"),
                ),
                ("target", models.CharField(choices=PlaceState.choices, max_length=16, verbose_name="naar")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="initiatives.meetingplace",
                        verbose_name="ontmoetingsplek",
                    ),
                ),
            ],
            options={
                "verbose_name": "verandering van een plek",
                "verbose_name_plural": "veranderingen van plekken",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.AddField(
            "statechange",
            "answer_days",
            models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="antwoordtermijn in dagen"),
        ),
        migrations.RunPython(log_what_is_known, migrations.RunPython.noop),
    ]
