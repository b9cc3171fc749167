"""Search queries made from what a shop has: product titles, categories, bullets and review sentences.

No judged query is read. Each query keeps the words it is about (`facets`), so that products can be graded against
what was meant even when the text is misspelt or wrapped in a sentence.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ecreco.recommender.words import STOP, split_camel, stems, words
from ecreco.shop.money import SYMBOLS, digits
from ecreco.shop.records import Product, Review

Style = Literal["keyword", "natural", "misspelt", "brand", "fits", "gift", "need", "review"]
SHARES: dict[Style, float] = {
    "keyword": 0.24, "natural": 0.18, "misspelt": 0.12, "brand": 0.08, "fits": 0.06, "gift": 0.07, "need": 0.13,
    "review": 0.12,
}  # fmt: skip

_BREAK = re.compile(r"\s*(?:[,(|;:\[/–—]|\s-\s|\b(?:with|for|compatible|by|from|featuring|includes?|in|of)\b).*", re.I)
_FITS = re.compile(r"\b(?:compatible (?:with|for)|fits|suitable for|for)\s+((?:[A-Z0-9][\w+'-]*[ ]?){1,4})")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\s*[\n|]\s*")
_LABEL = re.compile(r"^[^a-zA-Z0-9]*(?:[A-Z][\w&' /-]{2,28}\s*[:\-–】\]]\s*)?")
_REQUESTS = (
    "I need {a}", "looking for {a}", "show me {a}", "do you have {a}?", "can you recommend {a}", "I want to buy {a}",
    "which {a} is good", "{a} please", "find me {a}", "I'm after {a}", "what's the best {a}", "got any {a}",
    "need {a} for my home", "{a} for daily use", "want {a}, any ideas?", "{a} that lasts",
)  # fmt: skip
_LIMITS = ("under {p}", "below {p}", "less than {p}", "max {p}", "up to {p}", "{p} or less", "within {p}")
_GIFTS = (
    "gift for someone who loves {t}", "present for my {w} who is mad about {t}", "my {w} loves {t}",
    "birthday gift for a {w} into {t}", "something for my {w} who can't get enough of {t}", "{t} present",
    "stocking filler for a {t} fan", "my {w} is obsessed with {t}, what can I get?",
)  # fmt: skip
_WHO = ("son", "daughter", "grandson", "niece", "nephew", "husband", "wife", "friend", "dad", "mum", "colleague")
_NEEDS = ("something that {s}", "{s}", "{s}", "I want {s}", "looking for something: {s}", "need: {s}")
_KEYS = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "s": "ad", "t": "ry", "n": "bm", "c": "xv", "r": "et", "l": "k"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedQuery:
    """A query and what it was made from. facets: stems it is about; type_stems: those that name the kind of thing.

    Need and review queries have no facets: there the product and its narrow category are what is meant.
    """

    text: str
    product_id: str
    style: Style
    facets: tuple[str, ...] = ()
    type_stems: tuple[str, ...] = ()


class QueryGenerator:
    """Makes queries of several styles for one product at a time.

    reviews: sentences by product id. Randomness comes only from `rng`, so a seed gives the same queries.
    """

    def __init__(self, rng: random.Random, reviews: dict[str, list[str]]) -> None:
        self._rng = rng
        self._reviews = reviews

    def make(self, product: Product, style: Style) -> GeneratedQuery | None:
        """One query of this style, or None where the product lacks what the style needs."""
        kind = self._type_words(product)
        if style == "review":
            return self._from_sentence(product, self._reviews.get(product.product_id, []), "review")
        if style == "need":
            return self._from_sentence(product, sentences(product), "need")
        if not kind:
            return None
        if style == "fits":
            found = _FITS.search(product.title)
            if not found or len(found[1].strip()) < 3:
                return None
            link = self._rng.choice(("for", "that fits", "compatible with", "for my"))
            text = f"{' '.join(kind)} {link} {found[1].strip()}"
            return self._query(text, product, style, f"{' '.join(kind)} {found[1]}", kind)
        if style == "gift":
            theme = self._theme(product)
            text = self._rng.choice(_GIFTS).format(t=" ".join(theme), w=self._rng.choice(_WHO))
            return self._query(text, product, style, " ".join(theme), theme) if theme else None
        if style == "brand":
            if not product.brand:
                return None
            text = f"{product.brand} {' '.join(kind)}"
            if self._rng.random() < 0.4:
                text = self._request(f"{' '.join(kind)} from {product.brand}", product)
            return self._query(text, product, style, f"{product.brand} {' '.join(kind)}", kind)
        meant = self._keywords(product, kind)
        text = meant
        if style == "natural":
            text = self._request(meant, product)
        elif style == "misspelt":
            text = misspell(meant if self._rng.random() < 0.7 else self._request(meant, product), self._rng)
        return self._query(text, product, style, meant, kind)

    def _query(self, text: str, product: Product, style: Style, meant: str, kind: Sequence[str]) -> GeneratedQuery:
        return GeneratedQuery(
            text=text if self._rng.random() < 0.4 else text.lower(),
            product_id=product.product_id, style=style,
            facets=tuple(dict.fromkeys(stems(meant))), type_stems=tuple(dict.fromkeys(stems(" ".join(kind)))),
        )  # fmt: skip

    def _type_words(self, product: Product) -> list[str]:
        """What kind of thing it is: the last words of the title's head, or the narrowest category."""
        brand = set(words(product.brand or ""))
        if product.category and self._rng.random() < 0.4:
            leaf = [w for w in words(split_camel(product.category[-1])) if w not in STOP and w not in brand]
            if 1 <= len(leaf) <= 3 and all(len(w) > 2 for w in leaf):
                return leaf
        head = _BREAK.sub("", product.title) or product.title
        told = [w for w in words(head) if w not in STOP and w not in brand and not any(c.isdigit() for c in w)]
        return told[-self._rng.choice((1, 2, 2, 3)) :]

    def _keywords(self, product: Product, kind: Sequence[str]) -> str:
        """One to three telling words of the title, options or attributes beside the type, sizes preferred."""
        pool = [w for w in words(product.title) if w not in STOP and w not in kind]
        pool += [w for value in product.options.values() for w in words(value)]
        sized = [w for w in pool if any(c.isdigit() for c in w) and any(c.isalpha() for c in w)]
        chosen = self._rng.sample(pool, min(len(pool), self._rng.choice((0, 1, 1, 2, 2, 3))))
        if sized and self._rng.random() < 0.45:
            chosen = [self._rng.choice(sized), *chosen[:1]]
        chosen = list(dict.fromkeys(chosen))
        parts = [*chosen, *kind] if self._rng.random() < 0.75 else [*kind, *chosen]
        return " ".join(parts)

    def _request(self, phrase: str, product: Product) -> str:
        text = self._rng.choice(_REQUESTS).format(a=phrase)
        if product.price and self._rng.random() < 0.35:
            limit = round_up(product.price * self._rng.uniform(1.02, 1.5) / 10 ** digits(product.currency))
            symbol = SYMBOLS.get(product.currency, "")
            text += " " + self._rng.choice(_LIMITS).format(p=self._rng.choice((f"{symbol}{limit}", str(limit))))
        return text

    def _theme(self, product: Product) -> list[str]:
        names = [split_camel(n) for n in product.category[1:]] or list(product.category)
        source = self._rng.choice(names) if names and self._rng.random() < 0.6 else _BREAK.sub("", product.title)
        return [w for w in words(source) if w not in STOP and not w[0].isdigit()][:3]

    def _from_sentence(self, product: Product, found: Sequence[str], style: Style) -> GeneratedQuery | None:
        if not found:
            return None
        text = self._rng.choice(list(found))
        if self._rng.random() < 0.5:  # without the words that name the thing, the need alone is left
            named = set(stems(_BREAK.sub("", product.title)))
            kept = [w for w in text.split() if not set(stems(w)) & named]
            text = " ".join(kept) if len(kept) >= 4 else text
        if style == "need":
            text = self._rng.choice(_NEEDS).format(s=text[0].lower() + text[1:])
        return GeneratedQuery(text=text, product_id=product.product_id, style=style)


def sentences(product: Product) -> list[str]:
    """Sentences of 5 to 22 words from bullets and description, without their `LABEL:` starts."""
    found = [s for text in (*product.about, product.description) for s in _SENTENCE.split(text)]
    return [s for s in (_LABEL.sub("", f, count=1).strip(" .") for f in found) if 5 <= len(s.split()) <= 22]


def review_sentences(reviews: Sequence[Review]) -> dict[str, list[str]]:
    """Sentences of 5 to 25 words with at least three content words, by product id."""
    by_product: dict[str, list[str]] = {}
    for review in reviews:
        for sentence in _SENTENCE.split(f"{review.title}. {review.text}" if review.title else review.text):
            clean = sentence.strip(" .!")
            if 5 <= len(clean.split()) <= 25 and len(stems(clean)) >= 3:
                by_product.setdefault(review.product_id, []).append(clean)
    return by_product


def misspell(text: str, rng: random.Random, errors: int | None = None) -> str:
    """One to three typing or spelling errors in words of four letters and more; never in numbers."""
    tokens = text.split()
    targets = [i for i, t in enumerate(tokens) if len(t) >= 4 and t.isalpha()]
    rng.shuffle(targets)
    for i in targets[: errors or rng.choice((1, 1, 2, 2, 3))]:
        tokens[i] = _misspell_word(tokens[i], rng)
    return " ".join(tokens)


def _misspell_word(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    match rng.choice(("drop", "swap", "double", "key", "vowel")):
        case "drop":
            return word[:at] + word[at + 1 :]
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case "double":
            single = re.sub(r"(.)\1", r"\1", word)
            return single if single != word else word[:at] + word[at] + word[at:]
        case "key":
            return word[:at] + rng.choice(_KEYS.get(word[at].lower(), word[at])) + word[at + 1 :]
    vowels = [i for i, c in enumerate(word) if i and c.lower() in "aeiou"]
    if not vowels:
        return word[:at] + word[at + 1 :]
    i = rng.choice(vowels)
    return word[:i] + rng.choice("aeiou") + word[i + 1 :]


def round_up(value: float) -> int:
    """A limit as people say it: 437 → 450, 1,830 → 1,900."""
    step = 1 if value < 20 else 5 if value < 100 else 50 if value < 1000 else 100
    return int(-(-value // step) * step)
