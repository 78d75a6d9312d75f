class Unusable(Exception):
    """Why this is no timetable: a value of timetables/why.py, which belongs to the app
    and is not known here."""
