"""Hypothesis strategies: scenarios in FORMAT.md's form, and their parts.

Law: weighted so that about half of all fetches succeed, for a failure at the first check
teaches little about the later ones; every part shrinks to its simplest value, which comes
first. A scenario's paths hold ``ID``; :func:`named` gives it an id that no other has.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from .loads import kind_of, loads, usable_answer
from .tables import (
    BAD_TARGETS,
    BAD_TOKENS,
    EXPOSED,
    FORBIDDEN_HEADERS,
    FORBIDDEN_METHODS,
    HOSTS,
    LONG,
    MAX_AGES,
    METHODS,
    PAGES,
    REDIRECTS,
    RESPONSE_HEADERS,
    SIMPLE_HEADERS,
    STATUSES,
    UNSAFE_HEADERS,
)

Json = dict[str, Any]
Pairs = list[list[str]]


def chances(draw: DrawFn, percent: int) -> bool:
    """True in about *percent* of a hundred draws; shrinks to False."""
    return draw(st.integers(0, 99)) >= 100 - percent


def wrong_origins(origin: str) -> SearchStrategy[str]:
    """Values of Access-Control-Allow-Origin that are almost *origin*, or nothing like it."""
    return st.sampled_from((
        "http://evil.test", "null", "", " ", "*, *", origin + "/", origin + "/path", origin + ",",
        origin.upper(), origin + ":80", origin + ":8080", origin + ":99999",
        f"{origin}, http://evil.test", f"{origin} http://evil.test", f"{origin}, *",
        f'"{origin}"', origin.replace("http:", "https:"), origin.partition("://")[2] or "x",
        "//app.test", "http:/app.test", "http://*", "http://*.test", "file://", "data:",
        "about:blank", "true", "http://[::1]", "https://", "**", "* x", "\xe9",
        "http://app.t\xe9st", "http://app.test\xff", "localhost:3000", "http://", "http://a b",
        "HTTP://app.test", "http://APP.test", "http://app.test.", "http://app.test?", "undefined",
    ))  # fmt: skip


@st.composite
def access_control(draw: DrawFn, origin: str, include: bool, good: int) -> Pairs:
    """Allow-Origin and Allow-Credentials lines that are right in about *good* percent."""
    if not chances(draw, 100 - good):
        value = origin if include or draw(st.booleans()) else "*"
        lines = [["Access-Control-Allow-Origin", draw(st.sampled_from((value, f" {value} ")))]]
        if include or chances(draw, 30):
            lines.append(["Access-Control-Allow-Credentials", "true"])
        return lines
    lines = []
    for _ in range(draw(st.sampled_from((1, 1, 1, 1, 0, 2)))):
        value = draw(st.one_of(st.sampled_from((origin, "*", "null")), wrong_origins(origin)))
        name = "Access-Control-Allow-Origin"
        lines.append([name.lower() if chances(draw, 10) else name, value])
    for _ in range(draw(st.sampled_from((1, 1, 1, 0, 2)))):
        value = draw(
            st.sampled_from(("true", "True", "false", "", "1", "yes", "true, true", "*", " true "))
        )
        lines.append(["Access-Control-Allow-Credentials", value])
    return draw(st.permutations(lines)) if len(lines) > 1 else lines


@st.composite
def allow_list(draw: DrawFn, name: str, wanted: list[str], wildcard: bool) -> Pairs:
    """Allow-Methods or Allow-Headers lines: mostly what is wanted, in any spelling."""
    kind = draw(st.sampled_from(("all",) * 12 + ("star", "star", "some", "bad", "none", "split")))
    tokens = [draw(_spelled(token)) if name.endswith("Headers") else token for token in wanted]
    if kind == "none":
        return []
    if kind == "star":
        tokens = draw(st.sampled_from((["*"], ["*", "Authorization"], [*tokens, "*"])))
    if kind == "some":
        tokens = [*tokens[: len(tokens) // 2], "X-Other"]
    if kind == "bad":
        tokens = draw(st.permutations([*tokens, draw(st.sampled_from(BAD_TOKENS))]))
    if kind == "split" and tokens:
        return [[name, token] for token in tokens]
    if name.endswith("Methods") and chances(draw, 40):
        tokens = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", *tokens]
    joint = draw(st.sampled_from((", ", ",", ",,", " , ", "\t,", ",  ")))
    return [[name, joint.join(tokens)]]


def _spelled(token: str) -> SearchStrategy[str]:
    return st.sampled_from((token, token, token.lower(), token.upper(), token.swapcase()))


@st.composite
def header_lists(draw: DrawFn, few: bool = False) -> Pairs:
    """Request headers by kind: safelisted, unsafe, forbidden, repeated, many."""
    kinds = ("none", "none", "unsafe", "simple", "mixed", "unsafe", "forbidden", "many", "sum")
    kind = draw(st.sampled_from(kinds[:4] if few else kinds))
    if kind == "none":
        return []
    if kind == "many":
        count = draw(st.integers(2, 12))
        listed = [(f"x-many-{n}", "v") for n in range(count)]
        return [list(pair) for pair in listed]
    if kind == "sum":
        return (
            [list(SIMPLE_HEADERS[n]) for n in (12, 14, 15)]
            + [["Range", "bytes=0-" + "1" * draw(st.sampled_from((12, 18, 19, 20, 100)))]]
            * draw(st.integers(0, 1))
            + [["Accept", LONG]] * draw(st.integers(0, 6))
        )
    pool = {
        "simple": SIMPLE_HEADERS,
        "unsafe": UNSAFE_HEADERS,
        "forbidden": FORBIDDEN_HEADERS,
        "mixed": SIMPLE_HEADERS + UNSAFE_HEADERS + FORBIDDEN_HEADERS,
    }[kind]
    listed = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4))
    if chances(draw, 8):
        listed = [*listed, listed[0]]
    return [list(pair) for pair in listed]


@st.composite
def bodies(draw: DrawFn) -> Json:
    """A body in the form of a step's ``init``."""
    return draw(
        st.sampled_from((
            {}, {"body": "x"}, {"body": ""}, {"form": [["a", "b"]]}, {"form": [["a b", "\xe9~*"]]},
            {"blob": ["b", ""]}, {"blob": ["b", "text/plain"]}, {"blob": ["b", "application/json"]},
            {"blob": ["b", "image/png"]},
        ))
    )  # fmt: skip


def _url(scheme: str, host: str, path: str) -> str:
    return f"{scheme}://{host}/ID{path}"


def author_names(headers: Pairs, body: Json) -> list[str]:
    """Names that a server which means well would allow."""
    names = list(dict.fromkeys(name for name, _ in headers))
    if body.get("blob"):
        names.append("Content-Type")
    return names


@st.composite
def rules_for(
    draw: DrawFn, url: str, origin: str, include: bool, method: str, names: list[str],
    location: str | None, good: int,
) -> list[Json]:  # fmt: skip
    """The preflight rule and the actual rule of one URL."""
    preflight: Json = {
        "url": url,
        "method": "OPTIONS",
        "status": 204 if not chances(draw, 12) else draw(st.sampled_from(STATUSES + REDIRECTS)),
        "headers": [
            *draw(access_control(origin, include, good)),
            *draw(allow_list("Access-Control-Allow-Methods", [method], not include)),
            *draw(allow_list("Access-Control-Allow-Headers", names, not include)),
        ],
    }
    if method.upper() == "OPTIONS" or chances(draw, 30):
        preflight["when_acrm"] = True
    if chances(draw, 30):
        preflight["headers"].append(["Access-Control-Max-Age", draw(st.sampled_from(MAX_AGES))])
    if preflight["status"] in REDIRECTS:
        target = draw(st.sampled_from((url + "/p", "http://other.test/ID/p", *BAD_TARGETS)))
        preflight["headers"].append(["Location", target])
    actual: Json = {
        "url": url,
        "status": draw(st.sampled_from(STATUSES)) if chances(draw, 35) else 200,
        "headers": draw(access_control(origin, include, good)),
        "body": "hi",
    }
    if location is not None:
        actual["status"] = draw(st.sampled_from(REDIRECTS))
        actual["body"] = ""
        actual["headers"] = [*actual["headers"], ["Location", location]]
    elif chances(draw, 3):
        actual["status"] = draw(st.sampled_from(REDIRECTS))
    if chances(draw, 30):
        actual["headers"].append(["Access-Control-Expose-Headers", draw(st.sampled_from(EXPOSED))])
    actual["headers"] += [
        list(pair) for pair in draw(st.lists(st.sampled_from(RESPONSE_HEADERS), max_size=3))
    ]
    return [preflight, actual]


@st.composite
def locations(draw: DrawFn, scheme: str, hop: int) -> tuple[str, str | None]:
    """A Location and the URL it leads to; ``None`` where it leads nowhere."""
    if chances(draw, 15):
        return draw(st.sampled_from(BAD_TARGETS)), None
    if chances(draw, 8):
        scheme = "https" if scheme == "http" else "http"
    host = draw(st.sampled_from(HOSTS))
    url = _url(scheme, host, f"/h{hop}")
    kind = draw(st.sampled_from(("plain",) * 8 + ("relative", "userinfo", "fragment", "path")))
    if kind == "userinfo":
        user = draw(st.sampled_from(("u:p@", "u@")))
        return url.replace("://", "://" + user), url
    if kind == "fragment":
        return url + "#frag", url
    if kind == "relative":
        return url.partition(":")[2], url
    return url, url


@st.composite
def calls(draw: DrawFn, url: str, few: bool = False) -> Json:
    """A fetch or XMLHttpRequest step for *url*."""
    method = draw(st.sampled_from(METHODS))
    if chances(draw, 2):
        method = draw(st.sampled_from(FORBIDDEN_METHODS))
    headers = draw(header_lists(few))
    simple = method.upper() in ("GET", "HEAD")
    if chances(draw, 35):
        step: Json = {"xhr": url, "method": method, "headers": headers}
        step["withCredentials"] = draw(st.booleans())
        if not simple and draw(st.booleans()):
            step["body"] = draw(st.sampled_from(("x", "")))
        if chances(draw, 25):
            step["upload"] = True
        if chances(draw, 12):
            step["sync"] = True
        if chances(draw, 10):
            step["worker"] = True
        return step
    credentials = draw(st.sampled_from(("same-origin", "include", "include", "omit")))
    init: Json = {"method": method, "credentials": credentials}
    if headers:
        init["headers"] = headers
    if not simple:
        init.update(draw(bodies()))
    if chances(draw, 8):
        init["cache"] = draw(
            st.sampled_from(("default", "no-store", "reload", "no-cache", "force-cache"))
        )
    if chances(draw, 10):
        init["redirect"] = draw(st.sampled_from(("follow", "error", "manual")))
    if chances(draw, 8):
        init["mode"] = draw(st.sampled_from(("cors", "no-cors", "same-origin")))
    if chances(draw, 8):
        init["referrerPolicy"] = draw(
            st.sampled_from((
                "origin", "no-referrer", "unsafe-url", "same-origin", "strict-origin",
                "no-referrer-when-downgrade", "origin-when-cross-origin",
            ))
        )  # fmt: skip
    if chances(draw, 3):
        init["keepalive"] = True
    if chances(draw, 2):
        init["signal"] = {"aborted": True}
    return {"fetch": url, "init": init, **({"worker": True} if chances(draw, 8) else {})}


def asked(step: Json) -> tuple[str, bool, list[str]]:
    """The method of a step, whether it includes credentials, the header names to allow."""
    if "element" in step:
        cors = step.get("crossorigin") is not None or step["element"] in ("module", "font")
        return "GET", not cors or step.get("crossorigin") == "use-credentials", []
    if "eventsource" in step:
        return "GET", bool(step["withCredentials"]), []
    if "beacon" in step:
        return "POST", True, author_names([], step)
    init = step.get("init") or step
    include = init.get("credentials") == "include" or bool(init.get("withCredentials"))
    method = init["method"].upper() if init["method"].upper() in METHODS[:7] else init["method"]
    return method, include, author_names(init.get("headers") or [], init)


@st.composite
def scenarios(draw: DrawFn, good: int = 85, sleeps: bool = True) -> Json:
    """A page, its servers and one to three calls; *good* percent of the checks pass."""
    page = draw(st.sampled_from((PAGES[0],) * 7 + (PAGES[1], PAGES[1], PAGES[2], PAGES[2])))
    origin = "null" if page == "null" else page[:-1]
    scheme = "https" if page.startswith("https") or chances(draw, 8) else "http"
    host = draw(st.sampled_from(("api.test",) * 7 + HOSTS))
    url = _url(scheme, host, draw(st.sampled_from(("", "", "", "?q=1"))))
    first = draw(loads(url)) if chances(draw, 18) else draw(calls(url))
    kind = kind_of(first)
    method, include, names = asked(first)
    hops = draw(st.sampled_from((0, 0, 0, 0, 0, 1, 1, 2, 3)))
    rules: list[Json] = []
    seen, tainted, at = origin, False, url
    for hop in range(1, hops + 2):
        location, following = None, None
        if hop <= hops:
            location, following = draw(locations(scheme, hop))
            if kind and location == "":  # WebKit never ends an image that leads nowhere
                location = BAD_TARGETS[-1]
        preflight, actual = draw(rules_for(at, seen, include, method, names, location, good))
        if at.startswith(page) and chances(draw, 20):
            actual["headers"].append(["Set-Cookie", "c=1; Path=/ID"])
        if not kind and hops == 0 and chances(draw, 4):  # not modelled for all else
            stale = "max-age=0, stale-while-revalidate=60"
            actual["headers"].append(["Cache-Control", stale])
        rules += [preflight, draw(usable_answer(kind, actual)) if kind else actual]
        if following is None:
            break
        here, there = (u.split("/")[2] for u in (at, following))
        tainted = tainted or (here != there and not at.startswith(page))
        seen, at = ("null" if tainted else origin), following
    steps = [first]
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2)))):
        if sleeps and chances(draw, 4):
            steps.append({"sleep": draw(st.sampled_from((0.6, 1.2, 2.2)))})
        again = json.loads(json.dumps(first))
        if kind:
            other = draw(st.sampled_from((loads(url), calls(url, few=True))))
            steps.append(again if draw(st.booleans()) else draw(other))
            continue
        change = draw(st.sampled_from(("same", "same", "header", "other", "credentials", "method")))
        if change == "other":
            again = draw(calls(url, few=True))
        init = again.get("init") or again
        if change == "header":
            init["headers"] = [*(init.get("headers") or []), ["X-Extra", "1"]]
        if change == "credentials" and "fetch" in again:
            init["credentials"] = draw(st.sampled_from(("omit", "include")))
        if change == "method" and not any(k in init for k in ("body", "form", "blob")):
            init["method"] = draw(st.sampled_from(METHODS[:4]))
        steps.append(again)
    if page == "null":  # an opaque origin has no script of its own for a worker
        for step in steps:
            step.pop("worker", None)
    made: Json = {"id": "ID", "page": page, "server": rules, "steps": steps}
    if page.startswith("https") and chances(draw, 10):
        made["embedder_policy"] = draw(st.sampled_from(("require-corp", "credentialless")))
    return made


def named(scenario: Json, name: str) -> Json:
    """*scenario* with *name* for its id and in every path."""
    named_: Json = json.loads(json.dumps(scenario).replace("/ID", "/" + name))
    named_["id"] = name
    return named_
