"""The lines of a form of the admin, written without asking a template some forty things a field.

What is written is what `admin/includes/fieldset.html` of Django writes, but for space between tags.
"""

from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def form_lines(fieldset: Any) -> SafeString:
    """Of a `Fieldset` of the admin."""
    return mark_safe("\n".join(map(_line, fieldset)))  # noqa: S308  # each part is escaped


def _line(line: Any) -> str:
    is_alone = len(line.fields) == 1
    fields = [_Field(one) for one in line]
    classes = "form-row" if is_alone else "form-row flex-container form-multiline"
    if not line.has_visible_field:
        classes += " hidden"
    classes += "".join(one.class_of_name for one in fields)
    errors = line.errors() if is_alone and line.form.errors else ""
    written = "\n".join(
        one.alone(errors) if is_alone else one.beside_others(bool(line.form.errors))
        for one in fields
    )
    return f'<div class="{classes}">\n{written}\n</div>'


class _Field:
    """An `AdminField` or an `AdminReadonlyField`."""

    def __init__(self, field: Any) -> None:
        self.field, self.is_readonly = field, field.is_readonly
        # Of a field that is only read Django makes a dictionary.
        read = field.field.get if self.is_readonly else lambda name: getattr(field.field, name)
        self.is_fieldset = not self.is_readonly and field.is_fieldset
        self.help = str(read("help_text") or "")
        self.is_hidden = read("is_hidden")
        self.name = conditional_escape(read("name"))
        self.class_of_name = f" field-{self.name}" if self.name else ""

    def alone(self, errors: str) -> str:
        return self._written("flex-container errors" if errors else "flex-container", errors)

    def beside_others(self, has_errors: bool) -> str:
        errors = self.field.errors() if has_errors and not self.is_readonly else ""
        classes = "flex-container errors" if errors else "flex-container"
        classes += f" fieldBox{self.class_of_name}"
        return self._written(f"{classes} hidden" if self.is_hidden else classes, errors)

    def _written(self, classes: str, errors: str) -> str:
        field, label = self.field, str(self.field.label_tag())
        if field.is_checkbox:
            classes += " checkbox-row"
        of_row, of_fieldset = ("", label) if self.is_fieldset else (label, "")
        if field.is_checkbox:
            before, after = f'<div class="checkbox">\n{field.field}\n{of_row}\n</div>', ""
        elif self.is_readonly:
            before, after = of_row, f'<div class="readonly">{field.contents()}</div>'
        else:
            before, after = of_row, str(field.field)
        inner = f'<div class="{classes}">\n{before}\n{self._help()}{errors}\n{after}\n</div>'
        if not self.is_fieldset:
            return inner
        told = f' aria-describedby="{self._id()}_helptext"' if self.help else ""
        return f"<fieldset{told}>{of_fieldset}\n{inner}\n</fieldset>"

    def _help(self) -> str:
        if not self.help:
            return ""
        key, hidden = self._id(), " hidden" if self.is_hidden else ""
        named = f' id="{key}_helptext"' if key else ""
        return f'<div class="help{hidden}"{named}>\n<div>{self.help}</div>\n</div>\n'

    def _id(self) -> str:
        return "" if self.is_readonly else conditional_escape(self.field.field.id_for_label)
