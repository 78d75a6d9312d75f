"""A desktop that nobody sees: a screen, a bus, a voice that writes, Orca and Firefox in Dutch. All of it ends
with us.

Nothing of the machine's own desktop is read or changed: folder, bus, screen and language are of this session
alone.
"""

import ctypes
import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.patience import eventually

VOICE = Path(__file__).with_name("voice.py")
LOCALE = "nl_NL.UTF-8"
BRIDGE = "/usr/libexec/at-spi-bus-launcher"
PREFERENCES = {
    "accessibility.force_disabled": -1,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.translations.automaticallyPopup": False,
    "browser.urlbar.suggest.searches": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.policy.firstRunURL": "",
    "intl.accept_languages": "nl,en",
    "intl.locale.requested": "nl",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "signon.rememberSignons": False,
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
SPEECHD = """LogLevel 1
LogDir "{folder}"
DefaultLanguage "nl"
AudioOutputMethod "null"
AddModule "written" "{voice}" "written.conf"
DefaultModule written
Timeout 0
"""
EMPTY_DESKTOP = (
    '<openbox_config xmlns="http://openbox.org/3.4/rc"/>'  # its own keys would take Alt+Shift+arrow
)
PR_SET_CHILD_SUBREAPER, PR_SET_PDEATHSIG = 36, 1
libc = ctypes.CDLL(None)


class Session:
    """Started by `with`; `env` is what a program needs to be part of it, `spoken` the file of what was
    said."""

    def __init__(self, folder, spoken):
        self.folder, self.spoken, self.running = Path(folder), Path(spoken), []
        self.env = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "XDG_SESSION_TYPE": "x11",
            "LANG": LOCALE,
            "LC_ALL": LOCALE,
            "LANGUAGE": "nl",
            "TZ": "Europe/Amsterdam",
            "GNOME_ACCESSIBILITY": "1",
            "GTK_MODULES": "gail:atk-bridge",
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
            "MOZ_CRASHREPORTER_DISABLE": "1",
            "SPEECHD_ADDRESS": f"unix_socket:{self.folder}/run/speechd.sock",
            "SPOKEN": str(self.spoken),
        }

    def __enter__(self):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)  # what they leave behind becomes ours to end
        try:
            self.furnish()
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_):
        self.end()

    # --- what must be there first

    def furnish(self):
        (self.folder / "run").mkdir(mode=0o700)
        self.write("speechd/speechd.conf", SPEECHD.format(folder=self.folder, voice=VOICE))
        self.write("speechd/modules/written.conf", "")
        self.write(".config/openbox/rc.xml", EMPTY_DESKTOP)
        self.write("firefox/user.js", "".join(map(preference, PREFERENCES.items())))
        self.spoken.write_text("")
        self.learn_dutch()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def learn_dutch(self):
        """The machine's own language stays as it is: a locale that it does not have is made in our folder."""
        has = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
        if "nl_NL.utf8" not in has.split():
            (self.folder / "locale").mkdir()
            made = [self.folder / "locale" / LOCALE]
            subprocess.run(["localedef", "-i", "nl_NL", "-f", "UTF-8", *made], check=True)
            self.env["LOCPATH"] = str(self.folder / "locale")

    # --- one after the other: each is there before the next one looks for it

    def start(self):
        self.env["DISPLAY"] = ":" + self.first_line(
            "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"
        )
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.first_line(
            "dbus-daemon", "--session", "--nofork", "--print-address=1"
        )
        self.run("openbox")
        self.run(BRIDGE, "--launch-immediately", "--a11y=1", "--screen-reader=1")
        eventually(self.has_bridge)
        speechd = self.folder / "speechd"
        socket = self.folder / "run/speechd.sock"
        self.run("speech-dispatcher", "-s", "-C", speechd, "-c", "unix_socket", "-S", socket,
                 "-P", self.folder / "run/speechd.pid", "-t", "0")  # fmt: skip
        eventually(socket.exists)
        self.run("orca", "--disable", "key-echo")  # what a key is called says nothing of the page
        eventually(self.has_spoken)
        self.run("firefox-esr", "--no-remote", "--profile", self.folder / "firefox", "about:blank")
        eventually(lambda: "Firefox" in self.spoken.read_text())

    def run(self, *command, **options):
        """Its words go to a file of its own; whatever becomes of us, it ends."""
        log = (self.folder / f"{Path(command[0]).name}.log").open("ab")
        process = subprocess.Popen(
            [str(part) for part in command],
            env=self.env,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,  # Ctrl-C comes to us, who end them in their order
            preexec_fn=end_with_us,
            **{"stdout": log} | options,
        )
        self.running.append(process)
        return process

    def first_line(self, *command):
        return self.run(*command, stdout=subprocess.PIPE).stdout.readline().decode().strip()

    def has_bridge(self):
        """dbus-send, not a call of our own: the bus of this session is not that of our process."""
        asks = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
                "org.freedesktop.DBus.NameHasOwner", "string:org.a11y.Bus"]  # fmt: skip
        return b"true" in subprocess.run(asks, env=self.env, capture_output=True).stdout

    def has_spoken(self):
        assert self.running[-1].poll() is None, (self.folder / "orca.log").read_text()
        return self.spoken.stat().st_size

    # --- the end

    def end(self):
        """Politely from the last to the first, then whatever is still there: some start others of their
        own."""
        for process in reversed(self.running):
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        while children := self.left():
            for child in children:
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            time.sleep(0.1)
            reap()
        reap()

    def left(self):
        """Those of our children that live in our folder: also what others started, and left to us when they
        ended."""
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return [int(pid) for pid in children if f"HOME={self.folder}\0".encode() in environment(pid)]


def environment(pid):
    with suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes()
    return b""


def preference(pair):
    name, value = pair
    shown = (
        str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else value
    )
    return f'user_pref("{name}", {shown});\n'


def end_with_us():
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def reap():
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
