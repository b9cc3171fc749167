"""Wording what a product's record and listing say, comparisons, choices and reviews."""

from __future__ import annotations

import re
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.patterns import pattern
from ecreco.assistant.brains.plan import Item
from ecreco.assistant.brains.references import order_by
from ecreco.assistant.brains.variants import ASKS_OPTIONS, family_of, options_in
from ecreco.assistant.compose.common import english, line, name, price, refused, short, tell
from ecreco.assistant.compose.shop import told_choices
from ecreco.assistant.specs import asks, number_of, specs_of
from ecreco.assistant.turn import TurnContext

_BRAND = re.compile(r"\b(?:brand|who makes|made by|manufacturer|which company)\b", re.IGNORECASE)
_BAD = re.compile(
    r"\b(?:complain\w*|gripes?|problems?|issues?|bad|worst|negative|dislik\w*|hate|cons|faults?|flaws?|drawbacks?|downsides?|weak\w*|wrong|"
    r"criticis\w+|unhappy|disappoint\w*|quejas?|probleme?|nachteile?|défauts?|shikayat|kharab)\b|缺点|差评",
    re.IGNORECASE,
)
_GOOD = re.compile(
    r"\b(?:like|likes|love|loves|praise\w*|good|best|positive|pros|advantages?|strengths?|happy|enjoy|recommend|gusta|vorteile?|avantages?|"
    r"pasand|accha)\b|优点|好评",
    re.IGNORECASE,
)


def details(context: TurnContext, item: Item) -> list[str]:
    found = item.result("details")
    if found is None:
        return _unknown(context, item)
    rows = found["products"]
    if len(rows) == 1:
        context.state.focus = rows[0]["product_id"]
    else:
        context.state.pair = [row["product_id"] for row in rows[:2]]
    return [text for row in rows for text in _about(context, row, str(found["question"]), len(rows) > 1)]


def overview(context: TurnContext, item: Item) -> list[str]:
    """A product in short: figures, then the first things its own listing says."""
    found = item.result("details")
    if found is None:
        return _unknown(context, item)
    out: list[str] = []
    for row in found["products"][:2]:
        context.state.focus = row["product_id"]
        product = context.shop.catalog.get(row["product_id"])
        out.append(line(row).removeprefix("- "))
        for place, text in enumerate([*product.about, product.description][:3]):
            if text and not plain.is_command(text):
                quoted = plain.quote(text, 200)
                context.prove(product.product_id, f"about[{place}]", quoted)
                out.append(f"- “{quoted}”")
    return out


def _about(context: TurnContext, row: dict[str, Any], question: str, several: bool) -> list[str]:
    """What record and listing say to each part of the question; the parts they do not answer are named."""
    out: list[str] = []
    title = name(row)
    quoted: set[str] = set()
    silent: list[str] = []
    for part in row["parts"]:
        fact = _recorded(context, row, str(part["question"]))
        if fact:
            out.append(fact)
            continue
        passages = [p for p in part["passages"] if p["text"] not in quoted]
        if not part["passages"]:
            silent.append(str(part["question"]))
        elif passages:
            quoted.add(passages[0]["text"])
            lead = _spec_lead(row, str(part["question"]))
            source = f"the listing of {title} says" if not quoted - {passages[0]["text"]} else "it also says"
            source = source[0].upper() + source[1:]
            out.append(
                f"{lead}{source}: “{passages[0]['text']}”" if english(context) else f"{title}: “{passages[0]['text']}”"
            )
    if silent and not out:
        out.append(tell(context, "silent", title=title))
    elif silent:
        out += [tell(context, "silent_part", part=plain.clean(part, 80).rstrip("?.! ")) for part in silent[:1]]
    return out


def _recorded(context: TurnContext, row: dict[str, Any], question: str) -> str | None:
    """An answer from the record itself: price, rating, brand."""
    title = name(row)
    if pattern("asks_price").search(question) and row["price"] is not None:
        return tell(context, "price_is", title=title, price=price(row))
    if pattern("asks_rating").search(question) and row["rating"] is not None:
        count = f" by {row['rating_count']:,} customers" if row.get("rating_count") else ""
        return (
            f"{title} is rated {row['rating']:g} out of 5{count}."
            if english(context)
            else f"{title}: {row['rating']:g} ★"
        )
    versions = family_of(context, row["product_id"])
    wanted = options_in(question, versions)
    own = next((v.options for v in versions if v.product_id == row["product_id"]), {})
    asks_version = bool(ASKS_OPTIONS.search(question) or pattern("version").search(question))
    if wanted and row["price"] is not None and all(own.get(key) == value for key, value in wanted.items()):
        return tell(context, "version_is" if row["in_stock"] else "version_out", title=title, price=price(row))
    versions = versions if asks_version else []
    if told := told_choices(context, versions) if versions else "":
        family = context.shop.catalog.find(versions[0].family_id or "")
        return tell(context, "options_are", title=plain.title(family.title) if family else title, options=told)
    if _BRAND.search(question) and row.get("brand"):
        return f"{title} is made by {row['brand']}."
    return None


def _spec_lead(row: dict[str, Any], question: str) -> str:
    """The figure asked for, before its source: `1600 DPI.`"""
    wanted = [str(value) for key, value in row.get("specs", {}).items() if asks(key, question)]
    return f"{wanted[0]}. " if wanted else ""


_PAST = re.compile(r"\bwas\b.{0,30}\bprice\b|\bprice\b.{0,30}\b(?:last|ago|before|yesterday|used to)\b", re.IGNORECASE)


def price_of(context: TurnContext, item: Item) -> list[str]:
    found = item.result("details")
    if found is None:
        return _unknown(context, item)
    out = []
    for row in found["products"]:
        context.state.focus = row["product_id"]
        known = row["price"] is not None
        out.append(tell(context, "price_is" if known else "price_unknown", title=name(row), price=price(row)))
    if _PAST.search(item.text):
        out.append("I know today's prices only, not what it was before.")
    if len(found["products"]) > 1:
        context.state.focus = None
        context.state.pair = [row["product_id"] for row in found["products"][:2]]
    return out


def stock(context: TurnContext, item: Item) -> list[str]:
    found = item.result("details")
    if found is None:
        return _unknown(context, item)
    out = []
    for row in found["products"]:
        context.state.focus = row["product_id"]
        title = name(row)
        if not row["in_stock"]:
            out.append(f"{title} is out of stock at the moment.")
        elif row["stock"] is not None:
            out.append(f"{title} is in stock: {row['stock']} left.")
        elif context.knowledge.tells_stock:
            out.append(f"{title} is listed as in stock, but I don't have the exact number of pieces.")
        else:
            out.append(tell(context, "no_stock_figure", title=title))
    return out


def comparison(context: TurnContext, item: Item) -> list[str]:
    found = item.result("comparison")
    if found is None:
        return _unknown(context, item)
    cards = found["products"]
    out = [line(card) for card in cards]
    out += _differences(context, cards)
    rows = [row for row in found["rows"] if row["field"] not in ("price", "rating", "ratings", "brand")]
    both = [row for row in rows if row["shared"] and row["differs"]][:4]
    one = [row for row in rows if not row["shared"]][: max(0, 2 - len(both))]
    out += [f"- {row['field']}: " + " / ".join(str(value) for value in row["values"]) for row in both]
    for row in one:
        said = [f"{short(card)} {value}" for card, value in zip(cards, row["values"], strict=True) if value]
        out.append(
            f"- {row['field']}: {'; '.join(said)} (the other listing doesn't say)"
            if len(cards) == 2
            else f"- {row['field']}: {'; '.join(said)}"
        )
    return out


def _differences(context: TurnContext, cards: list[dict[str, Any]]) -> list[str]:
    if len(cards) != 2 or not english(context):
        return []
    a, b = cards
    parts = []
    if a["price"] is not None and b["price"] is not None and a["price"] != b["price"]:
        low, high = (a, b) if a["price"] < b["price"] else (b, a)
        gap = price({**low, "price": round(high["price"] - low["price"], 2)})
        parts.append(f"{short(low)} is {gap} cheaper")
    if a["rating"] is not None and b["rating"] is not None and a["rating"] != b["rating"]:
        high = a if a["rating"] > b["rating"] else b
        other = b if high is a else a
        parts.append(f"{short(high)} is rated higher ({high['rating']:g} against {other['rating']:g})")
    return ["; ".join(parts) + "."] if parts else []


def pick(context: TurnContext, item: Item) -> list[str]:
    """One of a known set, with the figure that decides."""
    found = item.result("details")
    if found is None:
        return _unknown(context, item)
    rows = {row["product_id"]: row for row in found["products"]}
    superlative = item.data.get("superlative")
    if pattern("most_rated").search(item.text):
        return _most_rated(context, list(rows.values()))
    if superlative:
        best = rows[order_by(context, list(rows), superlative)[0]]
        return [
            _show(context, best),
            _by_record(context, best, [r for r in rows.values() if r is not best], superlative),
        ]
    return _by_listing(context, list(rows.values()), item.text)


def _most_rated(context: TurnContext, rows: list[dict[str, Any]]) -> list[str]:
    """Popular as far as the records tell: by the number of customers who rated it."""
    best = max(rows, key=lambda row: row["rating_count"] or 0)
    if not best["rating_count"]:
        return ["I have no rating counts for these, so I can't say."]
    _show(context, best)
    return [
        f"{short(best)} has the most ratings of these: {best['rating_count']:,} customers, "
        f"{best['rating']:g} out of 5 on average."
    ]


def _show(context: TurnContext, row: dict[str, Any]) -> str:
    context.card(context.shop.catalog.get(row["product_id"]))
    context.state.focus = row["product_id"]
    return ""


def _by_record(context: TurnContext, best: dict[str, Any], others: list[dict[str, Any]], superlative: str) -> str:
    rated = superlative in ("best_rated", "worst_rated")
    figure = f"{best['rating']:g} out of 5" if rated and best["rating"] is not None else price(best)
    said = {
        "best_rated": "is rated best",
        "worst_rated": "is rated lowest",
        "cheapest": "is the cheapest",
        "dearest": "is the dearest",
    }
    if len(others) == 1:
        said = {
            "best_rated": "is rated better",
            "worst_rated": "is rated lower",
            "cheapest": "is cheaper",
            "dearest": "costs more",
        }
        other = others[0]
        against = f"{other['rating']:g}" if rated and other["rating"] is not None else price(other)
        if (best["rating"] if rated else best["price"]) == (other["rating"] if rated else other["price"]):
            return f"{short(best)} and {short(other)} are level here: {figure} each."
        return f"{short(best)} {said[superlative]}: {figure}, against {against} for {short(other)}."
    return (
        f"{short(best)} {said[superlative]} of these: {figure}. It costs {price(best)}."
        if rated
        else f"{short(best)} {said[superlative]} of these: {figure}."
    )


def _by_listing(context: TurnContext, rows: list[dict[str, Any]], question: str) -> list[str]:
    """Compare a measured fact named in the question; where the listings give none, quote what they say."""
    measured: list[tuple[float, str, dict[str, Any]]] = []
    for row in rows:
        specs = specs_of(context.shop.catalog.get(row["product_id"]))
        for key, value in specs.items():
            number = number_of(value)
            if asks(key, question) and number is not None:
                context.prove(row["product_id"], key, value)
                measured.append((number, value, row))
                break
    if measured:
        ordered = sorted(measured, key=lambda m: m[0], reverse=not pattern("wants_less").search(question))
        _, value, best = ordered[0]
        rest = "; ".join(f"{short(row)}: {said}" for _, said, row in ordered[1:])
        silent = [short(row) for row in rows if row not in [m[2] for m in measured]]
        tail = f" Against {rest}." if rest else f" The listing of {silent[0]} doesn't say." if silent else ""
        _show(context, best)
        return [f"{short(best)}: {value}.{tail}"]
    out = []
    for row in rows[:4]:
        texts = [p["text"] for part in row["parts"] for p in part["passages"]][:1]
        if texts:
            context.card(context.shop.catalog.get(row["product_id"]))
            out.append(f"- {short(row)}: “{texts[0]}”")
    if not out:
        return ["The listings of these don't mention that, so I can't say which."]
    return ["This is what their listings say:", *out]


def reviews(context: TurnContext, item: Item) -> list[str]:
    found = item.result("reviews")
    if found is None:
        return _unknown(context, item)
    context.state.focus = found["product"]["product_id"]
    title = name(found["product"])
    if not found["count"]:
        return [f"I have no reviews of {title}, so I can't say what buyers think."]
    bad, good = bool(_BAD.search(item.text)), bool(_GOOD.search(item.text))
    if bad and good and not re.search(r"\band\b|\bboth\b|,", item.text, re.IGNORECASE):
        good = False
    head = f"From {found['count']} review{'s' if found['count'] != 1 else ''} of {title}"
    head += ", few, so take it with care:" if found["few"] else ":"
    out = [head]
    if not good or bad:
        out += _themes("Complaints", found["complaints"], "No complaint stands out in them.")
    if not bad or good:
        out += _themes("Praise", found["praise"], "No particular praise stands out in them.")
    if not bad and not good and found["passages"]:
        out = [head, *(f"- “{p['text']}”" for p in found["passages"][:2])]
    return out


def _themes(head: str, themes: list[dict[str, Any]], none: str) -> list[str]:
    if not themes:
        return [none]
    out = []
    for theme in themes[:3]:
        quotes = "; ".join(f"“{quote['text']}”" for quote in theme["quotes"][:1])
        out.append(f"- {head}: {theme['name']} ({theme['count']}×){': ' + quotes if quotes else ''}")
    return out


def haggle(context: TurnContext, item: Item) -> list[str]:
    found = item.result("details")
    out = [tell(context, "haggle")]
    for row in found["products"][:1] if found else ():
        context.state.focus = row["product_id"]
        if row["price"] is not None:
            out.append(tell(context, "price_is", title=name(row), price=price(row)))
    return out


def _unknown(context: TurnContext, item: Item) -> list[str]:
    return [tell(context, "ask_which" if refused(item, "unknown_product", "unseen") else "sorry_failed")]


COMPOSERS = {
    "details": details, "overview": overview, "price": price_of, "stock": stock, "comparison": comparison, "pick": pick,
    "reviews": reviews, "haggle": haggle,
}  # fmt: skip
