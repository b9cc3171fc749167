"""A passage: a piece of a record's own text that answers a question, with where it stands."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ecreco.retrieval.encoder import Encoder, Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """record: id of the product, policy section or review; field: where in it. text: quoted as it stands.

    context: what has to be read with it, such as the sentence a list hangs on; empty where the text stands alone.
    """

    record: str
    field: str
    text: str
    score: float
    context: str = ""


class SentenceVectors:
    """Vectors of sentences, the latest ones kept, since a conversation asks about the same product again."""

    def __init__(self, encoder: Encoder, *, kept: int = 8_000) -> None:
        self._encoder = encoder
        self._kept = kept
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension), rows of length 1."""
        with self._lock:
            known = {t: self._cache[t] for t in texts if t in self._cache}
        missing = list(dict.fromkeys(t for t in texts if t not in known))
        known.update(zip(missing, self._encoder.encode(missing), strict=True))
        with self._lock:
            for text in texts:
                self._cache[text] = known[text]
                self._cache.move_to_end(text)
            while len(self._cache) > self._kept:
                self._cache.popitem(last=False)
        if not texts:
            return np.zeros((0, self._encoder.dimension), dtype=np.float32)
        return np.stack([known[t] for t in texts])

    def cosines(self, question: str, texts: Sequence[str]) -> Vectors:
        """Cosine of the question with each text, shape (n,)."""
        return np.asarray(self.of(texts) @ self._encoder.encode_query(question), dtype=np.float32)
