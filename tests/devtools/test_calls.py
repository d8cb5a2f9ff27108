"""Copied commands and code become calls as a script made them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corssim import UsageError
from corssim.devtools import Call, from_curl, from_fetch, from_pasted
from corssim.devtools.scripts import script_calls
from corssim.devtools.shells import commands

COPIED_CURL = r"""curl 'https://api.example/items/7' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'content-type: application/json' \
  -H 'origin: https://app.example' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example/' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64)' \
  -H 'x-trace: 1' \
  -b 'session=abc' \
  --data-raw '{"a":1}' --compressed"""
COPIED_FETCH = """await fetch("https://api.example/items/7", {
  "headers": {"accept": "*/*", "content-type": "application/json", "sec-ch-ua": "x"},
  "referrer": "https://app.example/",
  "body": "{\\"a\\":1}",
  "method": "PUT",
  "mode": "cors",
  "credentials": "include"
});"""


def test_curl_as_chrome_copies_it() -> None:
    assert from_curl(COPIED_CURL) == Call(
        "https://api.example/items/7",
        "PUT",
        (("content-type", "application/json"), ("x-trace", "1")),
        '{"a":1}',
        "include",
        origin="https://app.example",
        cookies="session=abc",
    )


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("curl https://a.example/", Call("https://a.example/")),
        ("curl -I https://a.example/", Call("https://a.example/", "HEAD")),
        ("curl -XDELETE https://a.example/", Call("https://a.example/", "DELETE")),
        ("curl --request=PATCH https://a.example/", Call("https://a.example/", "PATCH")),
        (
            "curl -d a=1 -d b=2 https://a.example/",
            Call(
                "https://a.example/",
                "POST",
                (("Content-Type", "application/x-www-form-urlencoded"),),
                "a=1&b=2",
            ),
        ),
        ("curl -G -d a=1 https://a.example/", Call("https://a.example/?a=1")),
        (
            "curl --json '{}' https://a.example/",
            Call(
                "https://a.example/",
                "POST",
                (("Content-Type", "application/json"), ("Accept", "application/json")),
                "{}",
            ),
        ),
        (
            "curl https://a.example/ -H 'X-Empty;' -e https://b.example/page",
            Call("https://a.example/", headers=(("X-Empty", ""),), origin="https://b.example"),
        ),
        (
            r"curl https://a.example/ -H 'Content-Type: text/plain' --data-raw $'it\'s \u00e9\n'",
            Call("https://a.example/", "POST", (("Content-Type", "text/plain"),), "it's é\n"),
        ),
    ],
)
def test_other_curl_commands(command: str, call: Call) -> None:
    assert from_curl(command) == call


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        ("wget https://a.example/", "begins with curl"),
        ("curl 'https://a.example/", "does not parse"),
        ("curl", "names a URL, this one none"),
        ("curl https://a.example/ https://b.example/", "2 curl calls: give one"),
        ('curl https://a.example/ -H "Authorization: Bearer $TOKEN"', r"variable \$TOKEN is not"),
        ("curl https://a.example/ -H X-A:${X}", r"variable \$\{X\} is not"),
        ("curl https://a.example/$(id)", r"the shell puts for \$\( is not"),
        ("curl https://a.example/ -d @body.json", "sends the file body.json"),
        ("curl https://a.example/ -F x", "-F takes name=content"),
        ("curl https://a.example/ -sQ x", "option -Q in -sQ is not understood"),
        ("curl -X", "lacks its value"),
        ("curl --mail-from x https://a.example/", "--mail-from is not understood"),
    ],
)
def test_curl_commands_that_are_none(command: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_curl(command)


def test_fetch_as_chrome_copies_it() -> None:
    assert from_fetch(COPIED_FETCH) == Call(
        "https://api.example/items/7",
        "PUT",
        (("content-type", "application/json"),),
        '{"a":1}',
        "include",
        "cors",
        origin="https://app.example",
    )


CMD = """curl ^"https://api.example/items?a=1^&b=^%^20^" ^
  -X ^"PUT^" ^
  -H ^"accept: */*^" ^
  -H ^"content-type: application/json^" ^
  -H ^"origin: https://app.example^" ^
  -H ^"sec-ch-ua: ^\\^"Chromium^\\^";v=^\\^"156^\\^"^" ^
  -b ^"sid=1; b=2^" ^
  --data-raw ^"^{^\\^"a^\\^":1,^

^\\^"b^\\^":2^}^" --insecure"""
POWERSHELL = """$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (X11; Linux x86_64)"
$session.Cookies.Add((New-Object System.Net.Cookie("sid", "1", "/", "api.example")))
Invoke-WebRequest -UseBasicParsing -Uri "https://api.example/items?a=1" `
-Method "PUT" `
-WebSession $session `
-Headers @{
"authority"="api.example"
  "method"="PUT"
  "path"="/items?a=1"
  "scheme"="https"
  "accept"="*/*"
  "origin"="https://app.example"
  "x-a"="`"q`" `$x"
} `
-ContentType "application/json" `
-Body "{`"a`":1}"
"""


def test_curl_as_chrome_copies_it_for_cmd() -> None:
    assert from_pasted(CMD) == [
        Call(
            "https://api.example/items?a=1&b=%20",
            "PUT",
            (("content-type", "application/json"),),
            '{"a":1,\n"b":2}',
            "include",
            origin="https://app.example",
            cookies="sid=1; b=2",
        )
    ]


def test_curl_as_chrome_before_120_copied_it_for_cmd() -> None:
    """Carets stand inside of plain quotes, where cmd itself takes them literally."""
    text = (
        'curl "https://api.example/x?q=^%^20" ^\n'
        '  -H "sec-ch-ua: ^\\^"Chromium^\\^"" ^\n  -H "x-a: ^\\^"q^\\^"" --compressed'
    )
    [call] = from_pasted(text)
    assert call == Call("https://api.example/x?q=%20", headers=(("x-a", '"q"'),))


def test_powershell_as_chrome_copies_it() -> None:
    assert from_pasted(POWERSHELL) == [
        Call(
            "https://api.example/items?a=1",
            "PUT",
            (("x-a", '"q" $x'), ("Content-Type", "application/json")),
            '{"a":1}',
            "include",
            origin="https://app.example",
            cookies="sid=1",
        )
    ]


def test_powershell_as_people_write_it() -> None:
    code = """$headers = @{ 'X-Api-Key' = 'k' ; Origin = 'https://app.example' }
    $body = @{ a = 'b' } | ConvertTo-Json
    $answer = irm https://api.example/x -Method Put -Headers $headers -Body $body | select x"""
    [call] = from_pasted(code)
    assert (call.method, call.url, call.body) == ("PUT", "https://api.example/x", '{"a": "b"}')
    assert call.origin == "https://app.example"
    assert call.headers[0] == ("X-Api-Key", "k")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("iwr -Uri $url", r"the variable \$url is not in the text"),
        ('iwr "https://a.example/$id"', r"\$id in a string is not in the text"),
        ('iwr "https://a.example/', "does not parse"),
        ("iwr https://a.example/ -Frobnicate 1", "-frobnicate is not understood"),
        ("iwr -Uri @{}", "needs -Uri"),
    ],
)
def test_powershell_that_cannot_be_read(code: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_pasted(code)


@pytest.mark.parametrize(
    ("command", "method", "url", "headers", "body"),
    [
        ("curl -u me:pw https://a.example/", "GET", "https://a.example/",
         {"Authorization": "Basic bWU6cHc="}, None),
        ("curl --oauth2-bearer t https://a.example/", "GET", "https://a.example/",
         {"Authorization": "Bearer t"}, None),
        ("curl -sSkLXPUT --data-raw @x a.example", "PUT", "http://a.example",
         {"Content-Type": "application/x-www-form-urlencoded"}, "@x"),
        ("curl -G --data-urlencode 'q=a b&c' 'https://a.example/?x#f'", "GET",
         "https://a.example/?x&q=a%20b%26c#f", {}, None),
        ("curl -I -d x -G https://a.example/", "HEAD", "https://a.example/?x", {}, None),
        ("curl https://a.example/ -H 'Content-Type:' -d x", "POST", "https://a.example/", {}, "x"),
        ("curl -A agent/1 https://a.example/", "GET", "https://a.example/",
         {}, None),
        ("curl --json '{' --json '}' https://a.example/", "POST", "https://a.example/",
         {"Content-Type": "application/json", "Accept": "application/json"}, "{}"),
        ("$ sudo curl https://a.example/ > out.json 2>&1 | jq .", "GET", "https://a.example/", {},
         None),
        ("A=1 curl.exe --url https://a.example/ `\n -X DELETE", "DELETE", "https://a.example/", {},
         None),
    ],
)  # fmt: skip
def test_curl_options(
    command: str, method: str, url: str, headers: dict[str, str], body: str | None
) -> None:
    call = from_curl(command)
    assert (call.method, call.url, dict(call.headers), call.body) == (method, url, headers, body)


def test_a_form_is_sent_as_multipart() -> None:
    call = from_curl("curl -F a=b -F 'f=@x;type=text/plain' https://a.example/", lambda _: b"text")
    assert call.method == "POST"
    assert call.headers[0][1].startswith("multipart/form-data; boundary=")
    assert isinstance(call.body, str)
    assert "text/plain" in call.body
    assert "text" in call.body


def test_the_files_that_a_command_names_are_read_where_that_is_allowed() -> None:
    def read(name: str) -> bytes:
        return {"a": b"1\n2", "b": b"\xff"}[name]

    assert from_curl("curl -d @a https://a.example/", read).body == "12"
    assert from_curl("curl --data-binary @a https://a.example/", read).body == "1\n2"
    assert from_curl("curl --data-binary @b https://a.example/", read).body == b"\xff"


def test_a_copied_preflight_is_the_call_that_it_asks_for() -> None:
    call = from_curl(
        "curl 'http://h.example:10017/x' -X OPTIONS -H 'Origin: https://app.example' "
        "-H 'Access-Control-Request-Method: PUT' "
        "-H 'Access-Control-Request-Headers: content-type, x-a'"
    )
    assert call.method == "PUT"
    assert [name for name, _ in call.headers] == ["content-type", "x-a"]
    assert call.origin == "https://app.example"


def test_several_commands_are_several_calls() -> None:
    text = "curl https://a.example/ && curl https://b.example/ ; echo done # curl"
    assert [call.url for call in from_pasted(text)] == ["https://a.example/", "https://b.example/"]
    text = "curl https://a.example/ --next https://b.example/ -X PUT\n\ncurl -T- https://c.example/"
    assert [call.method for call in from_pasted(text, lambda _: b"")] == ["GET", "PUT", "PUT"]


# What only a word boundary, a quote, an escape or an end of line can break
ARGUMENTS = st.lists(
    st.text(st.sampled_from("ab '\"\\$`!#;&|<>()*?~\n\t{}[]=%^é€😀\x01"), max_size=8), max_size=4
)


def _double(text: str) -> str:
    return '"' + re.sub(r'([$`"\\])', r"\\\1", text) + '"'


def _ansi(text: str) -> str:
    return "$'" + "".join(f"\\U{ord(letter):08x}" if letter in "'\\!\n" else letter
                          for letter in text) + "'"  # fmt: skip


@given(ARGUMENTS, st.sampled_from([shlex.quote, _double, _ansi]), st.sampled_from([" ", " \\\n "]))
@settings(max_examples=60, deadline=None)
def test_words_are_those_of_a_real_bash(arguments: list[str], quote: Any, blank: str) -> None:
    command = blank.join(["set --", *map(quote, arguments)])
    shown = subprocess.run(
        ["bash", "-c", f'{command}\nprintf \'%s\\0\' "$#" "$@"'], capture_output=True, check=True
    ).stdout.decode()
    assert list(commands(command)) == [["set", "--", *arguments]]
    assert shown.split("\0")[1:-1] == (arguments or [""] * (shown.count("\0") - 1))


def test_fetch_as_people_write_it() -> None:
    code = """const r = await fetch('https://api.example/', {
        method: 'POST', // a comment
        headers: [['X-A', '1'],],
        body: JSON.stringify({a: ")"}),
    })"""
    call = from_fetch(code)
    assert call.method == "POST"
    assert call.headers == (("X-A", "1"),)
    assert call.body == '{"a":")"}'
    assert from_fetch("fetch('https://a.example/')").keywords == {}


def test_fetch_as_chrome_copies_it_for_node() -> None:
    """The cookie header stands for the credentials that the page's call had."""
    call = from_fetch(
        'fetch("https://api.example/", {"headers": {"cookie": "sid=1", '
        '"origin": "https://app.example"}, "body": null, "method": "GET"});'
    )
    assert (call.credentials, call.cookies, call.headers) == ("include", "sid=1", ())
    assert call.origin == "https://app.example"


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("""const BASE = `https://api.example`; // base
            const headers = new Headers({"X-A": "1"});
            headers.append("Authorization", `Bearer ${"t" + 1}`);
            async function load(id) {
              const q = new URLSearchParams({q: "a b"});
              return (await fetch(`${BASE}/items?${q}`, {headers, method: 'PUT',
                body: JSON.stringify({a: 1, b: [null, undefined]}), credentials: 'include'})).json()
            }""",
         Call("https://api.example/items?q=a+b", "PUT",
              (("X-A", "1"), ("Authorization", "Bearer t1")), '{"a":1,"b":[null,null]}',
              "include")),
        ("""axios.defaults.withCredentials = true
            axios.defaults.headers.common['X-Key'] = 'k'
            const api = axios.create({baseURL: 'https://api.example/v1/'});
            api.post('/items', {a: 1}, {params: {p: 2, q: [1]}}).then(r => r.data)""",
         Call("https://api.example/v1/items?p=2&q%5B%5D=1", "POST",
              (("Content-Type", "application/json"),), '{"a":1}', "include", xhr=True)),
        ("axios({method: 'delete', url: 'https://a.example/', auth: {username: 'u'}})",
         Call("https://a.example/", "DELETE", (("Authorization", "Basic dTo="),), xhr=True)),
        ("axios.get('https://a.example/', {headers: {'Content-Type': 'application/json'}})",
         Call("https://a.example/", xhr=True)),
        ("""$.ajax({url: "https://api.example/x", type: "POST", data: {a: 1},
             xhrFields: {withCredentials: true}, success(d) {}})""",
         Call("https://api.example/x", "POST",
              (("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),), "a=1",
              "include", xhr=True)),
        ("$.getJSON('https://api.example/x', {a: 1}, d => d)",
         Call("https://api.example/x?a=1", xhr=True)),
        ("""var xhr = new XMLHttpRequest(); xhr.withCredentials = true;
            xhr.open("DELETE", "https://api.example/x"); xhr.setRequestHeader("X-A", "1");
            xhr.onload = function () {}; xhr.send();""",
         Call("https://api.example/x", "DELETE", (("X-A", "1"),), None, "include", xhr=True)),
        ("import ky from 'ky'; ky.post('https://a.example/j', {json: {a: 1}}).json()",
         Call("https://a.example/j", "POST", (("Content-Type", "application/json"),), '{"a":1}')),
        ("""this.http.get<Item[]>('https://a.example/j', {
              headers: new HttpHeaders().set('X-A', '1'), withCredentials: true }).subscribe()""",
         Call("https://a.example/j", "GET", (("X-A", "1"),), None, "include", xhr=True)),
        ("""const r: Response = await fetch("https://a.example/", { method: "POST" } as Init);
            const rows = (await r.json()) as Item[];""",
         Call("https://a.example/", "POST")),
        ("useEffect(() => { fetch('https://a.example/'); return <p>x</p> }, [])",
         Call("https://a.example/")),
        ("return fetch(new Request('https://a.example/', {method: 'PUT'}))",
         Call("https://a.example/", "PUT")),
        ("const u = new URL('/x', 'https://a.example'); u.searchParams.set('q', 1); fetch(u)",
         Call("https://a.example/x?q=1")),
        ("let u = 'https://a.example/'; u += 'b'; if (false) u = 'c'; window.fetch(u)",
         Call("https://a.example/b")),
    ],
)  # fmt: skip
def test_code_as_people_write_it(code: str, call: Call) -> None:
    [read] = from_pasted(code)
    if "X-Key" in code:
        assert ("X-Key", "k") in read.headers
        read = attrs.evolve(read, headers=tuple(p for p in read.headers if p[0] != "X-Key"))
    assert read == call


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("hello", "no call of fetch"),
        ("fetch('x'", "does not parse"),
        ("fetch(url)", "the value of url is not in the text"),
        ("fetch(`https://a.example/${id}`)", "the value of id is not"),
        ("fetch('https://a.example/', {headers: {A: process.env.KEY}})", "process.env.KEY is not"),
        ("let u = 'https://a.example/'; if (x) u = 'https://b.example/'; fetch(u)", "value of u"),
        ("let u = '/a'; function f() { v = 1 }; fetch(u)", "/a is relative"),
        ("fetch({})", "URL in quotes"),
        ("fetch('https://a.example/', 7)", "must be an object"),
        ("fetch('https://a.example/', {verb: 'GET'})", "no option verb"),
        ("fetch('https://a.example/', {headers: [1]})", "headers must be"),
        ("fetch('https://a.example/'); fetch('https://b.example/')", "holds 2 calls"),
        ("$.ajax({url: 'https://a.example/', dataType: 'jsonp'})", "JSONP loads a script"),
        ("[" * 50000, "nested too deep"),
        ("fetch(" + "[" * 900 + "]" * 900 + ")", "nested too deep|URL in quotes"),
        ("x" * 400_001, "longer than 400000"),
        ("let a = 'xx';" + "a = a + a;" * 40, "longer than"),
        ("const a0 = [];" + "".join(f"const a{i+1}=[a{i},a{i}];" for i in range(40))
         + "JSON.stringify(a40)", "more than"),
    ],
)  # fmt: skip
def test_code_that_gives_no_call(code: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        from_fetch(code)


STUB = """
const told = [];
globalThis.fetch = (input, init) => { const r = new Request(input, init); told.push([r.url,
  r.method, [...r.headers].filter(h => h[0] !== 'content-type'), r.credentials,
  init && init.body !== undefined ? String(init.body) : null]); return new Response('') };
"""
TEXTS = st.text(st.sampled_from("ab1 é\"'\\\n€😀/&=?#+%$`{"), max_size=6)
NAMES = st.sampled_from(["x-a", "X-B", "x-c"])
VALUES = st.text(st.sampled_from("abc1-_"), min_size=1, max_size=5)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | TEXTS | st.integers(-(2**50), 2**50)
    | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(VALUES.map("k".__add__), inner,
                                                               max_size=3),
    max_leaves=6,
)  # fmt: skip


@st.composite
def snippets(draw: st.DrawFn) -> str:
    """Code that calls once or twice, through the forms in which people write it."""

    def text(value: str) -> str:
        kind = draw(st.sampled_from(["json", "single", "template", "sum"]))
        escaped = json.dumps(value)[1:-1]
        if kind == "single":
            return "'" + escaped.replace('\\"', '"').replace("'", "\\'") + "'"
        if kind == "template":
            return "`" + escaped.replace("`", "\\`").replace("${", "\\${") + "`"
        if kind == "sum":
            cut = draw(st.integers(0, len(value)))
            return f"{json.dumps(value[:cut])} + /* c */ `${{{json.dumps(value[cut:])}}}`"
        return json.dumps(value)

    lines = [f"const base = {text('https://api.example')};"]
    for number in range(draw(st.integers(1, 2))):
        headers = draw(st.dictionaries(NAMES, VALUES, max_size=2))
        plain = "{" + ", ".join(f"{json.dumps(n)}: {text(v)}" for n, v in headers.items()) + "}"
        form = draw(st.sampled_from(["{}", "new Headers({})", "Object.entries", "append"]))
        if form == "append":
            lines.append(f"const h{number} = new Headers();")
            lines += [f"h{number}.append({text(n)}, {text(v)});" for n, v in headers.items()]
            plain = f"h{number}"
        elif form == "Object.entries":
            plain = "[" + ", ".join(f"[{text(n)}, {text(v)}]" for n, v in headers.items()) + "]"
        elif form == "new Headers({})":
            plain = f"new Headers({plain})"
        init = [f"headers: {plain}"]
        if draw(st.booleans()):
            value = json.dumps(draw(JSON_VALUES), ensure_ascii=draw(st.booleans()))
            body = draw(st.sampled_from([f"JSON.stringify({value})", "search", text("a b")]))
            if body == "search":
                pairs = draw(st.dictionaries(VALUES, TEXTS, max_size=2))
                body = f"new URLSearchParams({json.dumps(pairs)})"
            init += ["method: 'POST'", f"body: {body}"]
        if draw(st.booleans()):
            init.append("credentials: 'include'")
        query = text(draw(VALUES))
        call = f"fetch(base + `/x?${{encodeURIComponent({query})}}`, {{{', '.join(init)}}})"
        lines.append(draw(st.sampled_from([
            f"{call};", f"(async () => {{ const r = await {call}; }})();",
            f"if (true) {{ {call} }}", f"void [{call}];",
        ])))  # fmt: skip
    return "\n".join(lines)


@given(st.lists(snippets(), min_size=8, max_size=8))
@settings(max_examples=6, deadline=None)
def test_code_is_read_as_node_runs_it(codes: list[str]) -> None:
    runs = "".join(
        f"told.length = 0; {{ {code} }}\nconsole.log(JSON.stringify(told));\n" for code in codes
    )
    run = subprocess.run(["node", "-e", STUB + runs], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr + runs
    for code, line in zip(codes, run.stdout.splitlines(), strict=True):
        theirs = json.loads(line)
        ours = [
            [call.url, call.method,
             sorted([n.lower(), v] for n, v in call.headers if n.lower() != "content-type"),
             call.credentials, call.body]
            for call in script_calls(code)
        ]  # fmt: skip
        assert ours == theirs, code
