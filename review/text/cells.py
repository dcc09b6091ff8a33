"""A value as one cell of a table: never a formula, and empty when it is not stated."""

from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: Any) -> Any:
    flat = in_one(value)
    return f"'{flat}" if isinstance(flat, str) and flat.startswith(FORMULA) else flat


def in_one(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return joined(value)


def joined(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value
