"""What a witness said is not typed at the desk either before they agreed that it be kept."""

from django.db import migrations

RULE = """
CREATE FUNCTION incidents_refuse_typing_before_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- To throw it away or to pass it on writes nothing anew.
    IF TG_OP = 'UPDATE' AND NEW.typed = OLD.typed
        AND NEW.source_id IS NOT DISTINCT FROM OLD.source_id THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT 1 FROM sources_source
        WHERE review_id = NEW.source_id AND kind IN ('interview', 'testimony')
            AND NOT sources_consented(NEW.source_id, 'keep')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_first',
            TABLE = 'incidents_deskreport',
            MESSAGE = 'Nothing of an interview is stored before consent to keep it is recorded.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_first BEFORE INSERT OR UPDATE ON incidents_deskreport
    FOR EACH ROW WHEN (NEW.typed <> '{}')
    EXECUTE FUNCTION incidents_refuse_typing_before_consent();
"""
RULE_BACK = """
DROP FUNCTION incidents_refuse_typing_before_consent() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0027_desk_reports")]

    operations = [migrations.RunSQL(RULE, RULE_BACK)]
