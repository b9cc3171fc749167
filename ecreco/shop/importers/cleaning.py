"""Text of strangers made plain: no markup, no scripts, no control characters, whitespace in order."""

from __future__ import annotations

import html
import re

import nh3

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>")
_BREAK = re.compile(r"<\s*/?(?:br|p|div|li|tr|h[1-6]|ul|ol|table|section|article)\b[^>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<\s*(script|style|template|noscript|iframe)\b.*?(?:<\s*/\s*\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\ud800-\udfff]"
)
_BLANKS = str.maketrans(dict.fromkeys("\t\u00a0\u202f\u2009", " "))
_SPACES = re.compile(r" {2,}")
_LINES = re.compile(r" ?\n[ \n]*")


def plain_text(text: str) -> str:
    """Source text as plain text: tags become line ends or nothing, entities their characters, scripts vanish.

    `a < b` and `Cable <3m>` keep their words: only what looks like a tag of HTML is one.
    """
    if "&" in text:
        text = html.unescape(html.unescape(text))  # feeds escape twice more often than not
    if "<" in text and _TAG.search(text):
        text = _HIDDEN.sub(" ", text)
        text = _BREAK.sub("\n", text)
        # nh3 needs "<" of plain words escaped, or it swallows them as unknown tags
        text = re.sub(r"<(?!\s*/?\s*[a-zA-Z!])", "&lt;", text)
        text = html.unescape(nh3.clean(text, tags=set(), attributes={}))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text).translate(_BLANKS)
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return (_LINES.sub("\n", text) if "\n" in text else text).strip()


def without_controls(text: str) -> str:
    """The text without characters that no database and no page takes: controls, halves of surrogate pairs."""
    return _CONTROL.sub("", text)


def one_line(text: str) -> str:
    """Plain text on a single line: titles, names, options."""
    return " ".join(plain_text(text).split())


def short(text: str, limit: int = 80) -> str:
    """The start of a value for a report."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
