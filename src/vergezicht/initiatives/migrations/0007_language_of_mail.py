"""In which language our mail to a submitter, a follower or whoever wrote to us is; Dutch for everybody there was."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0006_place_changes")]
    operations = [
        migrations.AddField(
            name, "language", models.CharField(default="nl", max_length=8, verbose_name="taal van onze mail")
        )
        for name in ("contact", "letter", "subscriber")
    ]
