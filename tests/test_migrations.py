"""Applied migrations stay what they were, whatever becomes of the code."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, TextChoices

from review.db.fields import ChoiceField
from review.models import Review
from sources import vocabulary
from sources.models import Source
from sources.words import terms

BASE_DIR = Path(settings.BASE_DIR)
MIGRATIONS = sorted(BASE_DIR.glob("*/migrations/[0-9]*.py"))
FOR_MIGRATIONS = sorted((BASE_DIR / "review" / "db").glob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def is_ours(module: str) -> bool:
    top = module.partition(".")[0]
    return top != "django" and top not in sys.stdlib_module_names


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_a_migration_imports_no_living_code(path: Path) -> None:
    ours = {module for module in imported(path) if is_ours(module)}
    assert ours <= {"review.db.operations", "review.db.triggers"}


@pytest.mark.parametrize("path", FOR_MIGRATIONS, ids=lambda path: path.stem)
def test_what_migrations_use_imports_none_either(path: Path) -> None:
    assert [module for module in imported(path) if is_ours(module)] == []


def columns() -> Iterator[Field[Any, Any]]:
    """The fields of all models of ours; of a list, those of its elements."""
    for app in apps.get_app_configs():
        if Path(app.path).parent == BASE_DIR:
            for model in app.get_models():
                for field in model._meta.local_fields:
                    yield field.base_field if isinstance(field, ArrayField) else field


def test_a_term_or_its_label_needs_no_migration() -> None:
    with_choices = [field for field in columns() if field.choices]
    assert len(with_choices) > 50
    assert [field for field in with_choices if "choices" in field.deconstruct()[3]] == []


def test_no_field_of_ours_is_named_in_a_migration() -> None:
    paths = {field.deconstruct()[1].partition(".")[0] for field in columns()}
    assert paths == {"django"}
    assert ChoiceField(max_length=9).deconstruct()[1] == "django.db.models.CharField"


def test_a_reference_is_drawn_by_us_and_by_no_migration() -> None:
    field = Review._meta.get_field("reference")
    assert isinstance(field, Field)
    assert "default" not in field.deconstruct()[3]
    assert field.has_default()


def test_choices_are_still_checked_and_said() -> None:
    source = Source(kind=vocabulary.SourceKind.ARTICLE)
    assert source.get_kind_display() == str(vocabulary.SourceKind.ARTICLE.label)
    assert Source._meta.get_field("kind").choices == vocabulary.SourceKind.choices


def test_two_vocabularies_of_one_name_are_refused() -> None:
    module = ModuleType("another.vocabulary")

    class Side(TextChoices):
        ONE = "one", "one"

    Side.__module__ = module.__name__
    vars(module)["Side"] = Side
    with pytest.raises(ValueError, match="two vocabularies called Side"):
        terms.register(module)
