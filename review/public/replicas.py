"""A replica that has stopped replicating serves nothing: all may have been withdrawn since."""

from django.conf import settings

# For how many seconds a replica has heard of no change; null where it is no replica.
SILENCE = """
    CASE WHEN pg_is_in_recovery() THEN coalesce(
        extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 'Infinity'
    )::float8 END
"""


class StaleReplica(Exception):
    """This replica may have been cut off; somebody may rely on what it does not know yet."""


def refuse_when_stale(silent: float | None) -> None:
    if silent is not None and silent > settings.REPLICA_SECONDS:
        raise StaleReplica(
            "This replica has heard of no change for longer than REPLICA_SECONDS: "
            "see that it follows, and that manage.py beat runs beside its primary."
        )
