"""The calls that code makes through fetch(), XMLHttpRequest, axios, jQuery, ky and Angular.

Sources: https://github.com/axios/axios (lib/adapters/xhr.js, lib/defaults), https://github.com/
jquery/jquery (src/ajax.js), https://github.com/sindresorhus/ky (source/core/Ky.ts).

Law: a function a library; each gives a ``Call`` or raises ``UsageError`` with what is not known.

Over 350 lines: one table of libraries, whose functions have nothing in common but their form.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UsageError
from ..headers import first
from ..request import Blob, FormData, extract
from .call import Call, authors_own, origin_of_page
from .curl import BOUNDARY, FORM
from .js_builtins import NOT_MINE
from .js_values import (
    UNDEFINED,
    BlobValue,
    Library,
    Pairs,
    RequestValue,
    Unknown,
    URLValue,
    XHRValue,
    json_text,
    known,
    pairs_of,
    text_of,
    truth,
)

FETCH_OPTIONS = frozenset((
    "method", "headers", "body", "credentials", "mode", "referrer", "referrerPolicy", "redirect",
    "cache", "keepalive", "signal", "integrity", "priority", "window", "duplex", "next",
    "targetAddressSpace", "attributionReporting", "browsingTopics", "agent", "timeout",
))  # fmt: skip
METHODS = ("get", "delete", "head", "options", "post", "put", "patch")
WITH_DATA = frozenset(("post", "put", "patch"))
JSON_TYPE = "application/json"
FORM_UTF8 = f"{FORM};charset=utf-8"
Lines = list[tuple[str, str]]


class Calls:
    """Collects the calls of a text as the reader comes to them."""

    def __init__(self) -> None:
        self.found: list[Call] = []
        self._axios = Library("axios", {})

    def take(self, name: str, target: Any, values: list[Any]) -> Any:
        """What the call of *name* gives; ``NOT_MINE`` where it makes no request."""
        if isinstance(target, XHRValue):
            return self._xhr(target, name.rpartition(".")[2], values)
        if name.startswith("axios.defaults.") and name.endswith("="):
            return _set(self._axios.defaults, name[15:-1].split("."), values[0])
        library, method = target, name.rpartition(".")[2]
        if not isinstance(target, Library):
            head, _, method = name.partition(".")
            library = {"axios": self._axios, "ky": Library("ky", {})}.get(head)
            if name.rpartition(".")[0].lower().endswith(("http", "httpclient")):
                library, method = Library("angular", {}), name.rpartition(".")[2]
            if head in ("$", "jQuery"):
                library = Library("jquery", {})
        if name in ("fetch", "$fetch", "ofetch"):
            self.found.append(_fetch(values, json_bodies=name != "fetch"))
        elif library is None:
            return NOT_MINE
        elif method in ("create", "extend"):
            given = values[0] if values and isinstance(values[0], dict) else {}
            return Library(library.name, {**library.defaults, **given})
        else:
            call = LIBRARIES[library.name](library.defaults, method, [*values])
            if call is None:
                return NOT_MINE
            self.found.append(call)
        return Unknown("the answer")

    def _xhr(self, xhr: XHRValue, method: str, values: list[Any]) -> Any:
        given = [*values, UNDEFINED, UNDEFINED]
        if method == "open":
            xhr.method, xhr.url, xhr.headers = text_of(given[0]), given[1], []
        elif method == "setRequestHeader":
            xhr.headers.append((text_of(given[0]), given[1]))
        elif method == "send":
            lines = [(name, text_of(value)) for name, value in xhr.headers]
            body, kind = _body(given[0])
            self.found.append(
                _made(xhr.url, xhr.method, [*lines, *_missing(lines, kind)], body,
                      _flag(xhr.with_credentials), xhr=True)
            )  # fmt: skip
        else:
            return NOT_MINE
        return UNDEFINED


def _set(table: dict[str, Any], names: list[str], value: Any) -> Any:
    for name in names[:-1]:
        inner = table.setdefault(name, {})
        if not isinstance(inner, dict):
            return NOT_MINE
        table = inner
    table[names[-1]] = value
    return UNDEFINED


def _fetch(values: list[Any], *, json_bodies: bool) -> Call:
    given = [*values, UNDEFINED, UNDEFINED]
    address, init = given[0], known(given[1])
    if init is UNDEFINED or init is None:
        init = {}
    if not isinstance(init, dict):
        raise UsageError("the second argument of fetch() must be an object")
    if isinstance(address, RequestValue):
        init = {**address.init, **init}
        address = address.url
    if not isinstance(known(address), str | URLValue):
        raise UsageError("the first argument of fetch() must be a URL in quotes")
    if json_bodies:
        return _ofetch(text_of(address), init)
    unknown = set(init) - FETCH_OPTIONS
    if unknown:
        raise UsageError(f"fetch() has no option {', '.join(sorted(unknown))}")
    lines = _headers(init)
    body, kind = _body(init.get("body", UNDEFINED))
    referrer = init.get("referrer")
    return _made(
        address, _word(init, "method", "GET"), [*lines, *_missing(lines, kind)], body,
        _word(init, "credentials", "same-origin"), _word(init, "mode", "cors"),
        referrer=referrer if isinstance(referrer, str) else "",
    )  # fmt: skip


def _ofetch(url: str, options: dict[str, Any]) -> Call:
    lines = _headers(options)
    data = options.get("body", UNDEFINED)
    body, kind = _body(data)
    if isinstance(data, dict | list):
        body, kind = json_text(data), JSON_TYPE
    url = _with_query(_joined(_word(options, "baseURL", ""), url), options.get("query"))
    return _made(url, _word(options, "method", "GET").upper(), [*lines, *_missing(lines, kind)],
                 body, _word(options, "credentials", "same-origin"))  # fmt: skip


def _axios(defaults: dict[str, Any], method: str, values: list[Any]) -> Call | None:
    form = method.endswith("Form")
    method = method.removesuffix("Form")
    if method not in ("", "request", "axios", *METHODS):
        return None
    options: dict[str, Any] = {}
    if values and isinstance(known(values[0]), dict):
        options = values[0]
    else:
        given = [*values, UNDEFINED, UNDEFINED, UNDEFINED]
        place = 2 if method in WITH_DATA else 1
        options = known(given[place]) if isinstance(known(given[place]), dict) else {}
        options = {**options, "url": given[0]}
        if method in WITH_DATA:
            options["data"] = given[1]
    chosen = method if method in METHODS else _word(options, "method", "get")
    merged = {**defaults, **options}
    lines = _layered(defaults.get("headers"), chosen.lower(), options.get("headers"))
    data = merged.get("data", UNDEFINED)
    body, kind = _body(data)
    if isinstance(data, dict | list):
        body, kind = json_text(data), JSON_TYPE
        if form or (first(lines, "content-type") or "").startswith("multipart/"):
            body, kind = _body(pairs_of("FormData", data))
            lines = [pair for pair in lines if pair[0].lower() != "content-type"]
        elif (first(lines, "content-type") or "").startswith(FORM):
            body, kind = _body(pairs_of("URLSearchParams", data))
    elif isinstance(data, str):
        kind = FORM if chosen.lower() in WITH_DATA else kind
    if body is None:  # axios takes the type away from a call without a body
        lines = [pair for pair in lines if pair[0].lower() != "content-type"]
    auth = merged.get("auth")
    if isinstance(auth, dict):
        lines = [pair for pair in lines if pair[0].lower() != "authorization"]
        lines.append(("Authorization", _basic(auth)))
    url = _joined(_word(merged, "baseURL", ""), text_of(merged.get("url", "")))
    url = _with_query(url, merged.get("params"))
    include = _flag(merged.get("withCredentials", False))
    return _made(url, chosen.upper(), [*lines, *_missing(lines, kind)], body, include, xhr=True)


def _layered(defaults: Any, method: str, own: Any) -> Lines:
    """Axios' headers: common ones, the method's, the call's own."""
    layers: dict[str, tuple[str, str]] = {}
    table = defaults if isinstance(defaults, dict) else {}
    plain = {k: v for k, v in table.items() if k not in ("common", *METHODS)}
    for layer in (table.get("common"), table.get(method), plain, own):
        for name, value in _headers({"headers": layer}):
            layers[name.lower()] = (name, value)
    return list(layers.values())


def _jquery(_: dict[str, Any], method: str, values: list[Any]) -> Call | None:
    if method not in ("ajax", "get", "post", "getJSON"):
        return None
    given = [*values, UNDEFINED, UNDEFINED]
    options: dict[str, Any]
    if isinstance(known(given[0]), dict):
        options = {**given[0]}
    elif method == "ajax":
        options = {**(given[1] if isinstance(given[1], dict) else {}), "url": given[0]}
    else:
        data = given[1] if isinstance(given[1], dict | str | Pairs) else UNDEFINED
        options = {"url": given[0], "data": data}
    if method == "post":
        options.setdefault("method", "POST")
    if _word(options, "dataType", "") == "jsonp":
        raise UsageError("JSONP loads a script element: no CORS call is made")
    verb = _word(options, "method", _word(options, "type", "GET")).upper()
    lines, data, url = _headers(options), options.get("data", UNDEFINED), options.get("url", "")
    has_content = verb not in ("GET", "HEAD")
    body, kind = _body(data)
    if isinstance(data, dict) and truth(options.get("processData", True)):
        text = text_of(pairs_of("URLSearchParams", _flattened(data)))
        body = text
    wanted = known(options.get("contentType", f"{FORM}; charset=UTF-8"))
    kind = wanted if isinstance(wanted, str) and has_content and body is not None else None
    if isinstance(data, Pairs) and data.kind == "FormData" and wanted is False:
        body, kind = _body(data)
    if not has_content and isinstance(body, str):
        url, body = _appended(text_of(url), body), None
    fields = options.get("xhrFields")
    include = _flag(fields.get("withCredentials", False) if isinstance(fields, dict) else False)
    return _made(url, verb, [*lines, *_missing(lines, kind)], body, include, xhr=True)


def _ky(defaults: dict[str, Any], method: str, values: list[Any]) -> Call | None:
    if method not in ("", "ky", *METHODS):
        return None
    given = [*values, UNDEFINED, UNDEFINED]
    own = given[1] if isinstance(known(given[1]), dict) else {}
    options = {**defaults, **own}
    layers = {n.lower(): (n, v) for part in (defaults, own) for n, v in _headers(part)}
    lines = list(layers.values())
    body, kind = _body(options.get("body", UNDEFINED))
    if "json" in options:
        body, kind = json_text(options["json"]), JSON_TYPE
    url = _joined(_word(options, "prefixUrl", ""), text_of(given[0]))
    url = _with_query(url, options.get("searchParams"))
    verb = method if method in METHODS else _word(options, "method", "get")
    return _made(url, verb.upper(), [*lines, *_missing(lines, kind)], body,
                 _word(options, "credentials", "same-origin"))  # fmt: skip


def _angular(_: dict[str, Any], method: str, values: list[Any]) -> Call | None:
    """HttpClient: https://angular.dev/api/common/http/HttpClient"""
    if method not in METHODS or not values or isinstance(values[0], dict):
        return None
    given = [*values, UNDEFINED, UNDEFINED]
    place = 2 if method in WITH_DATA else 1
    options = given[place] if isinstance(known(given[place]), dict) else {}
    data = given[1] if method in WITH_DATA else options.get("body", UNDEFINED)
    body, kind = _body(data)
    if isinstance(data, dict | list | bool | int | float):
        body, kind = json_text(data), JSON_TYPE
    lines = _headers(options)
    url = _with_query(text_of(given[0]), options.get("params"))
    include = _flag(options.get("withCredentials", False))
    return _made(url, method.upper(), [*lines, *_missing(lines, kind)], body, include, xhr=True)


LIBRARIES: Mapping[str, Callable[[dict[str, Any], str, list[Any]], Call | None]] = {
    "axios": _axios, "jquery": _jquery, "ky": _ky, "angular": _angular,
}  # fmt: skip


# -- parts of calls


def _made(
    url: Any, method: str, lines: Lines, body: str | None, credentials: str, mode: str = "cors",
    referrer: str = "", *, xhr: bool = False,
) -> Call:  # fmt: skip
    address = text_of(url)
    if "://" not in address and not address.startswith(("data:", "blob:")):
        raise UsageError(
            f"{address or 'an empty URL'} is relative to the page: write the whole URL of the call"
        )
    cookies = first(lines, "cookie")
    if cookies is not None:  # only "Copy as fetch (Node.js)" writes it: the page's call had it
        credentials = "include"
    seen = [*lines, ("Referer", referrer)] if referrer else lines
    return Call(address, method, authors_own(lines), body, credentials, mode,
                xhr=xhr, origin=origin_of_page(seen), cookies=cookies)  # fmt: skip


def _word(options: Mapping[str, Any], name: str, default: str) -> str:
    value = known(options.get(name, UNDEFINED))
    return default if value is UNDEFINED or value is None else text_of(value)


def _flag(value: Any) -> str:
    return "include" if truth(known(value)) else "same-origin"


def _headers(options: Mapping[str, Any]) -> Lines:
    given = known(options.get("headers", UNDEFINED))
    pairs = pairs_of("Headers", UNDEFINED if given is None else given).pairs
    return [(name, text_of(value)) for name, value in pairs if known(value) is not UNDEFINED]


def _missing(lines: Lines, kind: str | None) -> Lines:
    """The Content-Type that the body brings, where no line sets one."""
    return [("Content-Type", kind)] if kind and first(lines, "content-type") is None else []


def _body(value: Any) -> tuple[str | None, str | None]:
    """A body as text and the type it brings; text alone brings the browser's own."""
    value = known(value)
    if value is UNDEFINED or value is None:
        return None, None
    if isinstance(value, Pairs) and value.kind == "FormData":
        fields = [(n, Blob(v.text.encode(), v.type) if isinstance(v, BlobValue) else text_of(v))
                  for n, v in value.pairs]  # fmt: skip
        made = extract(FormData(tuple(fields)), BOUNDARY)
        assert made is not None
        return made.source.decode(), made.type
    if isinstance(value, Pairs):
        return text_of(value), FORM_UTF8
    if isinstance(value, BlobValue):
        return value.text, value.type or None
    return text_of(value), None


def _basic(auth: Mapping[str, Any]) -> str:
    pair = f"{text_of(auth.get('username', ''))}:{text_of(auth.get('password', ''))}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _joined(base: str, url: str) -> str:
    """axios, ky and ofetch put the base in front of a URL that is not absolute."""
    if not base or "://" in url or url.startswith("//"):
        return url
    return f"{base.rstrip('/')}/{url.lstrip('/')}" if url else base


def _with_query(url: str, parameters: Any) -> str:
    parameters = known(UNDEFINED if parameters is None else parameters)
    if parameters is UNDEFINED:
        return url
    if isinstance(parameters, dict):
        parameters = {n: v for n, v in parameters.items() if known(v) not in (None, UNDEFINED)}
    text = parameters if isinstance(parameters, str) else ""
    query = text or text_of(pairs_of("URLSearchParams", _flattened(parameters)))
    return _appended(url, query)


def _appended(url: str, query: str) -> str:
    before, mark, fragment = url.partition("#")
    joint = "&" if "?" in before else "?"
    return f"{before}{joint}{query}{mark}{fragment}" if query else url


def _flattened(data: Any) -> Any:
    """A list under one name is sent as ``name[]``, as axios and jQuery do."""
    if not isinstance(data, dict):
        return data
    pairs = []
    for name, value in data.items():
        if isinstance(value, list):
            pairs += [[f"{name}[]", item] for item in value]
        else:
            pairs.append([name, value])
    return pairs
