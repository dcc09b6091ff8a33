"""A hiding covers the editions that it names, and no later ones."""

from django.db import migrations, models

VIEW = """
CREATE OR REPLACE VIEW review_public_part AS
    SELECT p.id, p.edition_id, p.position, p.path, p.salt, p.value
    FROM review_editionpart p
    JOIN review_edition e ON e.id = p.edition_id
    JOIN review_review r ON r.id = e.review_id AND r.public = 'current'
    WHERE p.path <> 'staff' AND NOT EXISTS (
        SELECT FROM review_hiding h
        WHERE h.review_id = e.review_id AND h.path = p.path AND h.state = 'hidden'
            AND h.blanks ? e.number::text
    );
"""
VIEW_BACK = """
CREATE OR REPLACE VIEW review_public_part AS
    SELECT p.id, p.edition_id, p.position, p.path, p.salt, p.value
    FROM review_editionpart p
    JOIN review_edition e ON e.id = p.edition_id
    JOIN review_review r ON r.id = e.review_id AND r.public = 'current'
    WHERE p.path <> 'staff' AND NOT EXISTS (
        SELECT FROM review_hiding h
        WHERE h.review_id = e.review_id AND h.path = p.path AND h.state = 'hidden'
    );
"""

RULES = """
CREATE OR REPLACE FUNCTION review_hiding_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'hidden' AND NEW.state <> 'hidden'
        AND (OLD.id, OLD.review_id, OLD.path, OLD.blanks, OLD.reason, OLD.hidden_on, OLD.by_id,
            OLD.at, OLD.comment{old})
        IS NOT DISTINCT FROM (NEW.id, NEW.review_id, NEW.path, NEW.blanks, NEW.reason,
            NEW.hidden_on, NEW.by_id, NEW.at, NEW.comment{new}) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'hiding_decided_once',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'A hidden part is decided about once, and what was decided stays.';
END $$;
"""

# Else one of two would show what the other one hides.
OVERLAPS = """
CREATE FUNCTION review_hiding_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM review_hiding
        WHERE review_id = NEW.review_id AND path = NEW.path AND state = 'hidden'
            AND blanks ?| ARRAY(SELECT jsonb_object_keys(NEW.blanks))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'hiding_overlaps',
            TABLE = TG_TABLE_NAME, MESSAGE = 'This part is hidden already.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hiding_overlaps BEFORE INSERT ON review_hiding
    FOR EACH ROW EXECUTE FUNCTION review_hiding_insert();
"""
OVERLAPS_BACK = """
DROP FUNCTION review_hiding_insert() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0013_saves_are_kept")]

    operations = [
        migrations.RemoveConstraint("hiding", "hiding_once"),
        migrations.AddField("hiding", "earlier_only", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "hiding",
            models.UniqueConstraint(
                condition=models.Q(state="hidden", earlier_only=False),
                fields=["review", "path"],
                name="hiding_once",
                violation_error_message="This part is hidden already.",
            ),
        ),
        migrations.RunSQL(VIEW, VIEW_BACK),
        migrations.RunSQL(
            RULES.format(old=", OLD.earlier_only", new=", NEW.earlier_only"),
            RULES.format(old="", new=""),
        ),
        migrations.RunSQL(OVERLAPS, OVERLAPS_BACK),
    ]
