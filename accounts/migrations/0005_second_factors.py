"""Sessions end when the second factors of an account change, whoever changes them."""

from django.db import migrations, models

ENDS = """
CREATE FUNCTION accounts_factor_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM accounts_session WHERE person_id IN (OLD.user_id, NEW.user_id);
    RETURN NULL;
END $$;
CREATE TRIGGER sessions_end AFTER INSERT OR DELETE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION accounts_factor_changed();
-- What a use leaves behind is no change: which code was the last, which are used up.
CREATE TRIGGER sessions_end_changed AFTER UPDATE ON mfa_authenticator FOR EACH ROW
    WHEN ((OLD.user_id, OLD.type, OLD.data - 'last_step' - 'used_mask')
        IS DISTINCT FROM (NEW.user_id, NEW.type, NEW.data - 'last_step' - 'used_mask'))
    EXECUTE FUNCTION accounts_factor_changed();
"""
ENDS_BACK = """
DROP FUNCTION accounts_factor_changed() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_proved_at"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="lacks_factor",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(ENDS, ENDS_BACK),
    ]
