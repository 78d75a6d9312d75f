"""The rooms, as pyproject.toml puts them in order for the linter of imports."""

import tomllib

from django.conf import settings

PROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
ROOMS = tuple(PROJECT["tool"]["importlinter"]["root_packages"])  # the highest first


def modules_of(*rooms):
    """The files of Python in these rooms; of all, where none is named."""
    return [path for room in rooms or ROOMS for path in sorted((settings.BASE_DIR / room).rglob("*.py"))]
