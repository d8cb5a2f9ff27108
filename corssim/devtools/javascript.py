"""JavaScript as a reader without a computer reads it: constants, strings, objects, and calls.

https://tc39.es/ecma262/

Law: nothing is run. Expressions of known values have their value; whatever depends on more is
``Unknown``. A variable that a branch or another function may have changed is unknown behind it.

Over 350 lines: one reader, whose statements and expressions share the known variables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import attrs

from ..errors import UsageError
from .js_builtins import NOT_MINE, called, constructed, method_called
from .js_values import (
    MOST_VALUES,
    UNDEFINED,
    Unknown,
    URLValue,
    XHRValue,
    bounded,
    in_order,
    pairs_of,
    text_of,
    truth,
    whole,
)

Node = Any
FUNCTIONS = frozenset(("FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"))
GLOBALS = ("window.", "globalThis.", "self.")
OnCall = Callable[[str, Any, list[Any]], Any]


@attrs.define(eq=False)
class Scope:
    """Names and their values; ``changed`` are names of outer scopes that were assigned to."""

    values: dict[str, Any] = attrs.Factory(dict)
    outer: Scope | None = None

    def holder(self, name: str) -> Scope | None:
        scope: Scope | None = self
        while scope is not None and name not in scope.values:
            scope = scope.outer
        return scope


class Reader:
    """Reads a program from top to bottom.

    *on_call* is given each call's dotted name, the object it is called on and the arguments; it
    gives the call's value, or ``NOT_MINE``.
    """

    def __init__(self, code: str, on_call: OnCall) -> None:
        self._code = code
        self._on_call = on_call
        self._scope = Scope()
        self._uncertain: list[set[tuple[int, str]]] = []
        self._scopes: dict[int, Scope] = {}

    def read(self, program: Node) -> None:
        """Read every statement."""
        for statement in program.body:
            self._value(statement)

    # -- names

    def _lookup(self, name: str) -> Any:
        if name in ("undefined", "NaN", "Infinity"):
            return {"undefined": UNDEFINED, "NaN": float("nan")}.get(name, float("inf"))
        holder = self._scope.holder(name)
        return holder.values[name] if holder else Unknown(name)

    def _assign(self, name: str, value: Any) -> None:
        holder = self._scope.holder(name) or self._scope
        holder.values[name] = value
        self._touched(name)

    def _touched(self, name: str) -> None:
        holder = self._scope.holder(name)
        if holder is not None and self._uncertain:
            self._scopes[id(holder)] = holder
            for names in self._uncertain:
                names.add((id(holder), name))

    def _bind(self, pattern: Node, value: Any) -> None:
        """A declaration's names; what a pattern takes apart is looked up in *value*."""
        kind = pattern.type
        if kind == "Identifier":
            self._scope.values[pattern.name] = value
        elif kind == "AssignmentPattern":
            default = self._value(pattern.right)
            self._bind(pattern.left, default if value is UNDEFINED else value)
        elif kind == "ObjectPattern":
            for part in pattern.properties:
                if part.type == "Property":
                    self._bind(part.value, self._member(value, self._key(part), part))
                else:
                    self._bind(part.argument, Unknown(self._source(part)))
        elif kind == "ArrayPattern":
            for place, part in enumerate(pattern.elements):
                if part is not None:
                    self._bind(part, self._member(value, place, part))
        elif kind == "RestElement":
            self._bind(pattern.argument, Unknown(self._source(pattern)))

    @contextmanager
    def _maybe(self) -> Iterator[None]:
        """What is assigned within may not have happened: the names are unknown behind it."""
        names: set[tuple[int, str]] = set()
        self._uncertain.append(names)
        try:
            yield
        finally:
            self._uncertain.pop()
            for holder, name in names:
                self._scopes[holder].values[name] = Unknown(name)

    # -- statements and expressions

    def _value(self, node: Node) -> Any:
        if node is None:
            return UNDEFINED
        if node.type in FUNCTIONS:
            return self._function(node)
        method = getattr(self, f"_{node.type}", None)
        if method is not None:
            return method(node)
        self._children(node)
        return Unknown(self._source(node))

    def _children(self, node: Node) -> None:
        for value in vars(node).values():
            for child in value if isinstance(value, list) else (value,):
                if hasattr(child, "type") and isinstance(child.type, str):
                    self._value(child)

    def _source(self, node: Node) -> str:
        text = " ".join(self._code[node.range[0] : node.range[1]][:200].split())
        return text if len(text) <= 60 else text[:57] + "..."

    def _function(self, node: Node) -> Any:
        self._scope = Scope(outer=self._scope)
        try:
            with self._maybe():
                for parameter in node.params:
                    self._bind(parameter, Unknown(self._source(parameter)))
                self._value(node.body)
        finally:
            assert self._scope.outer is not None
            self._scope = self._scope.outer
        if getattr(node, "id", None) is not None:
            self._scope.values[node.id.name] = Unknown(node.id.name)
        return Unknown(self._source(node))

    def _BlockStatement(self, node: Node) -> Any:  # noqa: N802 - ESTree's names
        self._scope = Scope(outer=self._scope)
        try:
            for statement in node.body:
                self._value(statement)
        finally:
            assert self._scope.outer is not None
            self._scope = self._scope.outer
        return UNDEFINED

    def _VariableDeclaration(self, node: Node) -> Any:  # noqa: N802
        for part in node.declarations:
            self._bind(part.id, self._value(part.init))
        return UNDEFINED

    def _IfStatement(self, node: Node) -> Any:  # noqa: N802
        decided = truth(self._value(node.test))
        for taken, branch in ((True, node.consequent), (False, node.alternate)):
            if branch is not None and decided is None:
                with self._maybe():
                    self._value(branch)
            elif branch is not None and decided is taken:
                self._value(branch)
        return UNDEFINED

    def _loop(self, node: Node) -> Any:
        with self._maybe():
            for name in ("init", "left", "right", "test", "body", "update", "discriminant"):
                part = getattr(node, name, None)
                if part is not None:
                    self._value(part)
            for case in getattr(node, "cases", ()):
                self._children(case)
        return UNDEFINED

    _ForStatement = _ForInStatement = _ForOfStatement = _loop
    _WhileStatement = _DoWhileStatement = _SwitchStatement = _loop

    def _CatchClause(self, node: Node) -> Any:  # noqa: N802
        with self._maybe():
            self._value(node.body)
        return UNDEFINED

    def _ExpressionStatement(self, node: Node) -> Any:  # noqa: N802
        return self._value(node.expression)

    def _AwaitExpression(self, node: Node) -> Any:  # noqa: N802
        return self._value(node.argument)

    def _ChainExpression(self, node: Node) -> Any:  # noqa: N802
        return self._value(node.expression)

    def _Literal(self, node: Node) -> Any:  # noqa: N802
        if getattr(node, "regex", None):
            return Unknown(self._source(node))
        return whole(node.value) if isinstance(node.value, str) else node.value

    def _Identifier(self, node: Node) -> Any:  # noqa: N802
        return self._lookup(node.name)

    def _TemplateLiteral(self, node: Node) -> Any:  # noqa: N802
        parts = [node.quasis[0].value.cooked]
        values = [self._value(part) for part in node.expressions]
        for value, quasi in zip(values, node.quasis[1:], strict=True):
            if isinstance(value, Unknown):
                return value
            parts += [text_of(value), quasi.value.cooked]
        return bounded(whole("".join(parts)))

    def _BinaryExpression(self, node: Node) -> Any:  # noqa: N802
        left, right = self._value(node.left), self._value(node.right)
        for side in (left, right):
            if isinstance(side, Unknown):
                return side
        numbers = not any(isinstance(x, bool) or not isinstance(x, int | float)
                          for x in (left, right))  # fmt: skip
        if node.operator == "+" and not numbers:
            return bounded(text_of(left) + text_of(right))
        if node.operator in ("===", "!==") and all(
            isinstance(x, str | int | float) or x in (None, UNDEFINED) for x in (left, right)
        ):
            same = left == right and isinstance(left, bool) == isinstance(right, bool)
            return same == (node.operator == "===")
        if numbers and node.operator in ("+", "-", "*"):
            a, b = float(left), float(right)
            return {"+": a + b, "-": a - b, "*": a * b}[node.operator]
        return Unknown(self._source(node))

    def _LogicalExpression(self, node: Node) -> Any:  # noqa: N802
        left = self._value(node.left)
        decided = truth(left)
        if node.operator == "??" and decided is not None:
            decided = left is not None and left is not UNDEFINED
        if decided is None:
            with self._maybe():
                self._value(node.right)
            return left
        return left if decided == (node.operator != "&&") else self._value(node.right)

    def _ConditionalExpression(self, node: Node) -> Any:  # noqa: N802
        test = self._value(node.test)
        decided = truth(test)
        if decided is not None:
            return self._value(node.consequent if decided else node.alternate)
        with self._maybe():
            self._value(node.consequent)
            self._value(node.alternate)
        return test

    def _UnaryExpression(self, node: Node) -> Any:  # noqa: N802
        value = self._value(node.argument)
        if node.operator == "void":
            return UNDEFINED
        if node.operator == "!" and truth(value) is not None:
            return not truth(value)
        if node.operator == "-" and isinstance(value, int | float):
            return -value
        return Unknown(self._source(node))

    def _ArrayExpression(self, node: Node) -> Any:  # noqa: N802
        made: list[Any] = []
        for part in node.elements:
            if part is not None and part.type == "SpreadElement":
                value = self._value(part.argument)
                if not isinstance(value, list):
                    return value if isinstance(value, Unknown) else Unknown(self._source(part))
                made += value
            else:
                made.append(self._value(part))
            if len(made) > MOST_VALUES:
                raise UsageError(f"a list in the code has more than {MOST_VALUES} values")
        return made

    def _ObjectExpression(self, node: Node) -> Any:  # noqa: N802
        made: dict[str, Any] = {}
        for part in node.properties:
            if part.type == "SpreadElement":
                value = self._value(part.argument)
                if isinstance(value, Unknown):
                    return value
                made.update(value if isinstance(value, dict) else {})
            elif part.kind == "init":
                key = self._key(part)
                if isinstance(key, Unknown):
                    return key
                made[text_of(key)] = self._value(part.value)
        return in_order(made)

    def _key(self, part: Node) -> Any:
        if part.computed or part.key.type != "Identifier":
            return self._value(part.key)
        return part.key.name

    def _AssignmentExpression(self, node: Node) -> Any:  # noqa: N802
        value = self._value(node.right)
        if node.operator == "+=":
            before = self._value(node.left)
            known = not isinstance(before, Unknown) and not isinstance(value, Unknown)
            value = bounded(text_of(before) + text_of(value)) if known else Unknown(
                self._source(node.left)
            )  # fmt: skip
        elif node.operator != "=":
            value = Unknown(self._source(node.left))
        if node.left.type == "Identifier":
            self._assign(node.left.name, value)
        elif node.left.type == "MemberExpression":
            target, key = self._value(node.left.object), self._property(node.left)
            self._root_touched(node.left)
            self._set(target, key, value, self._dotted(node.left))
        return value

    def _set(self, target: Any, key: Any, value: Any, name: str) -> None:
        if isinstance(target, dict):
            target[text_of(key)] = value
        elif isinstance(target, XHRValue) and key == "withCredentials":
            target.with_credentials = value
        elif isinstance(target, URLValue) and key == "search":
            target.parameters = pairs_of("URLSearchParams", value)
        else:
            self._on_call(name + "=", target, [value])

    def _root_touched(self, node: Node) -> None:
        while node.type == "MemberExpression":
            node = node.object
        if node.type == "Identifier":
            self._touched(node.name)

    # -- members and calls

    def _property(self, node: Node) -> Any:
        return self._value(node.property) if node.computed else node.property.name

    def _MemberExpression(self, node: Node) -> Any:  # noqa: N802
        target = self._value(node.object)
        key = self._property(node)
        if isinstance(target, Unknown):
            return Unknown(self._source(node))
        return self._member(target, key, node)

    def _member(self, target: Any, key: Any, node: Node) -> Any:
        if isinstance(target, Unknown) or isinstance(key, Unknown):
            return Unknown(self._source(node))
        if isinstance(target, dict):
            return target.get(text_of(key), UNDEFINED)
        if isinstance(target, list) and isinstance(key, int):
            return target[key] if 0 <= key < len(target) else UNDEFINED
        if isinstance(target, URLValue) and key in ("href", "searchParams"):
            return str(target) if key == "href" else target.parameters
        return Unknown(self._source(node))

    def _dotted(self, node: Node) -> str:
        """``a.b.c`` of plain names; empty for anything else."""
        parts: list[str] = []
        while node.type in ("MemberExpression", "ChainExpression"):
            if node.type == "ChainExpression":
                node = node.expression
                continue
            part = node.property
            if node.computed != isinstance(getattr(part, "value", None), str):
                return ""
            parts.append(part.value if node.computed else part.name)
            node = node.object
        if node.type not in ("Identifier", "ThisExpression"):
            return ""
        parts.append(getattr(node, "name", None) or "this")
        name = ".".join(reversed(parts))
        for prefix in GLOBALS:
            name = name.removeprefix(prefix)
        return name

    def _arguments(self, node: Node) -> list[Any]:
        values = []
        for part in node.arguments:
            spread = part.type == "SpreadElement"
            value = self._value(part.argument if spread else part)
            values += value if spread and isinstance(value, list) else [value]
        return values

    def _CallExpression(self, node: Node) -> Any:  # noqa: N802
        callee = node.callee
        name = self._dotted(callee)
        target = self._value(callee.object if callee.type == "MemberExpression" else callee)
        method = self._property(callee) if callee.type == "MemberExpression" else ""
        values = self._arguments(node)
        value = self._on_call(name, target, values)
        if value is NOT_MINE:
            value = called(name, values)
        if value is NOT_MINE and callee.type == "MemberExpression":
            self._root_touched(callee)
            value = method_called(target, method, values)
        return Unknown(self._source(node)) if value is NOT_MINE else value

    def _NewExpression(self, node: Node) -> Any:  # noqa: N802
        name = self._dotted(node.callee)
        values = [*self._arguments(node), UNDEFINED, UNDEFINED]
        if any(isinstance(value, Unknown) for value in values):
            return next(value for value in values if isinstance(value, Unknown))
        value = constructed(name, values)
        return Unknown(self._source(node)) if value is NOT_MINE else value
