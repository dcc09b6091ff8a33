"""What is refused or left out of a request before anything else looks at it."""

import re
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

METHODS = ["GET", "HEAD", "POST"]
FORM = re.compile(
    r"(application/x-www-form-urlencoded|multipart/form-data; ?boundary=[\w'()+,./:=?-]{1,70})"
    r"(; ?charset=utf-8)?",
    re.IGNORECASE,
)

Answer = Callable[[HttpRequest], HttpResponseBase]


def known_methods(answer: Answer) -> Answer:
    """Answer no method that no page has; Django's views would take TRACE for a GET."""

    def known(request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return answer(request)

    return known


def forms_as_browsers_send_them(application: Callable[..., Any]) -> Callable[..., Any]:
    """Leave a Content-Type out that is not of a form.

    Its charset would be the one in which Django reads the address, of a GET too, and so another
    page. One that is no charset of text would be a fault, before any page could tell it.
    """

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["REQUEST_METHOD"] != "POST" or not FORM.fullmatch(
            environ.get("CONTENT_TYPE", "")
        ):
            environ.pop("CONTENT_TYPE", None)
        return application(environ, start_response)

    return answer
