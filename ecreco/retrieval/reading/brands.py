"""The brands of a catalog, and what a customer says about them: wanted, unwanted, or what a thing must fit."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ecreco.retrieval.brand_names import brand_key, title_openings
from ecreco.retrieval.reading.categories import category_words, singular
from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.spelling import skeleton
from ecreco.retrieval.reading.vocabulary import Vocabulary, general_words
from ecreco.retrieval.reading.words import words
from ecreco.shop.records import Product

_NO_BRAND = frozenset(words("no_brand"))
_COMPANY_WORDS = frozenset(words("company_words"))
_TITLE_TOKEN = re.compile(r"[^\s,|(){}\[\]:]+")
_NOISE = frozenset(words("title_noise"))
_TOKEN = re.compile(r"[^\W_]+(?:['.+][^\W_]+)*\+?|&")
_MAX_WORDS = 4
_USUAL = 1_500  # occurrences in the language's list: rarer words are names first
_FREQUENT = 30_000
_SAMPLE = 5_000
# Behind one of these a title names what the product fits, not who made it.
_FITTING = {"for", "with", "fits", "compatible", "supports", "suitable"}


@dataclass(slots=True)
class Brand:
    """One brand: name as the catalog mostly spells it. ambiguous: the name is an ordinary word too.
    line: a licence or product line, which products of other makers carry in their titles."""

    key: str
    name: str
    count: int
    ambiguous: bool = False
    line: bool = False
    kinds: frozenset[str] = frozenset()  # of an ambiguous one, the words of its products' categories: noise, watch


@dataclass(slots=True)
class BrandLexicon:
    """Finds brands by any spelling. aliases: keys of short forms, each of one or more brands."""

    brands: dict[str, Brand] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def from_products(cls, products: Sequence[Product], vocabulary: Vocabulary) -> BrandLexicon:
        """Brand fields first; where a catalog has few of them, the words its titles begin with."""
        spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for product in products:
            name = (product.brand or "").strip(" -,.")
            key = brand_key(name)
            if 2 <= len(key) <= 40 and key not in _NO_BRAND and not key.isdigit() and len(name.split()) <= _MAX_WORDS:
                spellings[key][name] += 1
        stated = sum(sum(names.values()) for names in spellings.values())
        titled = {} if stated > 0.5 * len(products) else _from_titles([p for p in products if not p.brand], vocabulary)
        for key, names in titled.items():
            spellings[key].update(names)
        self = cls()
        for key, names in spellings.items():
            name = names.most_common(1)[0][0]
            count = sum(names.values())
            once = count == 1 and " " in name and _plain_words(name.lower())  # "Party Bag Fillers" may be just that
            self.brands[key] = Brand(key, name, count, once or _is_ordinary(name, vocabulary))
        self._find_lines(products)
        self._clear_phrases(products)
        self._find_kinds(products)
        self._find_aliases(vocabulary)
        return self

    def words(self) -> set[str]:
        """The single words of all brand names that are no ordinary words, for the spelling."""
        names = (brand for brand in self.brands.values() if not brand.ambiguous)
        return {w for brand in names for token in brand.name.split() if len(w := brand_key(token)) > 3 and w.isalpha()}

    def lookup(self, key: str) -> tuple[Brand, ...]:
        """The brands with this key or alias."""
        if key in self.brands:
            return (self.brands[key],)
        return tuple(self.brands[k] for k in self.aliases.get(key, ()))

    def _find_lines(self, products: Sequence[Product]) -> None:
        keys = [k for k in self.brands if len(k) >= 4]
        borne: Counter[str] = Counter()
        foreign: Counter[str] = Counter()
        longest = {k: len(self.brands[k].name.split()) for k in keys}
        by_words: defaultdict[int, set[str]] = defaultdict(set)
        for key in keys:
            by_words[min(longest[key], 3)].add(key)
        for product in products:
            own = brand_key(product.brand or "")
            openings = title_openings(product.title)
            tokens = [brand_key(t) for t in _TITLE_TOKEN.findall(product.title)]
            for size, wanted in by_words.items():
                for i in range(len(tokens) - size + 1):
                    key = "".join(tokens[i : i + size])
                    if key not in wanted:
                        continue
                    if key in (own, *openings):
                        borne[key] += 1
                    elif own and key not in own and not _FITTING.intersection(tokens[:i]):
                        foreign[key] += 1
        for key, count in foreign.items():
            self.brands[key].line = count >= 2 and count >= 0.35 * borne[key]

    def _clear_phrases(self, products: Sequence[Product]) -> None:
        """Names of several ordinary words (`Hot Wheels`) are clear, unless texts write them small (`rag doll`)."""
        names = {
            b.key: b.name.lower()
            for b in self.brands.values()
            if b.ambiguous and " " in b.name and b.count > 1 and not b.line
        }
        for product in products[:_SAMPLE]:
            if not names:
                return
            body = "\n".join((*product.about, product.description))
            names = {key: name for key, name in names.items() if name not in body}
        for key in names:
            self.brands[key].ambiguous = False

    def _find_kinds(self, products: Sequence[Product]) -> None:
        words: defaultdict[str, set[str]] = defaultdict(set)
        for product in products:
            key = brand_key(product.brand or "")
            if product.category and key in self.brands and self.brands[key].ambiguous:
                words[key].update(w for w in category_words(product.category[-1]) if len(w) > 2)
        for key, kinds in words.items():
            if self.brands[key].count > 2 and not self.brands[key].line:
                self.brands[key].kinds = frozenset(kinds)

    def _find_aliases(self, vocabulary: Vocabulary) -> None:
        aliases: defaultdict[str, list[str]] = defaultdict(list)
        for key, brand in self.brands.items():
            words = brand.name.replace("&", " & ").split()
            if len(words) > 1 and words[0].lower() == "the":
                words = words[1:]
                aliases[brand_key(" ".join(words))].append(key)
            while len(words) > 1 and brand_key(words[-1]) in _COMPANY_WORDS:
                words = words[:-1]
                short = brand_key(" ".join(words))
                if len(short) > 2 and not _is_ordinary(" ".join(words), vocabulary):
                    aliases[short].append(key)
        self.aliases = {a: tuple(keys) for a, keys in aliases.items() if a not in self.brands}
        for alias, owners in aliases.items():  # "Bigjigs Toys" beside a brand "Bigjigs": both answer to it
            if alias in self.brands and alias not in owners:
                self.aliases[alias] = (alias, *owners)


def _plain_words(text: str) -> bool:
    return all(w in general_words() for w in re.findall(r"[^\W_]+", text))


def _is_ordinary(name: str, vocabulary: Vocabulary) -> bool:
    words = [w for w in re.findall(r"[^\W_]+", name.lower()) if w not in ("and", "the", "of")]
    if not words:
        return True
    general = general_words()
    key = brand_key(name)
    if len(key) <= 4 and vocabulary.lower[key] >= 5 and key in general:
        return True
    if name.isupper() and len(name) <= 3 and name.lower() not in ("big", "fun", "toy", "new"):
        return False
    if not name[0].isupper() and name.lower() != name:  # boAt, iQOO
        return False
    if "-" in name and key not in general:
        return False
    return all(general.get(w, 0) >= _USUAL and (vocabulary.ordinary(w) or w.isdigit()) for w in words)


def _from_titles(products: Sequence[Product], vocabulary: Vocabulary) -> dict[str, Counter[str]]:
    """First title words that behave like a brand: they recur or are no ordinary word, and stand first."""
    firsts: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: dict[str, Counter[str]] = {}
    ordinary_openings = 0
    for product in products:
        tokens = [t.strip("®™*!-.,'\"") for t in _TITLE_TOKEN.findall(product.title)]
        tokens = [t for t in tokens if brand_key(t)]
        while tokens and brand_key(tokens[0]) in _NOISE:
            tokens = tokens[1:]
        if not tokens:
            continue
        key = brand_key(tokens[0])
        firsts[key] += 1
        spelled[key][tokens[0]] += 1
        ordinary_openings += vocabulary.ordinary(key)
        if len(tokens) > 1:
            seconds[key][tokens[1]] += 1
        elsewhere.update({brand_key(t) for t in tokens[1:]} - {key})
    if products and ordinary_openings > 0.35 * len(products):
        return {}  # titles that begin with descriptions: this shop's titles do not name a maker
    general = general_words()
    for key, count in firsts.items():
        if key.isdigit() or len(key) < 2 or key in _NO_BRAND or (any(c.isdigit() for c in key) and count < 2):
            continue
        share = count / (count + elsewhere[key])
        plain = vocabulary.lower[key] > 0 and key in general
        if share < (0.25 if count >= 3 and not plain else 0.34) or (plain and count < 3):
            continue
        spelling, follow = spelled[key], seconds[key].most_common(1)
        if (
            count >= 2
            and follow
            and follow[0][1] >= 0.8 * count
            and follow[0][0].isalpha()
            and not vocabulary.ordinary(follow[0][0].lower())
        ):
            spelling = Counter({f"{name} {follow[0][0]}": n for name, n in spelling.items()})
        name = spelling.most_common(1)[0][0]
        names.setdefault(brand_key(name), Counter()).update(spelling)
        if " " in name:
            names.setdefault(key, Counter()).update(spelled[key])
    return names


_NOT_LEFT = re.compile(
    r"(?:\b(?:not|no|nothing|non|isn't|aren't|isnt|arent|except(?:ing)?|excluding|exclude|anything\s+but|anyone\s+but|everything\s+but|all\s+but|any(?:\s+brand)?\s+but|but\s+not"
    r"|other\s+than|apart\s+from|aside\s+from|besides|without|avoid(?:ing)?|hate|dislike|never|minus|skip|rather\s+not|ignore|ignoring|leave\s+out|leaving\s+out"
    r"|instead\s+of|(?:sick|tired)\s+of|done\s+with|fed\s+up\s+(?:with|of)|barring|drop|remove|forget(?:\s+about)?|bar|nor|neither|ohne|au(?:ß|ss)er|nicht|kein\w*|sin|excepto|menos|sauf|sans|pas)\b"
    r"|\b[a-z]+n't\s+(?:want|like|need|show|trust|care\s+for|fancy|be)|\bdont\s+(?:want|like|need|show|trust|fancy))"
    r"(?:\s+(?:the|any|a|an|from|by|of|made|brand|brands|more|those|to|see|buy|get|have|want|me|please|again|be|it|being|les|la|le|de|von|keen|on|fan|sea|sean))*\s*$"
)
_NOT_RIGHT = re.compile(
    r"\s+(?:brand\s+)?(?:nahi+n?|mat|ke\s+alawa|ke\s+siwa|chhod|chod|ko\s+chhod|excluded|not\s+(?:please|needed|wanted)|is\s+(?:out|a\s+no))\b"
)
_NOT_TAIL = re.compile(r"\s+(?:brand|please)\b")
_CLAUSE_END = re.compile(r"\s*(?:$|[,.;!?]|(?:please|ones?|brand|products?|and|or|watch(?:es)?)\b)")
_FIT_LEFT = re.compile(
    r"(?<!look\s)\b(?:(?P<for>for|para|für|pour|ke\s+liye)|fits?|fitting|fitted|compatible\s+(?:with|for|to)|(?:works?|working|go(?:es)?|paired?|connects?|connecting|use)\s+(?:with|on|to|in)"
    r"|than|similar\s+to|alternatives?\s+(?:to|for)|(?:something|anything|one|ones|more)\s+like|supports?|supporting|suitable\s+for|designed\s+for|made\s+for|meant\s+for|suits?|replacement\s+for|to\s+fit|charges?|charging|charge|protects?|protect|attach(?:es)?\s+to"
    r"|on\s+(?:my|our|a|an|the)|into|(?:i|we|he|she|they|who)\s+(?:have|has|own|owns|got|bought|use)\s+an?|\bi've\s+(?:got\s+)?an?|my|our|his|her|their|your|mein)"
    r"(?:\s+(?:the|my|our|his|her|their|your|a|an|new|old|both|all|laptop|phone|mobile|tv|tablet|printer|watch))*(?:\s+[a-z]+(?:\s+[a-z]+)?(?:\s*,|\s+(?:or|and)))?\s*$"
)
_SEARCH_FOR = re.compile(
    r"\b(?:look|looking|looks|search|searching|shop|shopping|ask|asking|hunt|hunting|go|going|opt|opting|wait|preference|browsing|prefer|options?|suggestions?|recommendations?|price|deals?|offers?|budget)\s+for\b[^,.;]*$"
)
_AND = re.compile(
    r"\s*(?:,|/|&|\+|\bor\b|\band\b|\bnor\b|\bo\b|\boder\b|\bou\b|\bya\b|,\s*(?:or|and|nor))\s*(?:the|any|also|from|by|even)?\s*"
)
_ACCESSORY = re.compile(
    r"\b(?:covers?|cases?|skins?|screen\s*guards?|screen\s*protectors?|tempered(?:\s+glass)?|protectors?|chargers?|adapters?|adaptors?|remotes?|remote\s+control|straps?|bands?|cartridges?|ink"
    r"|toners?|filters?|pouch(?:es)?|sleeves?|bags?|mounts?|stands?|holders?|docks?|batter(?:y|ies)|spare\w*|parts?|accessor(?:y|ies)|throttles?|stickers?|cable|cables|candles?|kits?|compatible|refills?)\b"
)
_DEVICE = re.compile(
    r"[\ue000-\uf8ff]|\d|\b(?:tv|phone|mobile|tab|tablet|galaxy|note|laptop|watch|printer|series|pro|plus|mini|stick|warp|router|camera|vacuum)\b"
)
_BRAND_CUE_LEFT = re.compile(r"\b(?:by|from|brand|brands|make|maker|made\s+by|only|of)\s+$")
_BRAND_CUE_RIGHT = re.compile(r"\s+(?:brand|brands|branded|make|ka\b|ki\b|products?)")


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    brands: tuple[Brand, ...]


class BrandReader:
    """Reads brand mentions; fits with `Draft` like the other readers."""

    def __init__(self, lexicon: BrandLexicon, vocabulary: Vocabulary) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._long_keys = sorted(k for k, b in lexicon.brands.items() if len(k) >= 5 and not b.ambiguous)
        self._near = lru_cache(maxsize=20_000)(self._nearest)

    def read(self, text: str, original: str, draft: Draft) -> None:
        """text: the template; original: the same text with the customer's capitals, of equal length, or text."""
        previous: tuple[_Hit, str] | None = None
        for hit in self._hits(text, original, draft):
            role = self._role(text, hit, previous)
            previous = (hit, role)
            names = tuple(brand.name for brand in hit.brands)
            start, end = hit.start, hit.end
            if role == "fits":
                draft.take(start, end, "compatibility")
            elif role == "not":
                cue = _NOT_LEFT.search(text, max(0, start - 60), start)
                tail = _NOT_RIGHT.match(text, end) or _NOT_TAIL.match(text, end)
                draft.add("brands_not", *names)
                if any(b.line for b in hit.brands):
                    draft.add("exclude_terms", *names)
                draft.take(cue.start() if cue else start, tail.end() if tail else end, "brand_not")
            elif all(b.line for b in hit.brands):
                draft.add("wish_terms", *names)
                draft.take(start, end, "line")
            else:
                draft.add("brands_in", *names)
                draft.take(start, end, "brand")
        fields = draft.fields
        if fields.get("brands_not") and fields.get("brands_in"):
            fields["brands_in"] = tuple(b for b in fields["brands_in"] if b not in fields["brands_not"])

    def _hits(self, text: str, original: str, draft: Draft) -> Iterable[_Hit]:
        tokens = list(_TOKEN.finditer(text))
        index = 0
        while index < len(tokens):
            hit, used = None, 1
            for size in range(min(_MAX_WORDS, len(tokens) - index), 0, -1):
                span = tokens[index : index + size]
                start, end = span[0].start(), span[-1].end()
                if (
                    "&" in (span[0][0], span[-1][0])
                    or not draft.free(start, end)
                    or re.search(r"[,.;!?]\s", text[start:end])
                ):
                    continue
                hit = self._at(text, original, start, end, size)
                if hit is not None:
                    used = size
                    break
            if hit is not None:
                yield hit
            index += used

    def _at(self, text: str, original: str, start: int, end: int, size: int) -> _Hit | None:
        written = text[start:end]
        key = brand_key(written)
        brands: tuple[Brand, ...] = ()
        for candidate in dict.fromkeys((key, key.removesuffix("s") if written.endswith("'s") else key)):
            brands = self._lexicon.lookup(candidate)
            if brands:
                break
        if not brands and size <= 2 and len(key) >= 7 and (size == 2 or not self._vocabulary.known(key)):
            near = self._near(key)
            brands = (near,) if near else ()
        if not brands and size == 1 and len(key) >= 6 and not self._vocabulary.in_catalog(key):
            near = self._near(key)  # "phillips" is a word; where the catalog never writes it, Philips is meant
            if near and skeleton(near.key) == skeleton(key) and general_words().get(key, 0) < _FREQUENT:
                brands = (near,)
        if size > 1:  # "all in one" is not the brand "Allin", "one plus" is OnePlus
            brands = tuple(b for b in brands if b.count > 1 or len(b.name.split()) > 1 or not _plain_words(written))
        if not brands:
            return None
        if all(b.ambiguous for b in brands) and not self._meant(text, original, start, end, brands[0]):
            return None
        if len(key) <= 2 and key.isalpha() and original[start:end].islower() and self._vocabulary.titles[key] == 0:
            return None
        return _Hit(start, end, brands)

    def _nearest(self, key: str) -> Brand | None:
        found = process.extractOne(key, self._long_keys, scorer=OSA.distance, score_cutoff=1)
        return self._lexicon.brands[found[0]] if found and found[0][0] == key[0] else None

    def _meant(self, text: str, original: str, start: int, end: int, brand: Brand) -> bool:
        """Whether an ordinary word is meant as the brand: a cue beside it, or a capital inside a sentence."""
        if _BRAND_CUE_RIGHT.match(text, end) or (
            _BRAND_CUE_LEFT.search(text, max(0, start - 14), start) and brand.count >= 2
        ):
            return True
        following = re.match(r"\s+([^\W\d_]+)", text[end:])
        if following and singular(following[1]) in brand.kinds:
            return True
        written = original[start:end]
        inside = start > 0 and text[start - 1] == " " and text[: start - 1].rstrip()[-1:] not in ("", ".", "!", "?")
        sentence_case = not original.isupper() and not original.istitle()
        neighbours = re.findall(r"[^\W\d_]+$", original[:start].rstrip()) + re.findall(
            r"^[^\W\d_]+", original[end:].lstrip()
        )
        capital = written[:1].isupper() and inside and sentence_case and not any(w[0].isupper() for w in neighbours)
        if _NOT_LEFT.search(text, max(0, start - 60), start):
            return capital or (brand.count >= 3 and _CLAUSE_END.match(text, end) is not None)
        return capital and brand.count >= 3

    def _role(self, text: str, hit: _Hit, previous: tuple[_Hit, str] | None) -> str:
        if _NOT_RIGHT.match(text, hit.end):
            return "not"
        if previous is not None and _AND.fullmatch(text[previous[0].end : hit.start]):
            return previous[1]
        window = max(0, hit.start - 60)
        if _NOT_LEFT.search(text, window, hit.start) and not re.search(
            r"\bnot\s+only\b[^,]*$", text[window : hit.start]
        ):
            return "not"
        fit = _FIT_LEFT.search(text, window, hit.start)
        if fit is not None and not (fit["for"] and _SEARCH_FOR.search(text, window, fit.end("for"))):
            return "fits"
        return "fits" if self._names_a_device(text, hit) else "brand"

    def _names_a_device(self, text: str, hit: _Hit) -> bool:
        """`samsung galaxy tab a8 screen guard`: the brand of the thing that the guard must fit."""
        phrase = re.split(
            r"[,.;?!]|\b(?:under|below|with|for|within|less|between|that|which|from)\b", text[hit.end :], maxsplit=1
        )[0]
        accessory = _ACCESSORY.search(phrase)
        return accessory is not None and _DEVICE.search(phrase, 0, accessory.start()) is not None
