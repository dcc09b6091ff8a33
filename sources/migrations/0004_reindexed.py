"""What changes in the index of sources, statements and actors is numbered."""

from django.db import migrations
from review.following import follow


class Migration(migrations.Migration):
    dependencies = [("review", "0010_reindexed"), ("sources", "0003_published_origin")]

    operations = [
        follow("sources_publishedactor", "sources_publishedsource", "sources_publishedstatement")
    ]
