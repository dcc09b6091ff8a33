"""What is logged of requests that are refused."""

import re
from pathlib import Path

from tests.serving import served


def test_a_refused_request_is_one_line_of_the_log(committing_db: None, tmp_path: Path) -> None:
    with served(tmp_path) as site:
        told = [
            site.ask("/", host="evil.example"),
            site.ask("/admin/login/", host="evil.example"),
            site.ask("/static/admin/css/base.css", host="evil.example"),
            site.ask(f"/actors/?{'&'.join(['a'] * 1001)}"),
            site.ask("/", method="TRACE"),
        ]
        lines = re.findall(r" (\w+ django\.\S+: .*)", site.log.read_text())
        indented = [line for line in site.log.read_text().splitlines() if line.startswith(" ")]

    assert [answer.status for answer in told] == [400, 400, 200, 400, 405]
    foreign = (
        "WARNING django.security.DisallowedHost: Invalid HTTP_HOST header: 'evil.example'. "
        "You may need to add 'evil.example' to ALLOWED_HOSTS."
    )
    too_many = (
        "WARNING django.security.TooManyFieldsSent: The number of GET/POST parameters exceeded "
        "settings.DATA_UPLOAD_MAX_NUMBER_FIELDS."
    )
    assert lines == [
        foreign,
        foreign,
        too_many,
        "WARNING django.request: Method Not Allowed: /",
    ]
    assert indented == []
