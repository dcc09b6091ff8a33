"""Parts of forms that a page repeats hundreds of times, written without a template for each.

A form of an incident has a hundred fields: Django renders a template for each widget and its
attributes, for each choice of it, for its label, and for the list of its errors where there are
none. The words here are those of `django/forms/templates`, letter for letter.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeData

WIDGETS = "django/forms/widgets/"
# All of them are one <input>.
INPUTS = ("input", "text", "number", "hidden", "url", "email", "password", "checkbox", "date")
SELECT_OPTIONS = {f"{WIDGETS}select_option.html"}
INPUT_OPTIONS = {f"{WIDGETS}checkbox_option.html", f"{WIDGETS}radio_option.html"}


class Renderer(DjangoTemplates):
    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        written = WRITTEN[template_name](context) if template_name in WRITTEN else None
        return super().render(template_name, context, request) if written is None else written


# Python's `escape` is enough: Django's also marks the text as safe, which nothing here asks.
def _value(value: Any) -> str:
    """As in `{{ value|stringformat:'s' }}`."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _words(value: Any) -> str:
    """As in `{{ value }}`."""
    return escape(value) if type(value) is str else conditional_escape(localize(value))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{_value(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_value(widget["value"])}"'
    start = f'<input type="{widget["type"]}" name="{_words(widget["name"])}"{value}'
    return f"{start}{_attrs(widget['attrs'])}>"


def _textarea(widget: Mapping[str, Any]) -> str:
    start = f'<textarea name="{_words(widget["name"])}"{_attrs(widget["attrs"])}>'
    return f"{start}\n{_words(widget['value'] or '')}</textarea>"


def _options(widget: Mapping[str, Any], kinds: set[str]) -> list[Mapping[str, Any]] | None:
    """None where they are grouped, or written in another way."""
    options = [one for _name, choices, _index in widget["optgroups"] for one in choices]
    is_plain = not any(name for name, _choices, _index in widget["optgroups"])
    return options if is_plain and {one["template_name"] for one in options} <= kinds else None


def _select(widget: Mapping[str, Any]) -> str | None:
    options = _options(widget, SELECT_OPTIONS)
    if options is None:
        return None
    start = f'<select name="{_words(widget["name"])}"{_attrs(widget["attrs"])}>'
    return "".join([start, *map(_select_option, options), "\n</select>"])


def _select_option(option: Mapping[str, Any]) -> str:
    start = f'\n  <option value="{_value(option["value"])}"{_attrs(option["attrs"])}>'
    return f"{start}{_words(option['label'])}</option>\n"


def _inputs(widget: Mapping[str, Any]) -> str | None:
    options = _options(widget, INPUT_OPTIONS)
    if options is None:
        return None
    around = {name: widget["attrs"].get(name) for name in ("id", "class")}
    start = f"<div{_attrs({name: value for name, value in around.items() if value})}>"
    return "".join([start, *map(_input_option, options), "\n</div>"])


def _input_option(option: Mapping[str, Any]) -> str:
    key = option["attrs"].get("id")
    label = f'<label for="{_words(key)}">' if key else "<label>"
    return f"<div>\n    {label}{_input(option)}\n {_words(option['label'])}</label>\n\n</div>"


def _label(context: Mapping[str, Any]) -> str:
    label, tag = _words(context["label"]), context["tag"]
    return f"<{tag}{_attrs(context['attrs'])}>{label}</{tag}>" if context["use_tag"] else label


def _no_errors(context: Mapping[str, Any]) -> str | None:
    return None if context["errors"] else ""


def _of_widget(
    write: Callable[[Mapping[str, Any]], str | None],
) -> Callable[[Mapping[str, Any]], str | None]:
    return lambda context: write(context["widget"])


# By the template whose place each takes; None leaves it to that template.
WRITTEN: dict[str, Callable[[Mapping[str, Any]], str | None]] = {
    **{f"{WIDGETS}{name}.html": _of_widget(_input) for name in INPUTS},
    f"{WIDGETS}textarea.html": _of_widget(_textarea),
    f"{WIDGETS}select.html": _of_widget(_select),
    f"{WIDGETS}checkbox_select.html": _of_widget(_inputs),
    f"{WIDGETS}radio.html": _of_widget(_inputs),
    "django/forms/label.html": _label,
    "django/forms/errors/list/ul.html": _no_errors,
    "django/forms/errors/list/default.html": _no_errors,
}
