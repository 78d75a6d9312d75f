"""A real mail server, in a thread of its own, that does what a test asks of it at one step of a talk.

`tricks` are coroutines by the name of a step: greet, tls, mail, rcpt, data, taken. Each gets the talk and the
address; what it returns is the server's reply, and None is that all is well. "taken" comes when the letter is
here, before the server says so.
"""

import asyncio
import email
import ssl
import threading
from contextlib import suppress

from aiosmtpd.smtp import SMTP

WELL = "250 OK"


class Talk(SMTP):
    def __init__(self, house):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if "tls" in house.tricks else None
        super().__init__(house, hostname="mail.example", tls_context=tls, loop=house.loop)

    def connection_made(self, transport):
        self.event_handler.talks += 1
        self.event_handler.going_on.add(self)
        super().connection_made(transport)

    def connection_lost(self, error):
        super().connection_lost(error)
        self.event_handler.going_on.discard(self)

    async def _handle_client(self):
        with suppress(ConnectionError):
            if said := await self.event_handler.at("greet", self):
                await self.push(said)
                self.transport.close()
            else:
                await super()._handle_client()

    async def smtp_STARTTLS(self, arg):
        await self.push(await self.event_handler.at("tls", self))

    async def smtp_DATA(self, arg):
        if said := await self.event_handler.at("data", self):
            await self.push(said)
        else:
            await super().smtp_DATA(arg)

    async def drip(self, stream):
        """Byte by byte, for as long as somebody listens."""
        for byte in stream:
            self._writer.write(bytes([byte]))
            await self._writer.drain()
            await asyncio.sleep(0.02)

    def break_off(self):
        self.transport.abort()


class MailServer:
    def __init__(self, **tricks):
        self.tricks, self.talks, self.took = tricks, 0, []
        self.going_on = set()
        self.loop = asyncio.new_event_loop()

    # --- what it took

    @property
    def letters(self):
        """(address, Message-ID) of what it said 250 to."""
        return [(address, letter["Message-ID"]) for address, letter in self.took]

    # --- what aiosmtpd asks

    async def at(self, step, talk, address=""):
        return await self.tricks[step](talk, address) if step in self.tricks else None

    async def handle_MAIL(self, talk, session, envelope, address, options):
        envelope.mail_from = address
        return await self.at("mail", talk, address) or WELL

    async def handle_RCPT(self, talk, session, envelope, address, options):
        said = await self.at("rcpt", talk, address)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or WELL

    async def handle_DATA(self, talk, session, envelope):
        [address] = envelope.rcpt_tos
        said = await self.at("taken", talk, address)
        if not said:
            self.took.append((address, email.message_from_bytes(envelope.content)))
        return said or WELL

    # --- open and closed

    def __enter__(self):
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        serving = self.loop.create_server(lambda: Talk(self), "127.0.0.1", 0)
        self.server = self.within(serving)
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def within(self, work):
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def __exit__(self, *_fault):
        self.within(self.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def close(self):
        self.server.close()
        for talk in self.going_on:
            talk.break_off()
        while self.going_on:
            await asyncio.sleep(0)
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


def always(said):
    async def trick(talk, address):
        return said

    return trick


def to(who, trick):
    """Only where the letter is for this address."""

    async def only(talk, address):
        address = address or talk.envelope.rcpt_tos[0]
        return await trick(talk, address) if address == who else None

    return only


def held(let_go):
    """The server says nothing until this event of threading is set, then all is well."""

    async def trick(talk, address):
        while not let_go.is_set():
            await asyncio.sleep(0.02)

    return trick


async def hang_up(talk, address):
    talk.break_off()
    await asyncio.sleep(0)
    raise ConnectionResetError


async def hang_up_in_a_letter(talk, address):
    await talk.push("354 go on")
    await talk._reader.readline()
    await hang_up(talk, address)


async def say_nothing(talk, address):
    await asyncio.Event().wait()


async def drip(talk, address):
    await talk.drip(iter(lambda: ord("2"), None))
