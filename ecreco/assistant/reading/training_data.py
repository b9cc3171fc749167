"""What the reader is trained and validated on: generated messages, and CLINC150 for what no shop sells."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from ecreco.assistant.reading.generator import Example, Generator, load_templates, noisy, split_templates
from ecreco.assistant.reading.glosses import gloss
from ecreco.assistant.reading.model import LABELS, NONE, context_words
from ecreco.assistant.reading.scenarios import scenario
from ecreco.assistant.reading.words import words

_INDEX = {label: i for i, label in enumerate(LABELS)}
CLINC = Path("intents") / "clinc150_full.json.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """Sizes and rates of one training run; the defaults are the shipped ones. seconds: no epoch starts after it."""

    examples: int = 9_000
    clinc: int = 900
    epochs: int = 2
    batch: int = 32
    rate: float = 1.2e-3
    rank: int = 16
    weight_decay: float = 0.01
    seed: int = 7
    seconds: float = 400.0
    threads: int = 1  # short batches: more threads spin at barriers, above all on a busy machine


def clinc_out_of_scope(path: Path, limit: int, rng: random.Random) -> tuple[list[str], list[str]]:
    """Out-of-scope sentences for training and for validation, from CLINC150's own splits."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        data: dict[str, list[list[str]]] = json.load(file)
    in_shop = words("clinc_in_shop")

    def pick(scope: str, out: str, count: int) -> list[str]:
        far = [text for text, intent in data[scope] if intent not in in_shop]
        outside = [text for text, _ in data[out]]
        half = count // 2
        return rng.sample(far, min(len(far), half)) + rng.sample(outside, min(len(outside), count - half))

    return pick("train", "oos_train", limit), pick("val", "oos_val", max(60, limit // 8))


def make_data(plan: TrainingPlan, data: Path | None) -> tuple[list[Example], list[Example]]:
    """Training and held-out examples; templates were parted before any was filled.

    data: the folder that holds `intents/`; None or absent: generated messages alone.
    """
    train_templates, held_templates = split_templates(load_templates(), plan.seed)
    train = list(Generator(train_templates, plan.seed).examples(plan.examples))
    held = list(Generator(held_templates, plan.seed + 1).examples(max(400, plan.examples // 6)))
    if data and (data / CLINC).exists():
        rng = random.Random(plan.seed)
        inside, outside = clinc_out_of_scope(data / CLINC, plan.clinc, rng)
        train += _off_topic(inside, rng)
        held += _off_topic(outside, rng)
    return train, held


def _off_topic(texts: Sequence[str], rng: random.Random) -> list[Example]:
    return [
        Example(text=noisy(t, rng), before="", context=scenario("any", rng), acts=("out_of_scope",), template=-1)
        for t in texts
    ]


def pair(example: Example) -> tuple[str, str]:
    """What the model reads of an example, as it will read it in a conversation."""
    return context_words(example.context, gloss(example.before)), gloss(example.text)


def target(example: Example) -> torch.Tensor:
    """The label distribution of an example, (labels,): its acts in equal parts, or "none"."""
    row = torch.zeros(len(LABELS))
    for act in example.acts or (NONE,):
        row[_INDEX[act]] = 1.0
    return row / row.sum()
