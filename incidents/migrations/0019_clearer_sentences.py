"""Say what a rule refuses, and what a field takes, in plainer words; nothing is stored otherwise."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0018_published_means"),
        ("sources", "0015_clearer_sentences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="wording_reason",
            field=models.TextField(
                blank=True,
                help_text="If the form warned about a word and you keep it, say why. Never public.",
                verbose_name="why the wording stays",
            ),
        ),
        migrations.AlterConstraint(
            model_name="evidence",
            name="evidence_is_unique",
            constraint=models.UniqueConstraint(
                fields=(
                    "incident",
                    "statement",
                    "fact",
                    "victim",
                    "involvement",
                    "characterisation",
                ),
                name="evidence_is_unique",
                nulls_distinct=False,
                violation_error_message="This statement is already evidence for this fact.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="merge",
            name="merge_decision_is_whole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="merge_decision_is_whole",
                violation_error_message="A decision about a merge must say who decided, and when.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="merge",
            name="merge_has_comment",
            constraint=models.CheckConstraint(
                condition=models.Q(("comment", ""), _negated=True),
                name="merge_has_comment",
                violation_error_message="Tell your colleagues why it is the same event.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="merge",
            name="merge_proposed_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("merged",),
                name="merge_proposed_once",
                violation_error_message="A merge of this record is already proposed.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="victim",
            name="victim_only_groups_are_counted",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_group", True),
                    models.Q(("best", None), ("high", None), ("low", None)),
                    _connector="OR",
                ),
                name="victim_only_groups_are_counted",
                violation_error_message="Give a number only for a group: one person is one.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="withheldname",
            name="withheldname_basis_is_decided",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis", ""),
                    models.Q(
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                        ("review_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="withheldname_basis_is_decided",
                violation_error_message="To publish a name, say who decided, when, and when to look at it again.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="withheldname",
            name="withheldname_safeguarding_is_whole",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("safeguarded_by", None), ("safeguarded_on", None)),
                    models.Q(("safeguarded_by__isnull", False), ("safeguarded_on__isnull", False)),
                    _connector="OR",
                ),
                name="withheldname_safeguarding_is_whole",
                violation_error_message="An agreement must say who gave it, and when.",
            ),
        ),
    ]
