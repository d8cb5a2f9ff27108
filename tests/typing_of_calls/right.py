"""Calls as people write them: a type checker passes every line."""

from corssim import Browser, Message, NetworkFailure, Outcome, WireResponse, ask
from corssim.doctor import Finding
from corssim.testing import Cors, Pages, open_pages

URL = "https://api.example/"
page = Browser("chrome").open("https://app.example/", [], embedder_policy="require-corp")
Browser("standard", version=None).open("null", [], embedder="https://app.example/")
Browser().open(URL, [], address_space="public", spaces={"nas.example": "local"})

page.fetch(URL)
page.fetch(url=URL, method="PUT", headers={"X-A": "1"}, body="{}", credentials="include")
page.fetch(URL, headers=[("X-A", "1")], body=b"{}", mode="no-cors", cache="no-store")
page.fetch(URL, redirect="manual", referrer_policy="no-referrer", keepalive=True, timeout=2)
page.xhr("POST", URL, headers=(("X-A", "1"),), with_credentials=True, upload_listener=True)
page.xhr("GET", URL, synchronous=True, abort_after=0.5)
page.element("img", URL, crossorigin="anonymous", referrer_policy="origin")
page.event_source(URL, with_credentials=True)
page.send_beacon(URL, "text")
page.worker().fetch(URL)
outcomes: list[Outcome] = page.together(
    page.prepare("fetch", URL, method="PUT"),
    page.prepare("xhr", "GET", URL, with_credentials=True),
    page.prepare("element", "script", URL),
    page.prepare("event_source", URL),
    page.prepare("send_beacon", URL, body=b"x"),
)
messages: list[Message] = outcomes[0].console
texts: list[str] = [message.text for message in outcomes[0].console]


async def awaited() -> None:
    await page.afetch(URL, method="PUT")
    await page.axhr("GET", URL, with_credentials=True)
    await page.aelement("font", URL)
    await page.aevent_source(URL)
    await page.asend_beacon(URL, b"x")


WireResponse(200, [("A", "b")], "text")
WireResponse(200, {"A": "b"}, b"bytes", reason="Fine", delay=1)
WireResponse(204)
NetworkFailure("timeout")

ok: bool = ask(URL, origin="https://app.example", server=[], credentials="include").ok
ask(URL, origin="https://app.example", server=[], xhr=True, method="PUT", with_credentials=True)
ask(URL, origin="https://app.example", server=[], browsers=["chrome"]).assert_allowed()

pages: Pages = open_pages([], "https://app.example", browsers=("chrome", "safari"))
pages.fetch(URL, method="PUT").assert_allowed().assert_preflights(1)
pages.together(pages.prepare("fetch", URL, method="PUT"), pages.prepare("xhr", "GET", URL))
pages.xhr("GET", URL).assert_blocked("OriginMissing")
pages.element("img", URL, crossorigin="anonymous").assert_allowed()
pages.event_source(URL, with_credentials=True).assert_allowed()
findings: list[Finding] = pages.send_beacon(URL, "x").findings
pages.worker("/worker.js").fetch(URL).as_json()


def test_with_the_fixture(cors: Cors) -> None:
    page = cors(
        [], origin="https://app.example", browsers=["safari"], embedder_policy="require-corp"
    )
    page.fetch(URL, method="PUT").assert_allowed()
