"""How gunicorn serves the site: in the demo, and in production behind a proxy."""

import os

THREADS = 4

wsgi_app = "config.wsgi"
bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = THREADS
raw_env = [f"DATABASE_POOL_SIZE={THREADS}"]
control_socket_disable = True  # it would sit in the home folder, one for every site of this user
# No log of who read what.
accesslog = None
