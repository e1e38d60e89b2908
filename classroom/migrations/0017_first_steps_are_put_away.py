from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0016_some_children_and_practice"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="first_steps_ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
