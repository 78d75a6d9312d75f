from django.apps import AppConfig


class ObservationsConfig(AppConfig):
    name = "observations"
    holds_words = True  # of people: wiped from the files when they are deleted (people/traces.py)
