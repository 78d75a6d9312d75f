"""The network between one device and the server: a small proxy on a port of its own, the same for every
browser.

What goes wrong on it goes wrong outside the browser, so nothing here asks what a browser's driver can do.
Every answer ends its connection: a browser sends a POST again by itself, unseen, when a connection that it
used before breaks.
"""

import http.client
import socket
import struct
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests import patience

OWN = "/faults/"  # a page that is always there: where a driver can stand to set a cookie
OF_ONE_ROAD = {"connection", "content-length", "keep-alive", "transfer-encoding"}


class Wire(ThreadingHTTPServer):
    """`mode` is what happens to the next request that carries words; `is_cut` takes everything, also what is
    under way, and `missed` tells what set out meanwhile."""

    daemon_threads = True

    def __init__(self, server):
        super().__init__(("127.0.0.1", 0), Carrier)
        self.server_end, self.mode, self.is_cut, self.held, self.missed = server.port, "pass", False, [], []
        self.url = f"http://localhost:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self):
        mode, self.mode = self.mode, "pass"
        return mode

    def release(self):
        """What was held up arrives after all, also when the page that sent it is gone: what is on its way is
        on its way."""
        held, self.held = self.held, []
        for each in held:
            each.set()

    def shutdown_request(self, request):
        """Without a goodbye of its own before: a connection that `Carrier.drop` broke is reset."""
        self.close_request(request)

    def handle_error(self, request, address):
        """A browser that died in the middle is why we are here."""

    def close(self):
        self.release()
        self.shutdown()
        self.server_close()


class Carrier(BaseHTTPRequestHandler):
    """One request on its way to the server, and the answer on its way back."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path == OWN:
            return self.give(200, [("Content-Type", "text/html")], b"<!doctype html><title>wire</title>")
        if self.server.is_cut:
            self.server.missed.append(f"{self.command} {self.path}")
            return self.drop()
        words = self.command == "POST" and self.path.endswith("/entries/")
        mode = self.server.take() if words else "pass"
        with suppress(OSError, http.client.HTTPException):  # no server, or it died meanwhile
            return getattr(self, f"net_{mode}")(body)
        return self.drop()

    do_POST = do_HEAD = do_GET

    # --- what becomes of it

    def net_pass(self, body):
        self.bring_back(self.carry(body))

    def net_error(self, body):
        self.give(500, [("Content-Type", "text/plain")], b"no")

    def net_drop(self, body):
        self.drop()

    def net_lose(self, body):
        """The server gets it; the answer never comes back."""
        self.carry(body)
        self.drop()

    def net_double(self, body):
        self.carry(body)
        self.bring_back(self.carry(body))

    def net_hold(self, body):
        free = threading.Event()
        self.server.held.append(free)
        free.wait(patience.HOUR)
        self.drop() if self.server.is_cut else self.net_pass(body)

    def net_portal(self, body):
        self.give(200, [("Content-Type", "text/html")], b"<h1>Welkom op wifi</h1>")

    # --- how

    def carry(self, body):
        """To the server; returns its answer, whole."""
        there = http.client.HTTPConnection("127.0.0.1", self.server.server_end, timeout=patience.SECONDS)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in OF_ONE_ROAD}
        try:
            there.request(self.command, self.path, body or None, headers | {"Connection": "close"})
            answer = there.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            there.close()

    def bring_back(self, answer):
        self.drop() if self.server.is_cut else self.give(*answer)

    def give(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() not in OF_ONE_ROAD:
                self.send_header(name, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def drop(self):
        """The connection breaks, without an answer."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def log_message(self, *_):
        pass
