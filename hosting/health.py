"""Whether the database behind this process can be asked and written to now (docs/adr/0066).

Anybody may ask: one question at a time, whose answer holds for a second. It is asked in a thread of its own,
because a database that says nothing is waited for longer than whoever watches waits for us.
"""

import time
from concurrent.futures import Future
from threading import Lock, Thread

from django.db import DatabaseError, connection

WITHIN = 1  # seconds
QUESTION = {  # is it closed to writing, as a standby is; what time it is there
    "postgresql": "SELECT current_setting('transaction_read_only') = 'on', extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT 0, (julianday('now') - 2440587.5) * 86400",
}


class Watch:
    def __init__(self):
        self.lock, self.asking, self.asked_at = Lock(), None, 0

    def ask(self):
        """{"ready": …} and the seconds by which the database's clock is ahead of ours, or why not."""
        asking = self.question()
        try:
            return asking.result(max(0, self.asked_at + WITHIN - time.monotonic()))
        except TimeoutError:
            return {"ready": False, "why": "no answer in time"}

    def question(self):
        """The one that is being asked, or was a moment ago, or a new one."""
        with self.lock:
            now = time.monotonic()
            if not self.asking or (self.asking.done() and now >= self.asked_at + WITHIN):
                self.asking, self.asked_at = Future(), now
                Thread(target=answer, args=[self.asking], daemon=True).start()
            return self.asking


def answer(asking):
    """On a connection of this thread's own."""
    try:
        asking.set_result(look())
    except DatabaseError:
        asking.set_result({"ready": False, "why": "no answer"})
    finally:
        connection.close()


def look():
    before = time.time()
    with connection.cursor() as cursor:
        cursor.execute(QUESTION[connection.vendor])
        is_closed, theirs = cursor.fetchone()
    if is_closed:
        return {"ready": False, "why": "read-only"}
    return {"ready": True, "clock": round(float(theirs) - (before + time.time()) / 2, 3)}


watch = Watch()
