"""An exact name finds an actor as names are compared; `rebuild_published` writes the same."""

import django.contrib.postgres.fields
from django.db import migrations, models

# They are case-folded already. In the order of their letters' numbers, as the code sorts them.
COMPARED = """
UPDATE sources_publishedactor SET names = ARRAY(
    SELECT DISTINCT review_compared(name) COLLATE "C" FROM unnest(names) AS name ORDER BY 1
);
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0016_compared")]

    operations = [
        migrations.AlterField(
            model_name="publishedactor",
            name="names",
            field=django.contrib.postgres.fields.ArrayField(base_field=models.TextField()),
        ),
        migrations.RunSQL(COMPARED, migrations.RunSQL.noop),
    ]
