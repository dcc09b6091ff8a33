"""What the map that can be moved says of a number: words of lists, for the browser to fill in."""

import json

from django.utils.translation import gettext as _
from sources.vocabulary import Qualifier


def popup_words() -> str:
    """As JSON. The file that the map reads is the same in every language, so it has no words."""
    return json.dumps(
        {
            "killed": _("Killed"),
            "inferred": _("inferred by us"),
            "not_stated": _("not stated"),
            "not_settled": _("number not settled: %s"),
            "differ": _("statements differ: %s"),
            "at_least": _("at least %s"),
            "at_most": _("at most %s"),
            "best": _("%(best)s (%(range)s)"),
            "given": _("%(figure)s (%(who)s)"),
            "qualifiers": {key: str(label) for key, label in Qualifier.choices},
        }
    )
