"""curl's options: what each means for the call that a page would make.

https://curl.se/docs/manpage.html

Law: an option is in exactly one of these tables; one that is in none is refused, for it might
change what is sent.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import UsageError

# option: the name under which its value is collected
WITH_VALUE = {
    "-X": "method", "--request": "method", "-H": "header", "--header": "header",
    "-d": "data", "--data": "data", "--data-ascii": "data", "--data-raw": "raw",
    "--data-binary": "binary", "--data-urlencode": "urlencode", "--json": "json",
    "-F": "form", "--form": "form", "--form-string": "form-string",
    "-b": "cookie", "--cookie": "cookie", "-A": "agent", "--user-agent": "agent",
    "-e": "referer", "--referer": "referer", "--url": "url", "--url-query": "query",
    "-u": "user", "--user": "user", "--oauth2-bearer": "bearer", "-T": "upload",
    "--upload-file": "upload", "-r": "range", "--range": "range",
}  # fmt: skip
# what changes nothing that a page would send: where curl connects, what it prints and keeps
IGNORED_WITH_VALUE = frozenset((
    "-o", "--output", "-m", "--max-time", "--connect-timeout", "--retry", "--retry-delay",
    "--retry-max-time", "-w", "--write-out", "-c", "--cookie-jar", "--resolve", "--connect-to",
    "-x", "--proxy", "-U", "--proxy-user", "--cacert", "--capath", "-E", "--cert", "--key",
    "--cert-type", "--key-type", "--pass", "--ciphers", "--tls-max", "--tls13-ciphers",
    "--max-redirs", "-D", "--dump-header", "--stderr", "--trace", "--trace-ascii", "--interface",
    "--limit-rate", "--noproxy", "--output-dir", "--dns-servers", "--keepalive-time", "-y", "-Y",
    "--unix-socket", "--curves", "--max-filesize", "--socks5", "--socks5-hostname",
))  # fmt: skip
IGNORED = frozenset((
    "--compressed", "-k", "--insecure", "-s", "--silent", "-S", "--show-error", "-i", "--include",
    "--show-headers", "-v", "--verbose", "-L", "--location", "--location-trusted", "-g",
    "--globoff", "-0", "--http1.0", "--http1.1", "--http2", "--http2-prior-knowledge", "--http3",
    "--http3-only", "-f", "--fail", "--fail-with-body", "--path-as-is", "-#", "--progress-bar",
    "--no-progress-meter", "-N", "--no-buffer", "-O", "--remote-name", "-J",
    "--remote-header-name", "-j", "--junk-session-cookies", "-n", "--netrc", "-q", "--disable",
    "-4", "--ipv4", "-6", "--ipv6", "--tlsv1", "--tlsv1.0", "--tlsv1.1", "--tlsv1.2", "--tlsv1.3",
    "-1", "-2", "-3", "--ssl-no-revoke", "--ssl-reqd", "--tr-encoding", "--no-keepalive",
    "--no-sessionid", "--tcp-nodelay", "--tcp-fastopen", "--create-dirs", "--basic",
    "--anyauth", "--no-alpn", "--no-npn", "-Z", "--parallel", "--styled-output", "--trace-time",
    "--proto-default", "--post301", "--post302", "--post303", "--parallel-immediate",
))  # fmt: skip
FLAGS = {"-I": "head", "--head": "head", "-G": "get", "--get": "get"}
NEXT = frozenset((":", "--next", "-:"))
Found = list[tuple[str, str]]


def read_options(words: list[str]) -> list[Found]:
    """The options and URLs of a command, in order; ``--next`` begins another list."""
    parts: list[Found] = [[]]
    position = 0

    def value_of(option: str) -> str:
        nonlocal position
        if position >= len(words):
            raise UsageError(f"curl option {option} lacks its value")
        position += 1
        return words[position - 1]

    while position < len(words):
        word = words[position]
        position += 1
        found = parts[-1]
        if word == "--":
            found += [("url", rest) for rest in words[position:]]
            break
        if word in NEXT:
            parts.append([])
        elif word.startswith("--"):
            name, equals, value = word.partition("=")
            if equals and (name in WITH_VALUE or name in IGNORED_WITH_VALUE):
                # curl itself knows no --name=value; people write it, and mean this
                found += [(WITH_VALUE[name], value)] if name in WITH_VALUE else []
            elif word in WITH_VALUE:
                found.append((WITH_VALUE[word], value_of(word)))
            elif word in IGNORED_WITH_VALUE:
                value_of(word)
            elif word in FLAGS:
                found.append((FLAGS[word], ""))
            elif word not in IGNORED:
                raise UsageError(f"curl option {word} is not understood")
        elif word.startswith("-") and len(word) > 1:
            _short(word, found, value_of)
        else:
            found.append(("url", word))
    return parts


def _short(word: str, found: Found, value_of: Callable[[str], str]) -> None:
    """One-letter options, which may stand together: ``-sXPUT`` is ``-s -X PUT``."""
    for place in range(1, len(word)):
        option, rest = "-" + word[place], word[place + 1 :]
        if option in FLAGS:
            found.append((FLAGS[option], ""))
        elif option in WITH_VALUE or option in IGNORED_WITH_VALUE:
            value = rest or value_of(option)
            if option in WITH_VALUE:
                found.append((WITH_VALUE[option], value))
            return
        elif option not in IGNORED:
            shown = word if len(word) == 2 else f"{option} in {word}"
            raise UsageError(f"curl option {shown} is not understood")
