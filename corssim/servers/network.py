"""A server on the network, asked over HTTP/1.1 with exactly the header lines of the browser.

Law: no redirect is followed, nothing is added to the request, repeated lines are kept, and
what cannot be reached is a :class:`NetworkFailure`, never an exception.
"""

from __future__ import annotations

import http.client
import socket
import ssl

from ..errors import UsageError
from ..request import WireRequest
from ..response import NetworkFailure, WireResponse
from ..url import parse_url

MOST_BYTES = 10_000_000
MOST_SECONDS = 86400


class Live:
    """Asks the real server of each request's URL.

    *timeout* is in seconds, for connecting and for each read; *ca* names a file of
    certificates to trust; at most *most_bytes* of a body are read. *at*, an http(s) origin such
    as ``http://127.0.0.1:8000``, is where every request is sent, whatever host its URL names.
    Raises ``UsageError`` for a *ca* that cannot be read and an *at* that is no origin.
    """

    is_corssim_server = True

    def __init__(
        self, *, timeout: float = 10.0, ca: str | None = None, at: str | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:  # fmt: skip
        if not 0 < timeout <= MOST_SECONDS:
            raise UsageError(
                f"timeout must be above 0 and at most {MOST_SECONDS} seconds, not {timeout:g}"
            )
        self._timeout = timeout
        try:
            self._tls = ssl.create_default_context(cafile=ca)
        except OSError as problem:
            raise UsageError(f"cannot read the certificates in {ca}: {problem}") from None
        self._at = parse_url(at) if at is not None else None
        if at is not None and (self._at is None or not self._at.is_http):
            raise UsageError(f"at must be an http(s) URL such as http://127.0.0.1:8000, not {at!r}")
        self._most = most_bytes

    def __call__(self, request: WireRequest) -> WireResponse | NetworkFailure:
        url = parse_url(request.url)
        assert url is not None
        to = self._at or url
        host, port = to.host.strip("[]"), to.effective_port
        connection: http.client.HTTPConnection
        if to.scheme == "https":
            connection = http.client.HTTPSConnection(
                host, port, timeout=self._timeout, context=self._tls
            )
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self._timeout)
        try:
            return self._ask(connection, request, url.path + (f"?{url.query}" if url.query else ""))
        except ssl.SSLError:
            return NetworkFailure("tls")
        except socket.gaierror:
            return NetworkFailure("dns")
        except TimeoutError:
            return NetworkFailure("timeout")
        except ConnectionRefusedError:
            return NetworkFailure("refused")
        except (OSError, http.client.HTTPException):
            return NetworkFailure("dropped")
        finally:
            connection.close()

    def _ask(
        self, connection: http.client.HTTPConnection, request: WireRequest, target: str
    ) -> WireResponse:
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            if name.lower() == "accept-encoding":
                value = "identity"
            if name.lower() == "connection":
                value = "close"
            connection.putheader(name, value.encode("latin-1"))
        connection.endheaders(request.body or None)
        answer = connection.getresponse()
        body = answer.read(self._most)
        headers = tuple((name, value.strip(" \t")) for name, value in answer.headers.raw_items())
        return WireResponse(answer.status, headers, body, answer.reason or "")
