"""What changes in the index of incidents is numbered, and that the gazetteer was loaded anew."""

from django.db import migrations
from review.db.triggers import follow, follow_around


class Migration(migrations.Migration):
    dependencies = [("review", "0011_reindexed"), ("incidents", "0009_published_links")]

    operations = [follow("incidents_publishedincident"), follow_around("incidents_place")]
