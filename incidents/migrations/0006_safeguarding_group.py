"""People charged with safeguarding: they open withheld names and agree to naming a child."""

from typing import Any

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

NAME = "Safeguarding"
RIGHTS = ["view_incident", "view_victim", "read_withheld_names", "safeguard_children"]


def make_group(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; this group needs them now.
    create_permissions(real_apps.get_app_config("incidents"), verbosity=0)
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name=NAME)
    group.permissions.set(
        apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="incidents", codename__in=RIGHTS
        )
    )


def remove_group(apps: Any, schema_editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name=NAME).delete()


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_names_of_children_rules")]

    operations = [migrations.RunPython(make_group, remove_group)]
