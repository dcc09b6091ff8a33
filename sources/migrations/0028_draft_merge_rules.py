"""Which records may be one, and what may be merged into what: whoever writes."""

from django.db import migrations

# One definition for the page of a record and for the list of all. Names as staff search them.
_NAMES = """(
    SELECT review_id AS actor, compared_en AS name FROM sources_actor WHERE compared_en <> ''
    UNION ALL
    SELECT review_id, compared_uk FROM sources_actor WHERE compared_uk <> ''
    UNION ALL
    SELECT actor_id, compared FROM sources_actorname WHERE compared <> ''
)"""
TWINS = """
CREATE VIEW sources_twin AS
SELECT concat(pair.sign, pair.one_id, pair.other_id) AS id, pair.* FROM (
    SELECT 'source'::varchar(20) AS kind, one.review_id AS one_id, other.review_id AS other_id,
        'address'::varchar(10) AS sign
    FROM sources_source one JOIN sources_source other
        ON other.canonical_address = one.canonical_address AND other.review_id <> one.review_id
    WHERE one.canonical_address <> '' AND NOT one.holds_several AND NOT other.holds_several
    UNION ALL
    SELECT 'source', one.review_id, other.review_id, 'text'
    FROM sources_source one JOIN sources_source other
        ON other.text_as_received = one.text_as_received AND other.review_id <> one.review_id
    WHERE one.text_as_received <> '' AND other.text_as_received <> ''
    UNION ALL
    SELECT 'source', one.review_id, other.review_id, 'title'
    FROM sources_source one JOIN sources_source other
        ON review_compared(other.title) = review_compared(one.title)
        AND other.publisher_id = one.publisher_id AND other.published = one.published
        AND other.review_id <> one.review_id
    WHERE one.title <> '' AND other.title <> '' AND one.published <> ''
    UNION ALL
    SELECT 'actor', one.actor, other.actor, 'name'
    FROM {names} one JOIN {names} other
        ON other.name = one.name AND other.actor <> one.actor
) pair;
"""

RULES = """
-- Who may read it, and what of it the public may: the same of both, so that nothing opens.
CREATE FUNCTION sources_kept(record uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object(
        'access', (SELECT access FROM sources_source WHERE review_id = $1),
        'protected', (SELECT names_protected_person FROM sources_source WHERE review_id = $1),
        'groups', (
            SELECT jsonb_agg(group_id ORDER BY group_id) FROM review_limit WHERE review_id = $1
        )
    )
$$;

CREATE FUNCTION sources_refuse_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    goes review_review%ROWTYPE;
    stays review_review%ROWTYPE;
    rule text;
BEGIN
    SELECT * INTO goes FROM review_review WHERE id = NEW.merged_id;
    SELECT * INTO stays FROM review_review WHERE id = NEW.into_id;
    IF goes.kind <> stays.kind OR goes.kind NOT IN ('source', 'actor') THEN
        rule := 'draftmerge_one_kind';
    ELSIF goes.public <> 'never' OR goes.work <> 'draft' THEN
        rule := 'draftmerge_of_draft';
    ELSIF stays.work = 'closed' OR stays.public = 'withdrawn' THEN
        rule := 'draftmerge_into_standing';
    ELSIF EXISTS (
        SELECT 1 FROM sources_draftmerge earlier JOIN review_review gone ON gone.id = merged_id
        WHERE earlier.into_id = NEW.merged_id AND gone.work = 'closed'
    ) THEN
        rule := 'draftmerge_no_chain';
    ELSIF EXISTS (
        SELECT 1 FROM sources_source
        WHERE review_id IN (NEW.merged_id, NEW.into_id) AND sources_is_interview(kind)
    ) THEN
        rule := 'draftmerge_no_interview';
    ELSIF sources_kept(NEW.merged_id) <> sources_kept(NEW.into_id) THEN
        rule := 'draftmerge_kept_alike';
    ELSIF sources_held(NEW.merged_id) OR sources_held(NEW.into_id) OR EXISTS (
        SELECT 1 FROM sources_erasure WHERE source_id IN (NEW.merged_id, NEW.into_id)
    ) THEN
        rule := 'draftmerge_not_held';
    END IF;
    IF rule IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = rule,
            TABLE = 'sources_draftmerge', MESSAGE = 'This record is not merged into that one.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER draft_merged BEFORE INSERT ON sources_draftmerge
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_merge();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sources_draftmerge
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sources_toldapart
    FOR EACH ROW EXECUTE FUNCTION review_append_only();

-- An old save of a record that was merged would else take back what stands in the other one by now.
CREATE FUNCTION sources_refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER statement_stays BEFORE UPDATE ON sources_statement
    FOR EACH ROW WHEN (OLD.source_id <> NEW.source_id) EXECUTE FUNCTION sources_refuse_moving();
"""
RULES_BACK = """
DROP TRIGGER append_only ON sources_toldapart;
DROP TRIGGER append_only ON sources_draftmerge;
DROP FUNCTION sources_refuse_moving() CASCADE;
DROP FUNCTION sources_refuse_merge() CASCADE;
DROP FUNCTION sources_kept(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0027_twins")]

    operations = [
        migrations.RunSQL(TWINS.format(names=_NAMES), "DROP VIEW sources_twin;"),
        migrations.RunSQL(RULES, RULES_BACK),
    ]
