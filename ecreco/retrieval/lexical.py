"""Word search over the products: BM25 on several fields, built in memory (about 1 s for 1,000 products)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import bm25s
import numpy as np
from numpy.typing import NDArray

from ecreco.retrieval.profiles import Profile
from ecreco.retrieval.terms import terms

Scores = NDArray[np.float32]

FIELD_WEIGHTS = {"title": 1.0, "kind": 0.5, "body": 0.35}
_MIN_SPLIT = 3


class LexicalIndex:
    """BM25 (Lucene's variant) per field, summed with weights. Rows are the rows of the profiles given."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.size = len(profiles)
        self._fields: dict[str, bm25s.BM25] = {}
        per_field = {name: [terms(getattr(p, name)) for p in profiles] for name in FIELD_WEIGHTS}
        for name, corpus in per_field.items():
            if any(corpus):
                index = bm25s.BM25(method="lucene", k1=1.2, b=0.6)
                index.index(corpus, show_progress=False)
                self._fields[name] = index
        self._row_terms = [frozenset(t for name in per_field for t in per_field[name][row]) for row in range(self.size)]
        self._named_terms = [frozenset([*per_field["title"][row], *per_field["kind"][row]]) for row in range(self.size)]
        self._frequency: dict[str, int] = {}
        for row in self._row_terms:
            for term in row:
                self._frequency[term] = self._frequency.get(term, 0) + 1

    def query_terms(self, text: str) -> list[str]:
        """The terms of a query; compounds are cut or joined as the catalog writes them (`pendrive`, `ear buds`)."""
        asked = terms(text, query=True)
        found: list[str] = []
        for term in asked:
            found += [term] if term in self._frequency else (self._split(term) or [term])
        found += [a + b for a, b in pairwise(asked) if a + b in self._frequency and a + b not in found]
        return list(dict.fromkeys(found))

    def scores(self, query: Sequence[str]) -> Scores:
        """BM25 of every row for these terms, shape (size,); 0 where no term occurs."""
        total = np.zeros(self.size, dtype=np.float32)
        for name, index in self._fields.items():
            known = [t for t in query if t in index.vocab_dict]
            if known:
                total += FIELD_WEIGHTS[name] * index.get_scores(known).astype(np.float32)
        return total

    def rarity(self, term: str) -> float:
        """Inverse document frequency, ln(1 + N / (1 + n)); highest for a word the catalog does not have."""
        return float(np.log1p(self.size / (1 + self._frequency.get(term, 0))))

    def knows(self, term: str) -> bool:
        """Whether any product has the term."""
        return term in self._frequency

    def coverage(self, query: Sequence[str], row: int, *, named: bool = False) -> float:
        """The share of the query's terms, by rarity, that a row has (named: in its title, brand or category)."""
        weights = {t: self.rarity(t) for t in query}
        whole = sum(weights.values())
        have = self._named_terms[row] if named else self._row_terms[row]
        return sum(w for t, w in weights.items() if t in have) / whole if whole else 0.0

    def _split(self, term: str) -> list[str]:
        best: tuple[int, list[str]] | None = None
        for cut in range(_MIN_SPLIT, len(term) - _MIN_SPLIT + 1):
            a, b = terms(term[:cut]), terms(term[cut:])
            if len(a) == len(b) == 1 and self.knows(a[0]) and self.knows(b[0]):
                commonness = min(self._frequency[a[0]], self._frequency[b[0]])
                if best is None or commonness > best[0]:
                    best = (commonness, [a[0], b[0]])
        return best[1] if best else []
