from django.apps import AppConfig


class PulseConfig(AppConfig):
    name = "pulse"
    holds_words = True  # of people: wiped from the files when they are deleted (people/traces.py)
