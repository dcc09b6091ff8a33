"""The index knows names in Ukrainian, and their order."""

import re
import unicodedata
from typing import Any

from django.db import migrations, models

_APOSTROPHES = re.compile("['’‘ʼʹ′`´\"”“″ˈ]")
_NOT_A_WORD = re.compile(r"[\W_]+")

# The Ukrainian alphabet, with the Russian and Belarusian letters where they would stand.
_ALPHABET = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
_ORDER = str.maketrans({letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)})
_LATIN_LAST = str.maketrans(
    {chr(code): chr(code + 0x100) for code in range(ord("a"), ord("z") + 1)}
)


def ukrainian_order(name: str) -> str:
    """A key whose order byte by byte is that of the Ukrainian alphabet; Latin names come last.

    Needed because the server may know no Ukrainian collation.
    """
    bare = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name.lower()))
    return _NOT_A_WORD.sub(" ", bare).strip().translate(_LATIN_LAST).translate(_ORDER)


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
