"""What the public role may read of incidents: the index of what is published, and places."""

from django.db import migrations
from review.db.operations import grant_public_reading


class Migration(migrations.Migration):
    dependencies = [("review", "0003_public_views"), ("incidents", "0001_initial")]

    operations = [grant_public_reading("incidents_publishedincident", "incidents_place")]
