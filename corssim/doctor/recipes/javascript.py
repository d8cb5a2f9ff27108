"""Express, with the cors package and by hand."""

from __future__ import annotations

import json

from ..needs import Needs
from .plain import beside_origin, granted

PLACE = "Right behind `const app = express()`, before every other app.use() and route"


def express(needs: Needs) -> list[tuple[str, str]]:
    """The middleware of the package ``cors``, first in the chain."""
    options = {
        "origin": [needs.origin],
        "methods": list(needs.methods),
        "allowedHeaders": list(needs.headers),
        "exposedHeaders": list(needs.expose),
        "credentials": needs.credentials,
        "maxAge": needs.max_age,
    }
    lines = "".join(f"  {name}: {json.dumps(value)},\n" for name, value in options.items())
    return [(PLACE, f'app.use(require("cors")({{\n{lines}}}));\n')]


def express_by_hand(needs: Needs) -> list[tuple[str, str]]:
    """A middleware of one's own, first in the chain."""

    def added(lines: list[tuple[str, str]]) -> str:
        return "".join(f"    res.set({json.dumps(n)}, {json.dumps(v)});\n" for n, v in lines)

    code = (
        f"const allowedOrigins = {json.dumps([needs.origin])};\n"
        "app.use((req, res, next) => {\n"
        '  res.vary("Origin");\n'
        '  if (allowedOrigins.includes(req.get("Origin"))) {\n'
        '    res.set("Access-Control-Allow-Origin", req.get("Origin"));\n'
        f"{added(beside_origin(needs))}"
        "  }\n"
        '  if (req.method === "OPTIONS" && req.get("Access-Control-Request-Method")) {\n'
        f"{added(granted(needs))}"
        "    return res.status(204).end();\n"
        "  }\n"
        "  next();\n"
        "});\n"
    )
    return [(PLACE, code)]
