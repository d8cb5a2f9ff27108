"""The command line: a module per subcommand.

Law: exit status 0 allowed, 1 blocked, 2 usage or input error; what a user gets wrong ends in
one line, never in a traceback.

Internal: use the command ``corssim``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Sequence

from .. import __version__
from ..errors import CorssimError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``corssim`` with *arguments*; gives the exit status."""
    from . import ask, audit, caps, check, demo, explain, fuzz, har, replay, serve, terminal

    parser = argparse.ArgumentParser(
        prog="corssim", description="What browsers do with a cross-origin request, exactly."
    )
    parser.add_argument("--version", action="version", version=f"corssim {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in (ask, check, explain, har, fuzz, audit, serve, caps, demo, replay):
        module.add_to(commands)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what the terminal cannot show is escaped
            stream.reconfigure(errors="backslashreplace")
    try:
        options = parser.parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except CorssimError as problem:
        print(f"corssim: {terminal.printable(' '.join(str(problem).split()))}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        _drop_output()
        return 128 + 13  # as shells report SIGPIPE
    except OSError as problem:  # a full disk, a closed terminal
        _drop_output()
        print(f"corssim: {problem.strerror or problem}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    return status


def _drop_output() -> None:
    """Keep what is still buffered from failing again at exit."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
