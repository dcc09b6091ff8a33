"""When two texts are the same to whoever reads them, said in the database too.

As `review/text/compared.py` for the scripts of Europe. Columns are computed by it, so it never
changes: another rule is another function.
"""

from django.db import migrations

APOSTROPHES = (
    r"\u0027\u0022\u0060\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u055a\u05f3"
    r"\u2018-\u201f\u2032\u2033\u2035\u2036\ua78c\uff02\uff07"
)
HYPHENS = r"\u002d\u058a\u05be\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
INVISIBLE = (
    r"\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160"
    r"\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
STRESS = r"\u0300\u0301"
SPACES = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DROPPED = f"[{APOSTROPHES}{HYPHENS}{INVISIBLE}{STRESS}]"

# What is left of the capitals once they are decomposed: some servers' locales know none but the Latin
# ones. Those that know them are asked first, and what is rare apart: this takes a while for each.
CAPITALS = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІҐ"
SMALL = "абвгдежзиклмнопрстуфхцчшщъыьэюяєіґ"
RARE_CAPITALS = "ÆÐØÞĐĦŁŊŒŦƏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςЂЅЈЉЊЋЏѢѲѴҒҖҚҢҮҰҲҺӀӘӨ"
RARE_SMALL = "æðøþđħłŋœŧəαβγδεζηθικλμνξοπρστυφχψωσђѕјљњћџѣѳѵғҗқңүұҳһӏәө"

COMPARED = f"""
CREATE FUNCTION review_compared(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT normalize(
        btrim(regexp_replace(
            regexp_replace(
                replace(replace(
                    CASE WHEN small ~ '[{RARE_CAPITALS}]'
                        THEN translate(small, '{RARE_CAPITALS}', '{RARE_SMALL}') ELSE small
                    END,
                    'ß', 'ss'), 'ẞ', 'ss'
                ),
                '{DROPPED}', '', 'g'
            ),
            '[{SPACES}]+', ' ', 'g'
        )),
        NFC
    )
    FROM (
        SELECT CASE WHEN lowered ~ '[{CAPITALS}]'
            THEN translate(lowered, '{CAPITALS}', '{SMALL}') ELSE lowered
        END AS small
        FROM (
            SELECT lower(lower(
                normalize(regexp_replace(said, '{DROPPED}', '', 'g'), NFKD) COLLATE "C"
            ) COLLATE "default") AS lowered
        ) AS decomposed
    ) AS folded
$$;
"""  # noqa: S608


class Migration(migrations.Migration):
    dependencies = [("review", "0015_clearer_sentences")]

    operations = [migrations.RunSQL(COMPARED, "DROP FUNCTION review_compared(text);")]
