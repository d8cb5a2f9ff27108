"""Whether a text is JavaScript that can be compiled, as a classic script.

https://tc39.es/ecma262/#sec-scripts

Law: the grammar is esprima's, ECMAScript 2026. The parser is imported when a text is first judged:
only opaque response blocking in Firefox asks.
"""

from __future__ import annotations


def compiles(text: str) -> bool:
    """Whether a browser could run *text*; what is nested too deep to tell counts as such."""
    import esprima

    try:
        esprima.parseScript(text)
    except (esprima.Error, RecursionError) as error:
        # how esprima reports what is nested too deep
        return isinstance(error, RecursionError) or "resource limit" in str(error)
    return True
