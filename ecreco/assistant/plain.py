"""Text that others wrote, made safe to show and safe to give to a model."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_TAG = re.compile(r"<[^<>]{0,400}>")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_ANCHOR = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[`*_#<>~|\\\[\]{}]+")
_FORGED = re.compile(r"(?:^|(?<=[\s.>]))(?:<\|?)?(?:system|assistant|user|developer|tool)(?:\|?>)?\s*:", re.IGNORECASE)
_BREAK = re.compile(r"[,;]|\s[-–/]\s|\s(?:with|for)\s")
_SPACE = re.compile(r"\s+")
# Words that speak to a machine rather than about a product. Such a clause is not quoted to customers.
_COMMAND = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}\b(?:previous|prior|above|all|your|other|any|system|earlier)\b"
    r"|\b(?:system prompt|you are now|new instructions?|as an ai|ai (?:assistant|model|agent)s?)\b"
    r"|\b(?:language model|chatbot)s?\b"
    r"|\b(?:assistant|bot|agent|model)s?\b[^.!?]{0,30}\b(?:must|should|shall|has to|have to|will now)\b"
    r"|\b(?:tell|instruct|convince|inform)\s+(?:the\s+)?(?:customer|user|shopper|buyer)s?\b"
    r"|\b(?:add|put)\b[^.!?]{0,40}\b(?:to|in|into)\s+(?:the\s+|your\s+|their\s+)?(?:cart|basket)\b"
    r"|\brecommend (?:only )?this (?:product|item)\b|\b(?:rank|list|show) (?:this|it)\b[^.!?]{0,30}\b(?:first|top)\b",
    re.IGNORECASE,
)


def clean(text: str, limit: int = 2000) -> str:
    """One line of plain text: no markup, no links, no invisible characters, no forged speaker."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = "".join(c if c.isprintable() else " " for c in text)
    text = _ANCHOR.sub(r"\1", _IMAGE.sub(r"\1", _TAG.sub(" ", text)))
    text = _LINK.sub(" ", text)
    text = _FORGED.sub(" ", text)
    text = _SPACE.sub(" ", _MARKS.sub(" ", text)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def is_command(text: str) -> bool:
    """Whether a sentence gives orders to a machine or a shop system."""
    return bool(_COMMAND.search(clean(text)))


def title(text: str, limit: int = 80) -> str:
    """A title short enough for a sentence: cut at the first natural break after a few words, never in a word."""
    text = clean(text, 400)
    found = _COMMAND.search(text)
    if found and found.start() > 8:
        text = text[: found.start()].rstrip(" .,:;-–—!(")
    elif found:
        return "this product"
    if len(text) <= limit:
        return text.rstrip(" ,;:-")
    cut = _title_cut(text, limit)
    return text[:cut].rstrip(" ,;:-–/&(")


def _title_cut(text: str, limit: int) -> int:
    """Where a long title may end: at a comma, a dash, a bracket or "with"/"for", outside of brackets."""
    depth, cuts, least = 0, [], min(24, limit // 2)
    for place, char in enumerate(text[: limit + 15]):
        if char == "(":
            if depth == 0 and least <= place <= limit:
                cuts.append(place)
            depth += 1
        elif char == ")":
            depth = max(depth - 1, 0)
            if depth == 0 and least <= place:
                cuts.append(place + 1)
        elif depth == 0 and least <= place <= limit and _BREAK.match(text, place):
            cuts.append(place)
    return cuts[-1] if cuts else max(text.rfind(" ", 0, limit), least)


def quote(text: str, limit: int = 260) -> str:
    """A passage to quote: plain, without quote marks of its own, cut at a word."""
    text = clean(text, 4000).replace('"', "'").replace("“", "'").replace("”", "'")
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-") + " …"


def fence(label: str, text: str) -> str:
    """Data for a model, marked as data; the mark cannot be closed from inside because `clean` drops brackets."""
    return f"<<{label}>> {clean(text)} <</{label}>>"
