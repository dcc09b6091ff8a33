"""A source that is limited to a group is not published as one that everybody may read."""

from django.db import migrations

RULE = """
CREATE FUNCTION sources_refuse_limited() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM review_limit WHERE review_id = NEW.review_id) AND EXISTS (
        SELECT 1 FROM sources_source WHERE review_id = NEW.review_id AND access = 'public'
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'source_limited_is_kept', TABLE = 'sources_source',
            MESSAGE = 'A source that is limited to a group is restricted or confidential.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER source_limited_is_kept BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_limited();
"""
RULE_BACK = """
DROP FUNCTION sources_refuse_limited() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0018_who_sees_what"), ("review", "0019_who_sees_what")]

    operations = [migrations.RunSQL(RULE, RULE_BACK)]
