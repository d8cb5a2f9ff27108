"""``Copy as PowerShell``: Invoke-WebRequest, Invoke-RestMethod and what stands before them.

https://learn.microsoft.com/powershell/module/microsoft.powershell.utility/invoke-webrequest

Law: strings, hash tables and variables assigned above are read; what else would have to be run is
refused by name. Parameters may be abbreviated, as PowerShell allows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import UsageError
from ..headers import first
from .call import Call, authors_own, origin_of_page
from .curl import as_page_makes

_PIECE = re.compile(
    r"""(?P<blank>(?:[ \t\r]|`\r?\n|\#[^\n]*)+)
    |"(?P<double>(?:[^"`]|`.|"")*)"
    |'(?P<single>(?:[^']|'')*)'
    |(?P<open>@\{|@\(|\[[\w.]+\]::?\w*|[({])
    |(?P<close>[)}])
    |(?P<end>[\n;])
    |(?P<mark>[=|,])
    |\$(?P<variable>[\w:]+(?:\.\w+)*)
    |(?P<word>[^\s"'(){}=|,;]+)
    """,
    re.DOTALL | re.VERBOSE,
)
_IN_DOUBLE = re.compile(r'`(.)|("")|\$\(\[char\](\d{1,7})\)|(\$(?:\(|\w+))', re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_COMMANDS = frozenset(("invoke-webrequest", "invoke-restmethod", "iwr", "irm"))
PARAMETERS = {
    "uri": "url", "method": "method", "custommethod": "method", "headers": "headers",
    "body": "body", "contenttype": "type", "websession": "session", "useragent": "ignored",
    "sessionvariable": "ignored", "outfile": "ignored", "timeoutsec": "ignored",
    "maximumredirection": "ignored", "proxy": "ignored",
}  # fmt: skip
SWITCHES = ("usebasicparsing", "usedefaultcredentials", "skipcertificatecheck", "passthru",
            "disablekeepalive", "skipheadervalidation", "skiphttperrorcheck")  # fmt: skip
PSEUDO = frozenset(("authority", "path", "scheme"))

Token = tuple[str, Any]


def is_powershell(text: str) -> bool:
    """Whether *text* calls one of the commands that ask the web."""
    return re.search(r"(?:^|[\s=(|;])(?:Invoke-(?:WebRequest|RestMethod)|iwr|irm)\s", text,
                     re.IGNORECASE) is not None  # fmt: skip


def powershell_calls(text: str) -> list[Call]:
    """Every call in *text*; raises ``UsageError`` where one cannot be read."""
    variables: dict[str, Any] = {}
    cookies = [
        f"{name}={value}"
        for name, value in re.findall(r'System\.Net\.Cookie\("([^"]*)",\s*"([^"]*)"', text)
    ]
    calls = []
    for line in _lines(text):
        if len(line) > 2 and line[0][0] == "variable" and line[1] == ("mark", "="):
            words = [str(value).lower() for kind, value in line[2:3] if kind == "word"]
            if not (words and words[0] in _COMMANDS):
                variables[line[0][1].lower()] = line[2:]
                continue
            line = line[2:]
        if line and line[0][0] == "word" and line[0][1].lower() in _COMMANDS:
            calls.append(_call(_arguments(line[1:]), variables, cookies))
    if not calls:
        raise UsageError("no Invoke-WebRequest is in the text")
    return calls


def _lines(text: str) -> Iterator[list[Token]]:
    """Statements as tokens: a line ends at its break unless a bracket is open."""
    line: list[Token] = []
    depth, position = 0, 0
    while position < len(text):
        piece = _PIECE.match(text, position)
        if piece is None:
            raise UsageError(f"the command does not parse: {text[position]} has no end")
        position = piece.end()
        kind = str(piece.lastgroup)
        value = piece[kind]
        if kind == "blank":
            continue
        if kind == "end" and depth == 0:
            if line:
                yield line
            line = []
            continue
        depth += (kind == "open" and value[-1] in "({") - (kind == "close")
        if kind == "double":
            line.append(("string", _IN_DOUBLE.sub(_in_double, value)))
        elif kind == "single":
            line.append(("string", value.replace("''", "'")))
        else:
            line.append((kind, value))
    if line:
        yield line


def _in_double(found: re.Match[str]) -> str:
    letter, doubled, code, variable = found.groups()
    if letter is not None:
        return _LETTERS.get(letter, "" if letter == "\n" else letter)
    if code is not None:
        return chr(int(code)) if int(code) <= 0x10FFFF else "\ufffd"
    if variable:
        raise UsageError(f"{variable} in a string is not in the text: write its value")
    assert doubled
    return '"'


def _arguments(line: list[Token]) -> dict[str, list[Token]]:
    """Each parameter's tokens; the first value that stands alone is the URL."""
    found: dict[str, list[Token]] = {}
    name, depth = "url", 0
    for kind, value in line:
        if depth == 0 and (kind, value) == ("mark", "|"):
            break
        depth += (kind == "open" and value[-1] in "({") - (kind == "close")
        if depth == 0 and kind == "word" and value.startswith("-") and value[1:2].isalpha():
            name = _parameter(value[1:].rstrip(":").lower())
            found.setdefault(name, [])
        else:
            found.setdefault(name, []).append((kind, value))
    return found


def _parameter(short: str) -> str:
    for full, name in PARAMETERS.items():
        if full.startswith(short):
            return name
    if any(switch.startswith(short) for switch in SWITCHES):
        return "url"  # takes no value: what follows may be the URL
    raise UsageError(f"PowerShell's parameter -{short} is not understood")


def _call(
    found: dict[str, list[Token]], variables: Mapping[str, list[Token]], cookies: list[str]
) -> Call:
    values = {name: _value(tokens, variables) for name, tokens in found.items()
              if name not in ("ignored", "session")}  # fmt: skip
    url, given = values.get("url"), values.get("headers") or {}
    if not isinstance(url, str) or not isinstance(given, dict):
        raise UsageError("Invoke-WebRequest needs -Uri, a URL in quotes, and -Headers as @{...}")
    pseudo = PSEUDO & given.keys()
    lines = [(n, str(v)) for n, v in given.items()
             if not (pseudo and n in (*PSEUDO, "method"))]  # fmt: skip
    body = values.get("body")
    if isinstance(body, dict):
        body = "&".join(f"{name}={value}" for name, value in body.items())
    if values.get("type"):
        lines.append(("Content-Type", str(values["type"])))
    elif body is not None and first(lines, "content-type") is None:
        lines.append(("Content-Type", "application/x-www-form-urlencoded"))
    sent = first(lines, "cookie") or ("; ".join(cookies) if "session" in found else "") or None
    method = str(values.get("method") or "GET").upper()
    call = Call(
        url, method, authors_own(lines), body, "include" if sent else "same-origin",
        origin=origin_of_page(lines), cookies=sent,
    )  # fmt: skip
    return as_page_makes(call, lines)


def _value(tokens: list[Token], variables: Mapping[str, list[Token]], depth: int = 0) -> Any:
    """What *tokens* stand for: a text, or a hash table as a dictionary."""
    if depth > 20 or not tokens:
        raise UsageError("a value of the PowerShell command cannot be read")
    kind, value = tokens[0]
    if ("mark", "|") in tokens:
        cut = tokens.index(("mark", "|"))
        if tokens[cut + 1 : cut + 2] and str(tokens[cut + 1][1]).lower() == "convertto-json":
            return json.dumps(_value(tokens[:cut], variables, depth + 1))
        raise UsageError(f"the result of | {tokens[-1][1]} is not in the text: write its value")
    if kind in ("string", "word"):
        return value
    if kind == "variable":
        name = str(value).lower()
        if name in ("true", "false", "null"):
            return {"true": True, "false": False, "null": None}[name]
        if name not in variables:
            raise UsageError(f"the variable ${value} is not in the text: write its value")
        return _value(variables[name], variables, depth + 1)
    if (kind, value) == ("open", "@{"):
        return _table(tokens[1:-1], variables, depth + 1)
    if kind == "open" and value.startswith(("(", "[")):  # ([System.Text.Encoding]::UTF8...("..."))
        strings = [token for token in tokens if token[0] in ("string", "variable")]
        if len(strings) == 1:
            return _value(strings, variables, depth + 1)
        if value == "(" and tokens[-1] == ("close", ")"):
            return _value(tokens[1:-1], variables, depth + 1)
    raise UsageError(f"{value} in the PowerShell command cannot be read: write its value")


def _table(tokens: list[Token], variables: Mapping[str, list[Token]], depth: int) -> dict[str, Any]:
    table: dict[str, Any] = {}
    pair: list[Token] = []
    level = 0
    for token in (*tokens, ("end", "\n")):
        level += (token[0] == "open" and token[1][-1] in "({") - (token[0] == "close")
        if token[0] != "end" or level:
            pair.append(token)
        elif pair:
            if len(pair) < 3 or pair[1] != ("mark", "="):
                raise UsageError("a PowerShell hash table is written @{ name = value }")
            table[str(pair[0][1])] = _value(pair[2:], variables, depth)
            pair = []
    return table
