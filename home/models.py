from django.db import models


class Beat(models.Model):
    """One row, written by whoever asks for the server's health (health.py)."""

    at = models.DateTimeField()
