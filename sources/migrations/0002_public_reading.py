"""What the public role may read of sources: the index of what is published."""

from django.db import migrations
from review.db.operations import grant_public_reading


class Migration(migrations.Migration):
    dependencies = [("review", "0003_public_views"), ("sources", "0001_initial")]

    operations = [
        grant_public_reading(
            "sources_publishedactor", "sources_publishedsource", "sources_publishedstatement"
        )
    ]
