"""`python -m tests.served.dying_postman`: for each step that is read from stdin a postman goes round in a
process of its own, which is killed (SIGKILL) at that step; says each time what became of it.

One process starts, and the others are forked from it before it has a thread or a connection.
"""

import os
import select
import signal
import smtplib
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.conf import settings  # noqa: E402 -- after the setup

from letters import office, postman  # noqa: E402 -- after the setup
from letters.models import Round  # noqa: E402
from observations import telling  # noqa: E402


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def half_a_letter(talk, letter):
    talk.sock.sendall(letter[: len(letter) // 2])
    die()


def in_the_letter(talk, letter):
    """The words of a command are text, a letter is bytes."""
    return half_a_letter(talk, letter) if isinstance(letter, bytes) else smtplib.SMTP.send(talk, letter)


def once_it_is_said(talk, letter):
    """The server's yes is there, and nobody reads it."""
    smtplib.SMTP.send(talk, letter)
    if isinstance(letter, bytes):
        select.select([talk.sock], [], [])
        die()


# what is there instead of what would come next
STEPS = {
    "before the turn": (Round, "take", die),
    "with the turn": (postman, "go_round", die),
    "before a letter is written": (postman, "letter", die),
    "before connecting": (office.PostOffice, "open", die),
    "while connecting": (office.Talk, "ehlo", die),
    "before MAIL": (office.Talk, "mail", die),
    "after MAIL": (office.Talk, "rcpt", die),
    "after RCPT": (office.Talk, "data", die),
    "in the letter": (office.Talk, "send", in_the_letter),
    "after the yes of the server": (office.Talk, "send", once_it_is_said),
    "before our row": (postman, "told", die),
    "in our row": (telling, "let_go_once_told", die),
    "after our row": (office.PostOffice, "close", die),
    "before the turn ends": (Round, "end", die),
}


def go_round_until(step):
    """Never returns."""
    settings.QUIET_HOURS = False
    place, name, instead = STEPS[step]
    setattr(place, name, instead)
    postman.deliver.call()
    os._exit(0)


if __name__ == "__main__":
    for line in sys.stdin:
        if not (process := os.fork()):
            go_round_until(line.strip())
        _process, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
