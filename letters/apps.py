from django.apps import AppConfig


class LettersConfig(AppConfig):
    """No tables: what is to be told are rows of the visit (observations/models/)."""

    name = "letters"
