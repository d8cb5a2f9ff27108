"""Flask, Django, FastAPI and Starlette, aiohttp."""

from __future__ import annotations

from textwrap import dedent, indent

from ..needs import Needs
from .plain import beside_origin, granted


def _list(names: tuple[str, ...]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def _set(target: str, lines: list[tuple[str, str]], spaces: int) -> str:
    return indent(
        "".join(f'{target}["{name}"] = "{value}"\n' for name, value in lines), " " * spaces
    )


def flask(needs: Needs) -> list[tuple[str, str]]:
    """flask-cors, and preflights answered before the application's own hooks."""
    code = dedent(f"""\
        from flask import request
        from flask_cors import CORS


        @app.before_request
        def answer_preflights():
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                return "", 204


        CORS(
            app,
            origins={_list((needs.origin,))},
            methods={_list(needs.methods)},
            allow_headers={_list(needs.headers)},
            expose_headers={_list(needs.expose)},
            supports_credentials={needs.credentials},
            max_age={needs.max_age},
        )
        """)
    return [("Right behind `app = Flask(...)`, before other before_request hooks", code)]


def flask_by_hand(needs: Needs) -> list[tuple[str, str]]:
    """Two hooks of one's own."""
    code = (
        dedent(f"""\
        from flask import request

        ALLOWED_ORIGINS = {{"{needs.origin}"}}


        @app.before_request
        def answer_preflights():
            if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
                return "", 204


        @app.after_request
        def allow_origins(response):
            response.vary.add("Origin")
            origin = request.headers.get("Origin")
            if origin in ALLOWED_ORIGINS:
                response.headers["Access-Control-Allow-Origin"] = origin
        """)
        + _set("response.headers", beside_origin(needs), 8)
        + '        if request.method == "OPTIONS":\n'
        + _set("response.headers", granted(needs), 12)
        + "    return response\n"
    )
    return [("Right behind `app = Flask(...)`, before other before_request hooks", code)]


def django(needs: Needs) -> list[tuple[str, str]]:
    """django-cors-headers, its middleware first."""
    code = dedent(f"""\
        INSTALLED_APPS = [*INSTALLED_APPS, "corsheaders"]
        MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware", *MIDDLEWARE]
        CORS_ALLOWED_ORIGINS = {_list((needs.origin,))}
        CORS_ALLOW_METHODS = {_list(needs.methods)}
        CORS_ALLOW_HEADERS = {_list(needs.headers)}
        CORS_EXPOSE_HEADERS = {_list(needs.expose)}
        CORS_ALLOW_CREDENTIALS = {needs.credentials}
        CORS_PREFLIGHT_MAX_AGE = {needs.max_age}
        """)
    return [("At the end of settings.py", code)]


def django_by_hand(needs: Needs) -> list[tuple[str, str]]:
    """A middleware of one's own, first in the list."""
    code = (
        dedent(f"""\
        from django.http import HttpResponse
        from django.utils.cache import patch_vary_headers

        ALLOWED_ORIGINS = {{"{needs.origin}"}}


        def cors_middleware(get_response):
            def middleware(request):
                preflight = (
                    request.method == "OPTIONS"
                    and "Access-Control-Request-Method" in request.headers
                )
                response = HttpResponse(status=204) if preflight else get_response(request)
                patch_vary_headers(response, ["Origin"])
                origin = request.headers.get("Origin")
                if origin in ALLOWED_ORIGINS:
                    response["Access-Control-Allow-Origin"] = origin
        """)
        + _set("response", beside_origin(needs), 12)
        + "            if preflight:\n"
        + _set("response", granted(needs), 16)
        + "        return response\n\n    return middleware\n"
    )
    return [
        ("In a new file cors.py beside manage.py", code),
        (
            "At the end of settings.py",
            'MIDDLEWARE = ["cors.cors_middleware", *MIDDLEWARE]\n',
        ),
    ]


def fastapi(needs: Needs) -> list[tuple[str, str]]:
    """Starlette's middleware around the whole application, so that crashes are inside."""
    code = dedent(f"""\
        from starlette.middleware.cors import CORSMiddleware

        app = CORSMiddleware(
            app,
            allow_origins={_list((needs.origin,))},
            allow_methods={_list(needs.methods)},
            allow_headers={_list(needs.headers)},
            expose_headers={_list(needs.expose)},
            allow_credentials={needs.credentials},
            max_age={needs.max_age},
        )
        """)
    return [("At the end of the module, behind all routes and middlewares", code)]


def aiohttp(needs: Needs) -> list[tuple[str, str]]:
    """aiohttp-cors on every route."""
    code = dedent(f"""\
        import aiohttp_cors

        cors = aiohttp_cors.setup(
            app,
            defaults={{
                "{needs.origin}": aiohttp_cors.ResourceOptions(
                    allow_methods={_list(needs.methods)},
                    allow_headers={_list(needs.headers)},
                    expose_headers={_list(needs.expose)},
                    allow_credentials={needs.credentials},
                    max_age={needs.max_age},
                )
            }},
        )
        for route in list(app.router.routes()):
            cors.add(route)
        """)
    return [("Behind all app.router.add_... lines", code)]
