"""The lines of a form of the admin are those that Django's own template would write."""

import re
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin import helpers
from django.contrib.auth.models import Group
from django.template import Context, Engine, Template
from django.template.loader import get_template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, override

OF_DJANGO = Path(admin.__file__).parent / "templates/admin/includes/fieldset.html"
CHOICES = [("a", "<b> & 'c'"), ("b", "B")]
FIELDS: dict[str, Any] = {
    "line": forms.CharField(help_text="As <b>it</b> stands"),
    "kind": forms.ChoiceField(choices=CHOICES, label="A <kind>?"),
    "one_of": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, help_text="One"),
    "none_of": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect, required=False),
    "agreed": forms.BooleanField(help_text=mark_safe("It is &lt;so&gt;"), required=False),
    "text": forms.CharField(widget=forms.Textarea, label=gettext_lazy("reference")),
    "secret": forms.CharField(widget=forms.HiddenInput, required=False, help_text="unseen"),
    "hidden": forms.CharField(widget=forms.HiddenInput, required=False),
}
LINES: list[Any] = [
    "line",
    ["one_of"],
    "none_of",
    "agreed",
    "secret",
    ("secret", "hidden"),
    ("kind", "text", "agreed"),
    ("one_of", "secret", "named", "line"),
    "name",
    "named",
    ("name", "kind"),
]
TYPED = {"line": "<x>", "kind": "a", "one_of": "b", "agreed": "on", "text": "words"}
WRONG = {"line": "", "kind": "nothing", "one_of": "b", "text": ""}


class Groups(admin.ModelAdmin[Group]):
    @admin.display(description="Named <so>")
    def named(self, group: Group) -> str:
        return f"<{group.name}>"


class Form(forms.ModelForm[Group]):
    class Meta:
        model = Group
        fields = ()
        help_texts = {"named": "What it is called"}


def fieldset(typed: dict[str, str] | None, name: str | None, *classes: str) -> helpers.Fieldset:
    form = type("Asked", (Form,), {**FIELDS})(typed, instance=Group(name="Ones & others"))
    return helpers.Fieldset(
        form,
        name,
        readonly_fields=("name", "named"),
        fields=LINES,
        classes=classes,
        description="<p>Of all</p>" if name else None,
        model_admin=Groups(Group, admin.site),
    )


def django_own() -> Template:
    return Template(OF_DJANGO.read_text(), engine=Engine.get_default())


def tags_and_words(html: str) -> list[str]:
    """Without space beside tags, nor which class comes first: neither is seen."""
    parts = [one.strip() for one in re.split(r"(<[^>]*>)", html)]
    return [_sorted(re.sub(r"\s+", " ", one)) for one in parts if one]


def _sorted(tag: str) -> str:
    return re.sub(r' class="([^"]*)"', lambda found: f" class={sorted(found[1].split())}", tag)


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("typed", [None, {}, TYPED, WRONG], ids=["new", "empty", "typed", "wrong"])
@pytest.mark.parametrize("heading", [(None,), ("Named <so>", "wide"), ("Folded", "collapse")])
def test_lines_are_those_of_the_template(
    heading: tuple[Any, ...], typed: dict[str, str] | None, language: str
) -> None:
    around = {"heading_level": 4, "prefix": "rows", "id_prefix": 1, "id_suffix": 2}
    with override(language):
        ours = get_template("admin/includes/fieldset.html").render(
            {**around, "fieldset": fieldset(typed, *heading)}
        )
        of_django = django_own().render(Context({**around, "fieldset": fieldset(typed, *heading)}))

    assert tags_and_words(ours) == tags_and_words(of_django)
    assert ours.count("<label") > 10
    assert ("errorlist" in ours) == (typed in ({}, WRONG))
