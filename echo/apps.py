from django.apps import AppConfig


class EchoConfig(AppConfig):
    name = "echo"
    holds_words = True  # what was answered: wiped from the files when a batch closes (people/traces.py)
