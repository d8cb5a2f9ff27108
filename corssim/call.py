"""A call: as a script writes it, and as the words of a browser see it.

Law: values only, frozen.
"""

from __future__ import annotations

from typing import Any

import attrs

from .headers import HeaderList


@attrs.frozen(slots=True)
class Call:
    """Initiator, URL and flags of a call; with the failure they select the error text."""

    initiator: str
    url: str = ""
    synchronous: bool = False
    worker: bool = False


FETCH_DEFAULTS = {"method": "GET", "credentials": "same-origin", "mode": "cors"}


@attrs.frozen
class ScriptCall:
    """A call of ``fetch()``, or with *xhr* an XMLHttpRequest, that was written elsewhere: on a
    command line, in DevTools, in a form. :meth:`corssim.Page.make` makes it.

    What its form does not have is left out: an XMLHttpRequest has no mode, ``fetch()`` no upload
    listener.
    """

    url: str
    method: str = "GET"
    headers: HeaderList = ()
    body: str | bytes | None = None
    credentials: str = "same-origin"
    mode: str = "cors"
    xhr: bool = False
    upload_listener: bool = False

    @property
    def name(self) -> str:
        """The method of a page that makes it."""
        return "xhr" if self.xhr else "fetch"

    @property
    def arguments(self) -> tuple[str, ...]:
        """Its leading arguments."""
        return (self.method, self.url) if self.xhr else (self.url,)

    @property
    def keywords(self) -> dict[str, Any]:
        """Its other arguments, as far as they differ from what holds without them."""
        given: dict[str, Any] = {}
        if self.headers:
            given["headers"] = self.headers
        if self.body is not None:
            given["body"] = self.body
        if self.xhr:
            if self.credentials == "include":
                given["with_credentials"] = True
            if self.upload_listener:
                given["upload_listener"] = True
            return given
        words = {"method": self.method, "credentials": self.credentials, "mode": self.mode}
        return given | {name: word for name, word in words.items() if word != FETCH_DEFAULTS[name]}
