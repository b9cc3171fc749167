"""Cutting the texts of products, reviews and policies into sentences that can be quoted."""

from __future__ import annotations

import re

from ecreco.retrieval.profiles import plain_text

_SHORTENED = "approx|max|min|no|rs|e\\.g|i\\.e|etc|vs|incl|dia|mt|dr|mr|st"
_NOT_SHORTENED = "".join(rf"(?<!\b(?i:{word})\.)" for word in _SHORTENED.split("|"))
# A stop ends a sentence before a space, or glued to a capital ("poor.Cord was"); never inside a number.
_STOP = rf"(?:(?<=[.!?。।])|(?<=[.!?][\"')\]])){_NOT_SHORTENED}\s+|(?<=[a-z][.!?])(?=[A-Z])|\n+"
_END = re.compile(_STOP)
_END_OR_MARK = re.compile(rf"{_STOP}|\s*[|•●►◆※✓✔;»]\s*|\s>>\s")
_GLUED = re.compile(r",+(?=[A-Z][A-Za-z' ])(?<=[^A-Z\d],)")
_BRACKETED_HEAD = re.compile(r"^\s*[【\[〖](?P<head>[^】\]〗]{1,60})[】\]〗]\s*[-:–]?\s*")


def sentences(text: str, *, specifications: bool = True, glued: bool = False) -> list[str]:
    """The sentences of a text in order, plain, without empty ones; `【Head】 words` comes as `Head: words`.

    specifications: cut at semicolons and marks too, as lists of specifications are written. glued: cut at a comma that
    a capital follows without a space, as exports glue several reviews together.
    """
    end = _END_OR_MARK if specifications else _END
    found: list[str] = []
    if glued:
        text = _GLUED.sub("\n", text)
    for line in re.split(r"\n+", text):
        plain = _BRACKETED_HEAD.sub(lambda m: f"{m['head']}: ", plain_text(line))
        for part in end.split(plain):
            cut = part.strip(" \t·*•-–,")
            if re.search(r"\w", cut):
                found.append(cut)
    return found


def clip(text: str, at: int = 0, *, limit: int = 320) -> str:
    """At most `limit` characters of a text around position `at`, cut between words, with … where cut."""
    if len(text) <= limit:
        return text
    start = max(0, min(at - limit // 3, len(text) - limit))
    end = start + limit
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = text.rfind(" ", start, end)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
