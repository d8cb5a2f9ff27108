"""What counts as JavaScript where opaque response blocking asks."""

from __future__ import annotations

import pytest

from corssim.standard.javascript import compiles


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "x = 1;",
        "a?.b?.[0]?.(1) ?? c",
        "try {} catch {}",
        "1_000n",
        "<!-- x -->",
        "#!/x",
    ],
)  # y67-378 to y67-494, y69
def test_compiles(text: str) -> None:
    assert compiles(text)


@pytest.mark.parametrize(
    "text", ["hello world", "<p>", "function(", "a{}", "return 1", "what?? x y"]
)
def test_does_not_compile(text: str) -> None:
    assert not compiles(text)


def test_what_is_nested_too_deep_to_tell_counts_as_javascript() -> None:
    assert compiles("{" * 20_000)
