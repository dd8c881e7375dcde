"""House rules of the templates: they only print, they pass a strict content policy, and each has a reader."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.tree import PACKAGES, modules, template_texts

CODE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
QUOTED = re.compile(r"""(["'])((?:(?!\1).)+)\1(\s*~)?""")


def found(pattern: str, *, in_code: bool) -> list[str]:
    """Return where *pattern* stands in the templates: inside Jinja's brackets, or in the text around them."""
    places = []
    for path, text in template_texts().items():
        looked_at = CODE.sub(lambda code: code[0] if in_code else "\n" * code[0].count("\n"), text)
        places += [
            f"{path}:{looked_at.count(chr(10), 0, match.start()) + 1}: {match[0]}"
            for match in re.finditer(pattern, looked_at, re.IGNORECASE)
        ]
    return places


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"<[^>]*\sstyle\s*=", id="an attribute style"),
        pytest.param(r"<[^>]*\son[a-z]+\s*=", id="an attribute with script"),
        pytest.param(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", id="an address with script"),
    ],
)
def test_no_template_has(pattern):
    assert found(pattern, in_code=False) == []


def test_every_script_carries_the_nonce():
    scripts = found(r"<script\b[^>]*>", in_code=True)

    assert [script for script in scripts if not re.search(r"\bnonce=", script)] == []


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\|\s*safe\b", id="the filter safe"),
        pytest.param(r"{%-?\s*autoescape\s+false", id="escaping switched off"),
    ],
)
def test_no_template_lets_text_through_unescaped_by(pattern):
    assert found(pattern, in_code=True) == []


def test_every_template_has_a_reader():
    names = [re.compile(name) for name in {*names_in_code(), *names_in_templates()} if "/" in name]

    unread = [path for path in template_texts() if not any(name.fullmatch(path) for name in names)]

    assert unread == []


def names_in_code() -> Iterator[str]:
    """Yield, as patterns, the strings of the code; what an f-string puts in stands for one name without a slash."""
    for module in modules(*PACKAGES):
        for node in ast.walk(module.syntax):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                yield re.escape(node.value)
            # An f-string that names no folder could mean every template, and would prove nothing.
            elif (
                isinstance(node, ast.JoinedStr)
                and isinstance(first := node.values[0], ast.Constant)
                and "/" in first.value
            ):
                yield "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else "[^/]+" for p in node.values)


def names_in_templates() -> Iterator[str]:
    """Yield, as patterns, the strings of the templates; one joined to a variable begins a name."""
    for text in template_texts().values():
        for code in CODE.findall(text):
            for _, name, joined in QUOTED.findall(code):
                yield re.escape(name) + (".+" if joined and "/" in name else "")
