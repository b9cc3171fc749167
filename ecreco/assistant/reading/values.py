"""Plain values in a message that rules read exactly: order ids, email, postal code, name, quantity."""

from __future__ import annotations

import re

from ecreco.assistant.reading.words import words

_ORDER = re.compile(
    r"(?<![\w-])#\s?(?P<hash>[A-Z]{0,4}-?\d{3,12})\b"
    r"|(?<![\w#-])(?P<w>W\d{7})\b"
    r"|(?<![\w#-])(?P<ord>(?:ORD|ORDER|SO|PO)[-_]?\d{3,12}(?:-\d{1,8})*)\b",
    re.IGNORECASE,
)
_ORDER_NUMBER = re.compile(
    r"\b(?:order|bestellung|commande|pedido|订单)\s*(?:no\.?|number|nr\.?|num\.?|id|nummer|n[°º])?\s*[:#]?\s*"
    r"(?P<id>\d{4,12})\b",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}\b")
_ZIP_SAID = re.compile(
    r"\b(?:zip(?:\s?code)?|post(?:al)?\s?code|pin\s?code|pincode|plz|postleitzahl|code postal|c[oó]digo postal|邮编)"
    r"\s*(?:is|:|=|ist|es|est|是)?\s*(?P<zip>[A-Z0-9]{2,5}[ -]?[A-Z0-9]{2,5}|\d{4,6})\b",
    re.IGNORECASE,
)
_NAME_THEN_ZIP = re.compile(r"^\W*(?:[^\W\d_]+[\s,.]+){1,6}(?P<zip>\d{5,6})\b")
_NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))+"
_NAME_SAID = re.compile(
    rf"\b(?:my name is|my name's|name is|the name is|name|name's|i am|i'm|i’m|this is|it's|it’s|here is|mein name ist|"
    rf"ich bin|ich hei(?:ss|ß)e|me llamo|soy|mi nombre es|je m'appelle|je suis|mon nom est|mera naam|我叫|我是)[ :]+"
    rf"(?P<first>{_NAME_WORD})[ ]+(?P<last>{_NAME_WORD})",
    re.IGNORECASE,
)
_NAME_LED = re.compile(
    rf"^(?:(?:yes|sure|of course|ok|okay|certainly|sorry|hi|hello)[,:.! ]+)?"
    rf"(?P<first>{_NAME_WORD})[ ]+(?P<last>{_NAME_WORD})"
    r"\s*[,;.]?\s*(?:and\s+|my\s+)?(?:zip|post|pin|plz|\d{5})",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "couple": 2, "pair": 2, "single": 1,
    "uno": 1, "una": 1, "dos": 2, "tres": 3, "cuatro": 4, "ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "ek": 1, "do": 2, "teen": 3, "char": 4,
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5,
}  # fmt: skip
NUMBERS = frozenset(_NUMBER_WORDS)
_WORD_NUMBER = "|".join(sorted((w for w in _NUMBER_WORDS if w.isascii() and w not in ("do",)), key=len, reverse=True))
_COUNT = rf"(?P<n>\d{{1,3}}|{_WORD_NUMBER})"
_QUANTITY = (
    re.compile(
        rf"\b{_COUNT}\s*(?:x\s+|×\s*|pieces?\b|pcs?\b|units?\b|of (?:them|those|these|it|that|the)\b|copies\b|"
        r"st(?:ü|ue)ck\b|piezas?\b|unidades\b|pi[eè]ces?\b|exemplaires?\b|nos\b)",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:quantity|qty|anzahl|cantidad|quantit[eé])\s*(?:of|is|to|:|=)?\s*{_COUNT}\b", re.IGNORECASE),
    re.compile(r"\b[x×]\s?(?P<n>\d{1,3})\b", re.IGNORECASE),
    re.compile(rf"\bmake (?:it|that|them) {_COUNT}\b(?!\s*(?:k\b|hundred|thousand|%))", re.IGNORECASE),
    re.compile(
        rf"\b(?:just|only|add|take|buy|order|want|need|get me|give me|put|i'?ll have|send me)\s+{_COUNT}"
        rf"(?=\s+(?:more|in (?:my|the) (?:cart|basket|bag)|to (?:my|the) (?:cart|basket|bag)|please)|\s*[.!,]?\s*$)",
        re.IGNORECASE,
    ),
    re.compile(rf"^\W*(?:yes|yeah|ok|okay|sure|yep)?\W*{_COUNT}\W*(?:please|pls|will do)?\W*$", re.IGNORECASE),
    re.compile(r"(?P<n>\d{1,3}|[一两二三四五])\s*(?:个|件|台|只|本|副)"),
)
_NOT_NAMES = words("not_names")


def read_order_ids(text: str) -> tuple[str, ...]:
    """Order ids in the order said, as the shops write them: `#W1234567` (the # is added), `ORD-1042`, `#1042`."""
    found: dict[str, None] = {}
    for match in _ORDER.finditer(text):
        if match["hash"]:
            found["#" + match["hash"].upper()] = None
        elif match["w"]:
            found["#" + match["w"].upper()] = None
        elif any(c.isdigit() for c in match["ord"]):
            found[match["ord"].upper()] = None
    for match in _ORDER_NUMBER.finditer(text):
        if not any(match["id"] in known for known in found):
            found[match["id"]] = None
    return tuple(found)


def read_email(text: str) -> str | None:
    """The first email address, lower-cased."""
    match = _EMAIL.search(text)
    return match[0].lower().rstrip(".") if match else None


def read_zip(text: str) -> str | None:
    """The postal code: after its word, or the number that follows a bare name ("Ethan Garcia, 80280")."""
    match = _ZIP_SAID.search(text)
    if match and any(c.isdigit() for c in match["zip"]):
        return match["zip"].upper()
    match = _NAME_THEN_ZIP.match(text)
    return match["zip"] if match and read_name(text) else None


def read_name(text: str) -> str | None:
    """First and last name, when the customer says it about themselves or leads with it before a postal code."""
    for match in (*_NAME_SAID.finditer(text), *filter(None, [_NAME_LED.match(text)])):
        first, last = match["first"], match["last"]
        lowered = {first.lower(), last.lower()}
        if lowered & _NOT_NAMES or (first.islower() and not last.islower()):
            continue
        if first.islower() and not (_ZIP_SAID.search(text) or _NAME_THEN_ZIP.match(text)):
            continue  # "i am running late" is no introduction; "i am john smith, zip 10192" is
        return f"{_as_name(first)} {_as_name(last)}"
    return None


def read_quantity(text: str) -> int | None:
    """How many pieces, 1..999, when said as a number of pieces; sizes, prices and pack counts are not."""
    for pattern in _QUANTITY:
        match = pattern.search(text)
        if match:
            word = match["n"].lower()
            number = int(word) if word.isdigit() else _NUMBER_WORDS[word]
            if 1 <= number <= 999:
                return number
    return None


_BEFORE = re.compile(rf"\b(?:a )?{_COUNT}\s*(?:x|×|of|of the|pieces of|of these|of those)?\s*(?:the )?$", re.IGNORECASE)


def quantity_before(text: str) -> int | None:
    """The number of pieces that a text ends in ("add two ", "a pair of ", "3x"): what comes before a product's name."""
    match = _BEFORE.search(text)
    if match is None:
        return None
    word = match["n"].lower()
    number = int(word) if word.isdigit() else _NUMBER_WORDS[word]
    return number if 1 <= number <= 999 else None


def _as_name(word: str) -> str:
    return word if not (word.islower() or word.isupper()) else word.capitalize()
