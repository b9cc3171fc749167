"""Measures, packs and ages: `at least 2 metres`, `pack of 3`, `for my 4 year old`."""

from __future__ import annotations

import re

from ecreco.retrieval.quantities import BASE, Quantity, Relation, unit_kind
from ecreco.retrieval.reading.draft import Draft
from ecreco.retrieval.reading.mentions import Mention, plain
from ecreco.retrieval.reading.relations import Related, relation
from ecreco.retrieval.reading.text import NUMBER, Template
from ecreco.retrieval.reading.units import UNIT_AFTER, YEARS

_RAM_AFTER = re.compile(
    r"\s*(?:\+\s*|(?:or|and)\s+(?:more|above|higher|better|up)\s+)?(?:of\s+|lpddr\w*\s+|ddr\w?\s+)?(?:ram|memory)\b(?!\s+card)"
)
_RAM_BEFORE = re.compile(r"\bram\b(?:\s+(?:of|is|at|should|must|be|least|minimum))*\s*:?\s*$")
_AGE_LEFT = re.compile(
    r"\b(?:age[sd]?|turn(?:s|ed|ing)|s?he(?:'s|\s+is)|(?:child|kid|boy|girl|toddler|son|daughter|grandson|granddaughter|children|kids|nephew|niece)\s+(?:of|is|aged?|who\s+is|who's))"
    r"(?:\s+(?:of|about|around|from|is|only|just|between))*\s*[:=]?\s*$"
)
_OR_BEFORE = re.compile(rf"({NUMBER})\s*(?:or|oder|o|ou|ya)\s*$")
_PACK_LEFT = re.compile(r"\b(?:pack|packs|packet|set|box|bundle|combo)\s+of\s*$")
_PACK_RIGHT = re.compile(r"\s*-?\s*(?:packs?|pk|count|ct)(?![a-z])")
_MUST = re.compile(
    r"\b(?:must|has\s+to|have\s+to|needs?\s+to|should|only|exactly|strictly)(?:\s+(?:have|be|come|with|a|an|the|ones?))*\s*$"
)
_ELECTRIC = re.compile(r"\b(?:cables?|charg\w+|adapt[eo]rs?|usb|type|fast|plugs?|sockets?|fuses?|power|wires?)\b")
_UP_TO = re.compile(r"\bup\s?to\b")


class MeasureReader:
    """Reads packs, ages and measures into the draft's quantities."""

    def read(self, mention: Mention, template: Template, draft: Draft) -> bool:
        """Take the mention if it is a pack, an age or a measure."""
        return self._pack(mention, draft) or self._age(mention, draft) or self._measure(mention, template, draft)

    def _pack(self, mention: Mention, draft: Draft) -> bool:
        if mention.currency or mention.high or mention.low.scale > 1:
            return False
        left = _PACK_LEFT.search(draft.text, 0, mention.inner_start)
        right = _PACK_RIGHT.match(draft.text, mention.inner_end)
        if left is None and right is None:
            return False
        start, end = (left.start() if left else mention.start), (right.end() if right else mention.inner_end)
        self._add(draft, "pieces", float(mention.low.value), "=", False, f"pack of {plain(mention.low)}")
        draft.take(start, end, "quantity")
        return True

    def _age(self, mention: Mention, draft: Draft) -> bool:
        right = YEARS.match(draft.text, mention.inner_end)
        left = _AGE_LEFT.search(draft.text, 0, mention.start)
        if mention.currency or not (left or (right and (right["old"] or right["yo"] or mention.high))):
            return False
        if left and right is None and mention.low.value > 18:
            return False
        months = bool(right and right["unit"] and right["unit"].startswith("m"))
        scale = 12 if months else 1
        low = float(mention.low.value) / scale
        said = f"{plain(mention.low)} {'months' if months else 'years'} old"
        start = left.start() if left else mention.start
        end = right.end() if right else mention.end
        if mention.high:
            self._add(draft, "age", low, "=", False, said)
            said = said.replace(plain(mention.low), plain(mention.high), 1)
            self._add(draft, "age", float(mention.high.value) / scale, "=", False, said)
        else:
            up = re.compile(r"\s?\+|\s+(?:and|&)\s+(?:up|over|above|older)").match(draft.text, end)
            end = up.end() if up else end
            self._add(draft, "age", low, "=", False, said)
        draft.take(start, end, "age")
        return True

    def _measure(self, mention: Mention, template: Template, draft: Draft) -> bool:
        text = draft.text
        unit = UNIT_AFTER.match(text, mention.inner_end)
        if mention.currency or unit is None or (mention.low.scale > 1 and mention.low.digits and unit["gap"] == ""):
            return False
        attached = unit["gap"] == ""
        value = float((mention.high or mention.low).value)
        name = unit["unit"]
        if name == "in":
            name = "inch" if attached else ""
        if name in ("m", "l", "w", "v", "g", "mt", "lt", "a") and not mention.low.digits:
            return False
        if name == "a" and not _ELECTRIC.search(draft.text):
            return False  # "Redmi 9A" draws no nine amperes
        if name == '"' and text.count('"', 0, mention.inner_start) % 2:
            return False
        known = unit_kind(name, value, attached=attached)
        if known is None or (known[0] == "pieces" and value <= 1):
            return False
        kind, factor = known
        end = unit.end()
        ram = _RAM_AFTER.match(text, end)
        before = _RAM_BEFORE.search(text, 0, mention.start)
        if kind == "storage" and (ram or (before and draft.free(*before.span()))):
            kind, end = "memory", ram.end() if ram else end
        related = relation(text, mention.start, end)
        if related.relation is None and not mention.high:
            closer = (relation(text, mention.start, at) for at in (unit.end(), mention.inner_end))
            related = next((r for r in closer if r.relation is not None), related)
        unit_text = name if len(name) <= 2 or name.isupper() else f" {name}"
        if unit["gap"].strip() == "+":
            related = Related(">=", related.start, related.end)
        start = self._alternative(mention, template, draft, kind, factor, unit_text)
        self._add_measure(mention, draft, kind, factor, unit_text, related)
        draft.take(min(start, related.start), max(related.end, end), "quantity")
        return True

    def _alternative(
        self, mention: Mention, template: Template, draft: Draft, kind: str, factor: float, unit: str
    ) -> int:
        """The bare first number of `500 or 1000 pieces` counts in the unit of the second; gives where it begins."""
        match = _OR_BEFORE.search(draft.text, 0, mention.start)
        if match is None or not draft.free(match.start(), mention.start):
            return mention.start
        number = template.number(match[1])
        self._add(draft, kind, float(number.value) * factor, "=", False, plain(number) + unit)
        return match.start()

    def _add_measure(
        self, mention: Mention, draft: Draft, kind: str, factor: float, unit: str, related: Related
    ) -> None:
        low = float(mention.low.value) * factor
        if mention.high:
            high = float(mention.high.value) * factor
            self._add(draft, kind, low, ">=", True, plain(mention.low) + unit)
            self._add(draft, kind, high, "<=", True, plain(mention.high) + unit)
            return
        how: Relation = related.relation or "="
        loose = how == "<=" and _UP_TO.search(draft.text, related.start, mention.start) is not None
        if loose or (how == ">=" and draft.text[related.start : mention.start].strip() == "from"):
            how = "="
        hard = how in (">=", "<=") or bool(_MUST.search(draft.text, 0, related.start))
        self._add(draft, kind, low, how, hard, plain(mention.low) + unit)

    def _add(self, draft: Draft, kind: str, value: float, how: Relation, hard: bool, said: str) -> None:
        unit = BASE.get(kind, kind)
        draft.quantities.append(Quantity(kind=kind, value=value, unit=unit, relation=how, hard=hard, said=said))
