"""No edition of an incident rests on an interview without consent; and who may do what with it."""

from typing import Any

from django.apps import apps as real_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

RULE = """
CREATE FUNCTION incidents_refuse_without_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM sources_statement said
        WHERE (
            said.id IN (
                SELECT statement_id FROM incidents_evidence WHERE incident_id = NEW.review_id
            ) OR said.id IN (
                SELECT statement_id FROM incidents_finding WHERE incident_id = NEW.review_id
            )
        ) AND NOT sources_may_be_published(said.source_id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_to_publish',
            TABLE = 'sources_source',
            MESSAGE = 'Nothing of an interview is published without consent to publish it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER incident_with_consent BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_without_consent();
"""
RULE_BACK = """
DROP FUNCTION incidents_refuse_without_consent() CASCADE;
"""

VERBS = ("add", "change", "view", "delete")
ENTERING = [f"{verb}_{model}" for model in ("consent", "interview") for verb in VERBS]
# A lawyer acts for the record, whoever safeguards acts for the person: not the same hands.
LAWYERS = [
    ("sources", "view_source"),
    ("sources", "view_consent"),
    ("sources", "view_interview"),
    ("sources", "read_restricted"),
    ("sources", "hold_erasure"),
    ("review", "view_review"),
]


def give_rights(apps: Any, schema_editor: Any) -> None:
    # Permissions are made after all migrations; these groups need them now.
    create_permissions(real_apps.get_app_config("sources"), verbosity=0)
    groups = apps.get_model("auth", "Group").objects
    rights = apps.get_model("auth", "Permission").objects
    entering = rights.filter(content_type__app_label="sources", codename__in=ENTERING)
    for group in groups.filter(name__in=["Researchers", "Reviewers"]):
        group.permissions.add(*entering)
    lawyers, _made = groups.get_or_create(name="Lawyers")
    lawyers.permissions.set(
        rights.get(content_type__app_label=app, codename=code) for app, code in LAWYERS
    )


def take_rights(apps: Any, schema_editor: Any) -> None:
    groups = apps.get_model("auth", "Group").objects
    rights = apps.get_model("auth", "Permission").objects
    entering = rights.filter(content_type__app_label="sources", codename__in=ENTERING)
    for group in groups.filter(name__in=["Researchers", "Reviewers"]):
        group.permissions.remove(*entering)
    groups.filter(name="Lawyers").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0023_who_sees_what_rules"),
        ("sources", "0021_consent_rules"),
    ]

    operations = [
        migrations.RunSQL(RULE, RULE_BACK),
        migrations.RunPython(give_rights, take_rights),
    ]
