"""Links in intake bear the tags of the team; one that is retired is put on no link."""

import django.db.models.deletion
from django.db import migrations, models

# The rule of records (migration `tag_rules` of `review`).
RETIRED = """
CREATE TRIGGER tag_stands BEFORE INSERT OR UPDATE ON incidents_taggedlink FOR EACH ROW
    EXECUTE FUNCTION review_refuse_retired_tag();
"""
RETIRED_BACK = """
DROP TRIGGER tag_stands ON incidents_taggedlink;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0035_merges_by_two"),
        ("review", "0046_notices_and_hidings_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="TaggedLink",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tagged",
                        to="incidents.intakeitem",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tagged_links",
                        to="review.tag",
                    ),
                ),
            ],
            options={
                "ordering": ["tag__name"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="taggedlink",
            constraint=models.UniqueConstraint(
                fields=("item", "tag"),
                name="taggedlink_once",
                violation_error_message="It bears this tag already.",
            ),
        ),
        migrations.RemoveConstraint(model_name="intakeevent", name="intakeevent_kind_is_known"),
        migrations.AddConstraint(
            model_name="intakeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            *("taken", "assigned", "handed", "freed"),
                            *("out_of_scope", "verification", "put_back", "taken_up"),
                            *("tagged", "untagged"),
                        ],
                    )
                ),
                name="intakeevent_kind_is_known",
                violation_error_message="This cannot be done with a link.",
            ),
        ),
        migrations.RunSQL(RETIRED, RETIRED_BACK),
    ]
