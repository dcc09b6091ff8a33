#!/usr/bin/env python
"""Django's command line; without DATABASE_URL it brings its own PostgreSQL up first."""

import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext

WITHOUT_DATABASE = {"collectstatic", "compilemessages", "diffsettings", "help", "makemessages"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.log_lines import print_error
    from localdb.postgres import LocalPostgresError

    sys.excepthook = print_error
    # TERM must end in the same tidy way as Ctrl-C, or the server would be left running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with database_for(sys.argv[1:]):
            execute_from_command_line(sys.argv)
    except LocalPostgresError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


def database_for(arguments: list[str]) -> AbstractContextManager[object]:
    from django.conf import settings

    from localdb.postgres import running

    asks_for_help = not arguments or {"-h", "--help", "--version"} & {*arguments}
    if asks_for_help or arguments[0] in WITHOUT_DATABASE or not settings.LOCAL_POSTGRES_DIR:
        return nullcontext()
    return running(settings.LOCAL_POSTGRES_DIR)


if __name__ == "__main__":
    main()
