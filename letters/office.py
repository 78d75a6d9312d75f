"""The way to the mail server for letters that nobody waits for: patient where a letter could go twice, and
never for ever."""

import smtplib
import socket
import threading
import time
from contextlib import contextmanager, suppress

from django.core.mail.backends.smtp import EmailBackend

BEFORE = 120  # seconds for all that comes before a letter, however the server drips its replies
# for the letter itself: who gives up sooner sends again what a server that looks into it still takes
# (RFC 5321, 4.5.3.2.6)
LETTER = 600
YES = 250


class Talk(smtplib.SMTP):
    """A timeout of a socket begins anew with each byte; these ends do not."""

    def __init__(self, *args, **kwargs):
        self.until, self.is_cut = time.monotonic() + BEFORE, False
        super().__init__(*args, **kwargs)

    def getreply(self):
        with self.no_longer():
            code, words = super().getreply()
        if self.is_cut and code != YES:
            self.close()
            raise smtplib.SMTPServerDisconnected("half a reply, that may be a piece of any number")
        return code, words

    def data(self, msg):
        self.until = time.monotonic() + LETTER
        self.sock.settimeout(LETTER)
        with self.no_longer():
            return super().data(msg)

    @contextmanager
    def no_longer(self):
        watch = threading.Timer(max(self.until - time.monotonic(), 0), self.hang_up, [self.sock])
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def hang_up(self, sock):
        """Whoever reads or writes there hears at once that it is over."""
        self.is_cut = True
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)


class PostOffice(EmailBackend):
    connection_class = Talk

    def open(self):
        """With all that is said before a letter: what goes wrong here is no fault of any letter."""
        try:
            is_new = super().open()
            self.connection.ehlo_or_helo_if_needed()
        except OSError:
            self.close()
            raise
        return is_new

    def close(self):
        """A goodbye that fails takes back no letter."""
        with suppress(OSError):
            super().close()
