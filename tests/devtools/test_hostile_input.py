"""Whatever is pasted: a call, or one line that says what is wrong; in linear time."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corssim import UsageError
from corssim.devtools.curl import curl_calls
from corssim.devtools.dump import read_dump
from corssim.devtools.har import read_har_text
from corssim.devtools.pasted import from_pasted
from corssim.devtools.powershell import powershell_calls
from corssim.devtools.scripts import script_calls

READERS: list[Callable[[str], Any]] = [
    from_pasted, curl_calls, powershell_calls, script_calls, read_dump, read_har_text,
]  # fmt: skip
WORDS = """curl  https://a.example/ ' " ^ \\ ` $ $x ${ $( ) -H -d -F a=b @ @{ } { [ ] iwr -Uri -Body
    fetch( axios.get( $.ajax( JSON.stringify( new  Headers( {headers: const  x= ; , /* */ // \0
    \ud800 😀 ² 9999999999999999999999 await  => ( : as  <T> ! HTTP/1.1  200 OK A: b 200; --json | =
    & # % --next -- new  URL( xhr.open( .append( function  f( if( ... ?. a[0] null 1e999
    {"log":{"entries":[ "request":"""
BLANKS = (" ", "\n", "\r\n", "\t", "curl ", "HTTP/1.1 200 OK\n", "A: b\n", " as ")
FRAGMENTS = st.sampled_from((*WORDS.split(), *BLANKS))


@given(st.lists(FRAGMENTS, max_size=16).map("".join), st.sampled_from(READERS))
@example("{`${}=\\${[`${...😀as ", script_calls)
@example("HTTP/1.1 200 OK\nA: b\n\r\nA\ud800", read_dump)
@settings(max_examples=400, deadline=None)
def test_what_cannot_be_read_is_refused(text: str, reader: Callable[[str], Any]) -> None:
    try:
        reader(text)
    except UsageError:
        return


CURL = "curl https://a.example/ "
REPEATED: list[tuple[Callable[[str], Any], str, str, str]] = [
    (from_pasted, CURL + "-d '", "x", "'"),
    (from_pasted, CURL + "$'", "\\n", "'"),
    (from_pasted, CURL + '"', "\\x", ""),
    (from_pasted, CURL, "-H 'A: b' ", ""),
    (from_pasted, CURL, "\n ", ""),
    (from_pasted, "", "PS ", "curl"),
    (from_pasted, "curl ", "a ", ""),
    (script_calls, "x y ", "'a\\", ""),
    (script_calls, "x y ", "/*", ""),
    (from_pasted, 'curl ^"a^" ', '^"', ""),
    (from_pasted, 'curl ^"a^" ^', "\\", '"'),
    (powershell_calls, 'iwr "https://a.example/" -Body "', '`"', '"'),
    (powershell_calls, "iwr https://a.example/ -Headers ", "@{a=", ""),
    (powershell_calls, "iwr a ", 'System.Net.Cookie("', ""),
    (script_calls, "fetch('https://a.example/', {body: '", "x", "'})"),
    (script_calls, "x y ", "a: ", ""),
    (script_calls, "x y ", "a<", ""),
    (script_calls, "x y\n", "interface A {", ""),
    (script_calls, "x y ", " ", "z"),
    (script_calls, "let a = 'b';", "a += 'xxxxxxxx';", ""),
    (read_dump, "HTTP/1.1 200 OK\n", "A: b\n", ""),
    (read_dump, "", "HTTP/1.1 302 Found\n\n", ""),
    (read_dump, "HTTP/1.1 200 OK\nA:", " ", "b"),
    (read_dump, "200", ";a", ""),
    (read_har_text, '{"log":{"entries":["', "x", ""),
    (read_har_text, '{"log":{"entries":[', "[", ""),
    (read_har_text, '{"log":{"entries":[', "[1],", ""),
]


@pytest.mark.parametrize(("reader", "before", "again", "after"), REPEATED)
def test_long_texts_take_linear_time(
    reader: Callable[[str], Any], before: str, again: str, after: str
) -> None:
    """40,000 characters: what is linear takes less than a second; quadratic was 10 and more."""
    started = time.process_time()
    with contextlib.suppress(UsageError):
        reader(before + again * (40_000 // len(again)) + after)
    assert time.process_time() - started < 4
