"""Firefox, driven by Marionette: JSON frames preceded by their length."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from pathlib import Path
from typing import Any

from .chromium import free_port
from .driver import SETTLE, BrowserDied, Json, document_url, end, launch
from .machine import Authority, find

_PREFS: dict[str, Any] = {
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.security.https_first": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
}

_READ_CONSOLE = """
const seen = [];
for (const entry of Services.console.getMessageArray()) {
  if (!(entry instanceof Ci.nsIScriptError)) continue;
  if (entry.category === "chrome javascript") continue;
  seen.push({source: entry.category, level: entry.flags & 1 ? "warning" : "error",
             text: entry.errorMessage});
}
Services.console.reset();
return seen;
"""
_DIALOGUE = "a dialogue of Firefox ended the script"
_NOISE = "XML Parsing Error"


class Firefox:
    """One headless Firefox with one tab."""

    name = "firefox"
    version = ""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self._folder = folder
        self._authority = authority
        self._process: asyncio.subprocess.Process | None = None
        self._ids = itertools.count(1)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def start(self) -> None:
        binary = find("/usr/lib/firefox-esr/firefox-esr", "firefox-esr", package="firefox-esr")
        policies = binary.parent / "distribution" / "policies.json"
        policies.parent.mkdir(exist_ok=True)
        policies.write_text(
            json.dumps({"policies": {"Certificates": {"Install": [str(self._authority.pem)]}}})
        )
        port = free_port()
        self._folder.mkdir(parents=True, exist_ok=True)
        prefs = {**_PREFS, "marionette.port": port}
        (self._folder / "user.js").write_text(
            "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in prefs.items())
        )
        self._process = await launch(
            str(binary), "--headless", "--no-remote", "-marionette",
            "-remote-allow-system-access", "-profile", str(self._folder), "about:blank",
            HOME=str(self._folder),
        )  # fmt: skip
        self._streams = await _connect(port)
        await self._frame()
        session = await self.call(
            "WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}}
        )
        self.version = "Firefox/" + session["capabilities"]["browserVersion"]
        await self.call("WebDriver:SetTimeouts", script=60000)

    async def open(self, page: str) -> None:
        await self.call("WebDriver:Navigate", url=document_url(page, "page.html"))
        self._in_frame = page == "null"
        if self._in_frame:
            await self.run("return addFrame()")
        await self._messages()

    async def step(self, step: Json) -> Json:
        run = "runInFrame" if self._in_frame else "runStep"
        result = await self.run(f"return {run}({json.dumps(step)})")
        await asyncio.sleep(SETTLE)
        return {"result": result, "console": await self._messages()}

    async def stop(self) -> None:
        if self._streams is not None:
            writer = self._streams[1]
            writer.transport.abort()
            with contextlib.suppress(Exception):
                await writer.wait_closed()
        await end(self._process)

    async def run(self, body: str) -> Json:
        """What the body of an async function returns in the page."""
        page = (
            f"(async () => {{ {body} }})().then(JSON.stringify, (e) => JSON.stringify(String(e)))"
        )
        script = (
            "const [done] = arguments;"
            f"window.eval({json.dumps(page)}).then(done, (e) => done(String(e)))"
        )
        answer = await self.call("WebDriver:ExecuteAsyncScript", script=script, args=[])
        if answer["value"] is None:
            raise BrowserDied(_DIALOGUE)
        value: Json = json.loads(answer["value"])
        return value

    async def _messages(self) -> list[Json]:
        await self.call("Marionette:SetContext", value="chrome")
        seen = (await self.call("WebDriver:ExecuteScript", script=_READ_CONSOLE, args=[]))["value"]
        await self.call("Marionette:SetContext", value="content")
        if seen is None:
            raise BrowserDied(_DIALOGUE)
        return [message for message in seen if not message["text"].startswith(_NOISE)]

    async def call(self, method: str, **params: object) -> Json:
        """The result of a Marionette command."""
        number = next(self._ids)
        text = json.dumps([0, number, method, params]).encode()
        assert self._streams is not None
        _, writer = self._streams
        try:
            writer.write(b"%d:%s" % (len(text), text))
            await writer.drain()
            _, _, error, result = await asyncio.wait_for(self._frame(), 60)
        except (TimeoutError, OSError, asyncio.IncompleteReadError) as problem:
            raise BrowserDied(f"{method}: {problem!r}") from problem
        if error:
            raise BrowserDied(f"{method}: {error['error']}: {error['message']}")
        answer: Json = result
        return answer

    async def _frame(self) -> Any:
        assert self._streams is not None
        reader, _ = self._streams
        length = int((await reader.readuntil(b":"))[:-1])
        return json.loads(await reader.readexactly(length))


async def _connect(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    for _ in range(300):
        with contextlib.suppress(OSError):
            return await asyncio.open_connection("127.0.0.1", port, limit=1 << 26)
        await asyncio.sleep(0.1)
    raise BrowserDied("Firefox does not listen for Marionette")
