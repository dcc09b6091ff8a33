"""What changes in the index of incidents is numbered, and that the gazetteer was loaded anew."""

from django.db import migrations
from review.following import follow, follow_around


class Migration(migrations.Migration):
    dependencies = [("review", "0007_reindexed"), ("incidents", "0003_groups")]

    operations = [follow("incidents_publishedincident"), follow_around("incidents_place")]
