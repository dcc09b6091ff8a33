"""Several values of one filter: any of those that are wanted, and none of those left out.

`kind=a&kind=b` finds what has the one or the other, `kind=!c` what does not have it.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Stands before a value that is left out. No code, reference or name begins with it.
NOT = "!"
MOST_VALUES = 20
# What is nearly so called is looked for by likeness, which is slow: not for whatever is typed.
MOST_REFUSED = 3


def not_in_words(value: str) -> str:
    return _("not “%s”") % value


class Chosen(NamedTuple):
    """A value that is asked for, and the ways in which the address says so."""

    value: Any
    is_left_out: bool
    asked: list[str]


class Chosens(tuple[Chosen, ...]):
    """What is asked of one filter; nothing is falsy."""

    __slots__ = ()

    @property
    def wanted(self) -> list[Any]:
        return [one.value for one in self if not one.is_left_out]

    @property
    def left_out(self) -> list[Any]:
        return [one.value for one in self if one.is_left_out]

    @property
    def without_wanted(self) -> "Chosens":
        return Chosens(one for one in self if one.is_left_out)

    def takes(self, value: Any) -> bool:
        """Of what has one value: whether it is found."""
        return (not self.wanted or value in self.wanted) and value not in self.left_out

    def keys(self, key: Callable[[Any], str]) -> "Chosens":
        """The same with what columns hold instead of the values."""
        return Chosens(one._replace(value=key(one.value)) for one in self)

    def asked(self, wanted: Callable[[Any], bool]) -> list[str]:
        """How the address says what is left out, and those of the wanted that are meant."""
        return [one.asked[0] for one in self if one.is_left_out or wanted(one.value)]


ANY = Chosens()


class AllOfThem(forms.TextInput):
    """Every value that is given for a name."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, ()))


class SeveralField(forms.Field):
    """Values of which each is one of a field: `one` makes that field."""

    widget = AllOfThem

    def __init__(self, *, one: Callable[[], forms.Field], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = one()

    @property
    def choices(self) -> Any:
        """Those of a vocabulary; nothing where anything can be typed."""
        return getattr(self.one, "choices", ())

    def clean(self, value: Any) -> Chosens:
        given = [text for text in value if text.strip().removeprefix(NOT).strip()]
        if len(given) > MOST_VALUES:
            raise ValidationError(
                _("A filter takes at most %(most)s values: choose fewer."),
                params={"most": MOST_VALUES},
            )
        return joined(self._cleaned(given))

    def _cleaned(self, given: Iterable[str]) -> list[Chosen]:
        found, errors = [], []
        for text in given:
            is_left_out = text.lstrip().startswith(NOT)
            try:
                meant = self.one.clean(text.strip().removeprefix(NOT))
                found.append(Chosen(meant, is_left_out, [text]))
            except ValidationError as error:
                errors += [_of(text, one) for one in error.error_list]
            if len(errors) >= MOST_REFUSED:
                break
        if errors:
            raise ValidationError(errors)
        return found


def joined(found: Iterable[Chosen]) -> Chosens:
    """Each value once, though it be given by its name and by its reference."""
    several: list[Chosen] = []
    for one in found:
        same = [other for other in several if other[:2] == one[:2]]
        if same:
            same[0].asked.extend(one.asked)
        else:
            several.append(one)
    return Chosens(several)


def _of(text: str, error: ValidationError) -> ValidationError:
    """The same error, which knows of which value it is."""
    error.params = {**(error.params or {}), "asked": text}
    return error
