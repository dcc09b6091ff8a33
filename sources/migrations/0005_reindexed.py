"""What changes in the index of sources, statements and actors is numbered."""

from django.db import migrations
from review.db.triggers import follow


class Migration(migrations.Migration):
    dependencies = [("review", "0011_reindexed"), ("sources", "0004_ukrainian_names")]

    operations = [
        follow("sources_publishedactor", "sources_publishedsource", "sources_publishedstatement")
    ]
