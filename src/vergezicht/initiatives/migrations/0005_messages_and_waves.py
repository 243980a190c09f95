"""Whether a submitter wants messages from neighbours; the survey wave of a campaign."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_following_and_campaigns")]
    operations = [
        migrations.AddField(
            "contact", "takes_messages", models.BooleanField(default=True, verbose_name="wil berichten van buren")
        ),
        migrations.AddField(
            "campaign",
            "wave",
            models.CharField(
                blank=True,
                help_text="Bij een onderzoek: de meting waarop de opgaven rusten, bijvoorbeeld 2020.",
                max_length=20,
                verbose_name="meting",
            ),
        ),
    ]
