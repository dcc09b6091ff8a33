"""An answer stands at a question of its own record, and whoever asked says that it is answered."""

from django.db import migrations

THREAD = """
CREATE FUNCTION review_refuse_strange_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked review_event%ROWTYPE;
BEGIN
    SELECT * INTO asked FROM review_event WHERE id = NEW.answers_id;
    IF asked.review_id IS DISTINCT FROM NEW.review_id OR asked.line = '' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_thread',
            MESSAGE = 'An answer stands at a question about the same record.';
    END IF;
    -- Of somebody who left, anybody may say it.
    IF NEW.kind = 'resolved' AND asked.by_id <> NEW.by_id
        AND EXISTS (SELECT 1 FROM auth_user WHERE id = asked.by_id AND is_active) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_thread',
            MESSAGE = 'Whoever asked says whether it is answered.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER comment_thread BEFORE INSERT ON review_event FOR EACH ROW
    WHEN (NEW.answers_id IS NOT NULL)
    EXECUTE FUNCTION review_refuse_strange_answer();
"""
THREAD_BACK = """
DROP FUNCTION review_refuse_strange_answer() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0029_questions"),
    ]

    operations = [migrations.RunSQL(THREAD, THREAD_BACK)]
