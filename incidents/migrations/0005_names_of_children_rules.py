"""Who is named on what ground: a rule over a name and its victim, so neither can break it alone."""

from django.db import migrations

# The victim is locked: its outcome may be changed by somebody at the moment of the decision.
RULES = """
CREATE FUNCTION incidents_check_name(who uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    named record;
    victim record;
BEGIN
    SELECT outcome, age_group INTO victim FROM incidents_victim WHERE id = who FOR UPDATE;
    SELECT basis, safeguarded_by_id INTO named FROM incidents_withheldname
        WHERE victim_id = who AND basis <> '';
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF victim.outcome <> 'killed' AND named.basis <> 'consent' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'withheldname_living_agreed', TABLE = 'incidents_withheldname',
            MESSAGE = 'Whoever lives, or whose fate is not known, is named only by consent.';
    END IF;
    IF victim.age_group = 'child' AND named.safeguarded_by_id IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'withheldname_child_is_safeguarded', TABLE = 'incidents_withheldname',
            MESSAGE = 'A child is named only after somebody charged with safeguarding has agreed.';
    END IF;
END $$;

CREATE FUNCTION incidents_withheldname_saved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_check_name(NEW.victim_id);
    RETURN NULL;
END $$;
CREATE TRIGGER name_may_be_published AFTER INSERT OR UPDATE ON incidents_withheldname
    FOR EACH ROW EXECUTE FUNCTION incidents_withheldname_saved();

CREATE FUNCTION incidents_victim_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM incidents_check_name(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER name_may_be_published AFTER UPDATE OF outcome, age_group ON incidents_victim
    FOR EACH ROW EXECUTE FUNCTION incidents_victim_changed();
"""
RULES_BACK = """
DROP FUNCTION incidents_victim_changed() CASCADE;
DROP FUNCTION incidents_withheldname_saved() CASCADE;
DROP FUNCTION incidents_check_name(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_names_of_children")]

    operations = [migrations.RunSQL(RULES, RULES_BACK)]
