"""What is written of forms without templates is what Django's templates write."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

from config.form_renderer import Renderer

CHOICES = [("", "—"), ("a", "<b> & 'c'"), (3, mark_safe("<i>safe</i>")), (2.5, 7), ("s", "ß")]
GROUPED = [("Group <1>", CHOICES), ("alone", "Alone")]
ATTRS = {"id": 'id_"x"', "class": "v", "required": True, "disabled": False, "maxlength": 1234}
TYPED = [None, "", "a", 'a "quoted" <b> & c', "\nline", mark_safe("&amp;"), "a\n\n b "]
WIDGETS: list[tuple[Any, list[Any]]] = [
    (widget(attrs=attrs), TYPED)
    for widget in (
        *(forms.TextInput, forms.NumberInput, forms.HiddenInput, forms.URLInput, forms.EmailInput),
        *(forms.PasswordInput, forms.CheckboxInput, forms.DateInput, forms.Textarea),
    )
    for attrs in ({}, ATTRS, {"title": gettext_lazy("reference"), "data-x": mark_safe("&lt;")})
]
WIDGETS += [
    (widget(attrs=attrs, choices=choices), [None, "", "a", "3", ["a", "3"], 2.5])
    for widget in (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
    for attrs in ({}, ATTRS)
    for choices in ([], CHOICES, GROUPED)
]


def written(renderer: DjangoTemplates) -> list[str]:
    return [
        widget.render("a<b>", value, {"aria-invalid": "true"}, renderer)
        for widget, values in WIDGETS
        for value in values
    ]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_widgets_are_those_of_the_templates(language: str) -> None:
    with override(language):
        ours, templates = map(written, (Renderer(), DjangoTemplates()))

    assert ours == templates


@pytest.mark.parametrize("typed", [None, {}, {"name": 'wrong "<b>"', "number": "x", "kind": "y"}])
def test_labels_and_errors_are_those_of_the_templates(typed: dict[str, str] | None) -> None:
    class Asked(forms.Form):
        name = forms.URLField(label="A <name> & more", help_text="h")
        number = forms.IntegerField(label=mark_safe("<b>safe</b>"), required=False)
        kind = forms.ChoiceField(label=gettext_lazy("reference"), choices=CHOICES)

    ours, templates = (
        Asked(typed, renderer=renderer) for renderer in (Renderer(), DjangoTemplates())
    )

    for one, other in zip(ours, templates, strict=True):
        assert one.label_tag() == other.label_tag()
        assert one.legend_tag(attrs={"class": "x"}) == other.legend_tag(attrs={"class": "x"})
        assert one.errors.as_ul() == other.errors.as_ul()
        assert str(one.errors) == str(other.errors)
    assert str(ours) == str(templates)


def test_a_field_without_errors_asks_for_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    class Asked(forms.Form):
        line = forms.CharField()
        text = forms.CharField(widget=forms.Textarea)
        kind = forms.ChoiceField(choices=CHOICES)
        kinds = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)

    monkeypatch.setattr(Renderer, "get_template", None)
    fields = list(Asked(renderer=Renderer()))

    shown = [f"{one.label_tag()}{one.errors}{one}" for one in fields]

    assert [text.count("<option") for text in shown] == [0, 0, len(CHOICES), 0]
    assert [text.count("<input") for text in shown] == [1, 0, 0, len(CHOICES)]
