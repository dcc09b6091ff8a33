"""Comments on lines that a colleague has not sent yet."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0034_words_may_go"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptComment",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="review.review",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "review", "line"),
                        name="keptcomment_once",
                        violation_error_message="A comment on this line is kept already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text__regex", "\\S")),
                        name="keptcomment_says_something",
                        violation_error_message="Write the comment first.",
                    ),
                ],
            },
        ),
    ]
