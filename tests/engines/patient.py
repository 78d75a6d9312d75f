"""The app as gunicorn serves it to the engines. On a tablet a server that says nothing for seconds is no
network; here it is a busy machine."""

from home.views import device
from tests import patience

device.PATIENCE = patience.MILLISECONDS

from config.wsgi import application  # noqa: E402, F401 -- it gets the patient worker ready
