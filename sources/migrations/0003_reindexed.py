"""What changes in the index of sources, statements and actors is numbered."""

from django.db import migrations
from review.following import follow


class Migration(migrations.Migration):
    dependencies = [("review", "0007_reindexed"), ("sources", "0002_public_reading")]

    operations = [
        follow("sources_publishedactor", "sources_publishedsource", "sources_publishedstatement")
    ]
