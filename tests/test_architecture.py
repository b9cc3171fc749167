"""Imports point one way: ui → assistant → recommender → retrieval → shop."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import ecreco

ROOMS = ("shop", "retrieval", "recommender", "assistant", "ui")  # from the ground up
ROOT = Path(ecreco.__file__).parent


def imported(source: str, package: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a file imports, at any depth; relative names are resolved."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module or "") if part)
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def room_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[1] if parts[0] == "ecreco" and len(parts) > 1 and parts[1] in ROOMS else None


def offences(source: str, room: str, package: tuple[str, ...]) -> list[str]:
    """Imports of a higher room."""
    found = []
    for line, name in imported(source, package):
        other = room_of(name)
        if other is not None and ROOMS.index(other) > ROOMS.index(room):
            found.append(f"line {line}: {room} imports {name}")
    return found


def test_no_room_imports_a_higher_one() -> None:
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            package = ("ecreco", *path.relative_to(ROOT).parent.parts)
            found += [f"{path.relative_to(ROOT)} {each}" for each in offences(path.read_text(), room, package)]
    assert not found, "\n".join(found)


def test_every_package_is_a_known_room() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == set(ROOMS)


def test_the_product_never_imports_its_tests_or_benchmarks() -> None:
    for path in ROOT.rglob("*.py"):
        package = ("ecreco", *path.relative_to(ROOT).parent.parts)
        tops = {name.split(".")[0] for _, name in imported(path.read_text(), package)}
        assert not tops & {"tests", "benchmarks"}, path


def test_the_check_sees_what_it_is_for() -> None:
    package = ("ecreco", "shop")
    assert offences("from ecreco.ui import cli", "shop", package)
    assert offences("def f():\n    import ecreco.assistant.turn", "shop", package)
    assert offences("from ..retrieval import search", "shop", package)
    assert offences("from ecreco import assistant", "shop", package)
    assert not offences("from ecreco.shop import money\nfrom . import records\nimport json", "shop", package)
    assert not offences("from ecreco.shop import money", "ui", ("ecreco", "ui"))
