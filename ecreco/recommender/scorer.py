"""The BERT scorer: one `BertForSequenceClassification` reads query and product together and says how well they fit."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.retrieval.encoder import default_model_path
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings

MAX_TOKENS = 72  # query and product together; tokens are what scoring costs
WEIGHTS = Path(__file__).parent / "weights" / "scorer"
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

    The adapter is merged into the base at load, so a call costs what a plain BERT costs.
    """

    def __init__(self, tokenizer: Any, model: Any, *, device: str = "cpu") -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._device = device
        self._tokens_lock = threading.Lock()
        self._pair_seconds = 0.006  # moving estimate; what a latency budget is spent by

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
            model = PeftModel.from_pretrained(new_model(path), str(where)).merge_and_unload()
            tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise OperatorError(f"The scorer in {where} could not be read: {error}", code="scorer_broken") from error
        if settings.threads:
            torch.set_num_threads(settings.threads)
        torch.set_flush_denormal(True)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return cls(tokenizer, model.eval().to(device, dtype=_fast_dtype()), device=device)

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """How well each text fits the query, as logits of shape (n,); above 0 means more likely relevant than not."""
        import torch

        out = np.zeros(len(texts), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        started = time.perf_counter()
        for at in range(0, len(order), _BATCH):  # texts of like length share a batch: padding costs time
            rows = order[at : at + _BATCH]
            with self._tokens_lock:  # the fast tokenizer keeps truncation and padding as state
                tokens = self._tokenizer(
                    [query] * len(rows), [texts[i] for i in rows], padding=True, truncation="longest_first",
                    max_length=MAX_TOKENS, return_tensors="pt",
                )  # fmt: skip
            with torch.inference_mode():
                logits = self._model(**tokens.to(self._device)).logits
            out[rows] = logits.float().squeeze(-1).cpu().numpy()
        if texts:
            self._pair_seconds += 0.2 * ((time.perf_counter() - started) / len(texts) - self._pair_seconds)
        return out

    def affordable(self, milliseconds: float, *, least: int, most: int) -> int:
        """How many pairs fit a latency budget at the speed seen lately, within [least, most]."""
        return max(least, min(most, int(milliseconds / 1000 / max(self._pair_seconds, 1e-5))))


def _fast_dtype() -> Any:
    """bf16 where the CPU multiplies it natively (2.5 times fp32 there, same order of results), else fp32."""
    import torch

    native = torch.cuda.is_available() or bool(getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)())
    return torch.bfloat16 if native else torch.float32
