"""Carries and rows of working that are typed get a place beside the answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0017_first_steps_are_put_away"),
    ]

    operations = [
        migrations.AddField(
            model_name="ink",
            name="beside",
            field=models.CharField(
                blank=True, default="", help_text="Typed into boxes beside the answer: c1=1 p0.2=4", max_length=400
            ),
            preserve_default=False,
        ),
    ]
