"""What we knock at, in a thread of the test: real sockets, and whatever somebody may let them say."""

import datetime
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


def certificate_here(tmp_path, monkeypatch):
    """Of 127.0.0.1, which requests believes; as the context of a server."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a school")]),
    )
    now, one_day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - one_day).not_valid_after(now + one_day)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path, form = tmp_path / "one.pem", serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


class FarEnd:
    """Answers one question after another: with bytes, or by whatever yields them until we leave. The last
    answer is given again and again."""

    def __init__(self, *answers, tls=None):
        self.answers, self.tls, self.asked = list(answers), tls, []
        self.left, self.socket = threading.Event(), socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return (
            f"{'https' if self.tls else 'http'}://127.0.0.1:{self.socket.getsockname()[1]}/a.ics?key=geheim"
        )

    def serve(self):
        with suppress(OSError):  # closed by `end`
            while not self.left.is_set():
                line = self.socket.accept()[0]
                line.settimeout(10)
                with suppress(OSError), line, self.spoken(line) as asked:
                    self.answer(asked)  # who asked goes away: that is what is hoped for

    def spoken(self, line):
        return self.tls.wrap_socket(line, server_side=True) if self.tls else line

    def answer(self, line):
        self.asked.append(line.recv(65536).decode())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        for piece in [answer] if isinstance(answer, bytes) else answer(self.left):
            line.sendall(piece)

    def end(self):
        self.left.set()
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(10)


def said(body, *headers, status="200 OK"):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def turn(where, status="302 Found"):
    return said(b"", f"Location: {where}", status=status)


def drip(first, piece):
    """Byte after byte, and no end to it."""

    def pieces(left):
        yield first
        while not left.wait(0.05):
            yield piece

    return pieces
