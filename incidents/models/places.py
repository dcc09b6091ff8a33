"""Places: the gazetteer of Ukraine, and of the regions and towns of Russia and Belarus."""

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _
from review.db.fields import ChoiceField
from review.languages import reader_language
from sources.text.place_names import normalise

from incidents.models.place_aliases import ALIASES

LONGEST_NAME_ASKED = 100
_CODE = re.compile(r"[A-Z]{2}[A-Z0-9-]{0,22}")
_CODE_BEGUN = re.compile(r"(UA|GN)[0-9]{1,17}|(UA|RU|BY)-[A-Z0-9]{2,3}")


class PlaceCategory(models.TextChoices):
    """From the broadest to the narrowest, in the words of KATOTTH where it has one."""

    COUNTRY = "country", _("country")
    OBLAST = "oblast", _("oblast")
    REGION = "region", _("region")
    SPECIAL_CITY = "special_city", _("city with special status")
    RAION = "raion", _("raion")
    HROMADA = "hromada", _("hromada")
    CITY = "city", _("city")
    TOWN = "town", _("town")
    SETTLEMENT = "settlement", _("settlement")
    VILLAGE = "village", _("village")
    CITY_DISTRICT = "city_district", _("city district")


REGIONS = (PlaceCategory.OBLAST, PlaceCategory.REGION)
_LEVELS = {
    PlaceCategory.COUNTRY: "country",
    PlaceCategory.OBLAST: "oblast",
    PlaceCategory.REGION: "oblast",
    PlaceCategory.RAION: "raion",
    PlaceCategory.HROMADA: "raion",
}
_BROADER_FIRST = Case(
    *(When(category=category, then=rank) for rank, category in enumerate(PlaceCategory)),
    default=len(PlaceCategory),
)


# Which of several is meant more often. The gazetteer has no number of inhabitants; what a place is
# stands for its size, and a hromada is seldom meant by the name of its centre.
_LIKELIER_FIRST = Case(
    *(
        When(category=category, then=rank)
        for rank, category in enumerate(
            [
                PlaceCategory.COUNTRY,
                PlaceCategory.OBLAST,
                PlaceCategory.REGION,
                PlaceCategory.SPECIAL_CITY,
                PlaceCategory.CITY,
                PlaceCategory.RAION,
                PlaceCategory.TOWN,
                PlaceCategory.SETTLEMENT,
                PlaceCategory.HROMADA,
                PlaceCategory.VILLAGE,
                PlaceCategory.CITY_DISTRICT,
            ]
        )
    )
)


# The names of a place as a list: whole names are found by an index of it.
_NAMES = models.Func("search_names", models.Value("|"), function="string_to_array")
# Each name is asked of the index by itself, and then each code: of a long list PostgreSQL would
# think that it is half the table, and read it whole.
_CALLED = (
    "incidents_place.code = ANY(ARRAY(SELECT place.code FROM unnest(%s::text[]) AS asked(name)"
    " JOIN incidents_place place"
    " ON string_to_array(place.search_names, '|') @> ARRAY[asked.name]))"
)
_WRITTEN_OF = RawSQL(
    "EXISTS (SELECT FROM incidents_publishedincident incident"
    " WHERE incident.place_codes @> ARRAY[incidents_place.code])",
    [],
    models.BooleanField(),
)


class PlaceQuerySet(models.QuerySet["Place"]):
    def called(self, names: Sequence[str]) -> Self:
        """Places with exactly one of these names, given as `normalise` has them."""
        called = RawSQL(_CALLED, [list(names)], models.BooleanField())  # noqa: S611 (names are bound)
        return self.filter(called)

    def within(self, code: str) -> Self:
        """The place with this code (gazetteer, p-code or ISO 3166-2) and all that lies in it."""
        return self.filter(codes__contains=[code])

    def with_code(self, value: str) -> Self:
        code = value.strip().upper()
        if not _CODE.fullmatch(code):
            return self.none()
        return self.filter(Q(code=code) | Q(p_code=code) | Q(iso_3166_2=code))

    def resolve(self, value: str) -> "Place | None":
        """The place that a gazetteer code, p-code or ISO 3166-2 code means; they never collide."""
        return self.with_code(value).first()

    def coded(self, text: str) -> Self:
        """Places whose code begins like this, the broadest first."""
        code = text.strip().upper()
        found = self.filter(Q(code__startswith=code) | Q(iso_3166_2=code))
        return found.order_by(_BROADER_FIRST, "code")

    def named(self, text: str) -> Self:
        """Places with a name like this in any script, or with such a code; the likeliest first.

        `nearness` says how near the name is, to `CALLED_SO` for those that are called exactly so.
        Of places that are as near, those that published incidents name come first.
        """
        if _CODE_BEGUN.fullmatch(text.strip().upper()):
            return self.coded(text)
        name = normalise(text[: 2 * LONGEST_NAME_ASKED])[:LONGEST_NAME_ASKED]
        if not name:
            return self.none()
        meant = ALIASES.get(name, ())
        return (
            self.filter(_like(name) | Q(code__in=meant) if meant else _like(name))
            .annotate(
                nearness=_nearness(name, meant),
                likeness=TrigramWordSimilarity(name, "search_names"),
            )
            .order_by(
                "nearness",
                # What is only spelled like it: the more alike, the better, whatever it is.
                Case(When(nearness=SPELLED_LIKE_IT, then=Value(0)), default=_LIKELIER_FIRST),
                _WRITTEN_OF.desc(),
                "-likeness",
                _LIKELIER_FIRST,
                "sort_key",
                "code",
            )
        )

    def written_of(self) -> Self:
        """Where a published incident happened, or in what lies there."""
        return self.filter(_WRITTEN_OF)

    def regions(self) -> Self:
        """Oblasts, and what lies directly in a country like them."""
        return self.filter(parent__category=PlaceCategory.COUNTRY)

    def alphabetical(self) -> Self:
        return self.order_by("sort_key", "code")


class Place(models.Model):
    code = models.CharField(
        _("code"),
        max_length=24,
        primary_key=True,
        help_text=_("KATOTTH, ISO 3166 or GN and the GeoNames number"),
    )
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1 alpha-2"))
    category = ChoiceField(_("category"), max_length=16, choices=PlaceCategory)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("lies in"),
        null=True,
        blank=True,
        related_name="parts",
    )
    lineage = ArrayField(
        models.CharField(max_length=24), verbose_name=_("codes from the country down to itself")
    )
    codes = ArrayField(
        models.CharField(max_length=24), verbose_name=_("every code by which a filter finds it")
    )
    p_code = models.CharField(_("p-code"), max_length=9, blank=True)
    iso_3166_2 = models.CharField("ISO 3166-2", max_length=6, blank=True)
    geonames_id = models.PositiveIntegerField("GeoNames", null=True, blank=True)
    wikidata_id = models.CharField("Wikidata", max_length=16, blank=True)

    name_en = models.CharField(_("name in English"), max_length=120)
    name_uk = models.CharField(_("name in Ukrainian"), max_length=120, blank=True)
    name_local = models.CharField(
        _("local name"),
        max_length=120,
        blank=True,
        help_text=_("in Russian or Belarusian, for places there"),
    )
    surroundings_en = models.TextField(_("what it lies in, in English"), blank=True)
    surroundings_uk = models.TextField(_("what it lies in, in Ukrainian"), blank=True)
    search_names = models.TextField(
        _("names as searched"), help_text=_("normalised, each between two bars")
    )
    sort_key = models.TextField(_("Ukrainian alphabetical order"), db_collation="C")

    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    edition = models.CharField(_("edition of the gazetteer"), max_length=80)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                name="place_lies_in_another_unless_country",
                condition=Q(category="country", parent=None)
                | ~Q(category="country") & Q(parent__isnull=False),
                violation_error_message=_("Every place but a country lies in another."),
            ),
            models.CheckConstraint(
                name="place_coordinates_together",
                condition=Q(latitude=None, longitude=None)
                # Said, because a comparison with nothing is neither true nor false, and would pass.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                violation_error_message=_("Give both coordinates, in degrees, or neither."),
            ),
            models.UniqueConstraint(
                name="place_p_code_once",
                fields=["p_code"],
                condition=~Q(p_code=""),
                violation_error_message=_("Another place has this p-code."),
            ),
            models.UniqueConstraint(
                name="place_iso_3166_2_once",
                fields=["iso_3166_2"],
                condition=~Q(iso_3166_2=""),
                violation_error_message=_("Another place has this ISO 3166-2 code."),
            ),
            models.UniqueConstraint(
                name="place_geonames_id_once",
                fields=["geonames_id"],
                violation_error_message=_("Another place has this GeoNames number."),
            ),
        ]
        indexes = [
            GinIndex(name="place_codes", fields=["codes"]),
            # Written once: rows that wait to be merged in would make every search read the table.
            GinIndex(
                name="place_search_names",
                fields=["search_names"],
                opclasses=["gin_trgm_ops"],
                fastupdate=False,
            ),
            GinIndex(_NAMES, name="place_names", fastupdate=False),
            models.Index(name="place_sort_key", fields=["sort_key", "code"]),
        ]

    def __str__(self) -> str:
        language = reader_language()
        around = self.surroundings_uk if language == "uk" else self.surroundings_en
        # That it is in Ukraine goes without saying.
        around = around.removesuffix("Ukraine").removesuffix("Україна").removesuffix(", ")
        kind = f" ({self.get_category_display()})" if self.level == "settlement" else ""
        return ", ".join(filter(None, [self.name(language) + kind, around])) + f" — {self.code}"

    @property
    def level(self) -> str:
        """How narrow the place is: settlement, raion, oblast or country.

        A hromada counts as its raion: place precision has no finer step above the settlement.
        """
        return _LEVELS.get(PlaceCategory(self.category), "settlement")

    def name(self, language: str) -> str:
        if language == "uk":
            return self.name_uk or self.name_local or self.name_en
        return self.name_en

    def path(self, language: str) -> str:
        """The place with what it lies in: "Udachne, Pokrovskyi Raion, Donetsk Oblast, Ukraine"."""
        surroundings = self.surroundings_uk if language == "uk" else self.surroundings_en
        return ", ".join(filter(None, [self.name(language), surroundings]))


def _like(name: str) -> Q:
    if len(name) < 3:  # too short for trigrams inside a word: only how a name begins
        return Q(search_names__contains=f"|{name}")
    return Q(search_names__contains=name) | Q(search_names__trigram_word_similar=name)


# What a region is, behind its short name: Donetsk Oblast, Донецька область, Altai Krai.
# Short, it loses the ending of its adjective: Белгородская область, Курська область.
_OF_A_REGION = [f" {normalise(word)}" for word in ("область", "край", "Krai", "Region")]
_OF_A_REGION += [
    normalise(ending)
    for ending in ("ська область", "ская область", "а область", "ая область", "ський край")
]
CALLED_SO = 3
SPELLED_LIKE_IT = 7


def _nearness(name: str, meant: Sequence[str]) -> Case:
    """The short name of a region comes before a town abroad that happens to be called so."""
    exactly = Q(search_names__contains=f"|{name}|")
    short = reduce(or_, (Q(search_names__contains=f"|{name}{kind}|") for kind in _OF_A_REGION))
    return Case(
        # Below 0 in the order in which the name means them.
        *(When(code=code, then=Value(place)) for place, code in enumerate(meant, -len(meant))),
        When(exactly & Q(country="UA"), then=Value(1)),
        When(short & Q(category__in=REGIONS), then=Value(2)),
        When(exactly, then=Value(CALLED_SO)),
        When(search_names__contains=f"|{name}", then=Value(4)),
        When(search_names__contains=f" {name}", then=Value(5)),
        When(search_names__contains=name, then=Value(6)),
        default=Value(SPELLED_LIKE_IT),
    )
