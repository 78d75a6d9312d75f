"""An earlier name of `hourly`, for timers that still say `mirrors`."""

from hosting.management.commands.hourly import Command

__all__ = ["Command"]
