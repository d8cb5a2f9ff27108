"""Code that calls: ``fetch()`` as DevTools copies it and as people write it, and the libraries.

Law: what a library adds to a call by itself is added here as its source does it; a call whose URL,
method or headers the text does not give is refused with the name of what is missing.
"""

from __future__ import annotations

import re

from ..errors import UsageError
from .call import Call
from .javascript import Reader
from .libraries import Calls

MOST_CHARACTERS = 400_000
# TypeScript's left-overs; strings, templates and comments come first, so that they stay whole
_TYPES = re.compile(
    r"""(?P<kept>"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`(?:[^`\\]|\\.)*+`?|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<as>(?<!\s)\s+(?:as|satisfies)\s+(?:const\b|[\w.]+(?:<[\w.,\s|]{0,80}>)?(?:\[\])?))
    |(?P<declared>\b(?:const|let|var)\s+\w+)\s*:\s*[\w.]+(?:<[\w.,\s|<>]{0,80}>)?(?:\[\])?(?=\s*=)
    |(?P<generic>(?<=[\w$])<[\w.,\s|\[\]{}:;"']{1,80}>(?=\())
    |(?P<asserted>(?<=[\w)\]])!(?=[.;,)\]]))
    |(?P<parameter>(?<=[\w)?])\??\s*:\s*(?:string|number|boolean|any|unknown|void|object
        |(?:Promise|Record|Array|Partial)<[\w.,\s|<>\[\]]{0,80}>|[A-Z]\w*)(?:\[\])?(?=\s*(?:[,)={]|=>)))
    |(?P<interface>^(?:export\s+)?(?:interface\s+\w+\s*\{[^{}]*\}|type\s+\w+\s*=[^;{}]*;))
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def from_fetch(code: str) -> Call:
    """The one call in *code*, such as ``await fetch("https://...", {...});``.

    Raises ``UsageError`` where there is none or more than one, or a part of it is not known.
    """
    calls = script_calls(code)
    if len(calls) != 1:
        raise UsageError(f"the code holds {len(calls)} calls: give one of them")
    return calls[0]


def script_calls(code: str) -> list[Call]:
    """Every call in *code*, in the order of the text; at least one."""
    if len(code) > MOST_CHARACTERS:
        raise UsageError(f"the code is longer than {MOST_CHARACTERS} characters: give the call")
    calls = Calls()
    try:
        source, program = _parsed(code)
        Reader(source, calls.take).read(program)
    except RecursionError:
        raise UsageError("the code is nested too deep to be read") from None
    except UnicodeError:
        raise UsageError("the code holds half of a surrogate pair") from None
    if not calls.found:
        raise UsageError("no call of fetch( is in the text, nor of axios, jQuery, ky or an XHR")
    return calls.found


def _parsed(code: str) -> tuple[str, object]:
    """The code as it parses, and its tree: as it is, inside a function, or without its types."""
    import esprima

    options = {"range": True, "jsx": True}
    plain = _TYPES.sub(lambda piece: piece["kept"] or piece["declared"] or "", code)
    wrapped = "async function pasted() {\n%s\n}"
    problem: Exception | None = None
    for parse, text in (
        (esprima.parseModule, code), (esprima.parseScript, code),
        (esprima.parseScript, wrapped % code), (esprima.parseModule, plain),
        (esprima.parseScript, wrapped % plain),
    ):  # fmt: skip
        try:
            return text, parse(text, options)
        except esprima.Error as error:
            if "resource limit" in str(error):
                raise UsageError("the code is nested too deep to be read") from None
            problem = problem or error
        except AssertionError as error:  # how the parser fails on some templates
            problem = problem or error
    raise UsageError(f"the code does not parse: {problem}") from None
