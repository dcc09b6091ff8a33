"""Sessions in a table of ours, which end when what an account may do changes, whoever changes it."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

ENDS = """
CREATE FUNCTION accounts_account_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts_session WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_end AFTER UPDATE ON auth_user FOR EACH ROW
    WHEN ((OLD.password, OLD.is_active, OLD.is_staff, OLD.is_superuser)
        IS DISTINCT FROM (NEW.password, NEW.is_active, NEW.is_staff, NEW.is_superuser))
    EXECUTE FUNCTION accounts_account_changed();

CREATE FUNCTION accounts_person_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts_session WHERE person_id IN (OLD.user_id, NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_end AFTER INSERT OR UPDATE OR DELETE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_person_rights_changed();
CREATE TRIGGER sessions_end AFTER INSERT OR UPDATE OR DELETE ON auth_user_user_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_person_rights_changed();

CREATE FUNCTION accounts_group_rights_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts_session WHERE person_id IN (
        SELECT user_id FROM auth_user_groups WHERE group_id IN (OLD.group_id, NEW.group_id)
    );
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_end AFTER INSERT OR UPDATE OR DELETE ON auth_group_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_group_rights_changed();
"""
ENDS_BACK = """
DROP FUNCTION accounts_account_changed() CASCADE;
DROP FUNCTION accounts_person_rights_changed() CASCADE;
DROP FUNCTION accounts_group_rights_changed() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tries"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Session",
            fields=[
                ("session_key", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("session_data", models.TextField()),
                ("expire_date", models.DateTimeField()),
                ("shown_as", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("signed_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("browser", models.CharField(blank=True, max_length=40)),
                ("network", models.CharField(blank=True, max_length=50)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(ENDS, ENDS_BACK),
        # Nobody reads these any more: who is signed in signs in once more.
        migrations.RunSQL("DELETE FROM django_session", migrations.RunSQL.noop),
    ]
