"""Calls with a mistake in each line that is marked: a type checker reports each of them."""

from corssim import Browser, NetworkFailure, WireResponse, ask
from corssim.testing import Cors, open_pages

URL = "https://api.example/"
ORIGIN = "https://app.example"
page = Browser("chrome").open("https://app.example/", [])
pages = open_pages([], ORIGIN)

Browser("chrom")  # wrong
Browser("chrome", version=[120])  # wrong
Browser().open(5, [])  # wrong
Browser().open(URL, [], embedder_policy="require")  # wrong
Browser().open(URL, [], address_space="lan")  # wrong
Browser().open(URL, [], local_network="yes")  # wrong
Browser().open(URL, [], spaces={"nas.example": "lan"})  # wrong
Browser().open(URL, [], documnet=URL)  # wrong

page.fetch()  # wrong
page.fetch(None)  # wrong
page.fetch(URL, metod="PUT")  # wrong
page.fetch(URL, "PUT")  # wrong
page.fetch(URL, method=5)  # wrong
page.fetch(URL, headers=5)  # wrong
page.fetch(URL, headers={"X-A": 1})  # wrong
page.fetch(URL, body={"a": 1})  # wrong
page.fetch(URL, mode="core")  # wrong
page.fetch(URL, credentials="includ")  # wrong
page.fetch(URL, credentials=True)  # wrong
page.fetch(URL, redirect="foloow")  # wrong
page.fetch(URL, cache="none")  # wrong
page.fetch(URL, referrer_policy="never")  # wrong
page.fetch(URL, keepalive="no")  # wrong
page.fetch(URL, abort_after="5")  # wrong
page.fetch(URL, with_credentials=True)  # wrong
page.xhr(URL)  # wrong
page.xhr("GET", URL, credentials="include")  # wrong
page.xhr("GET", URL, upload_listeners=True)  # wrong
page.element("image", URL)  # wrong
page.element("img", URL, crossorigin="yes")  # wrong
page.element("img", URL, mode="cors")  # wrong
page.event_source(URL, withCredentials=True)  # wrong
page.send_beacon(URL, {"a": 1})  # wrong
page.prepare("navigate", URL)  # wrong
page.prepare("fetch", URL, metod="PUT")  # wrong
page.prepare("xhr", URL)  # wrong
page.together(page.fetch(URL))  # wrong
page.worker(5)  # wrong


async def awaited() -> None:
    await page.afetch(URL, metod="PUT")  # wrong
    await page.axhr("GET", URL, credentials="include")  # wrong
    await page.aelement("image", URL)  # wrong
    await page.aevent_source(URL, credentials="include")  # wrong


WireResponse("200")  # wrong
WireResponse(200, 5)  # wrong
WireResponse(200, [("A", 1)])  # wrong
WireResponse(200, {}, {"a": 1})  # wrong
WireResponse(200, {}, "", 5)  # wrong
NetworkFailure("banana")  # wrong

ask(URL, server=[])  # wrong
ask(URL, origin=ORIGIN, server=[], metod="PUT")  # wrong
ask(URL, origin=ORIGIN, server=[], credentials="yes")  # wrong
ask(URL, origin=ORIGIN, server=[], with_credentials=True)  # wrong
ask(URL, origin=ORIGIN, server=[], xhr=True, credentials="include")  # wrong
ask(URL, origin=ORIGIN, server=[], browsers=["chrom"])  # wrong

open_pages([], ORIGIN, browsers=["opera"])  # wrong
open_pages([], ORIGIN, embedder_policy="require")  # wrong
pages.fetch(URL, metod="PUT")  # wrong
pages.xhr("GET", URL, credentials="include")  # wrong
pages.element("image", URL)  # wrong
pages.prepare("fetch", URL, metod="PUT")  # wrong
pages.prepare("navigate", URL)  # wrong
pages.fetch(URL).assert_preflights("1")  # wrong
pages.fetch(URL).assert_blocked(5)  # wrong
[message.txt for message in page.fetch(URL).console]  # wrong


def test_with_the_fixture(cors: Cors) -> None:
    cors([], orign=ORIGIN)  # wrong
    cors([], origin=ORIGIN, browsers=["opera"])  # wrong
    cors([], origin=ORIGIN).fetch(URL, metod="PUT")  # wrong
