"""What changed in the index of what is published, so that what is kept of it can follow.

A process keeps counts and pages. The chain tells it of everything that was decided, but not of an
index that was made anew (`rebuild_published`) nor of a gazetteer that was loaded. So triggers on
the tables themselves number every change, whoever makes it, and the number is what is asked for.
"""

from django.db import migrations

# A trigger with a table of what changed names one verb, and an update has two such tables.
_ROWS = """
CREATE TRIGGER reindexed_new AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION review_reindexed();
CREATE TRIGGER reindexed_after AFTER UPDATE ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION review_reindexed();
CREATE TRIGGER reindexed_before AFTER UPDATE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION review_reindexed();
CREATE TRIGGER reindexed_gone AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION review_reindexed();
"""
_ROWS_BACK = """
DROP TRIGGER reindexed_new ON {table};
DROP TRIGGER reindexed_after ON {table};
DROP TRIGGER reindexed_before ON {table};
DROP TRIGGER reindexed_gone ON {table};
"""
_AROUND = """
CREATE TRIGGER reindexed_around AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION review_reindexed_around();
"""
_AROUND_BACK = "DROP TRIGGER reindexed_around ON {table};"


def follow(*tables: str) -> migrations.RunSQL:
    """A migration's step: every change of these index tables is numbered, edition by edition."""
    return _each(tables, _ROWS, _ROWS_BACK)


def follow_around(*tables: str) -> migrations.RunSQL:
    """The same for tables that pages read beside the index, and that change as a whole."""
    return _each(tables, _AROUND, _AROUND_BACK)


def _each(tables: tuple[str, ...], there: str, back: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        "".join(there.format(table=table) for table in tables),
        "".join(back.format(table=table) for table in tables),
    )
