"""Caddy and nginx as deploy/one sets them up, over TLS: first with something behind them that repeats what it
was asked, then with the app as the units start it."""

import gzip
import http.server
import json
import re
import signal
import subprocess
import threading
from contextlib import contextmanager

import pytest
from django.conf import settings

from tests.hosting.in_front import NAME, caddy, free_port, listens, nginx
from tests.hosting.units import command_of, environment
from tests.patience import SECONDS, eventually

PROXIES = pytest.mark.parametrize("proxy", [caddy, nginx], ids=["caddy", "nginx"])
FAR = "203.0.113.7"
pytestmark = pytest.mark.skipif(bool(settings.DATABASE_URL), reason="none of it is another on PostgreSQL")


class Repeats(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        read = len(self.rfile.read(int(self.headers["Content-Length"] or 0)))
        said = json.dumps(
            {"path": self.path, "read": read, **{name.lower(): value for name, value in self.headers.items()}}
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_GET = do_POST

    def log_message(self, *args):
        pass


@contextmanager
def repeats(port=0):
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Repeats) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@PROXIES
def test_what_the_app_hears_of_who_asks(proxy, tmp_path):
    with repeats() as port, proxy(tmp_path, port, tmp_path / "none") as front:
        _status, _headers, said = front.ask(
            "GET", "/x", X_Forwarded_For=FAR, X_Request_ID="mine", X_Forwarded_Proto="http"
        )
        longer = front.ask("POST", "/x", b"x" * 3_200_000)[0]
        fits = json.loads(front.ask("POST", "/x", b"x" * 2_400_000)[2])

    heard = json.loads(said)
    assert heard["host"] == NAME
    assert heard["x-forwarded-for"].split(", ")[-1] == "127.0.0.1"  # TRUSTED_PROXIES=1: the last one counts
    assert heard["x-forwarded-proto"] == "https"
    assert re.fullmatch(r"[0-9a-f-]{32,36}", heard["x-request-id"])
    assert heard.get("connection", "close") == "close"
    assert longer == 413
    assert (fits["read"], fits["content-length"]) == (
        2_400_000,
        "2400000",
    )  # the app refuses one without a length


def test_who_saves_while_the_app_starts_anew_waits(tmp_path):
    """nginx says 503 at once, and the page sends again."""
    port, answers = free_port(), []
    with caddy(tmp_path, port, tmp_path / "none", patience="1m") as front:
        asking = threading.Thread(target=lambda: answers.append(front.ask("POST", "/x", b"words")))
        asking.start()
        asking.join(0.3)
        assert answers == []
        with repeats(port):
            asking.join(SECONDS)
    assert [(status, json.loads(said)["read"]) for status, _headers, said in answers] == [(200, 5)]


@pytest.fixture(scope="module")
def installation(tmp_path_factory):
    """What `meekijken prepare` leaves in the folder, with the settings that are shipped."""
    folder = tmp_path_factory.mktemp("meekijken")
    folder.chmod(0o711)
    app = environment(folder, free_port())
    prepare = [*command_of("meekijken-hourly.service")[:-1], "prepare"]
    done = subprocess.run(
        prepare, env=app, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=SECONDS * 3
    )
    assert done.returncode == 0, done.stderr
    begin = re.search(rf"https://{re.escape(NAME)}(/begin/\S+)", done.stdout)[1]
    return folder, app, begin


@contextmanager
def app(env, log):
    """As the unit starts it, and stops it."""
    with log.open("ab") as told:
        served = subprocess.Popen(
            command_of("meekijken-web.service"), env=env, cwd=settings.BASE_DIR, stdout=told, stderr=told
        )
    try:
        eventually(lambda: listens(int(env["PORT"])))
        yield served
    finally:
        served.send_signal(signal.SIGTERM)
        assert served.wait(SECONDS) == 0


@pytest.mark.slow
def test_a_school_is_served_over_tls(tmp_path, installation):
    folder, env, begin = installation
    log = tmp_path / "app.log"
    with caddy(tmp_path, env["PORT"], folder) as one, nginx(tmp_path, env["PORT"], folder) as other:
        with app(env, log):
            for front in (one, other):
                signs_in(front, begin)
                keeps_to_its_folder(front)
                says_nothing_of_students(front)
            lasting = gives_files(one)
            assert gives_files(other) == lasting
        for front in (one, other):
            goes_on_without_the_app(front, lasting)
        told = one.log.read_text() + other.log.read_text() + log.read_text()

    for secret in ("geheim", FAR, "127.0.0.1:5", "/p/", "/calendar/", "GET", "Mozilla"):
        assert secret not in told, told
    assert (tmp_path / "nginx" / "access.log").read_text() == ""


def signs_in(front, begin):
    status, headers, page = front.ask("GET", "/account/login/")
    assert (status, headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    cookie = headers["Set-Cookie"]
    assert "; Secure" in cookie
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page)[1].decode()
    form = f"csrfmiddlewaretoken={token}&login=niemand@school.example&password=niet+goed"
    kind, origin = "application/x-www-form-urlencoded", f"https://{NAME}"
    sent = {
        "Cookie": cookie.split(";")[0],
        "Content_Type": kind,
        "Origin": origin,
        "Referer": f"{origin}/account/login/",
    }
    status, _headers, page = front.ask("POST", "/account/login/", form, **sent)
    assert (status, b"niemand@school.example" in page) == (
        200,
        True,
    )  # read, and not refused as another site's
    assert front.ask("GET", begin)[0] == 200
    assert front.ask("GET", "/health/")[2].strip() == b"ok"


def keeps_to_its_folder(front):
    for path in (
        "/secret_key",
        "/static/../secret_key",
        "/static/%2e%2e/secret_key",
        "/static/..%2fsecret_key",
        "/static//../secret_key",
    ):
        status, _headers, said = front.ask("GET", path)
        assert (status >= 300, len(said) > 5000 or b"<" in said or not said) == (True, True), path


def gives_files(front):
    """The path of one that lasts; it came from the folder, not from the app."""
    _status, _headers, page = front.ask("GET", "/account/login/")
    path = re.search(rb"/static/css/base\.[0-9a-f]{12}\.css", page)[0].decode()
    status, headers, packed = front.ask("GET", path, Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert b"{" in gzip.decompress(packed)
    assert front.ask("GET", "/static/css/none.css")[0] == 404
    status, headers, _script = front.ask("GET", "/sw.js")
    assert (status, "no-cache" in headers["Cache-Control"]) == (200, True)
    return path


def says_nothing_of_students(front):
    for path in ("/p/geheim/", "/p/", "/calendar/geheim.ics", "/calendar/geheim"):
        assert front.ask("GET", path, X_Forwarded_For=FAR, User_Agent="Mozilla")[0] < 500
    front.ask("POST", "/p/geheim/", b"x" * 3_200_000)


def goes_on_without_the_app(front, lasting):
    status, headers, _file = front.ask("GET", lasting)
    assert (status, headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    for path in ("/", "/calendar/geheim.ics", "/p/geheim/"):
        status, headers, page = front.ask("GET", path, User_Agent="Mozilla")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
        assert "Meekijken is even weg" in page.decode()
