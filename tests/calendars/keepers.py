"""The two that keep a calendar: khal, a program for one person, and Radicale, a server for many."""

import json
import socket
import subprocess
import urllib.error
import urllib.request
from base64 import b64encode
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import icalendar

from tests.calendars.life import AMSTERDAM
from tests.calendars.seen import seen
from tests.patience import eventually

KHAL = """
[calendars]
[[own]]
path = {folder}/own
type = calendar
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""
RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
[rights]
type = owner_write
[storage]
filesystem_folder = {folder}/store
"""


class Keeper:
    keeps, calls = True, None

    def read(self, *files):
        """What it shows of these, in a calendar that had nothing."""
        calendar = self.calendar()
        for file in files:
            calendar.receive(file)
        return calendar.shown()


class Khal(Keeper):
    def __init__(self, programs, folder):
        self.program, self.folder, self.numbers = Path(programs, "python/bin/khal"), folder, count()
        self.name = f"khal {self.run('--version').split()[-1]}"

    def run(self, *words):
        run = subprocess.run([self.program, *words], capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def calendar(self):
        return KhalCalendar(self, Path(self.folder, f"khal-{next(self.numbers)}"))

    def read_feed(self, file):
        return self.read(file)

    def name_in(self, file):
        """It shows addresses only; the name stands in its own file."""
        calendar = self.calendar()
        calendar.receive(file)
        [kept] = calendar.own.glob("*.ics")
        return icalendar.Calendar.from_ical(kept.read_bytes()).events[0]["attendee"].params["CN"]

    def shows_what_is_private(self, file):
        return bool(self.read(file))


class KhalCalendar:
    def __init__(self, khal, folder):
        self.khal, self.own, self.file = khal, folder / "own", folder / "letter.ics"
        self.own.mkdir(parents=True)
        self.settings = folder / "config"
        self.settings.write_text(KHAL.format(folder=folder))

    def run(self, *words):
        return self.khal.run("--config", self.settings, *words)

    def receive(self, file):
        self.file.write_bytes(file)
        self.run("import", "--batch", self.file)

    def shown(self):
        fields = ("uid", "start", "end", "title", "status")
        days = self.run("list", "2027-01-01", "365d", *(f"--json={field}" for field in fields)).splitlines()
        return [self.one(**event) for day in days for event in json.loads(day)]

    def one(self, uid, start, end, title, status):
        start, end = [datetime.fromisoformat(hour).replace(tzinfo=AMSTERDAM) for hour in (start, end)]
        return seen(uid, start, end, title, status)


class Radicale(Keeper):
    """On the loopback only, with two people; each may read what is the other's, as in a team that shares."""

    def __init__(self, programs, folder):
        python, folder = Path(programs, "python/bin/python"), Path(folder, "radicale")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        folder.mkdir()
        (folder / "users").write_text("tijn:tijn\nlotte:lotte\n")
        (folder / "config").write_text(RADICALE.format(folder=folder, port=port))
        said = subprocess.run(
            [python, "-m", "radicale", "--version"], capture_output=True, text=True, check=True
        )
        self.name, self.url, self.numbers = (
            f"Radicale {said.stdout.strip()}",
            f"http://127.0.0.1:{port}",
            count(),
        )
        with (folder / "log").open("w") as log:
            self.server = subprocess.Popen([python, "-m", "radicale", "--config", folder / "config"], stdout=log, stderr=log)  # fmt: skip

    def wait(self):
        eventually(lambda: self.ask("GET", "/")[0] != 0)

    def close(self):
        self.server.terminate()
        self.server.wait()

    def ask(self, method, path, body=None, who="tijn", **headers):
        """(status, bytes) of what it answers; 0 where nobody does."""
        request = urllib.request.Request(self.url + path, body, method=method)
        request.add_header("Authorization", "Basic " + b64encode(f"{who}:{who}".encode()).decode())
        request.add_header("Content-Type", "text/calendar; charset=utf-8")
        for name, value in headers.items():
            request.add_header(name, value)
        try:
            with urllib.request.urlopen(request) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except urllib.error.URLError:
            return 0, b""

    def calendar(self):
        return RadicaleCalendar(self, f"/tijn/{next(self.numbers)}/")

    def read_feed(self, file):
        calendar = self.calendar()
        status, said = self.ask("PUT", calendar.path, file)
        assert status == 201, said
        return calendar.shown()

    def name_in(self, file):
        calendar = self.calendar()
        calendar.receive(file)
        return calendar.events()[0]["attendee"].params["CN"]

    def shows_what_is_private(self, file):
        calendar = self.calendar()
        calendar.receive(file)
        return b"CLASS:PRIVATE" in self.ask("GET", calendar.path, who="lotte")[1]


BETWEEN = b"""<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="%s" end="%s"/>
</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


class RadicaleCalendar:
    """As a program of a person puts the file of a letter there: under the name of its UID."""

    def __init__(self, server, path):
        self.server, self.path = server, path
        assert server.ask("MKCALENDAR", path)[0] == 201

    def receive(self, file):
        uid = icalendar.Calendar.from_ical(file).events[0]["uid"]
        status, said = self.server.ask("PUT", f"{self.path}{uid}.ics", file)
        assert status in (201, 204), said

    def events(self):
        status, file = self.server.ask("GET", self.path)
        assert status == 200
        return icalendar.Calendar.from_ical(file).events

    def shown(self):
        found = [seen(event["uid"], event["dtstart"].dt, event["dtend"].dt, event["summary"], event["status"]) for event in self.events()]  # fmt: skip
        assert all(self.finds(event) for event in found), "it looks for it at another hour"
        return found

    def finds(self, event):
        """Whether it knows the hour: it is there in its first minute, and not in the hour before."""
        before, after = [self.between(event.start - timedelta(hours=1), event.start), self.between(event.start, event.start + timedelta(minutes=1))]  # fmt: skip
        return event.uid not in before and event.uid in after

    def between(self, start, end):
        hours = tuple(f"{hour:%Y%m%dT%H%M%SZ}".encode() for hour in (start, end))
        return self.server.ask("REPORT", self.path, BETWEEN % hours, Depth="1")[1].decode()
