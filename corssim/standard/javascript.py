"""Whether a text is JavaScript that can be compiled, as a classic script.

https://tc39.es/ecma262/#sec-scripts

Law: the grammar is esprima's, ECMAScript 2017; of what came later, the words that have an older
equal are read as that. Class fields and asynchronous generators count as errors.
"""

from __future__ import annotations

import re

import esprima

# newer syntax, and older that stands in the same places
_OLDER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^#!"), "//"),
    (re.compile(r"\?\.(?=[\[(`])"), ""),  # a?.[0], a?.()
    (re.compile(r"\?\.(?!\d)"), "."),
    (re.compile(r"(?:\?\?|\|\||&&)=(?!=)"), "="),
    (re.compile(r"\?\?"), "||"),
    (re.compile(r"\bcatch(\s*)\{"), r"catch\1(_){"),
    (re.compile(r"(?<=[\da-fA-F])_(?=[\da-fA-F])"), ""),
    (re.compile(r"\(\?<(?=[\w$]+>)"), "(?:"),  # a named group
    (re.compile(r"\b(\d+|0[xX][\da-fA-F]+)n\b"), r"\1"),
)


def compiles(text: str) -> bool:
    """Whether a browser could run *text*; what is nested too deep to tell counts as such."""
    for newer, older in _OLDER:
        text = newer.sub(older, text)
    try:
        esprima.parseScript(text)
    except esprima.Error:
        return False
    except RecursionError:
        return True
    return True
