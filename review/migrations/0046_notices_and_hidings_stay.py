"""A notice stays as it was but for being read; the words of a hiding go with a redaction alone."""

from django.db import migrations, models

NOTICES = """
CREATE TRIGGER append_only BEFORE DELETE ON review_notice
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON review_notice
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER notice_is_read BEFORE UPDATE ON review_notice FOR EACH ROW
    WHEN (
        (NEW.id, NEW.person_id, NEW.event_id) IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.event_id)
        OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)
    )
    EXECUTE FUNCTION review_append_only();
"""
NOTICES_BACK = """
DROP TRIGGER notice_is_read ON review_notice;
DROP TRIGGER append_only_truncate ON review_notice;
DROP TRIGGER append_only ON review_notice;
"""

# Who decides is asked where that changes, and not again where only words go.
HIDINGS = """
CREATE OR REPLACE FUNCTION review_hiding_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.state = 'hidden' AND NEW.state <> 'hidden'
        AND (OLD.id, OLD.review_id, OLD.path, OLD.blanks, OLD.reason, OLD.hidden_on, OLD.by_id,
            OLD.at, OLD.comment, OLD.earlier_only)
        IS NOT DISTINCT FROM (NEW.id, NEW.review_id, NEW.path, NEW.blanks, NEW.reason,
            NEW.hidden_on, NEW.by_id, NEW.at, NEW.comment, NEW.earlier_only) THEN
        RETURN NEW;
    END IF;
    {words}
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'hiding_decided_once',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'A hidden part is decided about once, and what was decided stays.';
END $$;
DROP TRIGGER two_hands ON review_hiding;
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE{of} ON review_hiding FOR EACH ROW
    WHEN (NEW.decided_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
WORDS = """
    IF TG_OP = 'UPDATE' AND NEW.comment = '…'
        AND to_jsonb(NEW) - 'comment' = to_jsonb(OLD) - 'comment' THEN
        RETURN NEW;
    END IF;
"""
WORDS_GO = """
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON review_hiding
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.comment IS DISTINCT FROM OLD.comment)
    EXECUTE FUNCTION review_save_changed();
"""
WORDS_GO_BACK = "DROP TRIGGER save_needs_redaction ON review_hiding;"

ONCE = "You have a filter of this name for this list already."


def once(*more: models.F) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        models.F("owner"),
        models.F("list"),
        models.Func(models.F("name"), function="review_compared", output_field=models.TextField()),
        *more,
        name="savedfilter_name_once",
        violation_error_message=ONCE,
    )


class Migration(migrations.Migration):
    dependencies = [("review", "0045_rows_chosen_in_bulk")]

    operations = [
        migrations.RunSQL(NOTICES, NOTICES_BACK),
        migrations.RunSQL(
            HIDINGS.format(words=WORDS, of=" OF by_id, decided_by_id, state"),
            HIDINGS.format(words="", of=""),
        ),
        migrations.RunSQL(WORDS_GO, WORDS_GO_BACK),
        migrations.RemoveConstraint("savedfilter", "savedfilter_name_once"),
        migrations.AddConstraint("savedfilter", once(models.F("is_shared"))),
    ]
