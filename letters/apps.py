from django.apps import AppConfig


class LettersConfig(AppConfig):
    """What is to be told are rows of the visit (observations/models/telling.py)."""

    name = "letters"
