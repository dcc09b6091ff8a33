"""A restricted incident is never published; what links to one that is kept is found in SQL."""

from typing import Any

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

LEADING_TO = """
CREATE FUNCTION incidents_leading_to(these uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE found(id) AS (
        SELECT unnest(these)
        UNION
        SELECT link.incident_id FROM incidents_incidentlink link JOIN found ON link.to_id = found.id
    )
    SELECT id FROM found
$$;
"""
LEADING_TO_BACK = """
DROP FUNCTION incidents_leading_to(uuid[]);
"""

NEVER_PUBLISHED = """
CREATE FUNCTION incidents_refuse_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM incidents_incident
        WHERE review_id = NEW.review_id AND (
            access <> 'public'
            OR EXISTS (SELECT 1 FROM review_limit WHERE review_id = NEW.review_id)
        )
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'incident_published_is_public', TABLE = 'incidents_incident',
            MESSAGE = 'A restricted or confidential incident is not published.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_published_is_public BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_kept();
"""
NEVER_PUBLISHED_BACK = """
DROP FUNCTION incidents_refuse_kept() CASCADE;
"""

READERS_OF_THE_LOG = ["Administrators", "Safeguarding"]


def _rights(apps: Any) -> Any:
    return apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="review", codename__in=["view_read", "view_staffexport"]
    )


def let_them_read(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; the groups need them now.
    create_permissions(real_apps.get_app_config("review"), verbosity=0)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=READERS_OF_THE_LOG):
        group.permissions.add(*_rights(apps))


def take_it_back(apps: Any, schema_editor: Any) -> None:
    for group in apps.get_model("auth", "Group").objects.filter(name__in=READERS_OF_THE_LOG):
        group.permissions.remove(*_rights(apps))


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0022_who_sees_what"),
        ("review", "0020_who_sees_what_rules"),
    ]

    operations = [
        migrations.RunSQL(LEADING_TO, LEADING_TO_BACK),
        migrations.RunSQL(NEVER_PUBLISHED, NEVER_PUBLISHED_BACK),
        migrations.RunPython(let_them_read, take_it_back),
    ]
