"""The public reads no hidden part, and learns on which day and why something was removed."""

from django.db import migrations

from review.db.operations import grant_public_reading

PARTS = """
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
PARTS_BACK = """
CREATE OR REPLACE VIEW review_public_part AS
    SELECT p.id, p.edition_id, p.position, p.path, p.salt, p.value
    FROM review_editionpart p
    JOIN review_edition e ON e.id = p.edition_id
    JOIN review_review r ON r.id = e.review_id AND r.public = 'current'
    WHERE p.path <> 'staff';
"""

# Not whether it was redacted already: to the public hidden and redacted are the same.
REMOVALS = """
CREATE VIEW review_public_removal AS
    SELECT h.id || '.' || e.id AS id, e.id AS edition_id, h.path,
        h.blanks -> e.number::text AS blank, h.hidden_on AS removed_on, h.reason
    FROM review_hiding h
    JOIN review_review r ON r.id = h.review_id AND r.public = 'current'
    JOIN review_edition e ON e.review_id = h.review_id AND h.blanks ? e.number::text
    WHERE h.state <> 'shown';
"""
REMOVALS_BACK = """
DROP VIEW review_public_removal;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0005_hiding_rules")]

    operations = [
        migrations.RunSQL(PARTS, PARTS_BACK),
        migrations.RunSQL(REMOVALS, REMOVALS_BACK),
        grant_public_reading("review_public_removal"),
    ]
