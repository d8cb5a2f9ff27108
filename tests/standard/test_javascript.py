"""What counts as JavaScript where opaque response blocking asks."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from corssim.standard.javascript import compiles

# a classic script's text: whether V8 compiles it (vm.Script of Node 20)
SYNTAX = {
    "": True,
    "hello": True,
    "x = 1;": True,
    "a?.b?.[0]?.(1) ?? c": True,
    "try {} catch {}": True,
    "1_000n": True,
    "<!-- x -->": True,
    "#!/x": True,
    "a ??= b; c ||= d; e &&= f": True,
    "class A { x = 1; static y; #z = 2; get() { return this.#z } }": True,
    "class A { static { this.x = 1 } }": True,
    "class A { #p() {} static #q() {} has(o) { return #p in o } }": True,
    "async function* f() { yield await 1 }": True,
    "async function f() { for await (const x of y) {} }": True,
    "/(?<year>\\d{4})/u": True,
    "/(?<=a)b(?<!c)/": True,
    "/[\\p{L}--[a-z]]/v": True,
    "/a/dgimsuy": True,
    "({ ...a, b, async *c() {}, get d() { return 1 } })": True,
    "const { a, ...rest } = b": True,
    "import('x')": True,
    "new.target": False,
    "function f() { new.target }": True,
    "0b101 + 0o17 + 0xfF": True,
    "2 ** 3 ** 2": True,
    "let async = 1; async => async": True,
    "`a${b}c`": True,
    "let let = 1": False,
    "let a; let a": False,
    "await 1": False,
    "import a from 'b'": False,
    "export default 1": False,
    "hello world": False,
    "<p>": False,
    "function(": False,
    "a{}": False,
    "return 1": False,
    "what?? x y": False,
    "class A { #a; #a }": False,
    "class A { m() { this.#missing } }": False,
    "1__0": False,
    "-1 ** 2": False,
    "a ?? b || c": False,
    "/(?<a>.)(?<a>.)/": False,
    "/[/": False,
    '"use strict"; with (a) {}': False,
    "for (let x of y, z) {}": False,
    "a?.b = 1": False,
}


@pytest.mark.parametrize(("text", "right"), SYNTAX.items())
def test_compiles_what_browsers_compile(text: str, right: bool) -> None:
    """y67-378 to y67-494, y69, and what V8 takes of newer syntax."""
    assert compiles(text) is right


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_the_table_is_v8s() -> None:
    """The expected values above are a real engine's."""
    script = (
        "const vm = require('vm'); const texts = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(texts.map(t => {"
        "try { new vm.Script(t); return true } catch { return false } })))"
    )
    done = subprocess.run(
        ["node", "-e", script, json.dumps(list(SYNTAX))],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert dict(zip(SYNTAX, json.loads(done.stdout), strict=True)) == SYNTAX


def test_what_is_nested_too_deep_to_tell_counts_as_javascript() -> None:
    assert compiles("{" * 20_000)
