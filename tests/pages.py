"""What a person does on a page: signs in, reads the form as it is shown, changes it, sends it."""

from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.test import Client


class _Buttons(HTMLParser):
    """The form that a button with this address of its own sends, and what the button says."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.sends = ""
        self.says: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        if tag == "button" and self.action and at.get("formaction") == self.action:
            self.sends = at.get("form") or self.sends
            if name := at.get("name"):
                self.says = {name: at.get("value") or ""}


class _Fields(HTMLParser):
    """Successful controls of the page's forms, as a browser would send them."""

    def __init__(self, action: str, sent: str) -> None:
        super().__init__()
        self.action = action
        # The key of the form, where a button elsewhere sends it.
        self.sent = sent
        self.inside = False
        self.data = QueryDict(mutable=True)
        self.select: str | None = None
        self.chosen: list[str] = []
        self.options: list[str] = []
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        name, value = at.get("name"), at.get("value") or ""
        if tag == "form":
            is_sent = (
                at.get("id") == self.sent if self.sent else at.get("action", "") == self.action
            )
            self.inside = at.get("method") == "post" and is_sent
        elif tag == "option" and self.select:
            self.options.append(value)
            if "selected" in at:
                self.chosen.append(value)
        elif not (at["form"] == self.sent if at.get("form") else self.inside):
            return
        elif tag == "input" and name and at.get("type") not in {"submit", "checkbox", "radio"}:
            self.data.appendlist(name, value)
        elif tag == "input" and name and at.get("type") != "submit" and "checked" in at:
            self.data.appendlist(name, value or "on")
        elif tag == "select":
            self.select, self.chosen, self.options = name, [], []
        elif tag == "textarea" and name:
            self.area = name
            self.data.appendlist(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            for value in self.chosen or self.options[:1]:
                self.data.appendlist(self.select, value)
            self.select = None
        elif tag == "textarea":
            self.area = None
        elif tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            text = self.data.get(self.area, "") + data
            self.data[self.area] = text.removeprefix("\n").removeprefix("\r\n")


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(response: Any, action: str = "") -> dict[str, Any]:
    """{name: value, or values} of the form with that action, templates of new rows left out."""
    text = response.content.decode()
    buttons = _Buttons(action)
    buttons.feed(text)
    fields = _Fields(action, buttons.sends)
    fields.feed(text)
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in fields.data.lists()
        if "__prefix__" not in name and not name.startswith("cell-")
    } | buttons.says


def add_row(form: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """The form with one more row of an inline."""
    place = int(form[f"{prefix}-TOTAL_FORMS"])
    rows = {f"{prefix}-{place}-{name}": value for name, value in values.items()}
    return form | {f"{prefix}-TOTAL_FORMS": str(place + 1)} | rows
