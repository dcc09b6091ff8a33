"""A source cannot tell what happened after it was published, whichever of the two is changed."""

from django.db import migrations

# Asked at the end of the transaction: both dates may be changed in it. One day is allowed, since a
# source carries the day of where it appeared.
RULE = """
CREATE FUNCTION sources_refuse_foretelling() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told_by uuid;
    told uuid;
BEGIN
    IF TG_TABLE_NAME = 'sources_source' THEN
        told_by := NEW.review_id;
    ELSE
        told_by := NEW.source_id;
        told := NEW.id;
    END IF;
    IF EXISTS (
        SELECT 1 FROM sources_statement statement
        JOIN sources_source source ON source.review_id = statement.source_id
        WHERE source.review_id = told_by AND statement.kind <> 'assessment'
            AND statement.period_earliest > source.published_latest + 1
            AND (told IS NULL OR statement.id = told)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'statement_tells_what_was', TABLE = 'sources_statement',
            MESSAGE = 'A source cannot tell what happened after it was published.';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER statement_tells_what_was
    AFTER INSERT OR UPDATE ON sources_statement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_foretelling();
CREATE CONSTRAINT TRIGGER statement_tells_what_was
    AFTER UPDATE ON sources_source DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.published_latest IS DISTINCT FROM NEW.published_latest)
    EXECUTE FUNCTION sources_refuse_foretelling();
"""
RULE_BACK = """
DROP FUNCTION sources_refuse_foretelling() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0013_graphic_wording")]

    operations = [migrations.RunSQL(RULE, RULE_BACK)]
