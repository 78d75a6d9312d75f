"""The app as gunicorn serves it (`tests.hosting.less_patient`), that waits a third as long for an answer of
the database."""

from config import database
from tests.served.held import application

__all__ = ["application"]
database.ANSWER = 3
