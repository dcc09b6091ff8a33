"""Rules that no code path may break: append-only tables, four eyes, the chain, whole editions."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION review_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_event
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_entry
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review_edition
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE ON review_editionpart
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_event
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_entry
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_edition
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_editionpart
    EXECUTE FUNCTION review_append_only();
"""
APPEND_ONLY_BACK = """
DROP FUNCTION review_append_only() CASCADE;
"""

# The Review row is locked first: without the lock an author's uncommitted save is invisible to
# the reviewer's transaction, and both could commit.
FOUR_EYES = """
CREATE FUNCTION review_refuse_own_approval(record uuid, person integer, decided integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    cleared bigint;
    submitted bigint;
BEGIN
    PERFORM 1 FROM review_review WHERE id = record FOR UPDATE;
    -- Before the first approval a discard closes the record as it stands and takes nothing back.
    SELECT coalesce(max(id), 0) INTO cleared FROM review_event
        WHERE review_id = record AND (kind = 'approved' OR kind = 'discarded' AND id > (
            SELECT min(id) FROM review_event WHERE review_id = record AND kind = 'approved'
        ));
    IF EXISTS (
        SELECT 1 FROM review_event WHERE review_id = record AND id > cleared
            AND by_id = person AND kind IN ('saved', 'put_back', 'restored', 'submitted')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'You changed or submitted this yourself: somebody else must approve it.';
    END IF;
    SELECT max(id) INTO submitted FROM review_event
        WHERE review_id = record AND id > cleared AND kind = 'submitted'
            AND revision_id = decided;
    IF submitted IS NULL OR EXISTS (
        SELECT 1 FROM review_event WHERE review_id = record AND id > submitted
            AND kind IN ('saved', 'put_back', 'restored', 'returned', 'discarded')
    ) OR NOT EXISTS (
        SELECT 1 FROM review_review WHERE id = record AND head_id = decided
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'Only what was submitted, and not changed or returned since, can be approved.';
    END IF;
END $$;

CREATE FUNCTION review_event_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'approved' THEN
        PERFORM review_refuse_own_approval(NEW.review_id, NEW.by_id, NEW.revision_id);
    ELSE
        PERFORM 1 FROM review_review WHERE id = NEW.review_id FOR UPDATE;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER four_eyes BEFORE INSERT ON review_event
    FOR EACH ROW EXECUTE FUNCTION review_event_insert();

CREATE FUNCTION review_edition_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM review_refuse_own_approval(NEW.review_id, NEW.approved_by_id, NEW.revision_id);
    IF NEW.number <> 1 + (
        SELECT count(*) FROM review_edition WHERE review_id = NEW.review_id
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_follows',
            MESSAGE = 'Editions are numbered one after the other.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER four_eyes BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION review_edition_insert();
"""
FOUR_EYES_BACK = """
DROP FUNCTION review_edition_insert() CASCADE;
DROP FUNCTION review_event_insert() CASCADE;
DROP FUNCTION review_refuse_own_approval(uuid, integer, integer);
"""

CHAIN = """
CREATE FUNCTION review_entry_insert() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last record;
BEGIN
    PERFORM pg_advisory_xact_lock(4157417354);
    SELECT position, digest INTO last FROM review_entry ORDER BY position DESC LIMIT 1;
    IF NEW.position <> coalesce(last.position, 0) + 1
        OR NEW.previous <> coalesce(last.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'chain_follows',
            MESSAGE = 'An entry of the chain must follow the last one.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER chain_follows BEFORE INSERT ON review_entry
    FOR EACH ROW EXECUTE FUNCTION review_entry_insert();
"""
CHAIN_BACK = """
DROP FUNCTION review_entry_insert() CASCADE;
"""

# An edition is made whole in one transaction, and loses a part only together with its redaction.
# A row that we can see and whose transaction is still in progress is our own transaction's (its
# xmin may be that of a savepoint, so that comparing it with pg_current_xact_id() would not do).
PARTS = """
CREATE FUNCTION review_made_just_now(made xid) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    ours bigint := pg_current_xact_id()::text::bigint;
    -- Savepoints are numbered after their transaction; older rows come out far in the future.
    since bigint := (made::text::bigint - ours) & 4294967295;
BEGIN
    -- The usual case, without the savepoint that a block with an exception makes for every row.
    IF since = 0 THEN
        RETURN true;
    END IF;
    BEGIN
        RETURN coalesce(pg_xact_status((ours + since)::text::xid8) = 'in progress', false);
    EXCEPTION WHEN invalid_parameter_value THEN
        RETURN false;
    END;
END $$;

CREATE FUNCTION review_part_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM review_edition
        WHERE id = NEW.edition_id AND review_made_just_now(xmin)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'part_needs_edition',
            MESSAGE = 'Nothing can be added to an edition once it is made.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER part_needs_edition BEFORE INSERT ON review_editionpart
    FOR EACH ROW EXECUTE FUNCTION review_part_insert();

CREATE FUNCTION review_part_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM review_entry
        JOIN review_review ON review_review.reference = review_entry.reference
        JOIN review_edition ON review_edition.review_id = review_review.id
        WHERE review_edition.id = OLD.edition_id AND review_entry.kind = 'redaction'
            AND review_entry.payload::jsonb ->> 'path' = OLD.path
            AND review_entry.payload::jsonb -> 'editions' @> to_jsonb(review_edition.number)
            AND review_made_just_now(review_entry.xmin)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'part_needs_redaction',
            MESSAGE = 'A part of an edition is deleted only together with its redaction.';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER part_needs_redaction BEFORE DELETE ON review_editionpart
    FOR EACH ROW EXECUTE FUNCTION review_part_delete();
"""
PARTS_BACK = """
DROP FUNCTION review_part_insert() CASCADE;
DROP FUNCTION review_part_delete() CASCADE;
DROP FUNCTION review_made_just_now(xid);
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0001_review")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, APPEND_ONLY_BACK),
        migrations.RunSQL(FOUR_EYES, FOUR_EYES_BACK),
        migrations.RunSQL(CHAIN, CHAIN_BACK),
        migrations.RunSQL(PARTS, PARTS_BACK),
    ]
