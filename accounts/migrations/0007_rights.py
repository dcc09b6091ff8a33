"""The ledger of rights, append-only: the database carries it out and lets no right past it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# What stands when the ledger begins stands as it is: by whom it was given, nobody knows any more.
BEFORE = """
INSERT INTO accounts_rightsentry (kind, person_id, "right", group_id, way, reason, before, after)
    SELECT 'given', user_id, auth_group.name, group_id, 'before', '', '{}', (
        SELECT array_agg(other.name::text ORDER BY other.name) FROM auth_user_groups theirs
        JOIN auth_group other ON other.id = theirs.group_id
        WHERE theirs.user_id = auth_user_groups.user_id
    ) FROM auth_user_groups JOIN auth_group ON auth_group.id = group_id ORDER BY auth_user_groups.id;
INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason)
    SELECT 'given', id, 'is_superuser', 'before', '' FROM auth_user WHERE is_superuser ORDER BY id;
INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason)
    SELECT 'given', user_id, codename, 'before', '' FROM auth_user_user_permissions
    JOIN auth_permission ON auth_permission.id = permission_id ORDER BY auth_user_user_permissions.id;
"""

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_rightsentry
    FOR EACH ROW EXECUTE FUNCTION accounts_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON accounts_rightsentry
    EXECUTE FUNCTION accounts_append_only();
"""
APPEND_ONLY_BACK = """
DROP TRIGGER append_only ON accounts_rightsentry;
DROP TRIGGER append_only_truncate ON accounts_rightsentry;
"""

# A right takes two unless it is known to be an ordinary one: to enter records and to submit them.
WHAT_TAKES_TWO = """
CREATE FUNCTION accounts_permission_takes_two(permission integer)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM auth_permission
        JOIN django_content_type kind ON kind.id = content_type_id
        WHERE auth_permission.id = permission
            AND (app_label, codename) <> ('review', 'submit_review')
            AND (app_label IN ('auth', 'accounts') OR codename NOT IN (
                'view_' || kind.model, 'add_' || kind.model,
                'change_' || kind.model, 'delete_' || kind.model
            ))
    )
$$;

CREATE FUNCTION accounts_group_takes_two(one integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM auth_group_permissions
        WHERE group_id = one AND accounts_permission_takes_two(permission_id)
    )
$$;

CREATE FUNCTION accounts_is_administrator(one integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM auth_user WHERE id = one
            AND is_active AND is_staff AND accounts_administers(id, is_superuser)
    )
$$;

CREATE FUNCTION accounts_has_two_administrators() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(*) = 2 FROM (
        SELECT 1 FROM auth_user
        WHERE is_active AND is_staff AND accounts_administers(id, is_superuser) LIMIT 2
    ) found
$$;
"""
WHAT_TAKES_TWO_BACK = """
DROP FUNCTION accounts_has_two_administrators();
DROP FUNCTION accounts_is_administrator(integer);
DROP FUNCTION accounts_group_takes_two(integer);
DROP FUNCTION accounts_permission_takes_two(integer);
"""

# Whoever alone gave an account, a way into it or a right could be behind it, and so behind all that
# it made in turn. People who could be one are found upwards from one of them and down again.
HANDS = """
CREATE FUNCTION accounts_unvouched()
RETURNS TABLE (id bigint, person integer, maker integer) LANGUAGE sql STABLE AS $$
    SELECT alone.id, alone.person_id, alone.by_id FROM accounts_rightsentry alone
    WHERE alone.by_id IS NOT NULL
        AND (alone.kind IN ('account', 'way_in') OR alone.kind = 'given' AND alone.answers_id IS NULL)
        AND NOT EXISTS (SELECT 1 FROM accounts_rightsentry WHERE answers_id = alone.id)
$$;

CREATE FUNCTION accounts_one_hand(people integer[]) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
    WITH RECURSIVE behind(one) AS (
        SELECT unnest(people)
        UNION
        SELECT maker FROM behind JOIN accounts_unvouched() made ON made.person = behind.one
    ), before_of(one) AS (
        SELECT one FROM behind
        UNION
        SELECT person FROM before_of JOIN accounts_unvouched() made ON made.maker = before_of.one
    )
    SELECT one FROM before_of
$$;

CREATE FUNCTION accounts_same_hand(one integer, other integer)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT one = other OR other IN (SELECT accounts_one_hand(ARRAY[one]))
$$;

-- For a table on which two people decide; its arguments are the two columns.
CREATE FUNCTION accounts_refuse_one_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one integer := to_jsonb(NEW) ->> TG_ARGV[0];
    other integer := to_jsonb(NEW) ->> TG_ARGV[1];
BEGIN
    IF one <> other AND accounts_same_hand(one, other) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'two_hands',
            MESSAGE = 'One person could be behind both accounts: another administrator must first confirm that they know them.';
    END IF;
    RETURN NEW;
END $$;
"""
HANDS_BACK = """
DROP FUNCTION accounts_refuse_one_hand();
DROP FUNCTION accounts_same_hand(integer, integer);
DROP FUNCTION accounts_one_hand(integer[]);
DROP FUNCTION accounts_unvouched();
"""

ENTRIES = """
CREATE FUNCTION accounts_requests_standing(moment timestamp with time zone)
RETURNS SETOF accounts_rightsentry LANGUAGE sql STABLE AS $$
    SELECT asked.* FROM accounts_rightsentry asked
    JOIN auth_user concerned ON concerned.id = asked.person_id
    WHERE asked.kind = 'asked' AND asked.at > moment - interval '14 days'
        AND concerned.is_active AND accounts_is_administrator(asked.by_id)
        AND NOT EXISTS (SELECT 1 FROM accounts_rightsentry WHERE answers_id = asked.id)
        AND NOT EXISTS (
            SELECT 1 FROM accounts_suspension suspended
            WHERE suspended.person_id IN (asked.person_id, asked.by_id) AND suspended.at > asked.at
        )
$$;

CREATE FUNCTION accounts_last_word(who integer, what integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT kind FROM accounts_rightsentry
    WHERE person_id = who AND group_id = what AND kind IN ('given', 'taken')
    ORDER BY id DESC LIMIT 1
$$;

CREATE FUNCTION accounts_refuse(rule text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule, MESSAGE = sentence;
END $$;

CREATE FUNCTION accounts_require_two(given accounts_rightsentry)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    asked accounts_rightsentry;
BEGIN
    -- From the command line only as long as there are no two who could ask and agree.
    IF given.by_id IS NULL AND NOT accounts_has_two_administrators() THEN
        RETURN;
    END IF;
    SELECT * INTO asked FROM accounts_rightsentry WHERE id = given.answers_id AND kind = 'asked'
        AND person_id = given.person_id AND "right" = given."right"
        AND group_id IS NOT DISTINCT FROM given.group_id AND by_id <> given.by_id;
    IF asked.id IS NULL THEN
        PERFORM accounts_refuse('rights_take_two',
            'This right takes two administrators: one asks for it, another one agrees.');
    END IF;
    IF asked.id NOT IN (SELECT id FROM accounts_requests_standing(statement_timestamp())) THEN
        PERFORM accounts_refuse('request_lapsed',
            'This request has lapsed or was answered: ask again.');
    END IF;
    IF accounts_same_hand(asked.by_id, given.by_id) THEN
        PERFORM accounts_refuse('two_hands',
            'One person could be behind both accounts: another administrator must first confirm that they know them.');
    END IF;
END $$;

CREATE FUNCTION accounts_right_changes(change accounts_rightsentry)
RETURNS accounts_rightsentry LANGUAGE plpgsql AS $$
DECLARE
    others text[];
BEGIN
    SELECT name INTO STRICT change."right" FROM auth_group WHERE id = change.group_id;
    IF coalesce(accounts_last_word(change.person_id, change.group_id), 'taken') = change.kind THEN
        PERFORM accounts_refuse('rights_follow',
            'Somebody else has just done this: open the account again to see how it stands.');
    END IF;
    SELECT coalesce(array_agg(name::text ORDER BY name), '{}') INTO others
        FROM auth_user_groups JOIN auth_group ON auth_group.id = group_id
        WHERE user_id = change.person_id AND group_id <> change.group_id;
    change.before := others;
    change.after := others;
    IF change.kind = 'given' THEN
        change.after := change.after || change."right"::text;
    ELSE
        change.before := change.before || change."right"::text;
    END IF;
    RETURN change;
END $$;

CREATE FUNCTION accounts_rights_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    takes_two boolean;
BEGIN
    PERFORM accounts_alone();
    IF NEW.by_id IS NOT NULL AND NOT accounts_is_administrator(NEW.by_id) THEN
        PERFORM accounts_refuse('rights_by_administrator',
            'Only an active administrator gives rights, takes them or vouches for somebody.');
    END IF;
    IF NEW.kind IN ('given', 'taken') AND NEW.group_id IS NOT NULL THEN
        NEW := accounts_right_changes(NEW);
    END IF;
    IF NEW.kind = 'given' THEN
        takes_two := CASE
            WHEN NEW.group_id IS NOT NULL THEN accounts_group_takes_two(NEW.group_id)
            ELSE NEW.by_id IS NOT NULL OR NEW."right" = 'is_superuser'
        END;
        IF takes_two OR NEW.answers_id IS NOT NULL THEN
            PERFORM accounts_require_two(NEW);
        END IF;
    ELSIF NEW.kind = 'refused' AND NOT EXISTS (
        SELECT 1 FROM accounts_requests_standing(statement_timestamp()) asked
        WHERE asked.id = NEW.answers_id AND asked.person_id = NEW.person_id
    ) THEN
        PERFORM accounts_refuse('request_lapsed',
            'This request has lapsed or was answered: ask again.');
    ELSIF NEW.kind = 'vouched' AND NOT EXISTS (
        SELECT 1 FROM accounts_unvouched() alone
        WHERE alone.id = NEW.answers_id AND alone.person = NEW.person_id
            AND NOT accounts_same_hand(alone.maker, NEW.by_id)
    ) THEN
        PERFORM accounts_refuse('vouched_by_another',
            'Another administrator than the one who gave this account or right must vouch.');
    ELSIF NEW.kind IN ('asked', 'account', 'way_in', 'taken') AND NEW.answers_id IS NOT NULL THEN
        PERFORM accounts_refuse('rights_follow',
            'Somebody else has just done this: open the account again to see how it stands.');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rights_take_two BEFORE INSERT ON accounts_rightsentry
    FOR EACH ROW EXECUTE FUNCTION accounts_rights_insert();

CREATE FUNCTION accounts_rights_done() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'given' THEN
        INSERT INTO auth_user_groups (user_id, group_id) VALUES (NEW.person_id, NEW.group_id);
    ELSE
        DELETE FROM auth_user_groups WHERE user_id = NEW.person_id AND group_id = NEW.group_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rights_done AFTER INSERT ON accounts_rightsentry FOR EACH ROW
    WHEN (NEW.kind IN ('given', 'taken') AND NEW.group_id IS NOT NULL AND NEW.by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_rights_done();
"""
ENTRIES_BACK = """
DROP FUNCTION accounts_rights_done() CASCADE;
DROP FUNCTION accounts_rights_insert() CASCADE;
DROP FUNCTION accounts_right_changes(accounts_rightsentry);
DROP FUNCTION accounts_require_two(accounts_rightsentry);
DROP FUNCTION accounts_refuse(text, text);
DROP FUNCTION accounts_last_word(integer, integer);
DROP FUNCTION accounts_requests_standing(timestamp with time zone);
"""

# What is changed otherwise writes its own entry, which is refused like any other.
NOT_PAST_THE_LEDGER = """
CREATE FUNCTION accounts_membership_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM accounts_refuse('rights_follow', 'A right is given or taken, never changed.');
    ELSIF TG_OP = 'INSERT' THEN
        IF accounts_last_word(NEW.user_id, NEW.group_id) IS DISTINCT FROM 'given' THEN
            INSERT INTO accounts_rightsentry (kind, person_id, "right", group_id, way, reason)
                VALUES ('given', NEW.user_id, '', NEW.group_id, 'command', '');
        END IF;
        RETURN NEW;
    ELSIF accounts_last_word(OLD.user_id, OLD.group_id) IS DISTINCT FROM 'taken' THEN
        INSERT INTO accounts_rightsentry (kind, person_id, "right", group_id, way, reason)
            VALUES ('taken', OLD.user_id, '', OLD.group_id, 'command', '');
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER rights_recorded BEFORE INSERT OR UPDATE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_membership_recorded();
CREATE TRIGGER rights_recorded_after AFTER DELETE ON auth_user_groups
    FOR EACH ROW EXECUTE FUNCTION accounts_membership_recorded();

CREATE FUNCTION accounts_single_right() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' AND accounts_permission_takes_two(NEW.permission_id) THEN
        PERFORM accounts_refuse('rights_are_of_groups',
            'This right is given with a group, by two administrators, and to nobody by itself.');
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason)
            SELECT 'taken', OLD.user_id, codename, 'command', '' FROM auth_permission
            WHERE id = OLD.permission_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason)
            SELECT 'given', NEW.user_id, codename, 'command', '' FROM auth_permission
            WHERE id = NEW.permission_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rights_recorded AFTER INSERT OR UPDATE OR DELETE ON auth_user_user_permissions
    FOR EACH ROW EXECUTE FUNCTION accounts_single_right();

-- Before the row: it must not count itself among the administrators.
CREATE FUNCTION accounts_standing_recorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_superuser <> (TG_OP = 'UPDATE' AND OLD.is_superuser) THEN
        INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason) VALUES (
            CASE WHEN NEW.is_superuser THEN 'given' ELSE 'taken' END,
            NEW.id, 'is_superuser', 'command', ''
        );
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.is_staff <> OLD.is_staff THEN
        INSERT INTO accounts_rightsentry (kind, person_id, "right", way, reason) VALUES (
            CASE WHEN NEW.is_staff THEN 'given' ELSE 'taken' END,
            NEW.id, 'is_staff', 'command', ''
        );
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rights_recorded BEFORE INSERT OR UPDATE ON auth_user
    FOR EACH ROW EXECUTE FUNCTION accounts_standing_recorded();
"""
NOT_PAST_THE_LEDGER_BACK = """
DROP FUNCTION accounts_standing_recorded() CASCADE;
DROP FUNCTION accounts_single_right() CASCADE;
DROP FUNCTION accounts_membership_recorded() CASCADE;
"""

# What a group may do is written in the code. At the end of the transaction, since a migration is
# recorded last. Which rows are our own: as in `review_made_just_now` (review/migrations/0002).
GROUPS_BY_MIGRATION = """
CREATE FUNCTION accounts_made_just_now(made xid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := pg_current_xact_id()::text::bigint;
    since bigint := (made::text::bigint - ours) & 4294967295;
BEGIN
    RETURN since = 0 OR coalesce(
        pg_xact_status((ours + since)::text::xid8) = 'in progress', false
    );
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END $$;

CREATE FUNCTION accounts_group_gains() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF accounts_permission_takes_two(NEW.permission_id) AND NOT EXISTS (
        SELECT 1 FROM (SELECT xmin FROM django_migrations ORDER BY id DESC LIMIT 1) last
        WHERE accounts_made_just_now(last.xmin)
    ) THEN
        PERFORM accounts_refuse('groups_gain_by_migration',
            'A group is given this right by a migration only, and by one that changes no tables.');
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER groups_gain_by_migration AFTER INSERT OR UPDATE ON auth_group_permissions
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accounts_group_gains();
"""
GROUPS_BY_MIGRATION_BACK = """
DROP FUNCTION accounts_group_gains() CASCADE;
DROP FUNCTION accounts_made_just_now(xid);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_credential_links"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RightsEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=8)),
                ("right", models.CharField(blank=True, max_length=255, verbose_name="right")),
                ("way", models.CharField(default="pages", max_length=7)),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="when"
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="why")),
                (
                    "before",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True
                    ),
                ),
                (
                    "after",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), null=True
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered",
                        to="accounts.rightsentry",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="auth.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry in the ledger of rights",
                "verbose_name_plural": "ledger of rights",
                "ordering": ["-id"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by", models.F("person")), _negated=True),
                        name="rightsentry_by_somebody_else",
                        violation_error_message="Nobody changes their own rights or vouches for themselves: another administrator must do it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("way", "pages")),
                            models.Q(models.Q(("way", "pages"), _negated=True), ("by", None)),
                            _connector="OR",
                        ),
                        name="rightsentry_says_who",
                        violation_error_message="Say who did it.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by", None),
                            ("kind__in", ["account", "way_in"]),
                            ("reason__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="rightsentry_has_reason",
                        violation_error_message="Say why.",
                    ),
                    models.UniqueConstraint(
                        fields=("answers",),
                        name="rightsentry_answered_once",
                        violation_error_message="Another administrator has answered this already.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(WHAT_TAKES_TWO, WHAT_TAKES_TWO_BACK),
        migrations.RunSQL(HANDS, HANDS_BACK),
        migrations.RunSQL(ENTRIES, ENTRIES_BACK),
        migrations.RunSQL(NOT_PAST_THE_LEDGER, NOT_PAST_THE_LEDGER_BACK),
        migrations.RunSQL(GROUPS_BY_MIGRATION, GROUPS_BY_MIGRATION_BACK),
    ]
