"""The public role makes no temporary tables, runs none of our functions and locks no chain.

Whoever may connect may take an advisory lock, and so could hold up every approval. From now on
the chain is locked by a row that only its owner may lock.
"""

from django.db import migrations

LOCK = """
CREATE TABLE review_chain_lock (one boolean PRIMARY KEY DEFAULT true CHECK (one));
INSERT INTO review_chain_lock DEFAULT VALUES;

CREATE FUNCTION review_lock_chain() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM review_chain_lock FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The table review_chain_lock has lost its row: nothing can be published.';
    END IF;
END $$;
"""
LOCK_BACK = """
DROP FUNCTION review_lock_chain();
DROP TABLE review_chain_lock;
"""

# As in the migrations `rules` and `reindexed`, but for the lock.
LOCKING = """
CREATE OR REPLACE FUNCTION review_entry_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM {lock};
    SELECT position, digest INTO last FROM review_entry ORDER BY position DESC LIMIT 1;
    IF NEW.position <> coalesce(last.position, 0) + 1
        OR NEW.previous <> coalesce(last.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_follows',
            MESSAGE = 'An entry of the chain must follow the last one.';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION review_reindexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM {lock};
        INSERT INTO review_reindexed (position, reference, number)
            SELECT DISTINCT ON (position) position, reference,
                1 + (SELECT coalesce(max(number), 0) FROM review_reindexed)
            FROM changed
        ON CONFLICT (position)
            DO UPDATE SET reference = excluded.reference, number = excluded.number;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION review_reindexed_around() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM {lock};
    INSERT INTO review_reindexed (position, reference, number)
        SELECT 0, '', 1 + coalesce(max(number), 0) FROM review_reindexed
    ON CONFLICT (position) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
"""

# The name of the database and the functions of the apps above are not known here.
RIGHTS = """
DO $$
DECLARE
    ours regprocedure;
BEGIN
    EXECUTE format('{verb} TEMPORARY ON DATABASE %I {preposition} PUBLIC', current_database());
    FOR ours IN SELECT p.oid FROM pg_proc p
        WHERE p.pronamespace = current_schema()::regnamespace
            AND pg_has_role(p.proowner, 'USAGE')
            AND NOT EXISTS (
                SELECT FROM pg_depend d
                WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
            )
    LOOP
        EXECUTE format('{verb} EXECUTE ON ROUTINE %s {preposition} PUBLIC', ours);
    END LOOP;
END $$;
-- And those that are made from now on.
ALTER DEFAULT PRIVILEGES {verb} EXECUTE ON FUNCTIONS {preposition} PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0011_reindexed")]

    operations = [
        migrations.RunSQL(LOCK, LOCK_BACK),
        migrations.RunSQL(
            LOCKING.format(lock="review_lock_chain()"),
            LOCKING.format(lock="pg_advisory_xact_lock(4157417354)"),
        ),
        migrations.RunSQL(
            RIGHTS.format(verb="REVOKE", preposition="FROM"),
            RIGHTS.format(verb="GRANT", preposition="TO"),
        ),
    ]
