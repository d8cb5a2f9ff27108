"""The sequence diagram of a fetch as SVG: page, browser with what it remembers, server.

Law: presentation attributes alone, no style and no script, so that the strictest policy of a page
shows it; every text of a message is escaped.
"""

from __future__ import annotations

from html import escape

from ..story import Story
from .rows import Row, rows

WIDTH = 640
PAGE, BROWSER, SERVER = 60, 320, 580  # where the three lifelines stand
TOP, STEP, LINE = 44, 30, 14
MOST = 40  # characters of a header line in a row
RED, GREEN, GREY = "#d93025", "#188038", "#767676"
ENDS = {
    "call": (PAGE, BROWSER), "sent": (BROWSER, SERVER), "came": (SERVER, BROWSER),
    "lost": (SERVER, BROWSER), "blocked": (BROWSER, PAGE), "read": (BROWSER, PAGE),
}  # fmt: skip
COLOURS = {"blocked": RED, "lost": RED, "read": GREEN}


def svg(outcome: Story, *, standalone: bool = True) -> str:
    """The diagram; *standalone* gives it a ground and a colour of its own."""
    drawn: list[str] = []
    y = TOP
    for row in rows(outcome):
        part, y = _row(row, y + STEP)
        drawn.append(part)
    height = y + STEP
    verdict = "allowed" if outcome.ok else "blocked"
    label = escape(f"{outcome.browser}: {verdict}, as a sequence diagram", quote=True)
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>' if standalone else ""
    colour = ' color="#1b1b1b"' if standalone else ""
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{label}" font-family="system-ui, sans-serif" font-size="13" '
        f'width="{WIDTH}" height="{height}"{colour}>',
        ground,
        *(_lifeline(x, name, height) for x, name in
          ((PAGE, "page"), (BROWSER, outcome.browser), (SERVER, "server"))),
        *drawn,
        "</svg>",
    ]  # fmt: skip
    return "\n".join(line for line in lines if line)


def _lifeline(x: int, name: str, height: int) -> str:
    return (
        f'<text x="{x}" y="22" text-anchor="middle" font-weight="600" fill="currentColor">'
        f"{escape(name)}</text>"
        f'<line x1="{x}" y1="32" x2="{x}" y2="{height - 12}" stroke="{GREY}" '
        'stroke-dasharray="3 4"/>'
    )


def _row(row: Row, y: int) -> tuple[str, int]:
    """The row drawn at *y*, and where the next may begin."""
    if row.way == "note":
        box = (
            f'<rect x="{BROWSER - 90}" y="{y - 16}" width="180" height="22" rx="4" fill="none" '
            f'stroke="{GREY}"/>'
        )
        return box + _text(BROWSER, y - 1, row.text, "middle"), y
    start, end = ENDS[row.way]
    colour = COLOURS.get(row.way, "currentColor")
    left = min(start, end) + 10
    room = (abs(end - start) - 20) // 7
    parts = [f"<g><title>{escape(_whole(row))}</title>"]
    for number, piece in enumerate(_pieces(row.text, room)):
        y += LINE if number else 0
        parts.append(_text(left, y - 6, piece, "start", colour, weight="500"))
    parts.append(_arrow(start, end, y, colour, row.way))
    for name, value in row.telling:
        for number, piece in enumerate(_pieces(f"{name}: {value}", MOST)):
            y += LINE
            parts.append(_text(left + 8 * bool(number), y, piece, "start", GREY, size=11))
    parts.append("</g>")
    return "".join(parts), y


def _pieces(text: str, room: int) -> list[str]:
    """*text* in lines of about *room* characters, four at most."""
    lines = [""]
    for word in text.split(" "):
        while len(word) > room:
            lines.append(word[:room])
            word = word[room:]
        if len(lines[-1]) + len(word) + 1 > room:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    kept = [line for line in lines if line]
    return kept[:4] if len(kept) <= 4 else [*kept[:3], kept[3][: room - 1] + "…"]


def _whole(row: Row) -> str:
    """The row with all header lines, for a tooltip."""
    return "\n".join([row.text, *(f"{name}: {value}" for name, value in row.headers)])


def _text(
    x: int, y: int, text: str, anchor: str, colour: str = "currentColor", size: int = 13,
    weight: str = "400",
) -> str:  # fmt: skip
    return (
        f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}" font-size="{size}" '
        f'font-weight="{weight}">{escape(text)}</text>'
    )


def _arrow(start: int, end: int, y: int, colour: str, way: str) -> str:
    """A line from *start* to *end* with a head, or a cross where it does not arrive."""
    dashed = ' stroke-dasharray="6 4"' if way in ("came", "lost") else ""
    back = 8 if end > start else -8
    line = (
        f'<line x1="{start}" y1="{y}" x2="{end - back // 2}" y2="{y}" stroke="{colour}" '
        f'stroke-width="1.5"{dashed}/>'
    )
    if way in ("lost", "blocked"):
        x = end - back
        return line + (
            f'<path d="M{x - 5} {y - 5}L{x + 5} {y + 5}M{x - 5} {y + 5}L{x + 5} {y - 5}" '
            f'stroke="{colour}" stroke-width="2" fill="none"/>'
        )
    return line + f'<path d="M{end} {y}l{-back} -4v8z" fill="{colour}"/>'
