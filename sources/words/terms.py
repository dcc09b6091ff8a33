"""The terms of every vocabulary, in words."""

from types import ModuleType

from django.db.models import Choices
from django.utils.translation import gettext as _
from review.languages import cache_per_language

# By the name of its class, which is one of a kind over all apps.
VOCABULARIES: dict[str, type[Choices]] = {}


def register(module: ModuleType) -> None:
    """Every vocabulary that the module defines; an app does this for its own when it is ready."""
    for name, one in vars(module).items():
        if not (isinstance(one, type) and issubclass(one, Choices)):
            continue
        if one.__module__ == module.__name__ and VOCABULARIES.setdefault(name, one) is not one:
            raise ValueError(f"There are two vocabularies called {name}.")


@cache_per_language
def term(value: str, name: str) -> str:
    """The words of a term of the vocabulary `name`; a term that is gone stays as it is."""
    if not value:
        return _("not stated")
    try:
        return str(VOCABULARIES[name](value).label)
    except ValueError:
        return value


def terms(values: list[str], name: str) -> str:
    return ", ".join(term(value, name) for value in values) or _("not stated")
