"""The index knows names in Ukrainian, and their order."""

from typing import Any

from django.db import migrations, models

from sources.alphabet import ukrainian_order


def fill(apps: Any, schema_editor: Any) -> None:
    """From the names of actors that are public; `rebuild_published` fills it from the editions."""
    actors = apps.get_model("sources", "PublishedActor").objects.all()
    sources = apps.get_model("sources", "PublishedSource").objects
    for actor in actors.iterator():
        order = ukrainian_order(actor.name_uk or actor.name_en)
        actors.filter(pk=actor.pk).update(ukrainian_order=order)
        sources.filter(publisher=actor.pk).update(publisher_name_uk=actor.name_uk)


class Migration(migrations.Migration):
    dependencies = [("sources", "0003_published_origin")]

    operations = [
        migrations.AddField(
            model_name="publishedactor",
            name="ukrainian_order",
            field=models.TextField(db_collation="C", default=""),
        ),
        migrations.AddField(
            model_name="publishedsource",
            name="publisher_name_uk",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
