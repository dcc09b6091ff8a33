"""How colleagues see each other called; nobody can be called as somebody else is, or signs in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

FREE = """
CREATE FUNCTION accounts_name_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whose integer;
    name text;
BEGIN
    IF TG_TABLE_NAME = 'auth_user' THEN
        whose := NEW.id;
        name := NEW.username;
    ELSE
        whose := NEW.person_id;
        name := NEW.working_name;
    END IF;
    -- Two who take the same name at the same moment wait for each other.
    PERFORM pg_advisory_xact_lock(3052718202);
    IF name <> '' AND (
        EXISTS (
            SELECT FROM accounts_colleague
            WHERE person_id <> whose AND lower(working_name) = lower(name)
        ) OR TG_TABLE_NAME <> 'auth_user' AND EXISTS (
            SELECT FROM auth_user WHERE id <> whose AND lower(username) = lower(name)
        )
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'colleague_name_is_free',
            MESSAGE = 'Somebody else is called so already, or signs in by that name.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER colleague_name_is_free BEFORE INSERT OR UPDATE OF working_name ON accounts_colleague
    FOR EACH ROW EXECUTE FUNCTION accounts_name_is_free();
CREATE TRIGGER colleague_name_is_free BEFORE INSERT OR UPDATE OF username ON auth_user
    FOR EACH ROW EXECUTE FUNCTION accounts_name_is_free();
"""
FREE_BACK = """
DROP FUNCTION accounts_name_is_free() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_who_sees_what_rules"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Colleague",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="colleague",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "working_name",
                    models.CharField(
                        blank=True,
                        max_length=60,
                        verbose_name="working name",
                    ),
                ),
            ],
            options={
                "verbose_name": "colleague",
                "verbose_name_plural": "colleagues",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(FREE, FREE_BACK),
    ]
