"""Why two are one goes with a redaction or an erasure, also of a merge that was decided."""

from django.db import migrations

# An update of the words alone asks nothing of the two records. Other words never take their place.
WORDS = """
CREATE TRIGGER words_go_only BEFORE UPDATE OF comment ON {table} FOR EACH ROW
    WHEN (NEW.comment IS DISTINCT FROM OLD.comment AND NEW.comment <> '…')
    EXECUTE FUNCTION review_append_only();
CREATE CONSTRAINT TRIGGER save_needs_redaction AFTER UPDATE ON {table}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.comment IS DISTINCT FROM OLD.comment)
    EXECUTE FUNCTION review_save_changed();
"""
WORDS_BACK = """
DROP TRIGGER words_go_only ON {table};
DROP TRIGGER save_needs_redaction ON {table};
"""
ASKED = """
DROP TRIGGER {name} ON {table};
CREATE TRIGGER {name} BEFORE INSERT OR UPDATE{of} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}();
DROP TRIGGER two_hands ON {table};
CREATE TRIGGER two_hands BEFORE INSERT OR UPDATE{of} ON {table} FOR EACH ROW
    WHEN (NEW.state = 'done')
    EXECUTE FUNCTION accounts_refuse_one_hand('by_id', 'decided_by_id');
"""
# All but the words.
OF = (
    " OF id, kind, merged_id, into_id, carried, filled, state, by_id, at, decided_by_id, decided_at"
)
TABLES = {
    "sources_actormerge": ("actors_merged", "sources_refuse_actor_merge", OF),
    "sources_sourcemerge": ("sources_merged", "sources_refuse_source_merge", f"{OF}, moved_at"),
}


def _rules(table: str) -> migrations.RunSQL:
    name, function, of = TABLES[table]
    said = {"table": table, "name": name, "function": function}
    return migrations.RunSQL(
        WORDS.format(table=table) + ASKED.format(of=of, **said),
        WORDS_BACK.format(table=table) + ASKED.format(of="", **said),
    )


class Migration(migrations.Migration):
    dependencies = [("sources", "0034_seen_and_counted")]

    operations = [_rules(table) for table in TABLES]
