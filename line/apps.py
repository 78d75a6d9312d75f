from django.apps import AppConfig


class LineConfig(AppConfig):
    """Keeps no rows: it is read from the visits each time."""

    name = "line"
