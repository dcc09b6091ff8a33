"""Which published actors may be merged, by two, and that nothing leads elsewhere without that."""

from django.db import migrations

RULES = """
-- The actor and all that it is part of, at any distance; UNION ends a circle of relations.
CREATE FUNCTION sources_above(actor uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above (id) AS (
        SELECT $1
        UNION
        SELECT superior_id FROM sources_actorrelation JOIN above ON actor_id = above.id
    )
    SELECT id FROM above
$$;

CREATE FUNCTION sources_refuse_actor_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes review_review%ROWTYPE;
    stays review_review%ROWTYPE;
    rule text;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state <> 'proposed' THEN
        rule := 'actormerge_decided_once';
    ELSIF NEW.state <> 'refused' THEN
        SELECT * INTO goes FROM review_review WHERE id = NEW.merged_id;
        SELECT * INTO stays FROM review_review WHERE id = NEW.into_id;
        IF stays.public <> 'current'
            OR NEW.kind = 'merge' AND goes.public <> 'current'
            OR NEW.kind = 'undo' AND goes.merged_into_id IS DISTINCT FROM stays.id
        THEN
            rule := 'actormerge_standing';
        ELSIF EXISTS (SELECT 1 FROM review_review WHERE merged_into_id = NEW.merged_id) THEN
            rule := 'actormerge_no_chain';
        ELSIF NEW.kind = 'merge' AND NEW.into_id <> NEW.merged_id AND (
            NEW.into_id IN (SELECT sources_above(NEW.merged_id))
            OR NEW.merged_id IN (SELECT sources_above(NEW.into_id))
        ) THEN
            rule := 'actormerge_not_related';
        END IF;
    END IF;
    IF rule IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
            TABLE = 'sources_actormerge', MESSAGE = 'These actors are not merged so.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER actors_merged BEFORE INSERT OR UPDATE ON sources_actormerge
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_actor_merge();
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON sources_actormerge FOR EACH ROW
    WHEN (NEW.state = 'done')
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
CREATE TRIGGER append_only BEFORE DELETE ON sources_actormerge
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_actormerge
    EXECUTE FUNCTION review_append_only();

-- An actor leads to another one, or no longer does, only as the last decision of two says.
CREATE FUNCTION sources_refuse_leading() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.merged_into_id IS DISTINCT FROM (
        SELECT CASE kind WHEN 'merge' THEN into_id END FROM sources_actormerge
        WHERE merged_id = NEW.id AND state = 'done' ORDER BY id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'actormerge_by_two',
            TABLE = 'sources_actormerge', MESSAGE = 'An actor is merged by two people.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER merged_by_two BEFORE UPDATE OF merged_into_id ON review_review FOR EACH ROW
    WHEN (NEW.kind = 'actor' AND NEW.merged_into_id IS DISTINCT FROM OLD.merged_into_id)
    EXECUTE FUNCTION sources_refuse_leading();
"""
RULES_BACK = """
DROP TRIGGER merged_by_two ON review_review;
DROP FUNCTION sources_refuse_leading();
DROP FUNCTION sources_refuse_actor_merge() CASCADE;
DROP FUNCTION sources_above(uuid);
DROP TRIGGER two_hands ON sources_actormerge;
DROP TRIGGER append_only ON sources_actormerge;
DROP TRIGGER append_only_truncate ON sources_actormerge;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0030_actor_merges"),
        ("accounts", "0007_rights"),
        ("review", "0018_two_hands"),
    ]

    operations = [migrations.RunSQL(RULES, RULES_BACK)]
