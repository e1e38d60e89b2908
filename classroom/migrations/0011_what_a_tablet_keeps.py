from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0010_two_step_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="ink",
            name="came_by",
            field=models.CharField(
                blank=True,
                choices=[("", "from the child's page"), ("file", "from a file that a teacher took in")],
                default="",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="ink",
            name="drawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="ink",
            name="is_late",
            field=models.BooleanField(default=False, help_text="Came after closing, hand-in or newer writing: aside"),
        ),
        migrations.CreateModel(
            name="Unsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tablet",
                    models.CharField(
                        help_text="A scrambled random name: tells two tablets apart, no more", max_length=16
                    ),
                ),
                ("answers", models.PositiveSmallIntegerField()),
                ("heard_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="unsent", to="classroom.attempt"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "tablet"), name="a_tablet_says_one_thing_of_an_attempt"
                    )
                ],
            },
        ),
    ]
