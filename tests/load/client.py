"""Asks as hundreds of browsers do, from one thread, for little: what it takes is taken from the server beside
it."""

import heapq
import selectors
import socket
import time
from itertools import count

LONG = 65_536


class Client:
    """Does what is due at its time, and hears what comes back meanwhile."""

    def __init__(self, port):
        self.address, self.due, self.order = ("127.0.0.1", port), [], count()
        self.poll = selectors.DefaultSelector()

    def at(self, when, act):
        """`act(when)` is called at that time, or as soon after it as may be."""
        heapq.heappush(self.due, (when, next(self.order), act))

    def ask(self, request, then):
        """`then(status, seconds)` is called once all of the answer is there; 0 is no answer."""
        began, line = time.monotonic(), socket.socket()
        try:
            line.connect(self.address)
            line.sendall(request)
        except OSError:
            line.close()
            then(0, time.monotonic() - began)
        else:
            self.poll.register(line, selectors.EVENT_READ, Asked(began, then))

    def turn(self):
        """Until the next thing is due."""
        while self.due and self.due[0][0] <= time.monotonic():
            when, _order, act = heapq.heappop(self.due)
            act(when)
        pause = max(self.due[0][0] - time.monotonic(), 0) if self.due else 0.1
        for key, _events in self.poll.select(pause):
            self.hear(key.fileobj, key.data)

    def hear(self, line, asked):
        try:
            said = line.recv(LONG)
        except OSError:
            said = b""
        asked.head = asked.head or said
        if not said:
            self.poll.unregister(line)
            line.close()
            asked.then(int(asked.head[9:12] or 0), time.monotonic() - asked.began)

    def close(self):
        for key in list(self.poll.get_map().values()):
            key.fileobj.close()
        self.poll.close()


class Asked:
    __slots__ = ("began", "head", "then")

    def __init__(self, began, then):
        self.began, self.then, self.head = began, then, b""
