"""Cut a message into the clauses that may each ask for something."""

from __future__ import annotations

import re

_ABBREVIATION = re.compile(
    r"\b(?:rs|no|nr|approx|vs|e\.g|i\.e|etc|mr|mrs|ms|dr|st|max|min|incl|inch|ca|bzw|z\.b|pcs)\.$",
    re.IGNORECASE,
)
_END = re.compile(r"(?:[.!?…]+[\"'”’)]*(?=\s|$)|[。！？；]+|;\s|\n+|\s+[-–—]{1,2}\s+)")
_AND = re.compile(
    r"(?:\s*,\s*|\s+)(?:and(?: also| then)?|then|plus|also|aur|y|und|et|dann|puis)\s+"
    r"(?=(?:please |pls |then |also |could you |can you )?(?:"
    r"add|put|show|compare|tell|cancel|remove|delete|return|exchange|track|let me|give me|i want|i need|i'd like|"
    r"i also|i'm looking|what|what's|which|how|where|when|who|why|do you|does|is there|are there|is it|are they|"
    r"does it|can it|will it|can i|could i|can you|"
    r"zeig|was|wie|wo|qué|cuánto|cuál|dónde|añade|muéstrame|quel|quelle|combien|où|montre|ajoute|batao|dikhao)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:"
    r"(?:(?:yes|yeah|yep|yup|yea|no|nope|nah|ok|okay|okey|k|sure|fine|good|great|perfect|alright|all right|fair enough|"
    r"right|well|thanks|thank you|thx|cheers|ty|sorry|oh|ah|hmm+|hi|hello|hey|hiya|hola|hallo|bonjour|namaste|"
    r"good (?:morning|evening|afternoon|day)|guten (?:tag|morgen|abend)|buenos d[ií]as|buenas(?: tardes)?|oui|non|ja|"
    r"nein|s[ií]|haan|haa|nahi|nahin|gracias|danke|merci|vale|got it|i see|understood|no thanks|no thank you|"
    r"yes please|of course|certainly|great choice|lovely|brilliant|wonderful|sold)"
    r"(?: there| so much| a lot| very much| then| everyone| team)?)"
    r"(?:\s*[,:.!]+\s*|\s+(?:but|and)\s+)"
    r")+",
    re.IGNORECASE,
)
_CJK_LEAD = re.compile(r"^(?:你好|您好|好的|好|是的|不|谢谢|请问|嗨)[，,、!！\s]+")


def split_clauses(text: str) -> list[str]:
    """Clauses in order, stripped, none empty; a leading greeting, thanks or yes/no is a clause of its own.

    A message without any letter or digit comes back as one clause.
    """
    clauses: list[str] = []
    for sentence in _sentences(text):
        lead = _LEAD.match(sentence) or _CJK_LEAD.match(sentence)
        rest = sentence
        if lead and lead.end() < len(sentence.rstrip(" .!?")):
            clauses.append(sentence[: lead.end()].strip(" ,:，、"))
            rest = sentence[lead.end() :]
        clauses += _split_and(rest)
    kept = [clause.strip() for clause in clauses if any(c.isalnum() for c in clause)]
    return kept or [text.strip()]


def _sentences(text: str) -> list[str]:
    pieces: list[str] = []
    start = 0
    for match in _END.finditer(text):
        piece = text[start : match.end()]
        if match[0].startswith(".") and _ABBREVIATION.search(piece.rstrip()):
            continue
        pieces.append(piece)
        start = match.end()
    pieces.append(text[start:])
    return [piece.strip() for piece in pieces if piece.strip()]


def _split_and(sentence: str) -> list[str]:
    """At "and" before a new question or command, when both sides can stand alone."""
    pieces: list[str] = []
    start = 0
    for match in _AND.finditer(sentence):
        left, right = sentence[start : match.start()], sentence[match.end() :]
        if len(left.split()) >= 3 and len(right.split()) >= 4:
            pieces.append(left)
            start = match.end()
    return [*pieces, sentence[start:]]
