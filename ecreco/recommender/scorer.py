"""The BERT scorer: one `BertForSequenceClassification` reads query and product together and says how well they fit."""

from __future__ import annotations

import json
import threading
import time
import warnings
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender.split_bert import SplitBert
from ecreco.retrieval.encoder import default_model_path
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings

WEIGHTS = Path(__file__).parent / "weights" / "scorer"
SHAPE_FILE = "scorer.json"
PRODUCTS_KEPT = 4096  # half-read products in memory, about 45 KB each in bf16
_BATCH = 16


def base_path(settings: Settings) -> Path:
    """The BERT the adapter was trained on: the packaged MiniLM, whatever encoder the indexes use."""
    return default_model_path()


def new_model(path: Path) -> Any:
    """The base with a fresh one-output head, in full precision. Its head means nothing before training."""
    import torch
    from transformers import BertForSequenceClassification
    from transformers.utils import logging as transformers_logging

    level = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()  # a head newly initialised is what is wanted here
    try:
        return BertForSequenceClassification.from_pretrained(
            str(path), num_labels=1, local_files_only=True, dtype=torch.float32
        )
    finally:
        transformers_logging.set_verbosity(level)


class BertScorer:
    """Scores (query, product text) pairs; safe to share between threads.

    The adapter is merged into the base at load. A product's half of the reading is kept after its first time.
    """

    def __init__(self, split: SplitBert) -> None:
        self._split = split
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Any] = OrderedDict()
        self._pair_seconds = 0.004  # moving estimate; what a latency budget is spent by

    @classmethod
    def load(cls, settings: Settings, folder: Path | None = None) -> BertScorer:
        """Load the shipped adapter, or the one in `folder`. Raises OperatorError when it is missing or unreadable."""
        import torch
        from peft import PeftModel
        from transformers import AutoTokenizer

        where = folder or WEIGHTS
        if not (where / "adapter_model.safetensors").is_file():
            raise OperatorError(f"There are no scorer weights in {where}.", code="scorer_missing")
        path = base_path(settings)
        try:
            shape = json.loads((where / SHAPE_FILE).read_text(encoding="utf-8"))
            with warnings.catch_warnings():  # peft asks for a property under the name it had before transformers 6
                warnings.simplefilter("ignore", FutureWarning)
                model = PeftModel.from_pretrained(new_model(path), str(where)).merge_and_unload()
            tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
            frozen = int(shape["frozen_layers"])
        except (OSError, ValueError, RuntimeError, KeyError, TypeError) as error:
            raise OperatorError(f"The scorer in {where} could not be read: {error}", code="scorer_broken") from error
        if settings.threads:
            torch.set_num_threads(settings.threads)
        torch.set_flush_denormal(True)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return cls(SplitBert(tokenizer, model.eval().to(device, dtype=_fast_dtype()), frozen, device=device))

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text fits the query, as logits of shape (n,); above 0 means more likely relevant than not."""
        import torch

        out = np.zeros(len(texts), dtype=np.float32)
        if not texts:
            return out
        started = time.perf_counter()
        with torch.inference_mode():
            asked = self._split.side([query], product=False)[0]
            sides = self._sides(texts)
            order = sorted(range(len(texts)), key=lambda i: len(sides[i]))
            for at in range(0, len(order), _BATCH):  # texts of like length share a batch: padding costs time
                rows = order[at : at + _BATCH]
                logits = self._split.join([asked] * len(rows), [sides[i] for i in rows])
                out[rows] = logits.float().cpu().numpy()
        self._pair_seconds += 0.2 * ((time.perf_counter() - started) / len(texts) - self._pair_seconds)
        return out

    def affordable(self, milliseconds: float, *, least: int, most: int) -> int:
        """How many pairs fit a latency budget at the speed seen lately, within [least, most]."""
        return max(least, min(most, int(milliseconds / 1000 / max(self._pair_seconds, 1e-5))))

    def _sides(self, texts: Sequence[str]) -> list[Any]:
        with self._lock:
            known = {t: self._kept[t] for t in texts if t in self._kept}
            for text in known:
                self._kept.move_to_end(text)
        missing = sorted({t for t in texts if t not in known}, key=len)
        for at in range(0, len(missing), _BATCH):
            some = missing[at : at + _BATCH]
            known.update(zip(some, self._split.side(some, product=True), strict=True))
        with self._lock:
            self._kept.update((t, known[t]) for t in missing)
            while len(self._kept) > PRODUCTS_KEPT:
                self._kept.popitem(last=False)
        return [known[t] for t in texts]


def _fast_dtype() -> Any:
    """bf16 where the CPU multiplies it natively (2.5 times fp32 there, same order of results), else fp32."""
    import torch

    native = torch.cuda.is_available() or bool(getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)())
    return torch.bfloat16 if native else torch.float32
