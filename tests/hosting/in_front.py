"""Caddy and nginx as deploy/one sets them up, on ports of their own, in front of what a test puts behind.
What is changed of the files is what belongs to a machine: ports, folders, certificates."""

import datetime
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager, suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings

from tests.patience import SECONDS, eventually

ONE = settings.BASE_DIR / "deploy" / "one"
NAME = "meekijken.school.example"


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as there:
        return there.getsockname()[1]


def listens(port):
    with socket.socket() as there:
        return there.connect_ex(("127.0.0.1", port)) == 0


def put(text, **changes):
    """The file with what belongs to this machine; what it replaces has to be there."""
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, str(after))
    return text


def shared(text, app, folder):
    return put(text, **{
        "127.0.0.1:8000": f"127.0.0.1:{app}",
        "/var/lib/meekijken": folder,
        "/opt/meekijken/current": settings.BASE_DIR,
    })  # fmt: skip


class InFront:
    """A proxy that is served: its port, its certificates, and all it wrote."""

    def __init__(self, port, trusted, log):
        self.port, self.trusted, self.log = port, trusted, log

    def is_ready(self):
        """Caddy listens before it has its certificate."""
        with suppress(OSError):
            self.connect().close()
            return True

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=SECONDS)
        return ssl.create_default_context(cafile=self.trusted).wrap_socket(plain, server_hostname=NAME)

    def ask(self, method, path, body=None, **headers):
        """(status, headers, body), by a client that knows no other authority than the one here."""
        there = http.client.HTTPConnection(NAME, timeout=SECONDS)
        there.sock = self.connect()
        try:
            there.request(
                method, path, body, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = there.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            there.close()


@contextmanager
def running(command, log, is_ready, **env):
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=os.environ | env)
    try:
        eventually(lambda: is_ready() or process.poll() is not None)
        assert process.poll() is None, log.read_text()
        yield process
    finally:
        process.terminate()
        process.wait(SECONDS)


@contextmanager
def caddy(tmp_path, app, folder, patience="0s"):
    """With an authority of its own, as `tls internal` makes one; for so long it asks again where the app is
    away."""
    port, written, log = free_port(), tmp_path / "Caddyfile", tmp_path / "caddy.log"
    text = shared((ONE / "Caddyfile").read_text(), app, folder)
    ours = "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n"
    text = ours + put(text, **{
        f"\n{NAME} {{": f"\n{NAME}:{port} {{", "#tls internal": "tls internal", "lb_try_duration 15s": f"lb_try_duration {patience}",
    })[text.index("\t# Caddy keeps no log"):]  # fmt: skip
    written.write_text(text)
    trusted = tmp_path / "caddy" / "pki" / "authorities" / "local" / "root.crt"
    homes = {"XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "HOME": str(tmp_path)}
    command = ["caddy", "run", "--config", written, "--adapter", "caddyfile"]
    front = InFront(port, trusted, log)
    with running(command, log, front.is_ready, **homes):
        yield front


@contextmanager
def nginx(tmp_path, app, folder):
    port, place, log = free_port(), tmp_path / "nginx", tmp_path / "nginx.log"
    (place / "conf").mkdir(parents=True)
    write_certificate(place)
    (place / "conf" / "ours").write_text(put(shared((ONE / "nginx.conf").read_text(), app, folder), **{
        "listen 80;": f"listen 127.0.0.1:{free_port()};", "    listen [::]:80;\n": "", "listen 443": f"listen 127.0.0.1:{port}",
        "    listen [::]:443 ssl http2;\n": "", "/etc/meekijken/": f"{place}/", "/var/log/nginx/error.log": "stderr",
    }))  # fmt: skip
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    (place / "conf" / "nginx.conf").write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"daemon off;\npid {place}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n"
        + "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in kinds)
        + f"access_log {place}/access.log;\ninclude ours;\n}}\n"
    )
    front = InFront(port, place / "certificate.pem", log)
    with running(
        [program("nginx"), "-p", place, "-c", "conf/nginx.conf", "-e", "stderr"], log, front.is_ready
    ):
        yield front


def program(name):
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def write_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(kind, form, serialization.NoEncryption()))
