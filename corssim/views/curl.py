"""A request as a curl command.

Law: the request's own lines; what a browser says of itself in every request is left out.
"""

from __future__ import annotations

import shlex

from ..request import WireRequest

BROWSERS_OWN = frozenset((
    "accept", "accept-encoding", "accept-language", "connection", "content-length", "host",
    "priority", "referer", "te", "user-agent",
))  # fmt: skip
MOST = 2000  # characters of a value


def curl(request: WireRequest) -> str:
    """The command that sends *request*; values longer than 2000 characters are cut."""
    words = ["curl", "-sS", "-i", "--path-as-is"]
    if request.method == "HEAD":
        words.append("-I")
    elif request.method != "GET":
        words += ["-X", request.method]
    for name, value in request.headers:
        lower = name.lower()
        if lower in BROWSERS_OWN or lower.startswith("sec-"):
            continue
        shown = value if len(value) <= MOST else f"{value[:MOST]}... ({len(value)} characters)"
        words += ["-H", f"{name}: {shown}" if shown else f"{name};"]
    if request.body:
        words += ["--data-binary", request.body.decode("latin-1")]
    return " ".join(shlex.quote(word) for word in (*words, request.url))
