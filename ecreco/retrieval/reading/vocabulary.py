"""The words a shop's catalog uses, and the words people use anyway."""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ecreco.retrieval.reading.text import plain_word
from ecreco.shop.errors import OperatorError
from ecreco.shop.records import Product

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COMMON = 800  # occurrences that make a word a likely intention behind a misspelled one
# Spoken in shops, and absent from a list of book and encyclopedia words.
_SPOKEN = frozenset(
    ["tenner", "fiver", "quid", "rupees", "grandson", "granddaughter", "stocking", "headphones", "earphones", "earbuds", "smartwatch", "cheapest", "priciest", "dearest", "fancies", "doll's", "kids", "kid's", "gadget", "gadgets", "selfie", "whatsapp", "youtube", "wifi", "bluetooth", "android", "iphone", "ipad", "airpods", "smartphone", "smartphones", "powerbank", "pendrive", "hairdryer", "airfryer", "borewell", "gents", "ladies", "toddler", "toddlers", "bday", "xmas", "compare", "compares", "scribbling", "mopping", "sweeping", "stargazing", "youtuber", "podcast", "podcasts", "webcam", "unbreakable", "rechargeable", "dont", "doesnt", "isnt", "wont", "cant", "didnt", "arent", "shouldnt", "im", "ive", "whats", "thats", "thx", "upto", "uptil", "atleast", "approx", "approximately", "max", "min", "wala", "wali", "hazaar", "hazar", "hajar", "paanch", "panch", "chaar", "chhe", "aath", "pachas", "pachees", "pandrah", "kala", "kaala", "safed", "laal", "neela", "hara", "gulabi", "aluminium", "jewellery", "pyjamas", "tyre", "tyres", "mould", "cosy", "plough", "metre", "metres", "litre", "litres", "centimetre", "centimetres", "kilo", "kilos", "waterproof", "sweatproof", "dishwasher", "washable", "foldable", "wireless", "earbud", "affordable"]
)
# Function words of the languages customers write besides English: never "corrected" into English.
FOREIGN = {
    "es": "hola busco una uno un para por con de del la el los las que quiero necesito hasta menos mas más tengo algo "
    "barato barata barato precio tarjeta memoria móvil movil euros regalo niño niña años hijo hija muy mi su sin sobre y o",
    "de": "ich suche ein eine einen für mit und oder unter bis der die das den nicht ohne euro günstig günstige brauche "
    "hallo bitte mein meine sohn tochter jahre alt kind geschenk zum zur von auf",
    "fr": "je cherche un une pour avec et ou moins de du la le les des pas sans euros cadeau bonjour mon ma fils fille "
    "ans enfant voudrais veux besoin prix cher très pour moi sur",
    "hi": "mujhe mujhko muje chahiye chahie chaiye ek ka ki ke ko se andar wala wali wale koi kuch accha acha achha achhi "
    "sasta saste sasti jisme jismein jiski jiska hai ho hain nahi nahin mat aur ya dikhao dikha batao dijiye liye kam "
    "zyada upar niche neeche bhai mera meri mere bina sabse rupaye mein kya kaun kaunsa lena lene hona tak aas paas sau beech bich ander neeche dono chhod siwa alawa lagbhag kareeb accha sasti mehnga mehanga",
}  # fmt: skip
_FOREIGN_SETS = {language: frozenset(words.split()) for language, words in FOREIGN.items()}
_FOREIGN_ALL = frozenset().union(*_FOREIGN_SETS.values())
_ENGLISH = frozenset(
    ["the", "a", "an", "i", "me", "my", "you", "your", "do", "does", "have", "has", "is", "are", "what", "which", "show", "need", "want", "looking", "for", "with", "and", "or", "not", "under", "in", "on", "please", "any", "that", "this", "it", "can", "of", "to", "from"]
)


@lru_cache(maxsize=8)
def general_words(name: str = "en") -> dict[str, int]:
    """The words of a language with their counts in a large corpus (pyspellchecker's lists, MIT): en, es, de, fr."""
    package = importlib.util.find_spec("spellchecker")
    if package is None or package.origin is None:
        raise OperatorError("The package pyspellchecker is not installed; run `make setup`.", code="missing_package")
    with gzip.open(Path(package.origin).parent / "resources" / f"{name}.json.gz", "rt", encoding="utf-8") as source:
        words: dict[str, int] = json.load(source)
    return words


class Vocabulary:
    """Counts over one catalog. titles: in how many titles a word stands; texts: how often in all texts."""

    def __init__(self) -> None:
        self.titles: Counter[str] = Counter()
        self.texts: Counter[str] = Counter()
        self.lower: Counter[str] = Counter()
        self.pairs: Counter[str] = Counter()
        self.split: dict[str, str] = {}
        self.star_phrases: set[str] = set()

    @classmethod
    def from_products(cls, products: Iterable[Product]) -> Vocabulary:
        """One pass over titles, categories, bullet points, descriptions, options and attributes."""
        self = cls()
        joins: Counter[tuple[str, str]] = Counter()
        for product in products:
            title = [w.lower() for w in _WORD.findall(product.title)]
            categories = [w.lower() for part in product.category for w in _WORD.findall(_CAMEL.sub(" ", part))]
            self.titles.update(set(title) | set(categories))
            self.texts.update(title)
            joins.update(set(pairwise(title)))
            for one, two in pairwise(categories):  # a category's name is certain: count it twice
                joins[one, two.removesuffix("s")] += 2
            self.star_phrases.update(re.findall(r"\b\d star\b", product.title.lower().replace("-", " ")))
            body = " ".join(
                (*product.about, product.description, *product.options.values(), *product.attributes.values())
            )
            for word in _WORD.findall(body):
                lower = word.lower()
                self.texts[lower] += 1
                if word == lower:
                    self.lower[lower] += 1
        for (one, two), count in joins.items():
            joined = plain_word(one + two)
            if count >= 2 and len(joined) >= 6 and len(one) > 1 and len(two) > 1:
                self.pairs[joined] += count
                self.split[joined] = f"{one} {two}"
        return self

    def in_catalog(self, word: str) -> bool:
        """Whether the catalog uses the word: in a title, or more than once in its texts."""
        return word in self.titles or self.texts[word] > 1

    def ordinary(self, word: str) -> bool:
        """Whether the catalog also uses the word as a common word, in lower case, in running text."""
        return (
            self.lower[word] >= 2 and self.lower[word] >= (0.12 if self.lower[word] >= 5 else 0.25) * self.texts[word]
        )

    def known(self, word: str, name: str = "en") -> bool:
        """Whether a word is right as it stands: of the catalog or of the language."""
        return self.in_catalog(word) or is_language(word, name)

    def frequency(self, word: str) -> int:
        """How often the catalog writes the word, titles counted three times."""
        return self.texts[word] + 3 * self.titles[word]


# The list is American; so are these the same words: colour, organiser, theatre, travelling, catalogue.
_BRITISH = (("our", "or"), ("is", "iz"), ("ys", "yz"), ("ll", "l"), ("gue", "g"), ("ence", "ense"))


@lru_cache(maxsize=50_000)
def is_language(word: str, name: str = "en") -> bool:
    """Whether a word is of a language, by itself or as a possessive."""
    if word in general_words() or word in _SPOKEN or word in _FOREIGN_ALL or word.removesuffix("'s") in general_words():
        return True
    if word.removesuffix("s").endswith("tre") and word.removesuffix("s")[:-2] + "er" in general_words():
        return True
    if any(old in word and word.replace(old, new) in general_words() for old, new in _BRITISH):
        return True
    return name in ("es", "de", "fr") and word in general_words(name)


@lru_cache(maxsize=1)
def common_words() -> dict[str, int]:
    """The frequent English words and their counts: what a misspelled word may have been meant to be."""
    return {w: n for w, n in general_words().items() if n >= _COMMON and len(w) > 3 and w.isalpha()}


def language(words: Iterable[str]) -> str:
    """`en`, `es`, `de`, `fr` or `hi` (in Latin letters), by function words; `en` when unsure."""
    listed = list(words)
    scores = {name: sum(w in known for w in listed) for name, known in _FOREIGN_SETS.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 2 and scores[best] > sum(w in _ENGLISH for w in listed) else "en"
