"""What goes wrong, each by a name of its own. `happen` does it, `happened` says how one can tell (a fault
that did not happen proves nothing), `mend` puts back what a person would."""

import os
import subprocess
import time
from contextlib import suppress

import psutil

from tests.failover import releases
from tests.failover.many import APPS, wait_for

TTL = 15  # seconds after which Patroni gives up a primary (deploy/many/patroni.yml)


class Fault:
    bar, rounds, patience = 3.0, 5, 60
    is_quick = False  # the suite runs it too
    is_long = False  # it takes its time, so what counts is for how long a save was held up

    began = None  # when it happened, where that is later than when it was done

    def __init__(self, many):
        self.many = many

    def happen(self): ...

    def happened(self):
        """What can be seen of it, or nothing."""

    def mend(self): ...


class KillPrimary(Fault):
    """The server of the primary is without power: PostgreSQL and Patroni at once."""

    bar, rounds, patience = TTL + 3.0, 1, 90

    def __init__(self, many):
        super().__init__(many)
        self.before = many.primary

    def happen(self):
        self.many.cut_power(self.before)

    def happened(self):
        now = self.many.primary
        return now and now != self.before and f"primary {self.before} → {now}"

    def mend(self):
        if not self.many.services[self.before, "patroni"].is_wanted:
            self.many.power_on(self.before)
        wait_for("a synchronous standby", lambda: self.many.standby, 120)


class LoseStandby(Fault):
    """The server of the standby is without power."""

    patience = 90

    def __init__(self, many):
        super().__init__(many)
        self.which = many.standby

    def happen(self):
        self.many.cut_power(self.which)

    def happened(self):
        return self.many.standby is None and f"standby {self.which} gone"

    def mend(self):
        if not self.many.services[self.which, "patroni"].is_wanted:
            self.many.power_on(self.which)
        wait_for("a synchronous standby", lambda: self.many.standby, 120)


class KillGunicorn(Fault):
    """kill -9 of one gunicorn with all its processes."""

    is_quick = True

    def __init__(self, many):
        super().__init__(many)
        self.service = many.services[APPS[0], "web"]
        self.before = self.service.pid

    def happen(self):
        self.service.crash()

    def happened(self):
        return not psutil.pid_exists(self.before) and f"gunicorn {self.before} is gone"

    def mend(self):
        wait_for("the app server", lambda: self.many.is_live(APPS[0]))


class KillWorker(Fault):
    """kill -9 of the task worker that prints."""

    is_quick = True

    def __init__(self, many):
        super().__init__(many)
        self.service, self.before = None, {}

    def happen(self):
        self.service = max((self.many.services[name, "worker"] for name in APPS), key=spent)
        self.before = self.service.pid
        self.service.crash()

    def happened(self):
        return self.service and not psutil.pid_exists(self.before) and f"worker {self.before} is gone"


def spent(service):
    times = [each.cpu_times() for each in service.family]
    return sum(each.user + each.system for each in times)


class RestartDatabase(Fault):
    """The primary stops and starts, as for an update of PostgreSQL."""

    is_quick = True

    def __init__(self, many):
        super().__init__(many)
        self.which = many.primary
        self.before = many.postmaster(self.which).pid

    def happen(self):
        self.many.restart_postgres(self.which)

    def happened(self):
        now = self.many.postmaster(self.which)
        return now and now.pid != self.before and f"postmaster {self.before} → {now.pid}"

    def mend(self):
        wait_for("a synchronous standby", lambda: self.many.standby, 120)


class ReloadProxy(Fault):
    """The proxy reads its file anew."""

    is_quick = True

    def __init__(self, many):
        super().__init__(many)
        self.before = many.proxy_workers()

    def happen(self):
        self.many.reload_proxy()

    def happened(self):
        return (
            not self.before & {each for each in self.many.proxy_workers() if self.many.is_newest(each)}
            and "another proxy"
        )


class RollingUpdate(Fault):
    """Back to the commit before on what the database is now, and on to a release with a migration: one server
    after another."""

    rounds, patience, is_long = 1, 240, True

    def __init__(self, many):
        super().__init__(many)
        self.old, self.new = releases.before(many.places.folder), releases.after(many.places.folder)

    def happen(self):
        self.many.roll_to(self.old)
        for name in APPS:
            self.many.manage(name, "prepare", root=self.new)
        self.many.roll_to(self.new)

    def happened(self):
        column = f"SELECT 1 FROM information_schema.columns WHERE column_name = '{releases.COLUMN}'"
        is_there = self.many.psql(self.many.primary, column, "meekijken")
        return (
            is_there
            and all(self.many.services[name, "web"].cwd == self.new for name in APPS)
            and "other code, one more column"
        )

    def mend(self):
        self.many.roll_to(self.many.places.root)
        releases.throw_away(self.old)


class FullDisk(Fault):
    """The disk of the primary takes nothing more, its WAL neither: that is the end of this primary.
    Afterwards somebody makes room."""

    bar, rounds, patience = TTL + 3.0, 1, 90

    def __init__(self, many):
        super().__init__(many)
        self.which = many.primary
        self.ballast = many.places.of(self.which) / "ballast"
        self.free = None

    def happen(self):
        self.fill()
        with suppress(subprocess.CalledProcessError):
            for _segment in range(40):  # what it has prepared is used up; then it asks the disk
                self.many.psql(
                    self.which,
                    "SELECT pg_switch_wal() FROM (SELECT pg_logical_emit_message(true, 'full', 'disk')) AS one",
                )
                self.fill()
        self.began = time.monotonic()

    def fill(self):
        with self.ballast.open("ab") as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 20))
                file.flush()
        self.free = os.statvfs(self.ballast).f_bavail

    def happened(self):
        return (
            self.many.places.disks
            and self.free == 0
            and f"disk of {self.which} full, primary now {self.many.primary}"
        )

    def mend(self):
        self.ballast.unlink(missing_ok=True)
        wait_for("a synchronous standby", lambda: self.many.standby, 120)


FAULTS = {
    "kill-primary": KillPrimary,
    "kill-gunicorn": KillGunicorn,
    "kill-worker": KillWorker,
    "restart-database": RestartDatabase,
    "reload-proxy": ReloadProxy,
    "lose-standby": LoseStandby,
    "rolling-update": RollingUpdate,
    "full-disk": FullDisk,
}
