"""Words beside a name that say that a place is meant, or that none is. As they are compared."""

from sources.text.place_names import normalise

from incidents.models.places import PlaceCategory

_VILLAGE, _SETTLEMENT = PlaceCategory.VILLAGE.value, PlaceCategory.SETTLEMENT.value
_TOWN, _CITY = PlaceCategory.TOWN.value, PlaceCategory.CITY.value
_SPECIAL = PlaceCategory.SPECIAL_CITY.value


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(map(normalise, text.split()))


# Directly before a name.
NEAR = _words(
    "near outside around біля поблизу неподалік коло навколо під возле около близ вблизи под"
    " недалеко"
)
IN = _words(
    "in at from to toward towards through into inside of"
    " у в на з із зі до через від"
    " из со к ко от во"
)
# What stands before a name and says what it is.
KINDS_BEFORE: dict[str, frozenset[str]] = {
    word: frozenset(kinds)
    for words, kinds in (
        ("village villages", {_VILLAGE, _SETTLEMENT}),
        ("settlement hamlet", {_SETTLEMENT, _VILLAGE}),
        ("town", {_TOWN, _CITY, _SETTLEMENT}),
        ("city", {_CITY, _SPECIAL, _TOWN}),
        ("село села селі селу селом сіл с", {_VILLAGE, _SETTLEMENT}),
        ("селище селища селищі селищем смт сел хутір хутора", {_SETTLEMENT, _VILLAGE}),
        ("місто міста місті місту містом м", {_CITY, _SPECIAL, _TOWN}),
        ("селе селом деревня деревни деревне деревней", {_VILLAGE, _SETTLEMENT}),
        ("поселок поселка поселке посёлок посёлка посёлке пгт", {_SETTLEMENT, _VILLAGE, _TOWN}),
        ("город города городе городом г", {_CITY, _SPECIAL, _TOWN}),
    )
    for word in words.split()
}
# What stands behind a name and is a part of it: how the gazetteer calls such an area.
_OBLAST = (" Oblast", " область")
_RAION = (" Raion", "yi Raion", "ivskyi Raion", "skyi Raion", " район")
KINDS_AFTER: dict[str, tuple[str, ...]] = {
    word: ends
    for words, ends in (
        ("oblast region province", (" Oblast", " Region", " Krai")),
        ("область області областю обл области областью", (" область",)),
        ("raion district rayon", (" Raion", "yi Raion", " District")),
        ("район району районі районом районе района рн", (" район",)),
        ("hromada community", (" Hromada", "ska Hromada")),
        ("громада громади громаді громаду громадою", (" громада",)),
        ("край краю краї крае края", (" край",)),
        ("krai", (" Krai",)),
    )
    for word in words.split()
}
# Behind a name: it may be a part of what a body, or a direction of the front, is called.
OF_A_BODY = _words(
    "prosecutor prosecutors prosecution court brigade battalion regiment division administration"
    " police council university military garrison hospital ova oda direction axis front"
    " напрямку напрямок напрямі напрямком направление направлении"
    " прокуратура прокуратури прокуратурі прокуратурою суд суду бригада бригади бригади бригадою"
    " батальйон батальйону полк полку адміністрація адміністрації поліція поліції рада ради ова"
    " прокуратуре суда бригаде батальон батальона полка администрация администрации полиция"
)
# Words and names that are also villages: a preposition alone does not make them places. Each in
# the nominative, and compared as names of places are, from any script; a town among them is taken
# after a preposition.
COMMON = _names(
    "human may march june august hope victory bar most step sad pole victoria alexandria"
    " mars nova mir"
    " перемога надія правда слава зоря воля свобода дружба мир мирне веселе щастя весна зірка"
    " україна українка нове старе нова стара вільне червоне зелене біле чорне велике мале високе"
    " низи верхи центральне центральний західне західний східне північне південне північний шлях"
    " степ степове ліс лісове гора гори поле польове луг річка озеро озерне острів берег береги"
    " долина поляна майдан площа вулиця парк сад міст мости вода церква школа ферма хутір слобода"
    " село селище городок місто запорожець козак козаки солдатське партизанське гвардійське"
    " незламне могутнє авангард прогрес культура перебудова відродження пробудження індустрія"
    " залізне золоте срібне рівне суми ізюм лиман бар рай віра любов софія вікторія олександрія"
    " марія катерина ольга іванівка шевченко шевченка франка франко богдан богдани максим павлів"
    " іванків юрів яків петро перше друге третє травень травневе квітень серпень жовтень липень"
    " победа правда надежда слава воля заря мирное веселое новое красное зеленое дружба садовое"
    " центральный западное восточное северное южное степное"
)
