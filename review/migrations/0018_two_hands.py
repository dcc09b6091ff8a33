"""Four eyes are of people who could not be each other, and of a site with two administrators."""

from django.db import migrations

# As in `rules`, but whoever could be one of those who did it counts as them.
FOUR_EYES = """
CREATE OR REPLACE FUNCTION review_refuse_own_approval(
    record uuid, person integer, decided integer
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    cleared bigint;
    submitted bigint;
    behind integer[];
BEGIN
    PERFORM 1 FROM review_review WHERE id = record FOR UPDATE;
    -- Before the first approval a discard closes the record as it stands and takes nothing back.
    SELECT coalesce(max(id), 0) INTO cleared FROM review_event
        WHERE review_id = record AND (kind = 'approved' OR kind = 'discarded' AND id > (
            SELECT min(id) FROM review_event WHERE review_id = record AND kind = 'approved'
        ));
    SELECT array_agg(by_id) INTO behind FROM review_event
        WHERE review_id = record AND id > cleared
            AND kind IN ('saved', 'put_back', 'restored', 'submitted');
    IF person = ANY (behind) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'You changed or submitted this yourself: somebody else must approve it.';
    END IF;
    IF person IN (SELECT accounts_one_hand(behind)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'two_hands',
            MESSAGE = 'One person could be behind both accounts: another administrator must first confirm that they know them.';
    END IF;
    SELECT max(id) INTO submitted FROM review_event
        WHERE review_id = record AND id > cleared AND kind = 'submitted'
            AND revision_id = decided;
    IF submitted IS NULL OR EXISTS (
        SELECT 1 FROM review_event WHERE review_id = record AND id > submitted
            AND kind IN ('saved', 'put_back', 'restored', 'returned', 'discarded')
    ) OR NOT EXISTS (
        SELECT 1 FROM review_review WHERE id = record AND head_id = decided
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'Only what was submitted, and not changed or returned since, can be approved.';
    END IF;
END $$;

CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE ON review_hiding FOR EACH ROW
    WHEN (NEW.decided_by_id IS NOT NULL)
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
# What `rules` had.
FOUR_EYES_BACK = """
DROP TRIGGER two_hands ON review_hiding;
CREATE OR REPLACE FUNCTION review_refuse_own_approval(
    record uuid, person integer, decided integer
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    cleared bigint;
    submitted bigint;
BEGIN
    PERFORM 1 FROM review_review WHERE id = record FOR UPDATE;
    SELECT coalesce(max(id), 0) INTO cleared FROM review_event
        WHERE review_id = record AND (kind = 'approved' OR kind = 'discarded' AND id > (
            SELECT min(id) FROM review_event WHERE review_id = record AND kind = 'approved'
        ));
    IF EXISTS (
        SELECT 1 FROM review_event WHERE review_id = record AND id > cleared
            AND by_id = person AND kind IN ('saved', 'put_back', 'restored', 'submitted')
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'You changed or submitted this yourself: somebody else must approve it.';
    END IF;
    SELECT max(id) INTO submitted FROM review_event
        WHERE review_id = record AND id > cleared AND kind = 'submitted'
            AND revision_id = decided;
    IF submitted IS NULL OR EXISTS (
        SELECT 1 FROM review_event WHERE review_id = record AND id > submitted
            AND kind IN ('saved', 'put_back', 'restored', 'returned', 'discarded')
    ) OR NOT EXISTS (
        SELECT 1 FROM review_review WHERE id = record AND head_id = decided
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes',
            MESSAGE = 'Only what was submitted, and not changed or returned since, can be approved.';
    END IF;
END $$;
"""

# Whoever is alone could give both rights to themselves under two names.
TWO_ADMINISTRATORS = """
CREATE FUNCTION review_require_two_administrators() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT accounts_has_two_administrators() THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'two_administrators',
            MESSAGE = 'Nothing can be published before there are two active administrators.';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER two_administrators BEFORE INSERT ON review_edition
    FOR EACH STATEMENT EXECUTE FUNCTION review_require_two_administrators();
CREATE TRIGGER two_administrators AFTER UPDATE ON review_hiding FOR EACH ROW
    WHEN (NEW.state = 'shown' AND OLD.state <> 'shown')
    EXECUTE FUNCTION review_require_two_administrators();
"""
TWO_ADMINISTRATORS_BACK = """
DROP FUNCTION review_require_two_administrators() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0017_claims_end"),
        ("accounts", "0007_rights"),
    ]

    operations = [
        migrations.RunSQL(FOUR_EYES, FOUR_EYES_BACK),
        migrations.RunSQL(TWO_ADMINISTRATORS, TWO_ADMINISTRATORS_BACK),
    ]
