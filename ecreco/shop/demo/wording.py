"""Words of reviews: sentence banks by aspect and polarity, filled with the product type's noun."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ecreco.shop.demo.kinds import ProductType
from ecreco.shop.demo.names import FIRST_NAMES, initials

Polarity = Literal["pos", "neg", "mixed"]
_PRAISE_FROM = 0.64
_COMPLAIN_BELOW = 0.42
_SHORT = 0.11
_TYPOS = 0.09
# Kinds of product of which general sentences about make and use would read oddly.
_OWN_WORDS = frozenset({"wear", "shoes", "food", "care"})
# Of sentences about a type's own aspect: so many name it plainly, and from there to _OWN_ASPECT are the type's own.
_ANY_ASPECT = 0.14
_OWN_ASPECT = 0.62
_CHOICE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Wording:
    """Turns what one customer saw (aspect → level) into a title and a text."""

    banks: Mapping[str, Any]
    aspects: Mapping[str, Any]

    @classmethod
    def load(cls) -> Wording:
        """The banks that ship with the demo shop."""
        return cls(_read("sentences.toml"), _read("aspect_sentences.toml"))

    def author(self, rng: random.Random) -> str:
        """A public name such as `Mira T.`, or now and then none at all."""
        return "A customer" if rng.random() < 0.06 else f"{rng.choice(FIRST_NAMES)} {initials(rng)}."

    def title(self, rng: random.Random, kind: ProductType, stars: int) -> str:
        """A headline that suits the stars."""
        return _fill(rng, rng.choice(self.banks["title"][str(stars)]), kind)

    def text(
        self, rng: random.Random, kind: ProductType, seen: Mapping[str, float], stars: int, disputed: str | None
    ) -> str:
        """The review: an opener, two to five aspects (the striking ones first), perhaps a closer."""
        mood: Polarity = "pos" if stars >= 4 else "neg" if stars <= 2 else "mixed"
        if rng.random() < _SHORT:
            return _roughen(rng, self._pick(rng, kind, "short", mood))
        aspects = _justify(_mentioned(rng, seen, disputed), seen, mood)
        parts = [self._pick(rng, kind, "opener", mood)] if rng.random() < 0.62 else []
        parts += self._sentences(rng, kind, seen, aspects, mood, disputed)
        if rng.random() < 0.35:
            parts.append(self._pick(rng, kind, "closer", mood))
        return _roughen(rng, " ".join(parts))

    def _pick(self, rng: random.Random, kind: ProductType, bank: str, polarity: Polarity) -> str:
        """A sentence of a bank that fits the kind of product; clothes, food and care have banks of their own."""
        sentences = self.banks[bank][polarity]
        own = sentences.get(kind.kind, [])
        general = [] if own and kind.kind in _OWN_WORDS else sentences["all"]
        return _fill(rng, rng.choice([*general, *own]), kind)

    def _sentences(
        self,
        rng: random.Random,
        kind: ProductType,
        seen: Mapping[str, float],
        aspects: list[str],
        mood: Polarity,
        disputed: str | None,
    ) -> list[str]:
        """Agreeing aspects first, then those against the mood, introduced as such."""
        frame = self.banks["frame"]
        agreeing: list[str] = []
        against: list[str] = []
        for aspect in aspects:
            polarity = polarity_of(seen[aspect])
            sentence = self._sentence(rng, kind, aspect, polarity)
            if aspect == disputed and polarity != "mixed" and rng.random() < 0.3:
                claim = _aspect_words(rng, rng.choice(frame[f"disagree_{polarity}"]), aspect)
                sentence = f"{claim} {sentence}"
            contrary = {polarity, mood} == {"pos", "neg"} or (mood == "mixed" and polarity == "neg")
            (against if contrary else agreeing).append(sentence)
        if against and agreeing:
            word = _fill(rng, rng.choice(frame["still" if mood == "neg" else "but"]), kind)
            against[0] = f"{word} {_lower_first(against[0])}"
        elif len(agreeing) > 1 and rng.random() < 0.12:
            agreeing[-1] = f"{rng.choice(frame['hedge'])} {_lower_first(agreeing[-1])}"
        return agreeing + against

    def _sentence(self, rng: random.Random, kind: ProductType, aspect: str, polarity: Polarity) -> str:
        if aspect not in kind.praise:
            return self._pick(rng, kind, aspect, polarity)
        if polarity == "mixed":
            return _aspect_words(rng, rng.choice(self.banks["frame"]["aspect_mixed"]), aspect)
        own = (kind.praise if polarity == "pos" else kind.complaint)[aspect]
        side = "praise" if polarity == "pos" else "complaint"
        shared = self.aspects.get(aspect.replace(" ", "_"), {}).get(side, [])
        draw = rng.random()
        if draw < _ANY_ASPECT:
            return _aspect_words(rng, _fill(rng, rng.choice(self.aspects["any"][side]), kind, keep=True), aspect)
        return _fill(rng, rng.choice(shared), kind) if shared and draw > _OWN_ASPECT else rng.choice(own)


def polarity_of(level: float) -> Polarity:
    """How a customer who sees this level speaks of it."""
    return "pos" if level >= _PRAISE_FROM else "neg" if level < _COMPLAIN_BELOW else "mixed"


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("ecreco.shop.demo") / name).read_text(encoding="utf-8"))


def _mentioned(rng: random.Random, seen: Mapping[str, float], disputed: str | None) -> list[str]:
    """Two to five aspects; far-from-middling ones are likelier, delivery and service rarer."""
    count = rng.choices([2, 3, 4, 5], [4, 5, 3, 1])[0]
    rarity = {"delivery": 0.4, "service": 0.18, "fit": 0.5}
    keys = {
        aspect: rng.random() ** (1 / ((0.25 + abs(level - 0.53)) * rarity.get(aspect, 1.0)))
        for aspect, level in seen.items()
    }
    if disputed is not None:
        keys[disputed] += 0.5
    return sorted(keys, key=lambda aspect: keys[aspect], reverse=True)[:count]


def _justify(aspects: list[str], seen: Mapping[str, float], mood: Polarity) -> list[str]:
    """Stars want a reason: if no aspect named speaks for them, the best or the worst one joins."""
    named = {polarity_of(seen[aspect]) for aspect in aspects}
    best, worst = max(seen, key=lambda aspect: seen[aspect]), min(seen, key=lambda aspect: seen[aspect])
    wanted = {"pos": [best], "neg": [worst], "mixed": [best, worst]}[mood]
    missing = {"pos": {"pos"}, "neg": {"neg"}, "mixed": {"pos", "neg"}}[mood] - named
    return aspects + [aspect for aspect in wanted if aspect not in aspects and (polarity_of(seen[aspect]) in missing)]


def _choose(rng: random.Random, template: str) -> str:
    """Settle every `[a|b]`, the innermost first."""
    while match := _CHOICE.search(template):
        template = template[: match.start()] + rng.choice(match[1].split("|")) + template[match.end() :]
    return template


def _aspect_words(rng: random.Random, template: str, aspect: str) -> str:
    """A sentence about a named aspect: `the handles are`, `the softness is`."""
    head = aspect.split(" of ")[0]
    many = head.endswith("s") and not head.endswith("ss")
    return _choose(rng, template).format(aspect=aspect, ais="are" if many else "is")


def _fill(rng: random.Random, template: str, kind: ProductType, *, keep: bool = False) -> str:
    """Put the type's noun and its pronouns in; keep: leave `{aspect}` and `{ais}` for later."""
    many = kind.plural
    later = {"aspect": "{aspect}", "ais": "{ais}"} if keep else {}
    return _choose(rng, template).format(
        **later,
        noun=kind.noun,
        it="they" if many else "it",
        It="They" if many else "It",
        this="these" if many else "this",
        This="These" if many else "This",
        its="their" if many else "its",
        them="them" if many else "it",
        **{"is": "are" if many else "is"},
        was="were" if many else "was",
        has="have" if many else "has",
        does="do" if many else "does",
        s="" if many else "s",
    )


def _lower_first(sentence: str) -> str:
    """`The lid` → `the lid`; `I think` and names of one letter stay."""
    return sentence if sentence.startswith(("I ", "I'")) else sentence[:1].lower() + sentence[1:]


def _roughen(rng: random.Random, text: str) -> str:
    """Now and then a customer types in haste: swapped letters, no capitals, or many exclamation marks."""
    draw = rng.random()
    if draw < _TYPOS and len(text) > 20:
        places = [i for i in range(1, len(text) - 2) if text[i : i + 2].isalpha()]
        for i in sorted(rng.sample(places, min(len(places), 1 + len(text) // 120)), reverse=True):
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        return text
    if draw < _TYPOS + 0.04:
        return text.lower().replace(".", "", 1)
    if draw < _TYPOS + 0.07:
        return text.replace(".", "!")
    return text
