"""Nothing of an interview without consent, whoever writes; and a second person who erases.

Rows of interviews that were here before stay as they are: only what is entered or changed from now
on is asked about, and every edition from now on.
"""

from django.db import migrations

# Which purposes are consented to: the same as `Source.consent_state`.
CONSENTED = """
CREATE FUNCTION sources_is_interview(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT kind IN ('interview', 'testimony')
$$;

CREATE FUNCTION sources_withdrawn(source uuid, asked text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT NOT w.lifts FROM sources_consentwithdrawal w
        WHERE w.source_id = $1 AND w.purpose = $2 ORDER BY w.id DESC LIMIT 1
    ), false)
$$;

CREATE FUNCTION sources_consented(source uuid, asked text) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT sources_withdrawn($1, $2)
        AND EXISTS (
            SELECT 1 FROM sources_consent c
            WHERE c.source_id = $1 AND c.given_by IN ('witness', 'child')
        )
        AND NOT EXISTS (
            SELECT 1 FROM sources_consent c
            WHERE c.source_id = $1 AND to_jsonb(c) ->> $2 <> 'given'
        )
        AND (
            NOT EXISTS (
                SELECT 1 FROM sources_consent c WHERE c.source_id = $1 AND c.given_by = 'child'
            )
            OR EXISTS (
                SELECT 1 FROM sources_consent c WHERE c.source_id = $1 AND c.given_by = 'guardian'
            )
        )
$$;

CREATE FUNCTION sources_may_be_published(source uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT 1 FROM sources_source s
        WHERE s.review_id = $1 AND sources_is_interview(s.kind)
            AND NOT (
                sources_consented($1, 'keep') AND sources_consented($1, 'publish_content')
            )
    )
$$;

CREATE FUNCTION sources_erased(source uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM sources_erasure e WHERE e.source_id = $1 AND e.state = 'erased')
$$;

CREATE FUNCTION sources_held(source uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce((
        SELECT NOT h.lifts FROM sources_legalhold h
        WHERE h.source_id = $1 ORDER BY h.id DESC LIMIT 1
    ), false)
$$;
"""
CONSENTED_BACK = """
DROP FUNCTION sources_held(uuid);
DROP FUNCTION sources_erased(uuid);
DROP FUNCTION sources_may_be_published(uuid);
DROP FUNCTION sources_consented(uuid, text);
DROP FUNCTION sources_withdrawn(uuid, text);
DROP FUNCTION sources_is_interview(text);
"""

# Asked at the end of the transaction: consent and content may be entered in one.
CONTENT = """
CREATE FUNCTION sources_content(saved jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(saved)
    WHERE key IN (
        'title', 'author', 'publisher_id', 'url', 'published', 'published_note_en',
        'published_note_uk', 'accessed_on', 'licence', 'text_as_received', 'copy_held',
        'internal_note', 'standing_note_en', 'standing_note_uk', 'public_wording_en',
        'public_wording_uk', 'public_note_en', 'public_note_uk',
        'locator', 'paraphrase_en', 'paraphrase_uk', 'quotation', 'quotation_translation',
        'subject_as_written', 'subject_en', 'subject_uk', 'place_as_written', 'period',
        'verb_as_written', 'note_en', 'note_uk',
        'label_en', 'label_uk', 'as_written', 'actor_id', 'by_whom', 'why_en', 'why_uk'
    ) AND value NOT IN ('null', '""')
$$;

CREATE FUNCTION sources_holds_content(source uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM sources_source s
        WHERE s.review_id = $1 AND sources_content(to_jsonb(s)) <> '{}'
    ) OR EXISTS (
        SELECT 1 FROM sources_statement s
        WHERE s.source_id = $1 AND sources_content(to_jsonb(s)) <> '{}'
    )
$$;

CREATE FUNCTION sources_refuse_before_consent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    source uuid;
    before jsonb := '{}';
BEGIN
    IF TG_TABLE_NAME = 'sources_source' THEN
        source := NEW.review_id;
    ELSIF TG_TABLE_NAME = 'sources_statement' THEN
        source := NEW.source_id;
    ELSE
        SELECT s.source_id INTO source FROM sources_statement s WHERE s.id = NEW.statement_id;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM sources_source s WHERE s.review_id = source AND sources_is_interview(s.kind)
    ) OR sources_consented(source, 'keep') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        before := to_jsonb(OLD);
        -- What was entered as something else was entered without asking.
        IF TG_TABLE_NAME = 'sources_source' AND NOT sources_is_interview(before ->> 'kind') THEN
            before := '{}';
        END IF;
    END IF;
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME <> 'sources_source'
        OR NOT sources_content(before) @> sources_content(to_jsonb(NEW)) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_first',
            TABLE = 'sources_source',
            MESSAGE = 'Nothing of an interview is stored before consent to keep it is recorded.';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consent_first
    AFTER INSERT OR UPDATE ON sources_source DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (sources_is_interview(NEW.kind))
    EXECUTE FUNCTION sources_refuse_before_consent();
CREATE CONSTRAINT TRIGGER consent_first
    AFTER INSERT OR UPDATE ON sources_statement DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_before_consent();
CREATE CONSTRAINT TRIGGER consent_first
    AFTER INSERT OR UPDATE ON sources_hop DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_before_consent();
CREATE CONSTRAINT TRIGGER consent_first
    AFTER INSERT OR UPDATE ON sources_statementlink DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_before_consent();
CREATE CONSTRAINT TRIGGER consent_first
    AFTER INSERT OR UPDATE ON sources_quantity DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_before_consent();

CREATE FUNCTION sources_refuse_public_interview() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.access = 'public' AND sources_is_interview(OLD.kind) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'interview_never_public',
        TABLE = 'sources_source',
        MESSAGE = 'The access of an interview or a testimony is never public.';
END $$;
CREATE TRIGGER interview_never_public BEFORE INSERT OR UPDATE ON sources_source
    FOR EACH ROW WHEN (NEW.access = 'public' AND sources_is_interview(NEW.kind))
    EXECUTE FUNCTION sources_refuse_public_interview();

-- Another kind would leave all of these rules behind.
CREATE FUNCTION sources_refuse_other_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM sources_consent c WHERE c.source_id = NEW.review_id)
        OR EXISTS (SELECT 1 FROM sources_consentwithdrawal w WHERE w.source_id = NEW.review_id)
    THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'interview_stays_interview', TABLE = 'sources_source',
            MESSAGE = 'Consent is recorded for it: it stays an interview or a testimony.';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER interview_stays_interview
    AFTER UPDATE ON sources_source DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (sources_is_interview(OLD.kind) AND NOT sources_is_interview(NEW.kind))
    EXECUTE FUNCTION sources_refuse_other_kind();
"""
CONTENT_BACK = """
DROP FUNCTION sources_refuse_other_kind() CASCADE;
DROP FUNCTION sources_refuse_public_interview() CASCADE;
DROP FUNCTION sources_refuse_before_consent() CASCADE;
DROP FUNCTION sources_holds_content(uuid);
DROP FUNCTION sources_content(jsonb);
"""

CONSENT_ROWS = """
CREATE FUNCTION sources_refuse_lost_consent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF sources_holds_content(OLD.source_id) AND NOT sources_consented(OLD.source_id, 'keep') THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_carries',
            TABLE = 'sources_consent',
            MESSAGE = 'What this source holds rests on this consent.';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consent_carries
    AFTER UPDATE OR DELETE ON sources_consent DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.keep = 'given') EXECUTE FUNCTION sources_refuse_lost_consent();

-- An answer that an edition rests on is taken back by a withdrawal, which hides; not in its row.
CREATE FUNCTION sources_refuse_changed_answer() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked text;
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    source uuid := coalesce(NEW.source_id, OLD.source_id);
BEGIN
    IF NOT EXISTS (SELECT 1 FROM review_edition e WHERE e.review_id = source) THEN
        RETURN NULL;
    END IF;
    FOREACH asked IN ARRAY ARRAY['publish_content', 'publish_identity'] LOOP
        -- A new answer takes something back only where all others had agreed.
        IF coalesce(before ->> asked, 'given') = 'given'
            AND coalesce(after ->> asked, '') <> 'given'
            AND (TG_OP <> 'INSERT' OR EXISTS (
                SELECT 1 FROM sources_consent c WHERE c.source_id = source AND c.id <> NEW.id
                    AND to_jsonb(c) ->> asked = 'given'
            ))
            AND NOT sources_withdrawn(source, asked)
            AND NOT sources_consented(source, asked) THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_carries',
                TABLE = 'sources_consent', MESSAGE = 'What is published rests on this consent.';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER consent_published
    AFTER INSERT OR UPDATE OR DELETE ON sources_consent DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_changed_answer();

CREATE FUNCTION sources_refuse_after_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF sources_erased(NEW.source_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'erased_stays_empty',
            TABLE = TG_TABLE_NAME,
            MESSAGE = 'This source was erased: nothing can be entered in it any more.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erased_stays_empty BEFORE INSERT OR UPDATE ON sources_consent
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_after_erasure();
CREATE TRIGGER erased_stays_empty BEFORE INSERT OR UPDATE ON sources_interview
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_after_erasure();
CREATE TRIGGER erased_stays_empty BEFORE INSERT ON sources_consentwithdrawal
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_after_erasure();
"""
CONSENT_ROWS_BACK = """
DROP FUNCTION sources_refuse_after_erasure() CASCADE;
DROP FUNCTION sources_refuse_changed_answer() CASCADE;
DROP FUNCTION sources_refuse_lost_consent() CASCADE;
"""

# Who writes one waits for who writes another: the source's review is locked first.
FOLLOWS = """
CREATE FUNCTION sources_withdrawal_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM review_review WHERE id = NEW.source_id FOR UPDATE;
    IF NEW.lifts <> sources_withdrawn(NEW.source_id, NEW.purpose) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawal_follows',
            TABLE = TG_TABLE_NAME, MESSAGE = 'Somebody else has just recorded this.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawal_follows BEFORE INSERT ON sources_consentwithdrawal
    FOR EACH ROW EXECUTE FUNCTION sources_withdrawal_follows();

CREATE FUNCTION sources_hold_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM review_review WHERE id = NEW.source_id FOR UPDATE;
    IF NEW.lifts <> sources_held(NEW.source_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'hold_follows',
            TABLE = TG_TABLE_NAME, MESSAGE = 'Somebody else has just recorded this.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_follows BEFORE INSERT ON sources_legalhold
    FOR EACH ROW EXECUTE FUNCTION sources_hold_follows();

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sources_consentwithdrawal
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sources_legalhold
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON sources_copygone
    FOR EACH ROW EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_consentwithdrawal
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_legalhold
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_copygone
    EXECUTE FUNCTION review_append_only();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON sources_erasure
    EXECUTE FUNCTION review_append_only();
"""
FOLLOWS_BACK = """
DROP TRIGGER append_only_truncate ON sources_erasure;
DROP TRIGGER append_only_truncate ON sources_copygone;
DROP TRIGGER append_only_truncate ON sources_legalhold;
DROP TRIGGER append_only_truncate ON sources_consentwithdrawal;
DROP TRIGGER append_only ON sources_copygone;
DROP TRIGGER append_only ON sources_legalhold;
DROP TRIGGER append_only ON sources_consentwithdrawal;
DROP FUNCTION sources_hold_follows() CASCADE;
DROP FUNCTION sources_withdrawal_follows() CASCADE;
"""

ERASURE = """
CREATE FUNCTION sources_erasure_asked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'waiting' OR NOT sources_withdrawn(NEW.source_id, 'keep') THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'erasure_follows_withdrawal', TABLE = TG_TABLE_NAME,
            MESSAGE = 'Consent to keep what was said is not withdrawn.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erasure_asked BEFORE INSERT ON sources_erasure
    FOR EACH ROW EXECUTE FUNCTION sources_erasure_asked();

CREATE FUNCTION sources_erasure_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    refused text;
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR (OLD.id, OLD.source_id, OLD.by_id, OLD.at)
        IS DISTINCT FROM (NEW.id, NEW.source_id, NEW.by_id, NEW.at) THEN
        refused := 'erasure_decided_once';
    ELSE
        PERFORM 1 FROM review_review WHERE id = NEW.source_id FOR UPDATE;
        IF NEW.state = 'erased' AND sources_held(NEW.source_id) THEN
            refused := 'erasure_held';
        ELSIF (NEW.state = 'erased') <> sources_withdrawn(NEW.source_id, 'keep') THEN
            refused := 'erasure_follows_withdrawal';
        ELSIF NEW.state = 'erased' AND sources_holds_content(NEW.source_id) THEN
            refused := 'erasure_is_whole';
        END IF;
    END IF;
    IF refused IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = refused,
            TABLE = TG_TABLE_NAME, MESSAGE = 'This erasure cannot be decided so.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER erasure_decided BEFORE UPDATE OR DELETE ON sources_erasure
    FOR EACH ROW EXECUTE FUNCTION sources_erasure_decided();
"""
ERASURE_BACK = """
DROP FUNCTION sources_erasure_decided() CASCADE;
DROP FUNCTION sources_erasure_asked() CASCADE;
"""

EDITIONS = """
CREATE FUNCTION sources_refuse_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT sources_may_be_published(NEW.review_id) OR EXISTS (
        SELECT 1 FROM sources_statementlink link
        JOIN sources_statement said ON said.id = link.statement_id
        JOIN sources_statement other ON other.id = link.to_id
        WHERE said.source_id = NEW.review_id AND NOT sources_may_be_published(other.source_id)
    ) OR EXISTS (
        SELECT 1 FROM sources_actorrelation relation
        JOIN sources_statement said ON said.id = relation.statement_id
        WHERE relation.actor_id = NEW.review_id AND NOT sources_may_be_published(said.source_id)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'consent_to_publish',
            TABLE = 'sources_source',
            MESSAGE = 'Nothing of an interview is published without consent to publish it.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER published_with_consent BEFORE INSERT ON review_edition
    FOR EACH ROW EXECUTE FUNCTION sources_refuse_edition();

CREATE FUNCTION sources_hiding_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state = 'shown' AND EXISTS (
        SELECT 1 FROM sources_source s
        JOIN review_review r ON r.id = s.review_id
        WHERE s.review_id IN (SELECT w.source_id FROM sources_consentwithdrawal w)
            AND (
                sources_withdrawn(s.review_id, 'keep')
                OR sources_withdrawn(s.review_id, 'publish_content')
                OR sources_withdrawn(s.review_id, 'publish_identity')
            )
            AND (r.id = NEW.review_id OR EXISTS (
                SELECT 1 FROM review_editionpart p
                JOIN review_edition e ON e.id = p.edition_id
                WHERE e.review_id = NEW.review_id AND p.path = NEW.path
                    AND p.value LIKE '%"' || r.reference || '"%'
            ))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'withdrawn_stays_hidden',
            TABLE = 'sources_source',
            MESSAGE = 'A witness withdrew consent: it is not shown again.';
    END IF;
    IF NEW.state = 'redacted' AND NOT NEW.earlier_only AND sources_held(NEW.review_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'held_is_not_redacted',
            TABLE = 'sources_source',
            MESSAGE = 'A legal hold forbids to delete anything of this source.';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawn_stays_hidden BEFORE UPDATE ON review_hiding
    FOR EACH ROW EXECUTE FUNCTION sources_hiding_decided();
CREATE TRIGGER held_is_not_redacted BEFORE INSERT ON review_hiding
    FOR EACH ROW WHEN (NEW.state = 'redacted') EXECUTE FUNCTION sources_hiding_decided();
"""
EDITIONS_BACK = """
DROP FUNCTION sources_hiding_decided() CASCADE;
DROP FUNCTION sources_refuse_edition() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0020_consent"),
        ("review", "0023_erased_records"),
    ]

    operations = [
        migrations.RunSQL(CONSENTED, CONSENTED_BACK),
        migrations.RunSQL(CONTENT, CONTENT_BACK),
        migrations.RunSQL(CONSENT_ROWS, CONSENT_ROWS_BACK),
        migrations.RunSQL(FOLLOWS, FOLLOWS_BACK),
        migrations.RunSQL(ERASURE, ERASURE_BACK),
        migrations.RunSQL(EDITIONS, EDITIONS_BACK),
    ]
