"""Word-for-word glosses into English (data/glosses.txt): enough for the English model to read common acts."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ecreco.assistant.reading.language import guess_language


@cache
def _tables() -> dict[str, tuple[re.Pattern[str], dict[str, str]]]:
    entries: dict[str, dict[str, str]] = {}
    language = ""
    for line in _text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            language = line.strip("[] ")
            entries[language] = {}
            continue
        for entry in line.split(";"):
            word, mark, gloss = entry.partition("=")
            if mark:
                entries[language].setdefault(word.strip(), gloss)
    return {name: (_pattern(name, table), table) for name, table in entries.items()}


def _text() -> str:
    return files("ecreco.assistant.reading").joinpath("data/glosses.txt").read_text(encoding="utf-8")


def _pattern(language: str, table: dict[str, str]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(word) for word in sorted(table, key=len, reverse=True))
    return re.compile(longest_first if language == "zh" else rf"(?<!\w)(?:{longest_first})(?!\w)", re.IGNORECASE)


def gloss(text: str, language: str | None = None) -> str:
    """The text with known words of its language replaced; English and unknown languages come back unchanged.

    Word order and grammar stay those of the source: it is for a classifier, never shown to anyone.
    """
    found = _tables().get(language or guess_language(text))
    if found is None:
        return text
    pattern, table = found
    glossed = pattern.sub(lambda match: table.get(match[0].lower(), match[0]), text.replace("’", "'"))
    return re.sub(r"\s+", " ", glossed).strip() or text
