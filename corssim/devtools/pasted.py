"""A pasted call of whatever kind: a curl command of any shell, PowerShell, or code.

Law: the text's own form decides who reads it; what is no call is refused with what can be pasted.
"""

from __future__ import annotations

import re

from ..errors import UsageError
from .call import Call
from .curl import ReadFile, curl_calls
from .powershell import is_powershell, powershell_calls
from .scripts import script_calls

MOST_CHARACTERS = 5_000_000
_CURL = re.compile(r"(?:^|[\s;&|>/\\])curl(?:\.exe)?(?=[\s^]|\Z)", re.MULTILINE)
_CODE = re.compile(
    r"\b(?:fetch|ofetch)\s*\(|\b(?:axios|ky)\s*[.(]|(?:\$|\bjQuery)\.(?:ajax|getJSON|get|post)\s*\("
    r"|\bnew XMLHttpRequest\b|\bhttp(?:Client)?\s*\.\s*(?:get|delete|head|options|post|put|patch)\b"
)


def is_call(text: str) -> bool:
    """Whether *text* looks like a call that :func:`from_pasted` reads."""
    return is_powershell(text) or bool(_CURL.match(text.lstrip()) or _CODE.search(text))


def from_pasted(text: str, read_file: ReadFile | None = None) -> list[Call]:
    """Every call in *text*, in order; raises ``UsageError`` where there is none.

    *read_file* gives the content of a file that a curl command names.
    """
    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"the text is longer than {MOST_CHARACTERS} characters: give one call")
    if is_powershell(text) and not text.lstrip().startswith("curl"):
        return powershell_calls(text)
    begins = re.match(r"\s*(?:[$>#%]\s+|(?:sudo|time)\s+)*curl(?:\.exe)?\b", text)
    if begins or (_CURL.search(text) and not _CODE.search(text)):
        return curl_calls(text, read_file)
    if _CODE.search(text):
        return script_calls(text)
    raise UsageError("the text is no call: paste a curl command, PowerShell, or fetch(...) code")
