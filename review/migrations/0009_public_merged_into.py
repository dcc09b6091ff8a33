"""The public learns to which record the address of a merged one leads."""

from django.db import migrations

from review.db.operations import grant_public_reading

VIEW = """
CREATE OR REPLACE VIEW review_public_record AS
    SELECT r.reference, r.kind, r.public, e.number,
        r.withdrawn_on, r.withdrawn_reason, i.reference AS merged_into_id
    FROM review_review r JOIN review_edition e ON e.id = r.edition_id
    LEFT JOIN review_review i ON i.id = r.merged_into_id;
"""
# A view loses a column only by being made anew, and with it what was granted.
VIEW_BACK = """
DROP VIEW review_public_record;
CREATE VIEW review_public_record AS
    SELECT r.reference, r.kind, r.public, e.number,
        r.withdrawn_on, r.withdrawn_reason
    FROM review_review r JOIN review_edition e ON e.id = r.edition_id;
"""
GRANT = grant_public_reading("review_public_record")


class Migration(migrations.Migration):
    dependencies = [("review", "0008_merged_into")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, GRANT.code),
        migrations.RunSQL(VIEW, VIEW_BACK),
    ]
