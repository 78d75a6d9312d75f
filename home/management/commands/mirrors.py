"""An earlier name of `hourly`, for timers that still say `mirrors`."""

from home.management.commands.hourly import Command

__all__ = ["Command"]
