"""How gunicorn serves the site: in the demo, and in production behind a proxy."""

import os
from typing import Any

from gunicorn.glogging import Logger

from config.log_lines import LogLine

THREADS = 4

wsgi_app = "config.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "config.patient_worker.PatientWorker"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = THREADS
raw_env = [f"DATABASE_POOL_SIZE={THREADS}", f"FILES_AT_ONCE={THREADS // 2}"]
# No header says where the site stands, or under whom. The proxy says whether https is spoken, by
# one header that it sets itself.
forwarder_headers = ""
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}
control_socket_disable = True  # it would sit in the home folder, one for every site of this user
# No log of who read what.
accesslog = None


class logger_class(Logger):  # type: ignore[misc]  # noqa: N801
    """Gunicorn's own lines quote no row either: it logs an error that ends a stream."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(LogLine(self.error_fmt, self.datefmt))
