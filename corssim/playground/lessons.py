"""Lessons: a state, a question, and the answer that the engine gives.

Law: a lesson states no rule of its own; its answer is read from the outcomes when it is asked.
"""

from __future__ import annotations

from typing import Any

import attrs

from ..browsers import BROWSERS, PROFILES
from .answer import Playground
from .state import state_of

POLICY = {"origins": "https://app.example", "methods": "GET, POST"}
PUT = {"method": "PUT", "headers": "Content-Type: application/json", "body": "{}"}


@attrs.frozen
class Lesson:
    """``title``, the ``state`` it begins from, the ``question``, and what to ``look`` at."""

    title: str
    state: dict[str, Any]
    question: str
    look: str


LESSONS: tuple[Lesson, ...] = (
    Lesson("A simple request", {"policy": POLICY},
           "A page of https://app.example asks another origin. What goes over the wire, and what "
           "must come back?",
           "There is one request, with Origin. The answer names the page in "
           "Access-Control-Allow-Origin. Without it the request is sent all the same; only the "
           "script may not read the answer."),
    Lesson("Nobody said you may", {"policy": {**POLICY, "origins": "https://other.example"}},
           "The server allows another page. Is the request kept from the server?",
           "It arrives. CORS guards what a script reads, not what a server is sent."),
    Lesson("When a preflight is needed", {"policy": {**POLICY, "methods": "GET, PUT"}, **PUT},
           "The method is PUT and the type JSON. What is asked first, and by whom?",
           "The browser asks with OPTIONS, before and without the call itself: method and header "
           "names, no cookie."),
    Lesson("A header that is not allowed",
           {"policy": POLICY, "headers": "Authorization: Bearer token"},
           "The origin is allowed. Why is the call blocked?",
           "Authorization must be named in Access-Control-Allow-Headers."),
    Lesson("Cookies", {"server": "answers", "credentials": "include", "preflight": "204",
                       "actual": "200\nAccess-Control-Allow-Origin: *"},
           "The server allows everyone with *. Why does credentials: 'include' fail?",
           "With credentials the origin must be named, and Access-Control-Allow-Credentials be "
           "true."),
    Lesson("Stars with cookies are no stars",
           {"server": "answers", "credentials": "include", **PUT,
            "preflight": "204\nAccess-Control-Allow-Origin: https://app.example\n"
                         "Access-Control-Allow-Credentials: true\n"
                         "Access-Control-Allow-Methods: *\nAccess-Control-Allow-Headers: *",
            "actual": "200\nAccess-Control-Allow-Origin: https://app.example\n"
                      "Access-Control-Allow-Credentials: true"},
           "Every method and header is allowed with *. What is it that the browsers miss?",
           "With credentials * is a method called *. Write the names."),
    Lesson("What the script may read",
           {"policy": {**POLICY, "expose": ""}},
           "The server sends X-Total. Can the script see it?",
           "Only the safelisted response headers are readable, until "
           "Access-Control-Expose-Headers names more."),
    Lesson("How long a preflight is remembered",
           {"policy": {**POLICY, "methods": "GET, PUT", "headers": "Content-Type",
                       "max_age": "604800"}, **PUT, "clock": 700},
           "Max-Age is a week. Move the clock: when does each browser ask again?",
           "Chrome remembers for two hours, Firefox for a day, Safari for ten minutes, whatever "
           "Max-Age says beyond."),
    Lesson("A preflight is never redirected",
           {"server": "answers", **PUT, "preflight": "308\nLocation: /items/7/",
            "actual": "200\nAccess-Control-Allow-Origin: https://app.example"},
           "The server adds a slash by a redirect. A GET would follow it. And the preflight?",
           "No browser follows a redirect of a preflight. Call the final URL."),
    Lesson("Two headers are one too many",
           {"server": "answers", "preflight": "204",
            "actual": "200\nAccess-Control-Allow-Origin: https://app.example\n"
                      "Access-Control-Allow-Origin: https://app.example"},
           "Both lines are right. Why is the answer refused?",
           "Two lines are joined with a comma, and that is no origin. One place must set it."),
    Lesson("Errors need the headers, too",
           {"server": "answers", "preflight": "204", "actual": "500"},
           "The application crashes. What does the front-end's developer see?",
           "The console speaks of CORS, for the error page has no headers; "
           "the crash is the cause."),
    Lesson("The page that is null",
           {"origin": "null", "server": "answers", "preflight": "204",
            "actual": "200\nAccess-Control-Allow-Origin: null"},
           "A sandboxed frame has the origin null. Is allowing null a good idea?",
           "It works, and for everyone: any site can make such a frame."),
    Lesson("Not CORS at all", {"url": "http://localhost:8000/", "policy": POLICY},
           "A secure page calls a server on the same machine over http. Who objects?",
           "Safari alone takes it for insecure content; no header can help there."),
)  # fmt: skip


def told(playground: Playground, lesson: Lesson) -> list[str]:
    """The lesson's answer: what each browser does, in its own words, and what to look at."""
    state = state_of(lesson.state)
    lines = []
    for name in BROWSERS:
        first, again = state.run(name, playground.server(state))
        verdict = "allows it" if first.ok else "blocks it"
        sent = ", ".join(exchange.request.method for exchange in first.exchanges) or "nothing"
        line = f"{PROFILES[name].title} {verdict}; sent: {sent}."
        if again is not None:
            later = ", ".join(exchange.request.method for exchange in again.exchanges)
            line += f" After {state.clock:g} s: {later}."
        if first.console:
            line += f" Its console: {first.console[0].text.strip()}"
        lines.append(line)
    return [*lines, lesson.look]
