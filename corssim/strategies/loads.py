"""What asks beside fetch and XMLHttpRequest: elements, EventSource, beacons; and good answers.

Law: steps in the scenarios' form. An answer is what the asking kind can use, most of the time.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Json = dict[str, Any]

# a TrueType font with one empty glyph
_FONT = (
    "c-muNWME+6VrXDsW>D}C);DtaX79_uz^DNfO-Rm7EMVYaa0BvtfP9_woXRv)VJkZze-Dr^l98I2qFW~4"
    "3S_SVVzUgO0D~|CH<0}Vh*dIjODY&Rfh-2b4j{pjlb@UjwvB;t2Z*1WSWy79mleq80P+>`5_3}-mSw&G"
    "@-G1SHU;^`B|v!~VB!JEGl1L*#4#VH-HhkA`3jVC0LebrE>uFMfp&syWoBSvfB;6Y7y}Z?$bbqMp=L8f"
    "WtbSy0W$+9;{>2vSr|wJ_CP>Di2~eZOkkUUVGDJM2+%$WusGO7|NnzA#Eo1~8suA`tf8?fC)f}c1~aG("
    "%vTVT86o~-0r?(e9)t~Iu_PujBr+sH!WuUK0CVjwrT"
)
FONT = zlib.decompress(base64.b85decode(_FONT)).decode("latin-1")
GIF = (
    "GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02"
    "\x02D\x01\0;"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
# kind: (MIME type, body) of an answer that it can use
USABLE: dict[str, tuple[str, str]] = {
    "img": ("image/gif", GIF),
    "script": ("text/javascript", "1"),
    "module": ("text/javascript", "1"),
    "stylesheet": ("text/css", "a{}"),
    "font": ("font/ttf", FONT),
    "eventsource": ("text/event-stream", "data: hi\n\n"),
}
OTHER_TYPES = (
    "text/plain", "text/html", "application/json", "image/png", "text/csv",
    "application/octet-stream", "text/javascript", "image/svg+xml", "text/css", "audio/x", "bogus",
)  # fmt: skip
OTHER_BODIES = ("x", "", "<html>", '{"a": 1}', "hello world", SVG, "// <b>", "<!-- a -->")
_BEACONS: tuple[Json, ...] = (
    {"body": "x"}, {"form": [["a", "b"]]}, {"blob": ["b", "application/json"]},
    {"blob": ["b", "text/plain"]}, {},
)  # fmt: skip
_POLICIES = ("origin", "no-referrer", "unsafe-url", "same-origin")


def kind_of(step: Json) -> str:
    """What asks: an element's kind, eventsource, beacon, or empty for a script's own call."""
    if "element" in step:
        return str(step["element"])
    return next((kind for kind in ("eventsource", "beacon") if kind in step), "")


@st.composite
def loads(draw: DrawFn, url: str) -> Json:
    """A step of an element, an EventSource or a beacon for *url*."""
    kind = draw(st.sampled_from((*USABLE, "beacon")))
    if kind == "eventsource":
        return {"eventsource": url, "withCredentials": draw(st.booleans())}
    if kind == "beacon":
        return {"beacon": url, **draw(st.sampled_from(_BEACONS))}
    step: Json = {"element": kind, "url": url}
    values = (None,) if kind in ("module", "font") else (None, "anonymous", "use-credentials", "")
    crossorigin = draw(st.sampled_from(values))
    if crossorigin is not None:
        step["crossorigin"] = crossorigin
    if kind != "font" and draw(st.integers(0, 9)) == 9:
        step["referrerPolicy"] = draw(st.sampled_from(_POLICIES))
    return step


@st.composite
def usable_answer(draw: DrawFn, kind: str, rule: Json) -> Json:
    """*rule* with a type and a body for *kind*, each right in about nine of ten draws."""
    mime, body = USABLE.get(kind, ("", ""))
    if not mime:
        return rule
    if kind == "img" and draw(st.integers(0, 4)) == 4:
        mime, body = "image/svg+xml", SVG
    if draw(st.integers(0, 9)) == 9:
        mime = draw(st.sampled_from(OTHER_TYPES))
    if draw(st.integers(0, 9)) == 9:
        body = draw(st.sampled_from(OTHER_BODIES))
    headers = [pair for pair in rule["headers"] if pair[0].lower() != "content-type"]
    return {**rule, "headers": [["Content-Type", mime], *headers], "body": body}
