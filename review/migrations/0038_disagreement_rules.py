"""Who says what in a disagreement, who decides it, and that nothing is approved while one is open."""

from django.db import migrations

# Whoever could be one of those who hold a position or worked on the record counts as them.
RULES = """
CREATE FUNCTION review_refuse_in_disagreement(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'disagreement_by_two',
        MESSAGE = sentence;
END $$;

CREATE FUNCTION review_disagreement_open(opened bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM review_event WHERE answers_id = opened AND kind IN ('ruled', 'agreed')
    )
$$;

-- Those who hold a position, and those who worked on what waits.
CREATE FUNCTION review_behind_disagreement(opened review_event)
RETURNS integer[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    cleared bigint;
    behind integer[];
BEGIN
    SELECT coalesce(max(id), 0) INTO cleared FROM review_event
        WHERE review_id = opened.review_id AND (kind = 'approved' OR kind = 'discarded' AND id > (
            SELECT min(id) FROM review_event
            WHERE review_id = opened.review_id AND kind = 'approved'
        ));
    SELECT array_agg(by_id) INTO behind FROM review_event
        WHERE id = opened.id OR answers_id = opened.id AND kind = 'position'
            OR review_id = opened.review_id AND id > cleared
                AND kind IN ('saved', 'put_back', 'restored', 'submitted');
    RETURN behind;
END $$;

CREATE FUNCTION review_refuse_own_ruling(opened review_event, person integer)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    behind integer[] := review_behind_disagreement(opened);
BEGIN
    IF person = ANY (behind) THEN
        PERFORM review_refuse_in_disagreement(
            'Whoever holds a position or worked on the record does not decide between them.');
    END IF;
    IF person IN (SELECT accounts_one_hand(behind)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'two_hands',
            MESSAGE = 'One person could be behind both accounts: another administrator must first confirm that they know them.';
    END IF;
END $$;

CREATE FUNCTION review_keep_disagreement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    opened review_event;
    decides integer;
BEGIN
    PERFORM 1 FROM review_review WHERE id = NEW.review_id FOR UPDATE;
    IF NEW.kind = 'disagreed' THEN
        IF EXISTS (
            SELECT 1 FROM review_event WHERE review_id = NEW.review_id AND line = NEW.line
                AND kind = 'disagreed' AND review_disagreement_open(id)
        ) THEN
            PERFORM review_refuse_in_disagreement(
                'A disagreement about this line is open already: say there what you would put.');
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO opened FROM review_event WHERE id = NEW.answers_id;
    IF NEW.kind IN ('commented', 'resolved') THEN
        IF opened.kind <> 'commented' THEN
            PERFORM review_refuse_in_disagreement(
                'A disagreement is not answered: say what you would put, and why.');
        END IF;
        IF NEW.kind = 'commented' AND EXISTS (
            SELECT 1 FROM review_event WHERE answers_id = opened.id AND kind = 'resolved'
        ) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'comment_thread',
                MESSAGE = 'Whoever asked has said that it is answered.';
        END IF;
        RETURN NEW;
    END IF;
    IF opened.kind <> 'disagreed' THEN
        PERFORM review_refuse_in_disagreement('This belongs to a disagreement.');
    END IF;
    IF NOT review_disagreement_open(opened.id) THEN
        PERFORM review_refuse_in_disagreement('This disagreement is over already.');
    END IF;
    SELECT to_id INTO decides FROM review_event
        WHERE answers_id = opened.id AND kind = 'named' ORDER BY id DESC LIMIT 1;
    IF NEW.kind = 'position' AND NEW.by_id IN (SELECT accounts_one_hand(ARRAY[decides])) THEN
        PERFORM review_refuse_in_disagreement(
            'Whoever decides holds no position: name somebody else to decide first.');
    END IF;
    IF NEW.kind = 'named' AND NEW.to_id IS NOT NULL THEN
        PERFORM review_refuse_own_ruling(opened, NEW.to_id);
    END IF;
    IF NEW.kind = 'agreed' AND NEW.by_id <> opened.by_id
        AND EXISTS (SELECT 1 FROM auth_user WHERE id = opened.by_id AND is_active) THEN
        PERFORM review_refuse_in_disagreement('Whoever disagreed says that they no longer do.');
    END IF;
    IF NEW.kind = 'ruled' THEN
        IF NEW.by_id IS DISTINCT FROM decides THEN
            PERFORM review_refuse_in_disagreement('Only the colleague who was named decides.');
        END IF;
        PERFORM review_refuse_own_ruling(opened, NEW.by_id);
        IF NOT EXISTS (
            SELECT 1 FROM review_event WHERE answers_id = opened.id AND kind = 'position'
                AND by_id <> opened.by_id
        ) THEN
            PERFORM review_refuse_in_disagreement(
                'Two people must first say what they would put.');
        END IF;
        IF NEW.chosen_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM review_event WHERE id = NEW.chosen_id
                AND (id = opened.id OR answers_id = opened.id AND kind = 'position')
        ) THEN
            PERFORM review_refuse_in_disagreement('Choose a position of this disagreement.');
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disagreement_by_two BEFORE INSERT ON review_event FOR EACH ROW
    WHEN (NEW.kind = 'disagreed' OR NEW.answers_id IS NOT NULL)
    EXECUTE FUNCTION review_keep_disagreement();

CREATE FUNCTION review_refuse_while_disagreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM review_review WHERE id = NEW.review_id FOR UPDATE;
    IF EXISTS (
        SELECT 1 FROM review_event WHERE review_id = NEW.review_id
            AND kind = 'disagreed' AND review_disagreement_open(id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'disagreement_open',
            MESSAGE = 'A disagreement about a line is open: it must be decided first.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER disagreement_open BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION review_refuse_while_disagreed();

CREATE INDEX review_event_disagreed ON review_event (review_id) WHERE kind = 'disagreed';
"""
RULES_BACK = """
DROP INDEX review_event_disagreed;
DROP FUNCTION review_refuse_while_disagreed() CASCADE;
DROP FUNCTION review_keep_disagreement() CASCADE;
DROP FUNCTION review_refuse_own_ruling(review_event, integer);
DROP FUNCTION review_behind_disagreement(review_event);
DROP FUNCTION review_disagreement_open(bigint);
DROP FUNCTION review_refuse_in_disagreement(text);
"""

# As `words_may_go` had it, and what somebody would put is words of theirs, too.
WORDS = """
CREATE OR REPLACE FUNCTION review_words_removed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := ARRAY['comment', 'comment_removed'{put}];
BEGIN
    IF OLD.comment <> '' AND NEW.comment = ''
        AND coalesce((to_jsonb(NEW) ->> 'comment_removed')::boolean, true){is_empty}
        AND to_jsonb(NEW) - words = to_jsonb(OLD) - words THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'append_only',
        TABLE = TG_TABLE_NAME,
        MESSAGE = 'What was recorded here is never changed or deleted: add something new instead.';
END $$;
"""
EMPTY = """
        AND coalesce(to_jsonb(NEW) ->> 'put', '') = ''"""


class Migration(migrations.Migration):
    dependencies = [("review", "0037_disagreements")]

    operations = [
        migrations.RunSQL(RULES, RULES_BACK),
        migrations.RunSQL(
            WORDS.format(put=", 'put'", is_empty=EMPTY), WORDS.format(put="", is_empty="")
        ),
    ]
