"""A tab of a real browser, for tests of a page: Chromium and Firefox behind one interface.

Law: what a person does, by keys and by what the page itself holds; the drivers are the lab's.
"""

from __future__ import annotations

import asyncio
import base64
import json
from pathlib import Path
from typing import Any

from spec_cases.lab.chromium import Chromium
from spec_cases.lab.firefox import Firefox
from spec_cases.lab.machine import Authority

KEYS = {"Tab": ("\ue004", 9), "Enter": ("\ue007", 13), "ArrowRight": ("\ue014", 39),
        "ArrowDown": ("\ue015", 40), "End": ("\ue010", 35), "Space": (" ", 32)}  # fmt: skip


class Tab:
    """A headless browser with one tab, driven from synchronous tests."""

    def __init__(self, browser: str, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        authority = Authority(folder)
        self._loop = asyncio.new_event_loop()
        self.name = browser
        self._chromium = Chromium(folder / "profile", authority) if browser == "chrome" else None
        self._firefox = Firefox(folder / "profile", authority) if browser == "firefox" else None
        self._wait((self._chromium or self._driver).start())

    @property
    def _driver(self) -> Firefox:
        assert self._firefox is not None
        return self._firefox

    def _wait(self, work: Any) -> Any:
        return self._loop.run_until_complete(work)

    def open(self, url: str) -> None:
        """Show *url*, from a blank page."""
        if self._chromium is not None:
            self._wait(self._chromium.call("Page.navigate", url="about:blank"))
            self._wait(self._chromium.call("Page.navigate", url=url))
        else:
            self._wait(self._driver.call("WebDriver:Navigate", url="about:blank"))
            self._wait(self._driver.call("WebDriver:Navigate", url=url))
        self.until("document.readyState === 'complete'")

    def run(self, body: str) -> Any:
        """What the body of an async function returns in the page, whose window is ``page``.

        The page's policy forbids eval, so Firefox runs it as a script of the driver's own.
        """
        if self._chromium is not None:
            wrapped = f"(async () => {{ const page = window; {body} }})()"
            return self._wait(self._chromium.evaluate(wrapped))
        script = (
            "const [done] = arguments; const page = window.wrappedJSObject || window;"
            f"(async () => {{ {body} }})()"
            ".then((v) => done(JSON.stringify([v ?? null])),"
            "(e) => done(JSON.stringify(String(e))))"
        )
        told = self._wait(self._driver.call("WebDriver:ExecuteAsyncScript", script=script, args=[]))
        value = json.loads(told["value"])
        if isinstance(value, str):
            raise AssertionError(value)
        return value[0]

    def until(self, condition: str, seconds: float = 10) -> None:
        """Wait until a JavaScript expression is true."""
        for _ in range(int(seconds * 20)):
            try:
                if self.run(f"return Boolean({condition})") is True:
                    return
            except Exception:  # the document is being replaced
                pass
            self._wait(asyncio.sleep(0.05))
        raise AssertionError(f"never true in {self.name}: {condition}")

    def press(self, *keys: str) -> None:
        """Press named keys, or type single characters, where the focus is."""
        for key in keys:
            code, number = KEYS.get(key, (key, ord(key.upper()[0])))
            if self._chromium is not None:
                text = {"Enter": "\r", "Space": " "}.get(key, key if len(key) == 1 else "")
                what: dict[str, Any] = {
                    "key": " " if key == "Space" else key,
                    "windowsVirtualKeyCode": number,
                }
                if text:
                    what["text"] = text
                for kind in ("keyDown", "keyUp"):
                    self._wait(self._chromium.call("Input.dispatchKeyEvent", type=kind, **what))
            else:
                pressed = [{"type": kind, "value": code} for kind in ("keyDown", "keyUp")]
                source = {"type": "key", "id": "keys", "actions": pressed}
                self._wait(self._driver.call("WebDriver:PerformActions", actions=[source]))

    def write(self, text: str) -> None:
        """Type *text* where the focus is."""
        self.press(*text)

    def shot(self, file: Path, width: int, height: int, dark: bool) -> None:
        """A picture of the page at that size, light or dark."""
        if self._chromium is not None:
            self._wait(self._chromium.call(
                "Emulation.setDeviceMetricsOverride", width=width, height=height,
                deviceScaleFactor=1, mobile=False,
            ))  # fmt: skip
            scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
            self._wait(self._chromium.call("Emulation.setEmulatedMedia", features=scheme))
            taken = self._wait(self._chromium.call(
                "Page.captureScreenshot", captureBeyondViewport=False))  # fmt: skip
            data = taken["data"]
        else:
            self._wait(self._driver.call("WebDriver:SetWindowRect", width=width, height=height))
            self._wait(self._driver.call("Marionette:SetContext", value="chrome"))
            pref = "layout.css.prefers-color-scheme.content-override"
            script = f'Services.prefs.setIntPref("{pref}", {0 if dark else 1})'
            self._wait(self._driver.call("WebDriver:ExecuteScript", script=script, args=[]))
            self._wait(self._driver.call("Marionette:SetContext", value="content"))
            taken = self._wait(self._driver.call("WebDriver:TakeScreenshot", full=False))
            data = taken["value"]
        file.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        """End the browser."""
        self._wait((self._chromium or self._driver).stop())
        self._loop.close()

    def set(self, field: str, value: str) -> None:
        """Give a field a value, as if it were typed."""
        self.run(
            f"const f = document.getElementById({json.dumps(field)});"
            f"f.value = {json.dumps(value)};"
            "f.dispatchEvent(new Event('input', {bubbles: true}));"
            "f.dispatchEvent(new Event('change', {bubbles: true})); return 1"
        )

    def settle(self) -> None:
        """Wait until every question has its answer."""
        self.until("document.body.dataset.settled > 0")
        self.run(
            "let before = -1; while (before !== document.body.dataset.settled) {"
            "before = document.body.dataset.settled;"
            "await new Promise((r) => setTimeout(r, 120)); }"
            "return 1"
        )
