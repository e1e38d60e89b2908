from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0015_which_language_pages_speak"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="first_steps_ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
