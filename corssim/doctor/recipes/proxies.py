"""nginx and Apache, before an application or alone."""

from __future__ import annotations

import re

from ..needs import Needs
from .plain import beside_origin, granted

_NAMES = ("Allow-Origin", "Allow-Credentials", "Allow-Methods", "Allow-Headers", "Expose-Headers",
          "Max-Age")  # fmt: skip


def _every(needs: Needs, origin: str) -> list[tuple[str, str]]:
    return [("Access-Control-Allow-Origin", origin), *beside_origin(needs)]


def nginx(needs: Needs) -> list[tuple[str, str]]:
    """A map from the request's origin; always, on every answer; preflights answered at once."""
    every = [*_every(needs, "$cors_origin"), ("Vary", "Origin")]

    def added(lines: list[tuple[str, str]], spaces: int) -> str:
        return "".join(f'{" " * spaces}add_header {n} "{v}" always;\n' for n, v in lines)

    hidden = "".join(f"proxy_hide_header Access-Control-{name};\n" for name in _NAMES)
    return [
        (
            "In the http block",
            'map $http_origin $cors_origin {\n    default "";\n'
            f'    "{needs.origin}" $http_origin;\n}}\n',
        ),
        (
            "In the location (or server) block, instead of all its add_header Access-Control lines",
            f"{hidden}{added(every, 0)}"
            "if ($request_method = OPTIONS) {\n"
            f"{added([*every, *granted(needs)], 4)}"
            "    return 204;\n}\n",
        ),
    ]


def apache(needs: Needs) -> list[tuple[str, str]]:
    """Both header tables cleared, the one for all answers filled; preflights answered at once."""
    pattern = re.escape(needs.origin)
    cleared = "".join(
        f"Header {table} unset Access-Control-{name}\n"
        for name in _NAMES
        for table in ("onsuccess", "always")
    )
    every = "".join(
        f'Header always set {name} "{value}" env=CORS_ORIGIN\n'
        for name, value in _every(needs, "%{CORS_ORIGIN}e")
    )
    preflight = "".join(
        f'Header always set {name} "{value}" env=CORS_PREFLIGHT\n' for name, value in granted(needs)
    )
    return [
        (
            "In the virtual host (modules headers, rewrite and setenvif), instead of all its "
            "Header ... Access-Control lines",
            f'SetEnvIf Origin "^{pattern}$" CORS_ORIGIN=$0\n'
            'SetEnvIf Request_Method "^OPTIONS$" CORS_PREFLIGHT\n'
            f"{cleared}{every}{preflight}"
            "Header always merge Vary Origin\n"
            "RewriteEngine On\n"
            "RewriteCond %{REQUEST_METHOD} =OPTIONS\n"
            "RewriteCond %{HTTP:Access-Control-Request-Method} .\n"
            "RewriteRule ^ - [R=204,L]\n",
        )
    ]
