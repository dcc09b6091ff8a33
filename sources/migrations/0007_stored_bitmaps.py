"""Bitmaps of lists are stored, and go with whatever is taken from the public: they still tell it."""

from django.db import migrations, models
from review.db.operations import grant_public_reading

# Under the chain's lock, so that who writes them has either written or waits until this commits.
FORGET = """
CREATE FUNCTION sources_forget_bitmaps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM review_lock_chain();
    DELETE FROM sources_storedbitmaps;
    RETURN NULL;
END $$;

-- Rows that a later edition replaces were no secret: the edition that they are of stays public.
CREATE FUNCTION sources_forget_bitmaps_of_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM gone WHERE NOT EXISTS (
            SELECT FROM review_entry later
            WHERE later.reference = gone.reference AND later.position > gone.position
                AND later.kind = 'edition'
        )
    ) THEN
        PERFORM review_lock_chain();
        DELETE FROM sources_storedbitmaps;
    END IF;
    RETURN NULL;
END $$;

-- They do not get smaller by being packed again.
ALTER TABLE sources_storedbitmaps ALTER COLUMN content SET STORAGE EXTERNAL;

-- A withdrawal, hiding, redaction or merge; also whatever kind of entry comes to be.
CREATE TRIGGER bitmaps_forgotten AFTER INSERT ON review_entry
    FOR EACH ROW WHEN (NEW.kind <> 'edition') EXECUTE FUNCTION sources_forget_bitmaps();

-- A source that becomes confidential: its earlier editions are shown no more.
CREATE TRIGGER bitmaps_forgotten AFTER INSERT ON sources_publishedsource
    FOR EACH ROW WHEN (NOT NEW.is_listed AND NEW.edition > 1)
    EXECUTE FUNCTION sources_forget_bitmaps();
"""
FORGET_BACK = """
DROP TRIGGER bitmaps_forgotten ON sources_publishedsource;
DROP TRIGGER bitmaps_forgotten ON review_entry;
DROP FUNCTION sources_forget_bitmaps_of_gone();
DROP FUNCTION sources_forget_bitmaps();
"""
GONE = """
CREATE TRIGGER bitmaps_forgotten_gone AFTER DELETE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION sources_forget_bitmaps_of_gone();
CREATE TRIGGER bitmaps_forgotten_before AFTER UPDATE ON {table} REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION sources_forget_bitmaps_of_gone();
"""
GONE_BACK = """
DROP TRIGGER bitmaps_forgotten_gone ON {table};
DROP TRIGGER bitmaps_forgotten_before ON {table};
"""
TABLES = ("sources_publishedactor", "sources_publishedsource", "sources_publishedstatement")


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0014_hidings_of_editions"),
        ("sources", "0006_protected_person_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredBitmaps",
            fields=[
                ("name", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("made_as", models.CharField(max_length=80)),
                ("reindexed", models.PositiveBigIntegerField()),
                ("position", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(FORGET, FORGET_BACK),
        migrations.RunSQL(
            "".join(GONE.format(table=table) for table in TABLES),
            "".join(GONE_BACK.format(table=table) for table in TABLES),
        ),
        grant_public_reading("sources_storedbitmaps"),
    ]
