from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("classroom", "0008_signs_of_life"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="ink",
            index=models.Index(condition=models.Q(("is_late", True)), fields=["answer"], name="inks_late"),
        ),
    ]
