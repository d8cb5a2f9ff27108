"""The raw server: it answers byte for byte by a scenario's rules and records what arrived.

Law: nothing here normalises. Header lines are kept in wire order as they came, answers are
written as the rule says, and no header is added beyond what ``FORMAT.md`` names.
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import json
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Json = dict[str, Any]
Page = Callable[["Arrived"], Awaitable[bytes] | bytes]

_PAGE_HEADERS = "Content-Type: {type}\r\nCache-Control: no-store\r\n"


class Arrived:
    """One request as it arrived: its request line, header lines in order, and body."""

    __slots__ = ("at", "body", "headers", "method", "url")

    def __init__(self, method: str, url: str, headers: list[list[str]], body: bytes) -> None:
        self.at = time.monotonic()
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body

    def header(self, name: str) -> str | None:
        """The first value of a header, its name compared without case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def record(self, start: float) -> Json:
        """The request in FORMAT.md's form, *start* being the scenario's beginning."""
        return {
            "t": round(self.at - start, 3),
            "method": self.method,
            "url": self.url,
            "headers": self.headers,
            "body": self.body.decode("latin-1"),
        }


class LabServer:
    """Plain HTTP on port 80 and TLS on port 443, for every host name that points here."""

    def __init__(self, tls: ssl.SSLContext, pages: Mapping[str, Page]) -> None:
        self._tls = tls
        self._pages = pages
        self._rules: list[Json] = []
        self._page_headers = ""
        self._served: dict[int, int] = {}
        self._connections: set[asyncio.Task[None]] = set()
        self._listeners: list[asyncio.Server] = []
        self.arrived: list[Arrived] = []

    async def start(self) -> None:
        """Listen on loopback; raises ``OSError`` where a port is taken or not permitted."""
        for port, tls in ((80, None), (443, self._tls)):
            scheme = "https" if tls else "http"

            def serve(
                reader: asyncio.StreamReader, writer: asyncio.StreamWriter, scheme: str = scheme
            ) -> None:
                task = asyncio.ensure_future(self._connection(scheme, reader, writer))
                self._connections.add(task)
                task.add_done_callback(self._connections.discard)

            self._listeners.append(await asyncio.start_server(serve, "127.0.0.1", port, ssl=tls))

    async def stop(self) -> None:
        """Close the listeners and every connection."""
        for listener in self._listeners:
            listener.close()
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await asyncio.sleep(0.01)  # the transports end in the loop's next turns

    def load(self, rules: list[Json], embedder_policy: str = "") -> None:
        """Answer by *rules* from now on, and forget what arrived before.

        The lab's own pages carry *embedder_policy*, if any, as their COEP header.
        """
        self._rules = rules
        policy = f"Cross-Origin-Embedder-Policy: {embedder_policy}\r\n"
        self._page_headers = policy if embedder_policy else ""
        self._served = {}
        self.arrived = []

    def take(self) -> list[Arrived]:
        """What arrived since the last call, in order."""
        taken, self.arrived = self.arrived, []
        return taken

    async def _connection(
        self, scheme: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            try:
                while True:
                    request = await self._read(scheme, reader)
                    answer = await self._answer(request)
                    if answer is None:
                        break
                    writer.write(answer)
                    await writer.drain()
            except asyncio.CancelledError:
                writer.transport.abort()
                raise
            finally:
                writer.close()

    async def _read(self, scheme: str, reader: asyncio.StreamReader) -> Arrived:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request_line, *lines = head[:-4].split("\r\n")
        method, target, _ = request_line.split(" ", 2)
        headers = [
            [name, value.strip(" \t")] for name, _, value in (li.partition(":") for li in lines)
        ]
        fields = {name.lower(): value for name, value in headers}
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body = await self._chunks(reader)
        else:
            body = await reader.readexactly(int(fields.get("content-length", "0") or "0"))
        if target.startswith("/"):
            target = f"{scheme}://{fields.get('host', '')}{target}"
        return Arrived(method, target, headers, body)

    @staticmethod
    async def _chunks(reader: asyncio.StreamReader) -> bytes:
        body = b""
        while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
            body += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readuntil(b"\r\n")
        return body

    async def _answer(self, request: Arrived) -> bytes | None:
        path = "/" + request.url.split("/", 3)[3].partition("?")[0]
        page = self._pages.get(path)
        if page is not None:
            made = page(request)
            content = made if isinstance(made, bytes) else await made
            kind = "text/javascript" if path.endswith(".js") else "text/html"
            headers = _PAGE_HEADERS.format(type=kind) + self._page_headers
            return (
                f"HTTP/1.1 200 OK\r\n{headers}Content-Length: {len(content)}\r\n\r\n"
            ).encode() + content
        if path == "/favicon.ico":
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        self.arrived.append(request)
        return await self._by_rule(request)

    async def _by_rule(self, request: Arrived) -> bytes | None:
        for index, rule in enumerate(self._rules):
            if rule["url"] != request.url:
                continue
            if rule.get("method") not in (None, request.method):
                continue
            if rule.get("when_acrm") and request.header("Access-Control-Request-Method") is None:
                continue
            if self._served.get(index, 0) >= rule.get("times", float("inf")):
                continue
            self._served[index] = self._served.get(index, 0) + 1
            await asyncio.sleep(rule.get("delay", 0))
            return None if rule.get("drop") else _response(rule, request.method)
        return _response({"status": 404, "headers": []}, request.method)


def _response(rule: Json, method: str) -> bytes:
    status = rule.get("status", 200)
    try:
        reason = http.HTTPStatus(status).phrase
    except ValueError:
        reason = "X"
    headers = [list(pair) for pair in rule.get("headers", [])]
    body = rule.get("body", "").encode("latin-1")
    bodiless = status in (204, 304) or 100 <= status < 200
    if not bodiless and not any(name.lower() == "content-length" for name, _ in headers):
        headers.append(["Content-Length", str(len(body))])
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    head = f"HTTP/1.1 {status} {reason}\r\n{lines}\r\n".encode("latin-1")
    return head if bodiless or method == "HEAD" else head + body


def json_page(make: Callable[[Arrived], Awaitable[Any]]) -> Page:
    """A page whose content is the JSON of what *make* returns."""

    async def page(request: Arrived) -> bytes:
        return json.dumps(await make(request)).encode()

    return page
