"""Answers from the shop's own policy texts; nothing where they do not cover the question.

First the section that answers, by topic, meaning and words; then which of its sentences, whole where it is short.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from ecreco.retrieval.encoder import Encoder, Vectors
from ecreco.retrieval.evidence import Passage
from ecreco.retrieval.policy_places import destinations, outside
from ecreco.retrieval.policy_topics import (
    Topic,
    area_topic,
    goods_kinds,
    kinds_told,
    product_kinds,
    tells_of_all,
    topic_examples,
    topic_of,
    wider_kinds,
    without_goods,
)
from ecreco.retrieval.policy_units import Section, Unit, cut, tells_amount
from ecreco.retrieval.policy_wishes import Wish, spelled_out, wishes
from ecreco.retrieval.sentences import sentences
from ecreco.retrieval.terms import STOPWORDS, stem, words
from ecreco.shop.records import Policy, Product

# Without a topic a unit answers when it is near in meaning and grants enough of the question's wishes (by rarity), or
# is very near. Chosen on the questions of tests/retrieval/policy_cases/tune.txt.
_NEAR_ALONE = 0.62
_NEAR, _GRANTED = 0.30, 0.33
_HARDLY_NEAR, _ALL_GRANTED = 0.15, 0.80
_LIKE = 0.62  # cosine with an example of a topic that makes it the question's
_ALSO = 0.10
_MEANING = 0.55  # share of meaning in the score; the rest is the wishes granted
_IN_SECTION = 0.35  # share of the section's nearness in that of its sentences
_TITLED, _LATER = 0.10, 0.03
_CLAUSE = re.compile(
    r"[?!]+\s+|,?\s+(?:and|or|but)\s+(?=(?:how|what|which|where|who|when|is|are|do|does|can|could|will)\b)",
    re.IGNORECASE,
)
_ON_TOPIC = 0.30  # a sentence that says what is asked is surer than its words show
_OF_KIND, _OF_OTHER_KIND = 0.15, -0.10
_LEADS = 0.02  # the rule for all before the offers beside it
_TOLD = 0.15  # what holds for the goods in question is surer than the rule for all
_BEHIND = 0.01  # the delivery area behind the rule that holds in it
_SHORT, _LONG = 260, 480  # characters: a section quoted whole; the most that is quoted of one
# Such a sentence is half of what stands before it.
_LEANS = re.compile(
    r"^(?:it|they|this|these|those|then|otherwise|outside|some|but|if (?:there|they|it|one|the) )\b", re.IGNORECASE
)


class PolicyIndex:
    """All policy sentences of one shop; made once a version of the policies."""

    def __init__(self, parts: Sequence[Section], units: Sequence[Unit], encoder: Encoder) -> None:
        self._sections = parts
        self._units = units
        self._encoder = encoder
        self._vectors = encoder.encode([f"{parts[u.section].title}: {u.text}" for u in units])
        self._wholes = encoder.encode([f"{s.title}: {s.text}" for s in parts])
        self._frequency: dict[str, int] = {}
        for unit in units:
            for term in unit.stems:
                self._frequency[term] = self._frequency.get(term, 0) + 1

    @classmethod
    def from_policies(cls, policies: Sequence[Policy], encoder: Encoder) -> PolicyIndex:
        """Cut the policies into sections, sentences and list points and encode each with its title."""
        return cls(*cut(policies), encoder)

    def answer(self, question: str, k: int = 2, *, about: Product | None = None) -> list[Passage]:
        """Up to k passages of different sections that answer, best first; empty where the policies do not cover it.

        about: the product in question, for rules that hold by kind of goods. Passage.record is the policy's id, field
        its title, text the sentences that answer in the policy's order, a list point with what it hangs on.
        """
        wished = wishes(question)
        if not self._units or not question.strip():
            return []
        parts = [part for part in _CLAUSE.split(question) if part]
        topics = {topic.name for part in parts if (topic := topic_of(part))}
        if 1 < len(parts) == len(topics):  # each asks for something else
            return [p for part in parts for p in self.answer(part, 1, about=about)][:k]
        topic, titled = topic_of(question), self._titled(question)
        if not (topic or titled):
            topic = self._like(question)
        if not (wished or topic or titled):
            return []
        kinds = goods_kinds(question) or (product_kinds(about) if about else ())
        scores, covered = self._scores(question, wished, kinds, strict=topic is not None and topic.strict)
        fitting = self._on_topic(topic, question, kinds, scores) if topic else []
        if topic and topic.closed and not fitting:
            return []
        if not fitting:
            fitting = titled or [i for i in range(len(self._units)) if covered[i]]
            return self._passages(fitting, scores, k, everything=bool(titled))
        if not topic:
            return self._passages(fitting, [score + _ON_TOPIC for score in scores], k, everything=False)
        sure = self._ordered(topic, kinds, fitting, scores)
        if topic.delivers and (wanted := destinations(question)):
            area = self._on_topic(area_topic(), question, (), scores)
            if area and outside(wanted, [self._units[i].text for i in area]):
                return self._passages(area, scores, k, everything=True)
            best = max(sure[i] for i in fitting)
            sure = [best - _BEHIND if i in area and i not in fitting else score for i, score in enumerate(sure)]
            fitting = [*fitting, *(i for i in area if i not in fitting)]
        return self._passages(fitting, sure, k, everything=topic.whole or topic.windows)

    def _ordered(
        self, topic: Topic, kinds: tuple[str, ...], fitting: Sequence[int], scores: Sequence[float]
    ) -> list[float]:
        """Scores of units that are on the topic: what holds for the goods in question first, else the general rule."""
        sure = [score + _ON_TOPIC for score in scores]
        if not (topic.leads or topic.sums):
            return sure
        wanted = {kind for step in wider_kinds(kinds) for kind in step}
        if told := [i for i in fitting if _tells_of(self._units[i], wanted, amount=topic.sums)]:
            return [score + _TOLD * (i in told) for i, score in enumerate(sure)]
        general = [i for i in fitting if topic.leads and topic.leads.search(self._units[i].text)]
        if not general:
            return sure
        short = max(sure[i] for i in fitting) - max(sure[i] for i in general)
        return [score + (short + _LEADS) * (i in general) for i, score in enumerate(sure)]

    def _like(self, question: str) -> Topic | None:
        topic, cosine = topic_examples(self._encoder).nearest(spelled_out(question[:500]))
        return topic if cosine >= _LIKE else None

    def _scores(
        self, question: str, wished: Sequence[Wish], kinds: tuple[str, ...], *, strict: bool
    ) -> tuple[list[float], list[bool]]:
        """Of each unit the score, and whether it covers the question without the help of a topic."""
        asked = self._asked(question)
        alone = np.asarray((self._vectors @ asked.T).max(axis=1))
        inside = np.asarray((self._wholes @ asked.T).max(axis=1))
        scores, covered = [], []
        for unit, cosine in zip(self._units, alone, strict=True):
            share = self._granted(wished, unit)
            near = (1 - _IN_SECTION) * float(cosine) + _IN_SECTION * float(inside[unit.section])
            section = self._sections[unit.section]
            fit = _kind_fit(kinds, unit.text) or _kind_fit(kinds, section.title)
            standing = _standing(wished, section, unit) + fit
            scores.append(_MEANING * near + (1 - _MEANING) * share + standing)
            covered.append(_covers(float(cosine), share, strict=strict))
        return scores, covered

    def _asked(self, question: str) -> Vectors:
        """Vectors of the question and of each of its sentences, shape (m, dimension)."""
        whole = question[:1000]
        texts = list(dict.fromkeys([whole, spelled_out(whole), *sentences(whole)]))
        return np.stack([self._encoder.encode_query(text) for text in texts])

    def _granted(self, wished: Sequence[Wish], unit: Unit) -> float:
        weights = [self._rarity(w) for w in wished]
        whole = sum(weights)
        have = sum(weight for weight, w in zip(weights, wished, strict=True) if not w.stems.isdisjoint(unit.stems))
        return have / whole if whole else 0.0

    def _rarity(self, wish: Wish) -> float:
        """Rarer wishes tell more; one that no policy knows tells most, and says that the question is another."""
        held = max(self._frequency.get(t, 0) for t in wish.stems)
        return math.log1p(len(self._units) / (1 + held))

    def _titled(self, question: str) -> list[int]:
        """Places of all units under the titles that are all that is asked ("Delivery?")."""
        asked = {stem(w) for w in words(question) if w not in STOPWORDS}
        return [i for i, unit in enumerate(self._units) if asked and asked <= self._sections[unit.section].titled]

    def _on_topic(self, topic: Topic, question: str, kinds: tuple[str, ...], scores: Sequence[float]) -> list[int]:
        """Places of the units that say what the topic asks for."""
        found = []
        for i, unit in enumerate(self._units):
            section = self._sections[unit.section]
            stands = not topic.section or topic.section.search(f"{section.title}. {section.text}")
            if stands and topic.says.search(unit.text):
                found.append(i)
        return self._windows(found, question, kinds, scores) if topic.windows else found

    def _windows(self, rules: list[int], question: str, kinds: tuple[str, ...], scores: Sequence[float]) -> list[int]:
        """Of return rules those of the goods in question, else the general one with those that stand beside it."""
        asked = {stem(w) for w in words(without_goods(question)) if w not in STOPWORDS}
        for step in wider_kinds(kinds):
            if told := [i for i in rules if kinds_told(self._units[i].text) & set(step)]:
                return told
        named = [i for i in rules if asked & _subject(self._units[i])]
        if named:
            return named
        general = [i for i in rules if tells_of_all(self._units[i].text)]
        if not general or kinds:
            return general or rules
        best = max(general, key=lambda i: scores[i])
        return [i for i in rules if self._units[i].section == self._units[best].section]

    def _passages(self, fitting: Sequence[int], scores: Sequence[float], k: int, *, everything: bool) -> list[Passage]:
        best: dict[int, list[int]] = {}
        for i in sorted(fitting, key=lambda i: -scores[i]):
            best.setdefault(self._units[i].section, []).append(i)
        tops = [units[0] for units in best.values()][:k]
        return [
            Passage(
                record=self._sections[self._units[top].section].policy_id,
                field=self._sections[self._units[top].section].title,
                text=self._excerpt(best[self._units[top].section], scores, everything),
                score=scores[top],
            )
            for top in tops
            if scores[top] >= scores[tops[0]] - _ALSO
        ]

    def _excerpt(self, ranked: Sequence[int], scores: Sequence[float], everything: bool) -> str:
        """A short section whole; of a long one what answers, best first until it is enough, in the policy's order."""
        first = self._units[ranked[0]]
        inside = [i for i, unit in enumerate(self._units) if unit.section == first.section]
        listed = any(self._units[i].lead for i in inside)
        if not listed and sum(len(self._units[i].text) + 1 for i in inside) <= _SHORT:
            return _joined([self._units[i] for i in inside])
        chosen: set[int] = set()
        for i in ranked:
            if not chosen or everything or scores[i] >= scores[ranked[0]] - _ALSO:
                wanted = chosen | self._with_neighbours(i, inside)
                if not chosen or sum(len(self._units[j].text) for j in wanted) <= _LONG:
                    chosen = wanted
        return _joined([self._units[i] for i in sorted(chosen)])

    def _with_neighbours(self, i: int, inside: Sequence[int]) -> set[int]:
        """A sentence with the one it leans on and the one that leans on it."""
        taken = {i}
        if self._units[i].lead:
            return taken
        if i - 1 in inside and _LEANS.match(self._units[i].text):
            taken.add(i - 1)
        if i + 1 in inside and not self._units[i + 1].lead and _LEANS.match(self._units[i + 1].text):
            taken.add(i + 1)
        return taken


def _standing(wished: Sequence[Wish], section: Section, unit: Unit) -> float:
    """A little for the section that is named after what is asked, and for the rule before its exceptions."""
    named = any(not w.stems.isdisjoint(section.titled) for w in wished)
    return _TITLED * named - min(_LATER * unit.place, _TITLED)


def _kind_fit(kinds: tuple[str, ...], text: str) -> float:
    """What is said of the goods in question stands before what is said of others."""
    told = kinds_told(text)
    if not kinds or not told:
        return 0.0
    return _OF_KIND if any(told & set(step) for step in wider_kinds(kinds)) else _OF_OTHER_KIND


def _tells_of(unit: Unit, kinds: set[str], *, amount: bool) -> bool:
    """Whether a unit names one of the kinds of goods, with an amount where that is asked."""
    return not kinds.isdisjoint(kinds_told(unit.text)) and (tells_amount(unit.text) or not amount)


def _subject(unit: Unit) -> set[str]:
    """Stems of what a list point is about ("Helmets and clothing: 60 days, ...")."""
    head, colon, _ = unit.text.partition(":")
    return {stem(w) for w in words(head)} if colon else set()


def _covers(cosine: float, share: float, *, strict: bool) -> bool:
    if strict:
        return cosine >= _NEAR_ALONE and share >= _GRANTED
    return (
        cosine >= _NEAR_ALONE
        or (cosine >= _NEAR and share >= _GRANTED)
        or (cosine >= _HARDLY_NEAR and share >= _ALL_GRANTED)
    )


def _joined(units: Sequence[Unit]) -> str:
    """One text; list points behind what they hang on, which is said once."""
    said: list[str] = []
    for unit in units:
        if unit.lead and unit.lead not in " ".join(said):
            said.append(unit.lead)
        said.append(unit.text)
    return " ".join(text if re.search(r"[.!?:;]$", text) else f"{text}." for text in said)
