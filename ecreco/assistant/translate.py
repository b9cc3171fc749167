"""The shopping words of a message in English, where the catalog speaks English and the customer does not."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files


def to_english(text: str, language: str) -> str:
    """The text with the words of lexicon.toml replaced; the same text for English or a language without a lexicon."""
    pattern, words = _lexicon(language)
    if pattern is None:
        return text
    folded = _fold(text)
    if len(folded) != len(text):  # offsets would not fit; rare scripts only
        text = folded
    out, at = [], 0
    for match in pattern.finditer(folded):
        out += [text[at : match.start()], words[match[0]]]
        at = match.end()
    return re.sub(r"[ \t]+", " ", "".join([*out, text[at:]])).strip() or text


@cache
def _lexicon(language: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    raw = files("ecreco.assistant").joinpath("lexicon.toml").read_text(encoding="utf-8")
    words = {_fold(word): english for word, english in tomllib.loads(raw).get(language, {}).items()}
    if not words:
        return None, {}
    longest = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    spaced = language != "zh"
    return re.compile(rf"(?<!\w)(?:{longest})(?!\w)" if spaced else longest), words


def _fold(text: str) -> str:
    """Lower case without accents, one character for one."""
    return "".join(unicodedata.normalize("NFD", char)[0].lower()[:1] or char for char in text)
