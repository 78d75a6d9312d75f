"""What differs between the two databases when a back-up is made, checked and put back.

Each has: `copied(folder)`, which gives the files that hold all rows of one moment but those of left_out.py;
`counted(folder)`, {table: rows} as those files have them, read from beginning to end; and `Aside`, a database
beside the one that is served, which is filled from such files and takes its place as the last act.
"""

from importlib import import_module

from django.db import connection


def engine():
    return import_module(f"hosting.engines.{connection.vendor}")


class Refused(Exception):
    """In words for who runs it."""
