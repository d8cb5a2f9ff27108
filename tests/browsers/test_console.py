"""Every console text and every exception text of every browser is spoken by some call."""

from __future__ import annotations

import itertools
from types import ModuleType
from typing import Any

import pytest

from corssim import Browser, NetworkFailure, Outcome, Policy, Stream
from corssim import failures as f
from corssim.browsers import BROWSERS, PROFILES, BrowserName, Message, Profile
from corssim.browsers.chrome import texts as chrome
from corssim.browsers.firefox import texts as firefox
from corssim.browsers.safari import texts as safari
from corssim.call import Call
from corssim.environment import client_of
from corssim.events import Blocked, FetchStarted, ResponseReceived
from corssim.request import Request
from corssim.response import HOWS, How, WireResponse
from corssim.standard.elements import ELEMENTS
from corssim.url import parse_url

from ..support import PAGE, URL, acao, rule, texts

CONSOLES: dict[str, ModuleType] = {"chrome": chrome, "firefox": firefox, "safari": safari}
VALUES: dict[str, Any] = {
    "url": URL, "target": "https://other.example/y", "status": 403, "value": "v", "origin": "o",
    "port": 25, "of_preflight": False, "unaccepted": False, "element": "a b", "method": "PUT",
    "header": "Access-Control-Allow-Methods",
    "allowed": ("GET",), "name": "x-a", "location": "/y", "cross_origin": True, "policy": "p",
    "coding": "gzip", "space": "local", "type": "text/plain", "initiator": "eventsource",
    "nosniff": False, "embedder_policy": "require-corp", "reason": "status",
    "secure_context": True, "how": "refused", "address": "api.example",
    "input": "in", "mode": "cors", "member": "mode", "enumeration": "RequestMode",
}  # fmt: skip


def every(base: type[f.Failure]) -> list[type[f.Failure]]:
    found = [base]
    for cls in base.__subclasses__():
        found += every(cls)
    return found


def made(cls: type[f.Failure]) -> f.Failure:
    fields = getattr(cls, "__attrs_attrs__", ())
    values = {field.name: VALUES[field.name] for field in fields if field.name in VALUES}
    return cls(**values)


# by name: a slotted class leaves the one that it replaces behind for a while
FAILURES = {cls.__name__: cls for cls in every(f.Failure)}.values()
CONCRETE = [cls for cls in FAILURES if not cls.__subclasses__() or cls is f.OriginMismatch]


INITIATORS = ("fetch", "xmlhttprequest", "eventsource", "beacon", *ELEMENTS)
RESPONSES = [cls for cls in CONCRETE if not issubclass(cls, f.ScriptFailure)]


@pytest.mark.parametrize("browser", [*BROWSERS, "standard"])
def test_every_failure_has_its_words(browser: BrowserName) -> None:
    """No text is left with a field that nobody fills in."""
    profile = PROFILES[browser]
    for cls, initiator in itertools.product(RESPONSES, INITIATORS):
        failure = made(cls)
        for preflight, mode in itertools.product((False, True), ("cors", "no-cors")):
            for message in _console(profile, failure, initiator, mode, preflight):
                assert message.text, (cls, initiator)
                assert "{" not in message.text, (cls, initiator)
                assert message.level in ("error", "warning", "warn"), (cls, initiator)
        for worker in (False, True):
            for synchronous in (False, initiator == "xmlhttprequest"):
                call = Call(initiator, URL, synchronous, worker)
                assert profile.words.error_text(failure, call), (cls, initiator)


def _console(
    profile: Profile, failure: f.Failure, initiator: str, mode: str, preflight: bool
) -> list[Message]:
    url = parse_url(URL)
    assert url is not None
    request = Request(url, mode=mode, initiator=initiator)  # type: ignore[arg-type]
    events = [
        FetchStarted(request, True),
        ResponseReceived(WireResponse(403)),
        Blocked(failure, URL, URL, preflight),
    ]
    return profile.words.console(events, client_of(PAGE), profile.rules)


THROWN: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"url": "http://"},
        "TypeError: Failed to execute 'fetch' on 'Window': Failed to parse URL from http://",
        "TypeError: Window.fetch: http:// is not a valid URL.",
        "TypeError: URL is not valid or contains user credentials.",
    ),
    (
        {"url": "https://u@x.test/"},
        "TypeError: Failed to execute 'fetch' on 'Window': Request cannot be constructed from a "
        "URL that includes credentials: https://u@x.test/",
        "TypeError: Window.fetch: https://u@x.test/ is an url with embedded credentials.",
        "TypeError: URL is not valid or contains user credentials.",
    ),
    (
        {"method": "A B"},
        "TypeError: Failed to execute 'fetch' on 'Window': 'A B' is not a valid HTTP method.",
        "TypeError: Window.fetch: Invalid request method A B.",
        "TypeError: Method is not a valid HTTP token.",
    ),
    (
        {"method": "trace"},
        "TypeError: Failed to execute 'fetch' on 'Window': 'trace' HTTP method is unsupported.",
        "TypeError: Window.fetch: Invalid request method trace.",
        "TypeError: Method is forbidden.",
    ),
    (
        {"method": "PUT", "mode": "no-cors"},
        "TypeError: Failed to execute 'fetch' on 'Window': 'PUT' is unsupported in no-cors mode.",
        "TypeError: Window.fetch: Invalid request method PUT.",
        "TypeError: Method must be GET, POST or HEAD in no-cors mode.",
    ),
    (
        {"body": "x"},
        "TypeError: Failed to execute 'fetch' on 'Window': Request with GET/HEAD method cannot "
        "have body.",
        "TypeError: Window.fetch: HEAD or GET Request cannot have a body.",
        "TypeError: Request has method 'GET' and cannot have a body",
    ),
    (
        {"mode": "navigate"},
        "TypeError: Failed to execute 'fetch' on 'Window': Cannot construct a Request with a "
        "RequestInit whose mode member is set as 'navigate'.",
        "TypeError: Window.fetch: Invalid request mode navigate.",
        "TypeError: Request constructor does not accept navigate fetch mode.",
    ),
    (
        {"cache": "only-if-cached"},
        "TypeError: Failed to execute 'fetch' on 'Window': 'only-if-cached' can be set only with "
        "'same-origin' mode",
        "TypeError: Window.fetch: Request mode 'cors' was used, but request cache mode "
        "'only-if-cached' can only be used with request mode 'same-origin'.",
        "TypeError: only-if-cached cache option requires fetch mode to be same-origin.",
    ),
    (
        {"referrer_policy": "x"},
        "TypeError: Failed to execute 'fetch' on 'Window': Failed to read the 'referrerPolicy' "
        "property from 'RequestInit': The provided value 'x' is not a valid enum value of type "
        "ReferrerPolicy.",
        "TypeError: Window.fetch: 'x' (value of 'referrerPolicy' member of RequestInit) is not a "
        "valid value for enumeration ReferrerPolicy.",
        "TypeError: Type error",
    ),
    (
        {"headers": {"a b": "c"}},
        "TypeError: Failed to execute 'fetch' on 'Window': Invalid name",
        "TypeError: Window.fetch: a b is an invalid header name.",
        "TypeError: Invalid header name: 'a b'",
    ),
    (
        {"headers": {"a": "b\nc"}},
        "TypeError: Failed to execute 'fetch' on 'Window': Invalid value",
        "TypeError: Window.fetch: b\nc is an invalid header value.",
        "TypeError: Header 'a' has invalid value: 'b\nc'",
    ),
]


@pytest.mark.parametrize(("init", "in_chrome", "in_firefox", "in_safari"), THROWN)
def test_what_fetch_throws(
    init: dict[str, Any], in_chrome: str, in_firefox: str, in_safari: str
) -> None:
    expected = {"chrome": in_chrome, "firefox": in_firefox, "safari": in_safari}
    for browser in BROWSERS:
        arguments = {"url": URL, **init}
        assert Browser(browser).open(PAGE, []).fetch(**arguments).error == expected[browser]
    assert Browser("standard").open(PAGE, []).fetch(**{"url": URL, **init}).error == "TypeError"


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (("GET", "http://", {}), ("SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': "
         "Invalid URL", "SyntaxError: XMLHttpRequest.open: 'http://' is not a valid URL.",
         "SyntaxError: The string did not match the expected pattern.")),
        (("A B", URL, {}), ("SyntaxError: Failed to execute 'open' on 'XMLHttpRequest': 'A B' is "
         "not a valid HTTP method.", "SyntaxError: An invalid or illegal string was specified",
         "SyntaxError: The string did not match the expected pattern.")),
        (("TRACE", URL, {}), ("SecurityError: Failed to execute 'open' on 'XMLHttpRequest': "
         "'TRACE' HTTP method is unsupported.", "SecurityError: The operation is insecure.",
         "SecurityError: The operation is insecure.")),
        (("GET", URL, {"a b": "c"}), ("SyntaxError: Failed to execute 'setRequestHeader' on "
         "'XMLHttpRequest': 'a b' is not a valid HTTP header field name.",
         "SyntaxError: Invalid header name.",
         "SyntaxError: The string did not match the expected pattern.")),
        (("GET", URL, {"a": "b\0"}), ("SyntaxError: Failed to execute 'setRequestHeader' on "
         "'XMLHttpRequest': 'b\0' is not a valid HTTP header field value.",
         "SyntaxError: Invalid header name.",
         "SyntaxError: The string did not match the expected pattern.")),
    ],
)  # fmt: skip
def test_what_xhr_throws(call: tuple[str, str, dict[str, str]], expected: tuple[str, ...]) -> None:
    method, url, headers = call
    for browser, text in zip(BROWSERS, expected, strict=True):
        outcome = Browser(browser).open(PAGE, []).xhr(method, url, headers=headers)
        assert outcome.error == text


def test_streams() -> None:
    def stream(browser: BrowserName) -> Outcome:
        page = Browser(browser).open(PAGE, Policy("*"))
        return page.fetch(URL, method="POST", body=Stream((b"x",)))

    assert stream("safari").error == "NotSupportedError: ReadableStream uploading is not supported"
    assert texts(stream("chrome"))[-1] == (
        "Failed to load resource: net::ERR_ALPN_NEGOTIATION_FAILED"
    )
    assert stream("firefox").exchanges[-1].request.body == b"[object ReadableStream]"
    page = Browser("chrome").open(PAGE, [])
    assert page.fetch(URL, method="POST", mode="no-cors", body=Stream((b"x",))).error == (
        "TypeError: Failed to execute 'fetch' on 'Window': If request is made from "
        'ReadableStream, mode should be"same-origin" or "cors"'
    )


@pytest.mark.parametrize("how", [how for how in HOWS if how != "aborted"])
@pytest.mark.parametrize("browser", BROWSERS)
def test_no_answer(browser: BrowserName, how: How) -> None:
    page = Browser(browser).open(PAGE, lambda request: NetworkFailure(how))
    simple, preflighted = page.fetch(URL), page.fetch(URL, method="PUT")
    if browser == "chrome":
        assert texts(simple) == [f"Failed to load resource: net::{chrome.NET_ERRORS[how]}"]
    elif browser == "firefox":
        assert len(texts(simple)) == 1
        assert "CORS request did not succeed). Status code: (null)." in texts(simple)[0]
        assert len(texts(preflighted)) == 2
    else:
        assert texts(simple) == []
        assert texts(preflighted)[0] == safari.CONNECTION[how].format(address="api.example")


def test_refused_headers() -> None:
    lines: dict[BrowserName, str] = {
        "chrome": 'Refused to set unsafe header "Cookie"',
        "firefox": "Attempt to set a forbidden header was denied: Cookie",
        "safari": 'Refused to set unsafe header "Cookie"',
    }
    for browser, line in lines.items():
        page = Browser(browser).open(PAGE, Policy("*"))
        assert texts(page.xhr("GET", URL, headers={"Cookie": "a=b"})) == [line]


def test_firefox_warns_where_the_wildcard_covers_authorization() -> None:
    page = Browser("firefox").open(PAGE, Policy("*", headers="*"))
    outcome = page.fetch(URL, headers={"Authorization": "x"})
    assert outcome.ok
    assert texts(outcome) == [firefox.AUTHORIZATION_WARNING.format(url=URL)]


def test_mixed_content() -> None:
    for browser in BROWSERS:
        outcome = Browser(browser).open(PAGE, []).fetch("http://api.example/")
        assert outcome.failure is not None
        assert outcome.failure.kind == "MixedContent"
        assert "http://api.example/" in texts(outcome)[0]


def test_chrome_shows_bytes_as_escapes() -> None:
    outcome = Browser("chrome").open(PAGE, [rule(acao("\xe9 x"))]).fetch(URL)
    assert "'\\u00E9 x'" in texts(outcome)[0]


@pytest.mark.parametrize("browser", BROWSERS)
def test_older_wordings_differ_from_the_current_ones(browser: BrowserName) -> None:
    module = CONSOLES[browser]
    current = {
        "chrome": {k: t[0] + t[1] for k, t in chrome.TEXTS.items()},
        "firefox": firefox.REASONS,
        "safari": safari.DETAILS,
    }[browser]
    assert module.OLDER
    for version, older in module.OLDER.items():
        assert int(version) < int(PROFILES[browser].version.split(".")[0])
        for key, text in older.items():
            assert text != current[key]  # type: ignore[index]


def test_known_older_wordings() -> None:
    assert chrome.OLDER["132"][f.OriginMissing].endswith(
        "requested resource. If an opaque response serves your needs, set the request's mode to "
        "'no-cors' to fetch the resource with CORS disabled."
    )
    assert "CORS preflight channel did not succeed)." in firefox.OLDER["99"].values()
    assert safari.OLDER["15"][f.PreflightStatusNotOk] == "Preflight response is not successful"


@pytest.mark.parametrize("browser", BROWSERS)
def test_bad_ports(browser: BrowserName) -> None:
    outcome = Browser(browser).open(PAGE, []).fetch("https://api.example:25/")
    assert outcome.failure == f.BadPort("https://api.example:25/", 25)
    assert {
        "chrome": "net::ERR_UNSAFE_PORT",
        "firefox": "",
        "safari": "Not allowed to use restricted network port 25: https://api.example:25/",
    }[browser] in "".join(texts(outcome))
