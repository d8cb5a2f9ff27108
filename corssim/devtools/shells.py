"""Commands as shells read them: POSIX shells, Windows' cmd, PowerShell.

https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html (quoting)
https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments

Law: a text becomes the words that the shell would hand to the program, in linear time; what only
the shell's own state could tell (a variable, a substitution) is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import UsageError

Words = list[str]

# One piece of a POSIX command; the alternatives are told apart by their first characters.
_POSIX = re.compile(
    r"""(?P<continued>\\\r?\n)
    |(?P<comment>(?<![^\s;&|])\#[^\n]*)
    |(?P<end>\r?\n|&&|\|\|?|;|&(?!>))
    |(?P<blank>[ \t\r]+)
    |(?P<redirect>\d*(?:>>|>&|<|>\||>)|&>)
    |'(?P<single>[^']*)'
    |\$'(?P<ansi>(?:[^'\\]|\\.)*)'
    |\$?"(?P<double>(?:[^"\\]|\\.)*)"
    |(?P<expansion>\$(?:\(|\{?\w+|[@*\#?!$-])|`)
    |\\(?P<escaped>.)
    |(?P<plain>[^\s;&|<>'"$`\\]+|\$|&)
    """,
    re.DOTALL | re.VERBOSE,
)
_ANSI = re.compile(
    r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|c(.)|(.))",
    re.DOTALL,
)
_ANSI_LETTERS = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r",
                 "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"', "?": "?"}  # fmt: skip
_IN_DOUBLE = re.compile(r"""\\(?:\r?\n|([$`"\\]))|(\$(?:\(|\{?\w+)|`)""")
_CMD = re.compile(r'(?P<caret>\^)|(?P<end>\r?\n|&)|"|[^"\r\n^&]+|\r')
_CARET = re.compile(r"\^(?:\r?\n)?(\r?\n|.)?", re.DOTALL)
_CRT = re.compile(r'(\\*)"("?)|([ \t\r\n]+)|(\\+|[^\\" \t\r\n]+)')
_PROMPT = re.compile(
    r"^[ \t]*(?:[$>#%]|[A-Za-z]:\\[^>\n]*>|PS [^>\n]*>)[ \t]+(?=(?:sudo\s+)?curl\b)", re.MULTILINE
)
_CURL = re.compile(r"\bcurl(?:\.exe)?\s+")
# how a command goes on in cmd: a caret before the quote, or at the end of its first line
_IS_CMD = re.compile(r"\^\"|[^\n']*\s\^\r?\n")
_POWERSHELL_BREAK = re.compile(r"[ \t]`[ \t]*\r?\n")


def commands(text: str) -> Iterator[Words]:
    """The commands in *text*, each as its words; raises ``UsageError`` for what has no end."""
    text = _PROMPT.sub("", text.replace("\u00a0", " "))
    first = _CURL.search(text)
    if first is not None and _IS_CMD.match(text, first.end()):
        return _cmd(text)
    text = _POWERSHELL_BREAK.sub(" ", text)
    return _posix(text)


def _posix(text: str) -> Iterator[Words]:
    words: Words = []
    word: list[str] | None = None
    to_file = False
    position = 0
    while position < len(text):
        piece = _POSIX.match(text, position)
        if piece is None:
            quote = "\\" if text[position] == "\\" else text[position]
            raise UsageError(f"the command does not parse: {quote} has no end")
        position = piece.end()
        kind = piece.lastgroup
        if kind in ("continued", "comment"):
            continue
        if kind in ("blank", "end", "redirect"):
            if kind == "redirect" and word is not None and "".join(word).isdigit():
                word = None
            if word is not None and not to_file:
                words.append("".join(word))
            to_file = kind == "redirect" or (to_file and word is None)
            word = None
            if kind == "end":
                if words:
                    yield words
                words, to_file = [], False
            continue
        if kind == "expansion":
            raise _unknown(text, piece.start())
        word = word if word is not None else []
        value = piece[kind or 0]
        if kind == "ansi":
            value = _ANSI.sub(_ansi, value)
        elif kind == "double":
            value = _IN_DOUBLE.sub(lambda found: _in_double(found, text), value)
        word.append(value)
    if word is not None and not to_file:
        words.append("".join(word))
    if words:
        yield words


def _unknown(text: str, at: int) -> UsageError:
    name = re.compile(r"\$\{?\w+\}?|\$\(|.", re.DOTALL).match(text, at)
    assert name is not None
    if name[0] in ("`", "$("):
        return UsageError(f"what the shell puts for {name[0]} is not in the text: write its value")
    return UsageError(f"the shell's variable {name[0]} is not in the text: write its value")


def _in_double(found: re.Match[str], text: str) -> str:
    if found[2]:
        raise _unknown(found.string, found.start())
    return found[1] or ""


def _ansi(found: re.Match[str]) -> str:
    octal, two, four, eight, control, letter = found.groups()
    if octal:
        return chr(int(octal, 8) & 0xFF)
    if control:
        return chr(ord(control) & 0x1F)
    if letter:
        return _ANSI_LETTERS.get(letter, "\\" + letter)
    code = int(two or four or eight, 16)
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def _cmd(text: str) -> Iterator[Words]:
    """Cmd first takes its carets, then the program's run-time library its quotes."""
    # Chrome 60 to 120 escaped inside of plain quotes, too, where cmd itself would not look for it
    everywhere = '^\\^"' in text and not re.search(_CURL.pattern + r'\^"', text)
    for line in _cmd_lines(text, everywhere):
        words = _crt(line)
        if words:
            yield words


def _cmd_lines(text: str, everywhere: bool) -> Iterator[str]:
    """Logical lines: outside of quotes, or *everywhere*, a caret escapes the next character."""
    line: list[str] = []
    quoted, position = False, 0
    while position < len(text):
        piece = _CMD.match(text, position)
        assert piece is not None
        if piece["caret"] and (everywhere or not quoted):
            piece = _CARET.match(text, position)
            assert piece is not None
            line.append(piece[1] or "")
        elif piece["end"] and not (quoted and piece[0] == "&"):
            yield "".join(line)
            line, quoted = [], False
        else:
            quoted = quoted != (piece[0] == '"')
            line.append(piece[0])
        position = piece.end()
    yield "".join(line)


def _crt(line: str) -> Words:
    """The arguments by the rules of Microsoft's C run-time library."""
    words: Words = []
    word: list[str] | None = None
    quoted = False
    for piece in _CRT.finditer(line):
        slashes, doubled, blank, plain = piece.groups()
        if slashes is None and blank:
            if quoted:
                assert word is not None
                word.append(blank)
            elif word is not None:
                words.append("".join(word))
                word = None
            continue
        word = word if word is not None else []
        if plain:
            word.append(plain)
            continue
        word.append("\\" * (len(slashes) // 2))
        if len(slashes) % 2:
            word.append('"')
            quoted = quoted != bool(doubled)
        elif doubled:
            if quoted:
                word.append('"')
        else:
            quoted = not quoted
    if quoted:
        raise UsageError('the command does not parse: " has no end')
    if word is not None:
        words.append("".join(word))
    return words
