"""Wishes without a number: stock, order, colour, negated words, and references to what was said or shown before."""

from __future__ import annotations

import re

from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.vocabulary import Vocabulary
from ecreco.retrieval.reading.words import table, words

COLOURS = words("colours")
_FAINT_COLOURS = frozenset(words("faint_colours"))
_OTHER_COLOURS = table("colour_words")
_MATERIALS = words("materials")
_COLOUR = re.compile(
    r"\b(?P<shade>dark|light|midnight|navy|sky|royal|pastel|bright|hot|rose|matte|matt|deep)?\s*"
    rf"\b(?P<colour>{'|'.join([*COLOURS, *_OTHER_COLOURS])})\b"
)
_COLOUR_HARD_LEFT = re.compile(
    r"\b(?:only|just|must\s+be|has\s+to\s+be|have\s+to\s+be|needs?\s+to\s+be|should\s+be|strictly|in)(?:\s+(?:the|a|in|be|colou?r))*\s*$"
)
_COLOUR_HARD_RIGHT = re.compile(
    r"\s+(?:(?:one|ones|colou?r|variant|version)?\s*only\b|colou?r(?:ed)?\b|(?:one|ones)\b)"
)
_STOCK = re.compile(
    r"\b(?:(?:which\s+(?:is|are)\s+|that(?:'s|\s+is|\s+are)\s+|must\s+be\s+|should\s+be\s+|only\s+|currently\s+)*"
    r"(?:(?:actually\s+|currently\s+|still\s+)?in[\s-]stock|available\s+(?:right\s+)?(?:now|today|immediately|straight\s+away|for\s+(?:immediate\s+)?(?:delivery|dispatch))|(?:readily|immediately|currently)\s+available|(?:must|has\s+to|have\s+to|should|needs?\s+to)\s+be\s+available"
    r"|ready\s+to\s+(?:ship|dispatch)|not\s+(?:out\s+of\s+stock|sold\s+out)|(?:isn't|aren't)\s+(?:out\s+of\s+stock|sold\s+out)"
    r"|(?:that|which)\s+(?:you\s+(?:have|actually\s+have|do\s+have)|(?:i\s+)?can\s+(?:be\s+)?(?:ship(?:ped)?|sen[dt]|get|buy))\s+(?:now|today|right\s+now|at\s+the\s+moment|straight\s+away))"
    r"|en\s+stock|auf\s+lager|lieferbar|disponibles?|vorrätig|stock\s+mein)(?!\w)"
)
_STOCK_QUESTION = re.compile(r"^\s*(?:is|are|when|will)\b.*\b(?:in\s+stock|available)")
_PRICE_ORDER = (
    (
        "cheapest",
        re.compile(
            r"\b(?:(?:the\s+)?(?:(?:two|three|top)\s+)?(?:cheapest|least\s+expensive|most\s+affordable|lowest[\s-]+priced?|lowest\s+cost|most\s+inexpensive|least\s+costly|most\s+economical)"
            r"|price\s*:?\s*(?:from\s+)?low(?:est)?\s+(?:to|first)(?:\s+high(?:est)?)?|low(?:est)?\s+to\s+high(?:est)?(?:\s+price)?|(?:by|at)\s+(?:the\s+)?lowest\s+price|lowest\s+price|sabse\s+sast[aie]|(?:el|la|los|las)\s+m[aá]s\s+barat[oa]s?"
            r"|am\s+billigsten|billigste\w*|günstigste\w*|(?:le|la|les)\s+moins\s+chers?|最便宜)"
        ),
    ),
    (
        "dearest",
        re.compile(
            r"\b(?:(?:most\s+expensive|dearest|priciest|costliest|highest[\s-]+priced?|highest\s+price)\b|price\s*:?\s*high(?:est)?\s+(?:to|first)(?:\s+low(?:est)?)?|sabse\s+mehang[aie]\b)"
        ),
    ),
)
_RATING_ORDER = (
    (
        "best",
        re.compile(
            r"\b(?:(?:best|top|highest|most\s+highly|most\s+well)[\s-]*(?:customer[\s-]+)?(?:rated|reviewed|rating|ratings|reviews|scored|scoring|review\s+score)|rated\s+(?:the\s+)?(?:best|highest)"
            r"|(?:sort(?:ed)?\s+by|by)\s+(?:customer\s+)?(?:rating|ratings|reviews)|rating\s*:?\s*high(?:est)?\s+(?:to|first)(?:\s+low(?:est)?)?|mejor\s+valorad[oa]s?|bestbewertet\w*|mieux\s+notée?s?)\b"
        ),
    ),
    ("worst", re.compile(r"\b(?:(?:worst|lowest)[\s-]*(?:rated|reviewed|rating|reviews))\b")),
)
_WELL_RATED = re.compile(
    r"\b(?:(?:with\s+|has\s+|have\s+|having\s+)?(?:good|great|excellent|positive|strong|decent|solid|high|brilliant|nice)\s+(?:customer\s+|user\s+|buyer\s+|star\s+)?(?:reviews?|ratings?|feedback)"
    r"|(?:well|highly|good)[\s-]+(?:rated|reviewed|regarded|recommended)|acch[ei]\s+(?:reviews?|ratings?)|buenas\s+(?:reseñas|valoraciones)|gut\s+bewertet\w*|bien\s+notée?s?)\b"
)
_SAME_PRICE = re.compile(
    r"\b(?:(?:for|at|in|within|of|with|on)?\s*(?:(?:about|around|roughly)\s+)?(?:the\s+)?(?:same|that|this|similar|given)\s+(?:sort\s+of\s+|kind\s+of\s+)?(?:money|budget|price|price\s+(?:range|bracket|point|band|limit)|range|amount|cost)"
    r"|(?:same|that)\s+as\s+before\s+price|(?:price|budget)\s+(?:stays|remains|is)\s+the\s+same|isi\s+(?:budget|price|range)\s+mein|(?:al\s+)?mismo\s+precio|gleiche[rmn]?\s+preis|même\s+prix)(?!\s+(?:on|at|elsewhere))\b"
)
_RELATIVE = (
    (
        "cheaper",
        re.compile(
            r"\b(?:(?:something|anything|one|ones|any|a\s+bit|bit|little|much|way|lot|even|got|show\s+me|somewhat|slightly)?\s*(?:cheaper|less\s+expensive|lower[\s-]+priced?|more\s+affordable|less\s+pricey|less\s+costly)(?:\s+(?:one|ones|option|options|alternative|alternatives|than\s+(?:that|this|these|those|it)))?"
            r"|(?:too|bit|very|quite|so)\s+(?:expensive|dear|pricey|costly|steep|mehnga|mehenga)|(?:aur|thoda|thodi|isse)\s+sast[aie]|sasta\s+wala|m[aá]s\s+barat[oa]s?|billiger\w*|günstiger\w*|moins\s+chers?|便宜一点|over\s+my\s+budget|out\s+of\s+my\s+budget)(?![a-z])"
        ),
    ),
    (
        "dearer",
        re.compile(
            r"\b(?:(?:something|anything|a\s+bit|bit|little)?\s*(?:more\s+(?:expensive|premium|upmarket|high[\s-]end)|pricier|dearer|costlier|higher[\s-]end|fancier)|can\s+(?:spend|go|stretch)\s+(?:a\s+(?:bit|little)\s+)?(?:more|higher)|aur\s+mehang[aie])\b"
        ),
    ),
    ("better_rated", re.compile(r"\b(?:(?:better|higher)[\s-]+(?:rated|reviewed|rating|ratings|reviews))\b")),
    (
        "bigger",
        re.compile(
            r"\b(?:(?:something|anything|any|one|a\s+bit|bit|little|much)?\s*(?:bigger|larger|longer|taller|higher\s+capacity|more\s+powerful)(?:\s+(?:one|ones|size|version|model|than\s+(?:that|this|these|those|it))|\s*[?.!]|\s*$))|\btoo\s+(?:small|short)\b"
        ),
    ),
    (
        "smaller",
        re.compile(
            r"\b(?:(?:something|anything|any|one|a\s+bit|bit|little|much)?\s*(?:smaller|shorter|more\s+compact|lighter)(?:\s+(?:one|ones|size|version|model|than\s+(?:that|this|these|those|it))|\s*[?.!]|\s*$))|\btoo\s+(?:big|large|long|bulky|heavy)\b"
        ),
    ),
)
_NOT_RELATIVE = re.compile(r"\bnot\s+$|\b(?:which|is\s+it|are\s+they|the)\s+[^,.;?]{0,24}$")
_ELSEWHERE = re.compile(r"\s+(?:of|on|at|elsewhere|in)\b")
_ANY_BRAND = re.compile(
    r"\b(?:(?:any|whichever|whatever|every|all)\s+(?:other\s+)?(?:brand|brands|make|makes|company|manufacturer)(?:\s+(?:then|is\s+fine|is\s+ok|is\s+okay|will\s+do|works|would\s+do|at\s+all|goes))?"
    r"|(?:the\s+)?brand\s+(?:doesn't|does\s+not|don't|dont|doesnt|is\s+not|isn't)\s+(?:matter|important|bother|an?\s+issue)(?:\s+to\s+me)?|no\s+(?:particular\s+)?brand\s+(?:preference|in\s+mind)|(?:don't|do\s+not|dont)\s+(?:care|mind)\s+(?:about\s+(?:the\s+)?|which\s+|what\s+|the\s+)?(?:brand|make)"
    r"|(?:regardless|irrespective)\s+of\s+(?:the\s+)?brand|brand\s+no\s+bar|koi\s+(?:bhi|si\s+bhi)\s+(?:brand|company)|(?:cualquier|otra)\s+marca|egal\s+welche\s+marke|n'importe\s+quelle\s+marque|open\s+to\s+(?:any|all|other)\s+brands?)\b"
)
_LIFTED = (
    (
        ("min_price", "max_price", "near_price"),
        re.compile(
            r"\b(?:any\s+(?:price|budget)|(?:the\s+)?(?:price|budget|cost|money)\s+(?:doesn't|does\s+not|doesnt|isn't|is\s+not|is\s+no)\s+(?:really\s+)?(?:matter|important|an?\s+issue|a\s+problem|object|bar)"
            r"|(?:no|without|forget|ignore|remove|drop|lift|never\s+mind|skip|scrap)\s+(?:about\s+)?(?:the\s+|my\s+|a\s+|any\s+)?(?:price|budget|max(?:imum)?|spending)(?:\s+(?:limit|cap|range|filter|constraint))?"
            r"|(?:don't|do\s+not|dont)\s+(?:care|mind)\s+(?:about\s+)?(?:the\s+|what\s+)?(?:price|cost|it\s+costs)|regardless\s+of\s+(?:the\s+)?(?:price|cost)|paise\s+ki\s+tension\s+nahi)\b(?!\s+(?:match|drop|tag))"
        ),
    ),
    (
        ("options", "must_options"),
        re.compile(
            r"\b(?:(?:any|whatever|whichever|all)\s+colou?rs?(?:\s+(?:is|are|will|would)\s+(?:fine|ok|okay|do))?|(?:the\s+)?colou?r\s+(?:doesn't|does\s+not|doesnt|isn't|is\s+not)\s+(?:matter|important)|(?:different|other|another)\s+colou?rs?)\b(?!\s+(?:except|but|other))"
        ),
    ),
    (
        ("min_rating",),
        re.compile(
            r"\b(?:any\s+(?:star\s+)?ratings?|(?:the\s+)?ratings?\s+(?:doesn't|does\s+not|doesnt|don't|isn't)\s+(?:matter|important)|(?:forget|ignore|drop|remove)\s+(?:about\s+)?(?:the\s+)?(?:star\s+)?ratings?)\b"
        ),
    ),
)
_START_OVER = re.compile(
    r"\b(?:start\s+(?:over|again|afresh)|(?:clear|reset|remove|forget)\s+(?:all\s+)?(?:the\s+|my\s+)?(?:filters?|everything|search|all\s+that))\b"
)
_NOT_THAT_BRAND = re.compile(
    r"\b(?:not|no|without|except|anything\s+but|other\s+than|don't\s+(?:want|like)|sick\s+of|hate)\s+(?:from\s+|by\s+)?(?:that|this|the\s+same|said)\s+(?:brand|make|maker|company|one's\s+brand)\b|\b(?:a\s+|some\s+|any\s+|from\s+)?(?:different|another|other)\s+(?:brands?|makes?|makers?|compan(?:y|ies)|manufacturers?)\b|\b(?:doosri|dusri|doosra)\s+(?:brand|company)\b"
)
_SAME_BRAND = re.compile(r"\b(?:the\s+)?(?:same|that|this)\s+(?:brand|make|company|manufacturer)\b|\bfrom\s+them\b")
_NEGATION = re.compile(
    r"\b(?:(?P<without>without(?:\s+(?:any|a|an|the))?|with\s+no|w/o|excluding|except(?:\s+for)?|other\s+than|nothing\s+(?:with|made\s+of|in)|sin|ohne|sans|minus|avoid(?:ing)?|(?:i\s+)?(?:don't|do\s+not|dont)\s+(?:want|need|like)(?:\s+(?:any|a|an|the))?"
    r"|(?:(?:which|that)\s+)?(?:(?:does|do)\s+not|doesn't|don't|doesnt|dont)\s+(?:have|come\s+with|need|require|use)(?:\s+(?:any|a|an))?|(?:it\s+)?must\s+not\s+(?:be|have)(?:\s+(?:a|an))?|anything\s+but(?:\s+(?:a|an|the))?|(?:is|are)n't\s+made\s+(?:of|from)|but\s+not(?:\s+(?:in|a|an|the|made\s+of))?"
    r"|(?:(?:which|that)\s+(?:is|are)\s+|that's\s+)not(?:\s+(?:a|an|made\s+of))?)"
    r"|(?P<not>(?<!is\s)(?<!are\s)(?<!was\s)(?<!do\s)(?<!did\s)(?<!does\s)(?<!'s\s)(?<!am\s)(?<!can\s)(?<!will\s)(?<!has\s)(?<!have\s)(?:not|no)(?:\s+(?:the|a|an|in|made\s+of|any))?))\s+"
    r"(?P<one>[^\W\d_]+)(?:\s+(?P<two>[^\W\d_]+))?"
)
_FREE = re.compile(
    r"\b(?P<one>lid|sugar|gluten|lead|wire|cord|plastic|leather|nickel|latex|fragrance|alcohol)[\s-]free\b"
)
_NEVER_TERMS = frozenset(words("never_terms"))


class WishReader:
    """Reads phrases of a folded template. Fits with `Draft` like the other readers."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def read_before_brands(self, text: str, draft: Draft) -> None:
        """Phrases that hold words like `brand`, `stock`, `cheapest`."""
        self._flags(text, draft)
        self._orders(text, draft)
        if match := _free(_STOCK, text, draft):
            if _STOCK_QUESTION.search(text):
                draft.flag("stock_question")
            else:
                draft.fields["in_stock"] = True
            draft.take(*match.span(), "stock")
        if match := _free(_WELL_RATED, text, draft):
            draft.fields["well_rated"] = True
            draft.take(*match.span(), "well_rated")
        self._relative(text, draft)

    def read_after_brands(self, text: str, draft: Draft) -> None:
        """Negated words and colours, where no brand was read."""
        self._negations(text, draft)
        self._colours(text, draft)

    def _flags(self, text: str, draft: Draft) -> None:
        if match := _free(_ANY_BRAND, text, draft):
            draft.fields["any_brand"] = True
            draft.take(*match.span(), "any_brand")
        if match := _free(_NOT_THAT_BRAND, text, draft):
            draft.flag("not_that_brand")
            draft.take(*match.span(), "reference")
        if match := _free(_SAME_BRAND, text, draft):
            draft.flag("same_brand")
            draft.take(*match.span(), "reference")
        for names, pattern in _LIFTED:
            if match := _free(pattern, text, draft):
                draft.add("lifted", *names)
                draft.take(*match.span(), "reference")
        if match := _free(_START_OVER, text, draft):
            draft.flag("start_over")
            draft.take(*match.span(), "reference")
        if match := _free(_SAME_PRICE, text, draft):
            draft.fields["same_price"] = True
            draft.take(*match.span(), "reference")

    def _orders(self, text: str, draft: Draft) -> None:
        for name, patterns in (("rating_order", _RATING_ORDER), ("price_order", _PRICE_ORDER)):
            for value, pattern in patterns:
                if match := _free(pattern, text, draft):
                    draft.fields[name] = value
                    draft.take(*match.span(), "order")
                    break

    def _relative(self, text: str, draft: Draft) -> None:
        for value, pattern in _RELATIVE:
            match = _free(pattern, text, draft)
            if match is None or _ELSEWHERE.match(text, match.end()):
                continue
            lead = text[max(0, match.start() - 40) : match.start()]
            if _NOT_RELATIVE.search(lead) and not re.search(r"\b(?:show|find|give|get|have|need|want)\b", lead):
                continue
            draft.fields["relative"] = value
            draft.take(*match.span(), "relative")
            return

    def _negations(self, text: str, draft: Draft) -> None:
        for match in _FREE.finditer(text):
            if draft.free(*match.span()):
                draft.add("exclude_terms", match["one"])
        for match in _NEGATION.finditer(text):
            one, two = match["one"], match["two"]
            if not draft.free(match.start(), match.end("one")) or one in _NEVER_TERMS or len(one) < 3:
                continue
            if match["not"] and re.search(
                r"\b(?:there|is|are|has|have|it's|got|why|if|or)\s+$", text[max(0, match.start() - 8) : match.start()]
            ):
                continue
            titles = self._vocabulary.titles
            known = bool(titles[one] or titles[one.rstrip("s")] or self._is_look(one))
            known = known or (match["without"] is not None and self._vocabulary.texts[one] > 0)
            if not known or (match["not"] and not self._excludable(one, text, match)):
                continue
            pair = two is not None and two not in _NEVER_TERMS and f"{one} {two}" in self._vocabulary.split.values()
            term, end = (f"{one} {two}", match.end("two")) if pair else (one, match.end("one"))
            draft.add("exclude_terms", _OTHER_COLOURS.get(term, term))
            draft.take(match.start(), end, "exclude")

    def _is_look(self, word: str) -> bool:
        return word in COLOURS or word in _MATERIALS or word in _OTHER_COLOURS

    def _excludable(self, word: str, text: str, match: re.Match[str]) -> bool:
        """A bare `not`/`no` excludes colours and materials anywhere, another word only at the end of a clause."""
        if self._is_look(word):
            return True
        rest = text[match.end("one") :]
        ends = re.match(
            r"(?:\s+(?:please|ones?|type|kind|models?|version|if\s+possible|required|needed|ok|thanks))*\s*(?:[,.;!?)]|$|\bbut\b|\band\b)",
            rest,
        )
        if ends is None or match.start() == 0:
            return False
        begins = re.search(r"(?:[,;(.-]|\bbut|\band|\bplease)\s*$", text[: match.start()]) is not None
        return begins or match["not"].startswith("not")

    def _colours(self, text: str, draft: Draft) -> None:
        found: list[tuple[str, bool]] = []
        for match in _COLOUR.finditer(text):
            start, end = match.span("colour")
            if not draft.free(start, end):
                continue
            word = _OTHER_COLOURS.get(match["colour"], match["colour"])
            if word in _FAINT_COLOURS and not re.match(r"\s+colou?r", text[end:]):
                continue
            shade = match["shade"]
            colour = f"{shade} {word}" if shade and shade not in ("matte", "matt") else word
            hard = bool(_COLOUR_HARD_LEFT.search(text, max(0, start - 30), match.start())) or bool(
                _COLOUR_HARD_RIGHT.match(text, end)
            )
            found.append((colour, hard))
            draft.spans.append((match.start(), end, "colour"))
        if len(found) == 1:
            colour, hard = found[0]
            draft.fields["options"] = {"colour": colour}
            if hard:
                draft.fields["must_options"] = ("colour",)
        elif found:
            draft.add("wish_terms", *(colour for colour, _ in found))


def _free(pattern: re.Pattern[str], text: str, draft: Draft) -> re.Match[str] | None:
    """The first match no earlier reader took."""
    return next((m for m in pattern.finditer(text) if draft.free(*m.span())), None)
