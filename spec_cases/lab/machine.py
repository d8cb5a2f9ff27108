"""What the lab needs of the machine: host names, a throw-away CA, the browsers' binaries.

Law: everything the lab changes outside its own temporary folder is here: the hosts file.
"""

from __future__ import annotations

import shutil
import ssl
from pathlib import Path

import trustme

HOSTS = ("app.test", "api.test", "other.test", "third.test", "www.app.test")
RUNNER = (Path(__file__).parent / "runner.js").read_text()


class MissingBrowser(Exception):
    """A browser's binary is not installed; the message names the Debian package."""


def find(*candidates: str, package: str) -> Path:
    """The first of the *candidates* (paths, or names on PATH) that exists."""
    for candidate in candidates:
        found = shutil.which(candidate)
        if found:
            return Path(found)
    raise MissingBrowser(f"{candidates[0]} is not installed: apt-get install {package}")


def name_hosts(hosts_file: Path = Path("/etc/hosts")) -> None:
    """Let the lab's host names resolve to loopback, once."""
    known = hosts_file.read_text()
    missing = [host for host in HOSTS if host not in known.split()]
    if missing:
        with hosts_file.open("a") as stream:
            stream.write(f"\n127.0.0.1 {' '.join(missing)}\n")


class Authority:
    """A throw-away certificate authority and the one leaf that the server shows."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.pem = folder / "ca.pem"
        authority.cert_pem.write_to_path(str(self.pem))
        self.server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert(*HOSTS).configure_cert(self.server_context)
