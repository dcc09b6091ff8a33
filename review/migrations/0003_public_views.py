"""What the public role may read of reviews, editions and the chain."""

from django.db import migrations

from review.db.operations import grant_public_reading

VIEWS = """
CREATE VIEW review_public_record AS
    SELECT r.reference, r.kind, r.public, e.number,
        r.withdrawn_on, r.withdrawn_reason
    FROM review_review r JOIN review_edition e ON e.id = r.edition_id;

CREATE VIEW review_public_edition AS
    SELECT e.id, r.reference, r.kind, e.number, e.id = r.edition_id AS is_current,
        n.position, n.day, n.payload, n.digest, first.day AS first_day
    FROM review_edition e
    JOIN review_review r ON r.id = e.review_id AND r.public = 'current'
    JOIN review_entry n ON n.position = e.entry_id
    JOIN review_edition one ON one.review_id = e.review_id AND one.number = 1
    JOIN review_entry first ON first.position = one.entry_id;

CREATE VIEW review_public_part AS
    SELECT p.id, p.edition_id, p.position, p.path, p.salt, p.value
    FROM review_editionpart p
    JOIN review_edition e ON e.id = p.edition_id
    JOIN review_review r ON r.id = e.review_id AND r.public = 'current'
    WHERE p.path <> 'staff';
"""
VIEWS_BACK = """
DROP VIEW review_public_part;
DROP VIEW review_public_edition;
DROP VIEW review_public_record;
"""


class Migration(migrations.Migration):
    dependencies = [("review", "0002_rules")]

    operations = [
        migrations.RunSQL(VIEWS, VIEWS_BACK),
        grant_public_reading(
            "review_entry",
            "review_public_record",
            "review_public_edition",
            "review_public_part",
        ),
    ]
