"""Links that are looked at before anything is entered, and what happened to each."""

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_leaving_checks"),
        ("incidents", "0031_facts_taken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeEvent",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(blank=True, default="", max_length=12, verbose_name="reason"),
                ),
                ("words", models.TextField(blank=True, max_length=2000, verbose_name="in words")),
                ("is_emptied", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "event of a link",
                "verbose_name_plural": "events of links",
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="IntakeItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="address")),
                ("address", models.TextField(blank=True, default="", editable=False)),
                (
                    "site",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="site"
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=5000, verbose_name="note")),
                (
                    "came_from",
                    models.CharField(blank=True, max_length=200, verbose_name="where it came from"),
                ),
                ("added_at", models.DateTimeField()),
                ("state", models.CharField(default="open", max_length=12, verbose_name="state")),
                ("held_at", models.DateTimeField(blank=True, null=True)),
                ("words_taken_out", models.BooleanField(default=False)),
                ("emptied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.intakeevent",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.needtoknowgroup",
                        verbose_name="need-to-know group",
                    ),
                ),
                (
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.deskreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "link in intake",
                "verbose_name_plural": "links in intake",
                "ordering": ["added_at", "id"],
                "default_permissions": (),
            },
        ),
        migrations.AddField(
            model_name="intakeevent",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="incidents.intakeitem",
            ),
        ),
        migrations.AddIndex(
            model_name="intakeitem",
            index=django.contrib.postgres.indexes.HashIndex(
                fields=["address"], name="intakeitem_address"
            ),
        ),
        migrations.AddIndex(
            model_name="intakeitem",
            index=models.Index(fields=["state", "added_at"], name="intakeitem_waiting"),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "verification", "out_of_scope"])),
                name="intakeitem_state_is_known",
                violation_error_message="This is no state of a link.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "open"), ("decision__isnull", False), _connector="OR"),
                name="intakeitem_state_is_decided",
                violation_error_message="A state must say who decided it, and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at", None), ("held_by", None)),
                    models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                    _connector="OR",
                ),
                name="intakeitem_hands_are_whole",
                violation_error_message="Who has it must be recorded with since when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "out_of_scope"), _negated=True),
                    models.Q(("held_by", None), ("report", None)),
                    _connector="OR",
                ),
                name="intakeitem_closed_is_free",
                violation_error_message="What is out of scope is in nobody's hands.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("emptied_at", None),
                        models.Q(("url", ""), _negated=True),
                        models.Q(("address", ""), _negated=True),
                        models.Q(("site", ""), _negated=True),
                    ),
                    models.Q(
                        ("address", ""),
                        ("came_from", ""),
                        ("emptied_at__isnull", False),
                        ("note", ""),
                        ("site", ""),
                        ("url", ""),
                    ),
                    _connector="OR",
                ),
                name="intakeitem_has_address",
                violation_error_message="A link needs an address.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.MD5("address"),
                models.F("added_by"),
                models.F("group"),
                condition=models.Q(("emptied_at", None), ("report", None)),
                name="intakeitem_once_for_each",
                nulls_distinct=False,
                violation_error_message="You pasted this link already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "taken",
                            "assigned",
                            "handed",
                            "freed",
                            "out_of_scope",
                            "verification",
                            "put_back",
                            "taken_up",
                        ],
                    )
                ),
                name="intakeevent_kind_is_known",
                violation_error_message="This cannot be done with a link.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "out_of_scope"),
                        (
                            "reason__in",
                            ["subject", "period", "same", "nothing_new", "gone", "danger", "other"],
                        ),
                    ),
                    models.Q(models.Q(("kind", "out_of_scope"), _negated=True), ("reason", "")),
                    _connector="OR",
                ),
                name="intakeevent_has_reason",
                violation_error_message="Say why it is out of scope.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", "other"), _negated=True),
                    ("words__regex", "\\S"),
                    ("is_emptied", True),
                    _connector="OR",
                ),
                name="intakeevent_other_in_words",
                violation_error_message="Say in words which other reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["taken", "assigned", "handed"]), ("to__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ["taken", "assigned", "handed"]), _negated=True),
                        ("to", None),
                    ),
                    _connector="OR",
                ),
                name="intakeevent_to_somebody",
                violation_error_message="Choose a colleague.",
            ),
        ),
    ]
