"""Lists of names stand in the order of the Ukrainian alphabet."""

from sources.text.alphabet import ukrainian_order


def test_ukrainian_order_is_that_of_the_alphabet() -> None:
    names = [
        "Ананьїв",
        "Галич",
        "Ґринівка",
        "Дніпро",
        "Енергодар",
        "Єнакієве",
        "Житомир",
        "Ивля",
        "Іршава",
    ]
    names += [
        "Їжачки",
        "Йосипівка",
        "Нова Каховка",
        "Новий Буг",
        "Щастя",
        "Юр’ївка",
        "Яворів",
        "Belgorod",
    ]
    assert sorted(set(names), key=ukrainian_order) == names
