from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('publication', '0006_edition_begun'),
    ]

    operations = [
        migrations.CreateModel(
            name='SynonymGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(help_text="Met komma's ertussen: oud, bejaard, senior. Wie op één ervan zoekt, vindt ze alle.", max_length=300, verbose_name='woorden')),
            ],
            options={
                'verbose_name': 'groep zoekwoorden',
                'verbose_name_plural': 'zoekwoorden',
                'ordering': ['words'],
            },
        ),
    ]
