from django.db import migrations, models

_QUESTIONS = {
    "reason": "Wat zien we in de cijfers? Wat zeggen bewoners erover?",
    "goal": "Wat merken bewoners als het lukt?",
}


def take_out_questions(apps, schema_editor):
    """A concept used to begin with the question of a field as its text."""
    for name, question in _QUESTIONS.items():
        apps.get_model("challenges", "Challenge").objects.filter(state="concept", **{name: question}).update(**{name: ""})


class Migration(migrations.Migration):

    dependencies = [
        ("challenges", "0010_addresses_by_name"),
    ]

    operations = [
        migrations.AlterField(
            model_name="challenge",
            name="goal",
            field=models.TextField(blank=True, help_text="Wat merken bewoners als het lukt? In een concept mag dit nog leeg zijn.", verbose_name="doel"),
        ),
        migrations.AlterField(
            model_name="challenge",
            name="reason",
            field=models.TextField(blank=True, help_text="Wat zien we in de cijfers en horen we van bewoners? In een concept mag dit nog leeg zijn.", verbose_name="aanleiding"),
        ),
        migrations.RunPython(take_out_questions, migrations.RunPython.noop),
    ]
