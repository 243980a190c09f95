"""The database itself refuses to change or remove what is written once (challenges/guards.py)."""

from django.db import migrations

from vergezicht.challenges.guards import install_guards, remove_guards


class Migration(migrations.Migration):

    dependencies = [
        ('challenges', '0002_the_whole_chain'),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_guards(schema_editor.connection),
            lambda apps, schema_editor: remove_guards(schema_editor.connection),
        ),
    ]
