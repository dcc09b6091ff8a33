"""Suspensions: an append-only table that shuts and opens accounts; an administrator remains."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

APPEND_ONLY = """
CREATE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_suspension
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_suspension
    EXECUTE FUNCTION accounts_append_only();
"""
APPEND_ONLY_BACK = """
DROP FUNCTION accounts_append_only() CASCADE;
"""

# Whoever takes somebody out waits for whoever does so at the same moment: otherwise two
# administrators could each be the one that the other counts on.
ADMINISTRATORS = """
CREATE FUNCTION accounts_administers(person integer, everything boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT everything OR EXISTS (
        SELECT 1 FROM auth_permission
        JOIN django_content_type ON django_content_type.id = auth_permission.content_type_id
        WHERE app_label = 'auth' AND codename = 'change_user' AND (
            EXISTS (
                SELECT 1 FROM auth_user_groups JOIN auth_group_permissions USING (group_id)
                WHERE user_id = person AND permission_id = auth_permission.id
            ) OR EXISTS (
                SELECT 1 FROM auth_user_user_permissions
                WHERE user_id = person AND permission_id = auth_permission.id
            )
        )
    )
$$;

CREATE FUNCTION accounts_alone() RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(3052718201)
$$;

CREATE FUNCTION accounts_require_administrator() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_alone();
    IF NOT EXISTS (
        SELECT 1 FROM auth_user
        WHERE is_active AND is_staff AND accounts_administers(id, is_superuser)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'administrator_remains',
            MESSAGE = 'This is the last active administrator: make somebody else an administrator first.';
    END IF;
END $$;

CREATE FUNCTION accounts_account_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF accounts_administers(OLD.id, OLD.is_superuser) THEN
        PERFORM accounts_require_administrator();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER administrator_remains AFTER UPDATE ON auth_user FOR EACH ROW
    WHEN (OLD.is_active AND OLD.is_staff AND (
        NOT (NEW.is_active AND NEW.is_staff) OR OLD.is_superuser AND NOT NEW.is_superuser
    ))
    EXECUTE FUNCTION accounts_account_leaves();

CREATE FUNCTION accounts_member_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM auth_user WHERE id = OLD.user_id AND is_active AND is_staff)
        AND EXISTS (
            SELECT 1 FROM auth_group_permissions
            JOIN auth_permission ON auth_permission.id = permission_id
            JOIN django_content_type ON django_content_type.id = content_type_id
            WHERE group_id = OLD.group_id AND app_label = 'auth' AND codename = 'change_user'
        )
    THEN
        PERFORM accounts_require_administrator();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER administrator_remains AFTER DELETE OR UPDATE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_member_leaves();
"""
ADMINISTRATORS_BACK = """
DROP FUNCTION accounts_member_leaves() CASCADE;
DROP FUNCTION accounts_account_leaves() CASCADE;
DROP FUNCTION accounts_require_administrator();
DROP FUNCTION accounts_alone();
DROP FUNCTION accounts_administers(integer, boolean);
"""

SUSPENDED = """
CREATE FUNCTION accounts_suspension_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_alone();
    IF NOT EXISTS (
        SELECT 1 FROM auth_user WHERE id = NEW.by_id
            AND is_active AND is_staff AND accounts_administers(id, is_superuser)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'suspension_by_administrator',
            MESSAGE = 'Only an active administrator can suspend an account or lift a suspension.';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM auth_user
        WHERE id = NEW.person_id AND is_active <> NEW.lifts
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'suspension_follows',
            MESSAGE = 'Somebody else has just done this: open the account again to see how it stands.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER suspension_follows BEFORE INSERT ON accounts_suspension
    FOR EACH ROW EXECUTE FUNCTION accounts_suspension_insert();

CREATE FUNCTION accounts_suspension_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE auth_user SET is_active = NEW.lifts WHERE id = NEW.person_id;
    RETURN NULL;
END $$;
CREATE TRIGGER suspension_done AFTER INSERT ON accounts_suspension
    FOR EACH ROW EXECUTE FUNCTION accounts_suspension_done();
"""
SUSPENDED_BACK = """
DROP FUNCTION accounts_suspension_insert() CASCADE;
DROP FUNCTION accounts_suspension_done() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sessions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suspension",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("lifts", models.BooleanField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("reason", models.TextField(verbose_name="why")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suspensions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "suspension",
                "verbose_name_plural": "suspensions of accounts",
                "ordering": ["-id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True),
                        name="suspension_by_somebody_else",
                        violation_error_message="Nobody can suspend their own account: another administrator must do it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S")),
                        name="suspension_has_reason",
                        violation_error_message="Say why.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(ADMINISTRATORS, ADMINISTRATORS_BACK),
        migrations.RunSQL(SUSPENDED, SUSPENDED_BACK),
    ]
