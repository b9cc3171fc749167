"""A small language guess: by script first, then by stop words and letters that only one language uses."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import cast

from ecreco.assistant.reading.acts import Language

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARK = 0.8  # a letter of its own is almost a stop word


@cache
def _data() -> tuple[dict[Language, frozenset[str]], dict[Language, str]]:
    text = files("ecreco.assistant.reading").joinpath("data/languages.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    stop = {cast(Language, name): frozenset(words.split()) for name, words in data["stop"].items()}
    return stop, {cast(Language, name): marks for name, marks in data["marks"].items()}


def guess_language(text: str) -> Language:
    """The language of a message; English when in doubt, since product names alone say nothing."""
    letters = [c for c in text if c.isalpha()]
    return (_by_script(letters) or _by_words(text)) if letters else "en"


def _by_script(letters: list[str]) -> Language | None:
    def share(first: str, last: str) -> float:
        return sum(first <= c <= last for c in letters) / len(letters)

    if share("\u4e00", "\u9fff") > 0.15:
        return "zh"
    if share("\u0900", "\u097f") > 0.3:
        return "hi"
    return "other" if share("\u0250", "\U0010ffff") > 0.5 else None


def _by_words(text: str) -> Language:
    stop, marks = _data()
    words = [w.lower().replace("’", "'") for w in _WORD.findall(text)]
    scores = {language: float(sum(w in known for w in words)) for language, known in stop.items()}
    lowered = text.lower()
    for language, letters in marks.items():
        scores[language] += _MARK * sum(letters.count(c) for c in lowered)
    best = max(scores, key=lambda language: (scores[language], language == "en"))
    needed = 1.0 if len(words) <= 4 else 1.5
    return best if scores[best] >= needed and scores[best] > scores["en"] else "en"
