"""What is said of a value is made once in each language."""

from django.utils.translation import override

from review.languages import cache_per_language, reader_language


def test_what_is_said_of_a_value_is_made_once_in_each_language() -> None:
    made = []

    @cache_per_language
    def said(value: str) -> str:
        made.append(value)
        return f"{value} {reader_language()}"

    with override("uk"):
        ukrainian = [said("day"), said("day"), said("month")]

    assert (said("day"), ukrainian) == ("day en", ["day uk", "day uk", "month uk"])
    assert made == ["day", "month", "day"]
