"""Which published sources may be merged, by two, and when their statements move."""

from django.db import migrations

RULES = """
CREATE FUNCTION sources_refuse_source_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes review_review%ROWTYPE;
    stays review_review%ROWTYPE;
    rule text;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'proposed' THEN
        rule := 'sourcemerge_decided_once';
    ELSIF NEW.state <> 'refused' THEN
        SELECT * INTO goes FROM review_review WHERE id = NEW.merged_id;
        SELECT * INTO stays FROM review_review WHERE id = NEW.into_id;
        IF stays.public <> 'current'
            OR NEW.kind = 'merge' AND goes.public <> 'current'
            OR NEW.kind = 'undo' AND goes.merged_into_id IS DISTINCT FROM stays.id
        THEN
            rule := 'sourcemerge_standing';
        ELSIF EXISTS (SELECT 1 FROM review_review WHERE merged_into_id = NEW.merged_id) THEN
            rule := 'sourcemerge_no_chain';
        ELSIF EXISTS (
            SELECT 1 FROM sources_source
            WHERE review_id IN (NEW.merged_id, NEW.into_id) AND sources_is_interview(kind)
        ) THEN
            rule := 'sourcemerge_no_interview';
        ELSIF EXISTS (
            SELECT 1 FROM sources_source WHERE review_id IN (NEW.merged_id, NEW.into_id)
                AND (access <> 'public' OR names_protected_person)
        ) OR EXISTS (
            SELECT 1 FROM review_limit WHERE review_id IN (NEW.merged_id, NEW.into_id)
        ) THEN
            rule := 'sourcemerge_open';
        ELSIF sources_held(NEW.merged_id) OR sources_held(NEW.into_id) OR EXISTS (
            SELECT 1 FROM sources_erasure WHERE source_id IN (NEW.merged_id, NEW.into_id)
        ) THEN
            rule := 'sourcemerge_not_held';
        END IF;
    END IF;
    IF rule IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
            TABLE = 'sources_sourcemerge', MESSAGE = 'These sources are not merged so.';
    END IF;
    NEW.moved_at := CASE NEW.state WHEN 'done' THEN transaction_timestamp() END;
    RETURN NEW;
END $$;
CREATE TRIGGER sources_merged BEFORE INSERT OR UPDATE ON sources_sourcemerge
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_source_merge();
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON sources_sourcemerge FOR EACH ROW
    WHEN (NEW.state = 'done')
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
CREATE TRIGGER append_only BEFORE DELETE ON sources_sourcemerge
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_sourcemerge
    EXECUTE FUNCTION review_append_only();

-- A source leads to another one, or no longer does, only as the last decision of two says.
CREATE FUNCTION sources_refuse_source_leading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.merged_into_id IS DISTINCT FROM (
        SELECT CASE kind WHEN 'merge' THEN into_id END FROM sources_sourcemerge
        WHERE merged_id = NEW.id AND state = 'done' ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'sourcemerge_by_two',
            TABLE = 'sources_sourcemerge', MESSAGE = 'A source is merged by two people.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER source_merged_by_two BEFORE UPDATE OF merged_into_id ON review_review FOR EACH ROW
    WHEN (NEW.kind = 'source' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id)
    EXECUTE FUNCTION sources_refuse_source_leading();

CREATE OR REPLACE FUNCTION sources_refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM sources_draftmerge
        WHERE merged_id = OLD.source_id AND into_id = NEW.source_id AND OLD.id = ANY (carried)
            AND at = transaction_timestamp()
    ) AND NOT EXISTS (
        SELECT 1 FROM sources_sourcemerge
        WHERE OLD.id = ANY (carried) AND state = 'done' AND moved_at = transaction_timestamp()
            AND CASE kind
                WHEN 'merge' THEN merged_id = OLD.source_id AND into_id = NEW.source_id
                ELSE into_id = OLD.source_id AND merged_id = NEW.source_id
            END
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_stays',
            TABLE = 'sources_statement', MESSAGE = 'A statement stays with its source.';
    END IF;
    RETURN NEW;
END $$;
"""
# What `draft_merge_rules` had.
RULES_BACK = """
CREATE OR REPLACE FUNCTION sources_refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM sources_draftmerge
        WHERE merged_id = OLD.source_id AND into_id = NEW.source_id AND OLD.id = ANY (carried)
            AND at = transaction_timestamp()
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_stays',
            TABLE = 'sources_statement', MESSAGE = 'A statement stays with its source.';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER source_merged_by_two ON review_review;
DROP FUNCTION sources_refuse_source_leading();
DROP FUNCTION sources_refuse_source_merge() CASCADE;
DROP TRIGGER two_hands ON sources_sourcemerge;
DROP TRIGGER append_only ON sources_sourcemerge;
DROP TRIGGER append_only_truncate ON sources_sourcemerge;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0032_source_merges")]

    operations = [migrations.RunSQL(RULES, RULES_BACK)]
