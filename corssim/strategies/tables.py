"""What scenarios are drawn from: pages, hosts, methods, header lines, statuses.

Law: values alone; the simplest stands first, for hypothesis shrinks towards it.
"""

from __future__ import annotations

PAGES = ("http://app.test/", "https://app.test/", "null")
HOSTS = ("api.test", "other.test", "www.app.test", "app.test", "third.test")
METHODS = (
    "GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "get", "post", "put", "patch",
    "Options", "FOO", "foo", "QUERY", "M-SEARCH",
)  # fmt: skip
FORBIDDEN_METHODS = ("CONNECT", "TRACE", "track")
STATUSES = (
    200, 201, 202, 204, 206, 226, 299, 300, 304, 400, 401, 403, 404, 405, 407, 410, 418, 429,
    500, 501, 502, 503, 599, 999,
)  # fmt: skip
REDIRECTS = (302, 301, 303, 307, 308)
LONG = "a" * 120

SIMPLE_HEADERS: tuple[tuple[str, str], ...] = (
    ("Accept", "application/json"), ("Accept", "*/*"), ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Language", "*"), ("Content-Language", "fr"), ("Content-Type", "text/plain"),
    ("Content-Type", "text/plain;charset=UTF-8"), ("Content-Type", "TEXT/Plain; x=y"),
    ("Content-Type", "application/x-www-form-urlencoded"),
    ("Content-Type", "multipart/form-data; boundary=b"), ("Range", "bytes=0-10"),
    ("Range", "bytes=0-"), ("Accept", LONG), ("Accept", "a" * 128),
    ("Accept-Language", "b" * 120), ("Content-Language", "c" * 120),
)  # fmt: skip
UNSAFE_HEADERS: tuple[tuple[str, str], ...] = (
    ("X-A", "1"), ("x-b", "2"), ("X-Empty", ""), ("X-Sp", "  a  b "), ("Authorization", "Bearer t"),
    ("authorization", "x"), ("Content-Type", "application/json"),
    ("Content-Type", "application/json;charset=utf-8"), ("Content-Type", "text/html"),
    ("Content-Type", ""), ("Content-Type", 'text/plain; a="b"'),
    ("Content-Type", "text/plain, application/json"), ("Content-Type", "text/plain;" + "a" * 130),
    ("Accept", "<y>"), ("Accept", 'a"b'), ("Accept", "a:b"), ("Accept", "x(y)"),
    ("Accept", "a?b=c@d[e]"), ("Accept", "text/html;q=0.1 {x}"), ("Accept", "a" * 129),
    ("Accept", "\xe9"), ("Accept-Language", "en!"), ("Accept-Language", "en_US"),
    ("Content-Language", "fr@x"), ("Content-Language", "a" * 129), ("Range", "bytes=-10"),
    ("Range", "bytes=10-0"), ("Range", "BYTES=0-1"), ("Range", "bytes= 0-1"),
    ("Range", "bytes=0 - 1"), ("Range", "bytes=0-1,3-4"), ("Range", "bytes=0-" + "1" * 30),
    ("range", "items=0-1"), ("Cache-Control", "no-cache"), ("Cache-Control", "max-age=0"),
    ("Pragma", "no-cache"), ("If-None-Match", '"a"'),
    ("If-Modified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"), ("If-Match", '"a"'),
    ("If-Range", '"a"'), ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT"),
    ("X-Requested-With", "XMLHttpRequest"), ("Last-Event-ID", "7"), ("Link", "<x>"),
    ("Priority", "u=1"), ("Purpose", "prefetch"), ("Upgrade-Insecure-Requests", "1"),
    ("User-Agent", "corssim"), ("Early-Data", "1"), ("Critical-CH", "x"), ("Accept-Post", "x"),
    ("Save-Data", "on"), ("Save-Data", "off"), ("DPR", "2.0"), ("Device-Memory", "8"),
    ("Downlink", "10"), ("ECT", "4g"), ("RTT", "50"), ("Viewport-Width", "800"),
    ("Width", "100"), ("Intervention", "x"), ("X-HTTP-Method-Override", "PUT"),
    ("X-HTTP-Method-Override", "TRACE"), ("X-Method-Override", "GET, TRACK"),
    ("X-HTTP-Method", "connect"), ("Access-Control-Allow-Origin", "*"),
    ("x-~!#$%&'*+-.^_`|", "odd"), ("If-None-Match", ""), ("ETag", '"e"'), ("Server", "s"),
    ("Vary", "Origin"), ("Refresh", "0"), ("Expires", "0"), ("Content-Encoding", "gzip"),
    ("Content-Disposition", "x"), ("traceparent", "00-1-2-01"), ("baggage", "a=b"),
    ("x-api-key", "k"), ("X-CSRF-Token", "t"), ("Idempotency-Key", "k"), ("DNT2", "1"),
)  # fmt: skip
FORBIDDEN_HEADERS: tuple[tuple[str, str], ...] = (
    ("Accept-Charset", "utf-8"), ("Accept-Encoding", "x"),
    ("Access-Control-Request-Headers", "x"), ("Access-Control-Request-Method", "GET"),
    ("Connection", "close"), ("Content-Length", "1"), ("Cookie", "a=b"), ("Cookie2", "x"),
    ("Date", "x"), ("DNT", "1"), ("Expect", "x"), ("Host", "h"), ("Keep-Alive", "1"),
    ("Origin", "http://evil.test"), ("Proxy-Foo", "1"), ("Referer", "http://evil.test/"),
    ("Sec-CH-UA", "x"), ("Sec-Foo", "1"), ("Set-Cookie", "a=b"), ("TE", "trailers"),
    ("Trailer", "x"), ("Transfer-Encoding", "chunked"), ("Upgrade", "x"), ("Via", "x"),
    ("Access-Control-Request-Private-Network", "true"),
)  # fmt: skip
MAX_AGES = (
    "5", "10", "600", "86400", "0", "1", "2", "-1", "-0", "+5", "05", " 7 ", "abc", "", "1.5",
    "1e3", "5s", "0x10", '"5"', "2, 3", "99999999999999999999", "4294967296",
)  # fmt: skip
EXPOSED = (
    "X-Foo", "*", "x-foo, X-Bar", "X-FOO,*", "content-type", "Set-Cookie", "", "X-Foo;X-Bar",
    "X-Foo @", "a b, X-Foo", "X-Baz", "X-Foo, Set-Cookie2", "ETag,Server", "\xe9",
)  # fmt: skip
RESPONSE_HEADERS: tuple[tuple[str, str], ...] = (
    ("X-Foo", "1"), ("X-Foo", "again"), ("X-Bar", "2"), ("X-Baz", "3"), ("Server", "s"),
    ("Content-Type", "text/plain"), ("Content-Language", "en"), ("Cache-Control", "no-store"),
    ("Cache-Control", "max-age=60"), ("Cache-Control", "no-cache"),
    ("Cache-Control", "private, max-age=0"), ("Expires", "0"), ("Pragma", "x"),
    ("Pragma", "no-cache"), ("Last-Modified", "Sat, 01 Jan 2000 00:00:00 GMT"), ("ETag", '"e"'),
    ("ETag", 'W/"w"'), ("Vary", "Origin"), ("Vary", "*"), ("Vary", "Accept, X-A"),
    ("Vary", "Cookie"), ("Vary", "Referer, *"),
    ("Cache-Control", "max-age=60, must-revalidate"), ("Cache-Control", "max-age=1"),
    ("Cache-Control", 'max-age="60"'), ("Cache-Control", 'no-cache="x", max-age=60'),
    ("Cache-Control", "max-age=60;x"),
    ("Referrer-Policy", "no-referrer"), ("Referrer-Policy", "unsafe-url"),
    ("Content-Encoding", "gzip"),
    ("Set-Cookie2", "q"), ("Timing-Allow-Origin", "*"), ("Age", "30"),
    ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-site"),
    ("Cross-Origin-Resource-Policy", "cross-origin"), ("X-Content-Type-Options", "nosniff"),
    ("Accept", "x"), ("X-Empty", ""), ("X-Latin", "\xe9"), ("X-Sp", " a  b "),
)  # fmt: skip
BAD_TARGETS = (
    "data:text/plain,x", "about:blank", "javascript:1", "blob:http://app.test/x",
    "ftp://other.test/x", "http://[bad", "", "file:///x", "ws://api.test/x", "mailto:x",
    "blob:null/x", "foo:bar",
)  # fmt: skip
BAD_TOKENS = ("@@", "a b", '"x-a"', "x(y", "x-a;q=1", "\xe9", "PUT;q=1", "p/t")
