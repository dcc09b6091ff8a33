"""Imports go config → incidents → sources → review → accounts; ruff finds one that goes back."""

import subprocess
import sys
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parent.parent
FLOORS = ["accounts", "review", "sources", "incidents", "config"]
PAIRS = [(low, high) for at, low in enumerate(FLOORS) for high in FLOORS[at + 1 :]]


def faults(app: str, imported: str) -> list[str]:
    """The rules that a new module in `app` would break by importing `imported`."""
    planted = f"from {imported} import models\n\nprint(models)\n"
    command = ["-m", "ruff", "check", "--select", "TID251", "--output-format", "concise"]
    done = subprocess.run(
        [sys.executable, *command, "--stdin-filename", f"{app}/planted/deep.py", "-"],
        cwd=BASE_DIR,
        input=planted,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode in {0, 1}, done.stderr
    return [line.split()[1] for line in done.stdout.splitlines() if "planted" in line]


@pytest.mark.parametrize(("low", "high"), PAIRS)
def test_lower_app_may_not_import_a_higher_one(low: str, high: str) -> None:
    assert faults(low, high) == ["TID251"]


@pytest.mark.parametrize(("low", "high"), PAIRS)
def test_higher_app_may_import_a_lower_one(low: str, high: str) -> None:
    assert faults(high, low) == []
