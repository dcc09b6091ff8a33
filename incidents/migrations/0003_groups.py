"""Researchers, reviewers and administrators, each with exactly the rights that their work needs."""

from typing import Any

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = ["sources.actor", "sources.source", "incidents.incident"]
OWNED = [
    "sources.actorname",
    "sources.actorrelation",
    "sources.statement",
    "sources.hop",
    "sources.quantity",
    "sources.statementlink",
    "incidents.victim",
    "incidents.involvement",
    "incidents.legalcharacterisation",
    "incidents.finding",
    "incidents.incidentlink",
    "incidents.evidence",
]
# A record is never deleted: it is discarded or withdrawn. The rows that it owns come and go.
RESEARCH = [
    *(f"{label}:{verb}" for label in RECORDS for verb in ("add", "change", "view")),
    *(f"{label}:{verb}" for label in OWNED for verb in ("add", "change", "view", "delete")),
    "incidents.place:view",
    "review.review:view",
    "review.review:submit",
]
GROUPS = {
    "Researchers": RESEARCH,
    "Reviewers": [
        *RESEARCH,
        "review.review:decide",
        "review.review:withdraw",
        "incidents.withheldname:view",
        "incidents.withheldname:add",
        "incidents.withheldname:change",
        "incidents.withheldname:delete",
        "incidents.incident:read_withheld_names",
        "sources.source:read_restricted",
    ],
    "Administrators": [
        "auth.user:add",
        "auth.user:change",
        "auth.user:view",
        "review.review:view",
        "review.review:withdraw",
    ],
}
SPECIAL = {
    "incidents.incident:read_withheld_names": "read_withheld_names",
    "sources.source:read_restricted": "read_restricted",
}


def codename(right: str) -> tuple[str, str]:
    label, verb = right.split(":")
    app, model = label.split(".")
    return app, SPECIAL.get(right, f"{verb}_{model}")


def make_groups(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; these groups need them now.
    for app in ("auth", "review", "sources", "incidents"):
        create_permissions(real_apps.get_app_config(app), verbosity=0)
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        group, _made = group_model.objects.get_or_create(name=name)
        group.permissions.set(
            permission_model.objects.get(content_type__app_label=app, codename=code)
            for app, code in map(codename, rights)
        )


def remove_groups(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("review", "0001_review"),
        ("sources", "0001_initial"),
        ("incidents", "0002_public_reading"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
