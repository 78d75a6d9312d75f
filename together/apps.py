from django.apps import AppConfig


class TogetherConfig(AppConfig):
    """No tables: what the two write after opening are rows of their visit (observations/models/opened.py)."""

    name = "together"
