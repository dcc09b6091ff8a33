"""Rows of before know the last entry of their record; `rebuild_published` would say the same."""

from django.db import migrations

TABLES = [
    ("incidents_publishedincident", "incident"),
]
FILL = """
UPDATE {table} AS published
SET last_entry = last.position, last_entry_on = last.day
FROM (
    SELECT DISTINCT ON (reference) reference, position, day
    FROM review_entry
    WHERE record_kind = '{kind}'
    ORDER BY reference, position DESC
) AS last
WHERE last.reference = published.reference
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0014_last_entry"), ("review", "0014_hidings_of_editions")]

    operations = [
        migrations.RunSQL(FILL.format(table=table, kind=kind), migrations.RunSQL.noop)
        for table, kind in TABLES
    ]
