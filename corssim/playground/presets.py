"""Set-ups as one meets them, wrong: the answers that they give.

Law: each is one mistake, named with the kind of server that makes it; the right one is what the
fix button makes of it.
"""

from __future__ import annotations

from typing import Any

import attrs

JSON = "Content-Type: application/json"
APP = "Access-Control-Allow-Origin: https://app.example"


@attrs.frozen
class Preset:
    """A wrong set-up: its ``title``, whose fix to show, and its answers."""

    title: str
    fix: str
    preflight: str
    actual: str
    call: dict[str, Any] = attrs.Factory(dict)

    @property
    def state(self) -> dict[str, Any]:
        """The fields that it sets."""
        return {"server": "answers", "fix": self.fix, "preflight": self.preflight,
                "actual": self.actual, **self.call}  # fmt: skip


PUT = {"method": "PUT", "headers": JSON, "body": "{}"}
COOKIES = {"credentials": "include"}

PRESETS: tuple[Preset, ...] = (
    Preset("Express without cors", "express", "200\nAllow: GET,HEAD,PUT", f"200\n{JSON}", PUT),
    Preset("Flask: the route knows no OPTIONS", "flask", "405\nAllow: GET, HEAD", f"200\n{JSON}",
           PUT),
    Preset("Django: the origin ends with a slash", "django", f"200\n{APP}/",
           f"200\n{APP}/\n{JSON}"),
    Preset("FastAPI: * with cookies", "fastapi", "200\nAccess-Control-Allow-Origin: *",
           f"200\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true\n{JSON}",
           COOKIES),
    Preset("nginx: no header on errors", "nginx", f"204\n{APP}", f"500\n{JSON}"),
    Preset("nginx and the application both add the header", "nginx", f"204\n{APP}",
           f"200\n{APP}\n{APP}\n{JSON}"),
    Preset("Apache: the method is left out", "apache",
           f"204\n{APP}\nAccess-Control-Allow-Methods: GET, POST\n"
           "Access-Control-Allow-Headers: Content-Type", f"200\n{APP}\n{JSON}", PUT),
    Preset("API Gateway: the authorizer refuses the preflight", "apigw-rest",
           '401\nWWW-Authenticate: Bearer', f"200\n{APP}\n{JSON}",
           {**PUT, "headers": f"{JSON}\nAuthorization: Bearer token"}),
)  # fmt: skip
