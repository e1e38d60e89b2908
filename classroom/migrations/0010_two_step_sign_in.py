"""From when a school asks every teacher for two steps. allauth.mfa's own tables come with allauth."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0009_late_inks_are_indexed"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="second_step_from",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
