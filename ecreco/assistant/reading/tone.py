"""How angry or glad a message sounds: words, capitals and exclamation marks."""

from __future__ import annotations

import re

_ANGRY = re.compile(
    r"\b(?:rubbish|garbage|terrible|awful|worst|useless|ridiculous|unacceptable|disgusting|disgrace(?:ful)?|scam|fraud|"
    r"furious|fed up|sick of|pathetic|joke|crap|liars?|thieves|cheat(?:ed|ers|ing)?|wtf|damn|hell|stupid|idiots?|junk|"
    r"never again|bakwas|ghatiya|mierda|vergüenza|frechheit|schrott|scheiße|merde|inadmissible|nul)\b|垃圾|骗子|太差",
    re.IGNORECASE,
)
_GLAD = re.compile(
    r"\b(?:great|good|perfect|love|lovely|nice|wonderful|excellent|awesome|happy|"
    r"thanks|thank you|gracias|danke|merci)\b",
    re.IGNORECASE,
)
_SHOUTED = 15  # letters from which capitals are shouting and not a model name


def anger(text: str) -> float:
    """0 calm .. 1 furious."""
    letters = [c for c in text if c.isalpha()]
    shouting = len(letters) >= _SHOUTED and sum(c.isupper() for c in letters) / len(letters) > 0.7
    return min(1.0, 0.45 * min(len(_ANGRY.findall(text)), 2) + 0.35 * shouting + 0.2 * ("!!" in text))


def sentiment(text: str) -> float:
    """-1 bad .. 1 good."""
    glad = 0.4 * min(len(_GLAD.findall(text)), 2)
    return max(-1.0, min(1.0, glad - 1.2 * anger(text)))
