"""Every change of the published index is numbered, for those who keep something of it."""

from django.db import migrations, models

from review.db.operations import grant_public_reading

# Since `public_role_does_less` the lock is another one.
# Under the chain's lock, which lasts to the end of the transaction, numbers are committed in the
# order in which they are given: who has seen one has seen all before it.
FUNCTIONS = """
CREATE FUNCTION review_reindexed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM pg_advisory_xact_lock(4157417354);
        INSERT INTO review_reindexed (position, reference, number)
            SELECT DISTINCT ON (position) position, reference,
                1 + (SELECT coalesce(max(number), 0) FROM review_reindexed)
            FROM changed
        ON CONFLICT (position)
            DO UPDATE SET reference = excluded.reference, number = excluded.number;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION review_reindexed_around() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4157417354);
    INSERT INTO review_reindexed (position, reference, number)
        SELECT 0, '', 1 + coalesce(max(number), 0) FROM review_reindexed
    ON CONFLICT (position) DO UPDATE SET number = excluded.number;
    RETURN NULL;
END $$;
"""
FUNCTIONS_BACK = """
DROP FUNCTION review_reindexed_around();
DROP FUNCTION review_reindexed();
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0010_names_people_see")]

    operations = [
        migrations.CreateModel(
            name="Reindexed",
            fields=[
                ("position", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(blank=True, max_length=7)),
                ("number", models.PositiveBigIntegerField(db_index=True)),
            ],
            options={"ordering": ["number", "position"]},
        ),
        migrations.RunSQL(FUNCTIONS, FUNCTIONS_BACK),
        grant_public_reading("review_reindexed"),
    ]
