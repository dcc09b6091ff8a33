"""A tag that is retired is put on no record."""

from django.db import migrations

RETIRED = """
CREATE FUNCTION review_refuse_retired_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM review_tag WHERE id = NEW.tag_id AND is_retired) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'tag_stands',
            MESSAGE = 'This tag is retired: bring it back first.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER tag_stands BEFORE INSERT OR UPDATE ON review_tagged FOR EACH ROW
    EXECUTE FUNCTION review_refuse_retired_tag();
"""
RETIRED_BACK = """
DROP FUNCTION review_refuse_retired_tag() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0042_tags"),
    ]

    operations = [migrations.RunSQL(RETIRED, RETIRED_BACK)]
