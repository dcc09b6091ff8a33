"""Whoever can no longer sign in reviews nothing: what they had taken is free for others."""

from django.db import migrations

FREED = """
CREATE FUNCTION review_reviewer_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE review_review SET reviewing_by_id = NULL WHERE reviewing_by_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER claims_end AFTER UPDATE ON auth_user FOR EACH ROW
    WHEN (OLD.is_active AND NOT NEW.is_active)
    EXECUTE FUNCTION review_reviewer_left();
"""
FREED_BACK = """
DROP FUNCTION review_reviewer_left() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("review", "0016_compared"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunSQL(FREED, FREED_BACK)]
