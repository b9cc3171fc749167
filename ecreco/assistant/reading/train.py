"""`ecreco train reader`: fine-tune the message reader on generated messages, on a CPU, in minutes."""

from __future__ import annotations

import gzip
import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ecreco.assistant.reading.acts import ReadingContext
from ecreco.assistant.reading.generator import Example, Generator, load_templates, noisy, split_templates
from ecreco.assistant.reading.model import (
    LABELS,
    MAX_TOKENS,
    ActClassifier,
    ActHead,
    base_path,
    context_words,
    shipped_folder,
)
from ecreco.assistant.reading.scenarios import scenario
from ecreco.assistant.reading.words import words

_INDEX = {label: i for i, label in enumerate(LABELS)}
_IN_SHOP_INTENTS = words("clinc_in_shop")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """Sizes and rates of one training run; the defaults are the shipped ones."""

    examples: int = 9_000
    clinc: int = 900
    epochs: int = 3
    batch: int = 32
    rate: float = 1.2e-3
    rank: int = 16
    weight_decay: float = 0.01
    seed: int = 7
    seconds: float = 460.0
    threads: int = 1  # short batches: more threads spin at barriers, above all on a busy machine


@dataclass(frozen=True, slots=True)
class _Encoded:
    ids: list[list[int]]
    types: list[list[int]]
    targets: torch.Tensor


def clinc_out_of_scope(path: Path, limit: int, rng: random.Random) -> tuple[list[str], list[str]]:
    """Out-of-scope sentences for training and for validation, from CLINC150's own splits."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        data: dict[str, list[list[str]]] = json.load(file)

    def pick(scope: str, out: str, count: int) -> list[str]:
        far = [text for text, intent in data[scope] if intent not in _IN_SHOP_INTENTS]
        outside = [text for text, _ in data[out]]
        return rng.sample(far, min(len(far), count // 2)) + rng.sample(outside, min(len(outside), count - count // 2))

    return pick("train", "oos_train", limit), pick("val", "oos_val", max(60, limit // 8))


def _off_topic(texts: Sequence[str], rng: random.Random) -> list[Example]:
    return [
        Example(text=noisy(t, rng), before="", context=scenario("any", rng), acts=("out_of_scope",), template=-1)
        for t in texts
    ]


def make_data(plan: TrainingPlan, data: Path | None) -> tuple[list[Example], list[Example]]:
    """Training and held-out examples; held-out templates were split off before any was filled."""
    train_templates, held_templates = split_templates(load_templates(), plan.seed)
    train = list(Generator(train_templates, plan.seed).examples(plan.examples))
    held = list(Generator(held_templates, plan.seed + 1).examples(max(400, plan.examples // 6)))
    path = data / "intents" / "clinc150_full.json.gz" if data else None
    if path and path.exists():
        rng = random.Random(plan.seed)
        inside, outside = clinc_out_of_scope(path, plan.clinc, rng)
        train += _off_topic(inside, rng)
        held += _off_topic(outside, rng)
    return train, held


def target(example: Example) -> torch.Tensor:
    """The label distribution of an example: its acts in equal parts, or "none"."""
    row = torch.zeros(len(LABELS))
    for act in example.acts or ("none",):
        row[_INDEX[act]] = 1.0
    return row / row.sum()


def _encode(tokenizer: Any, examples: Sequence[Example]) -> _Encoded:
    batch = tokenizer(
        [context_words(e.context, e.before) for e in examples],
        [e.text for e in examples],
        truncation="longest_first",
        max_length=MAX_TOKENS,
    )
    return _Encoded(batch["input_ids"], batch["token_type_ids"], torch.stack([target(e) for e in examples]))


def _padded(data: _Encoded, rows: Sequence[int]) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    width = max(len(data.ids[i]) for i in rows)
    fields = {
        name: torch.zeros(len(rows), width, dtype=torch.long)
        for name in ("input_ids", "token_type_ids", "attention_mask")
    }
    for n, i in enumerate(rows):
        length = len(data.ids[i])
        fields["input_ids"][n, :length] = torch.tensor(data.ids[i])
        fields["token_type_ids"][n, :length] = torch.tensor(data.types[i])
        fields["attention_mask"][n, :length] = 1
    return fields, data.targets[list(rows)]


def _batches(data: _Encoded, size: int, rng: random.Random) -> list[list[int]]:
    """Batches of alike length, in random order: padding is most of the cost of short messages."""
    order = sorted(range(len(data.ids)), key=lambda i: len(data.ids[i]) + rng.random() * 4)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(batches)
    return batches


def fit_temperature(scores: torch.Tensor, targets: torch.Tensor) -> float:
    """The temperature that minimises the log loss on held-out scores (Guo et al. 2017, arXiv 1706.04599)."""
    grid = np.exp(np.linspace(math.log(0.5), math.log(4.0), 60))
    losses = [float(nn.functional.cross_entropy(scores / t, targets)) for t in grid]
    return float(grid[int(np.argmin(losses))])


def train(
    out: Path | None = None,
    *,
    data: Path | None = None,
    plan: TrainingPlan | None = None,
    say: Callable[[str], None] = print,
) -> dict[str, Any]:
    """Train, calibrate, save into `out` (the shipped folder by default) and return the run's figures."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModel, AutoTokenizer

    plan = plan or TrainingPlan()
    began = time.monotonic()
    torch.set_flush_denormal(True)  # subnormal floats slow this training five to ten times on CPUs
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    rng = random.Random(plan.seed)
    train_set, held = make_data(plan, data)
    tokenizer = AutoTokenizer.from_pretrained(base_path())
    layers = ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"]
    config = LoraConfig(r=plan.rank, lora_alpha=2 * plan.rank, lora_dropout=0.05, target_modules=layers)
    encoder = get_peft_model(AutoModel.from_pretrained(base_path()), config)
    head = ActHead(encoder.config.hidden_size, len(LABELS))
    encoded = _encode(tokenizer, train_set)
    groups: list[dict[str, Any]] = [
        {"params": [p for p in encoder.parameters() if p.requires_grad], "lr": plan.rate},
        {"params": list(head.parameters()), "lr": plan.rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.weight_decay)
    steps = plan.epochs * math.ceil(len(train_set) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / 40, max(0.02, 1 - s / steps)))
    say(f"{len(train_set)} training messages, {len(held)} held out, {steps} steps")
    done = 0
    for epoch in range(plan.epochs):
        encoder.train()
        head.train()
        total = 0.0
        batches = _batches(encoded, plan.batch, rng)
        for rows in batches:
            fields, targets = _padded(encoded, rows)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = encoder(**fields).last_hidden_state
            scores = head(states.float(), fields["attention_mask"])
            loss = nn.functional.cross_entropy(scores, targets, label_smoothing=0.03)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_([p for g in groups for p in g["params"]], 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
            done += 1
            if done % 50 == 0:
                say(
                    f"step {done}/{steps} loss {total / (done - epoch * len(batches)):.3f} {time.monotonic() - began:.0f} s"
                )
        if time.monotonic() - began > plan.seconds:
            say("time is up: the epochs done so far stand")
            break
    classifier = ActClassifier(encoder, tokenizer, head, 1.0)
    encoder.eval()
    head.eval()
    scores = held_scores(classifier, held)
    temperature = fit_temperature(scores, torch.stack([target(e) for e in held]))
    figures: dict[str, Any] = {
        "seconds": round(time.monotonic() - began),
        "steps": done,
        "train": len(train_set),
        "held_out": len(held),
        "held_out_accuracy": round(accuracy(scores.numpy(), held), 4),
    }
    save(out or shipped_folder(), encoder, head, temperature, plan, figures)
    say(json.dumps(figures))
    return figures


def held_scores(classifier: ActClassifier, examples: Sequence[Example], batch: int = 64) -> torch.Tensor:
    """Raw scores of examples, (n, labels)."""
    pairs = [(context_words(e.context, e.before), e.text) for e in examples]
    return torch.cat([classifier.scores(pairs[i : i + batch]) for i in range(0, len(pairs), batch)])


def accuracy(scores: NDArray[np.float32], examples: Sequence[Example]) -> float:
    """Share of examples whose best label is one of theirs."""
    best = scores.argmax(axis=1)
    hits = [LABELS[b] in (e.acts or ("none",)) for b, e in zip(best, examples, strict=True)]
    return float(np.mean(hits))


def save(
    folder: Path, encoder: Any, head: ActHead, temperature: float, plan: TrainingPlan, figures: dict[str, Any]
) -> None:
    """Adapter, head (both float16) and facts."""
    from safetensors.torch import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    encoder.save_pretrained(str(folder))
    adapter = folder / "adapter_model.safetensors"
    save_file({k: v.half() for k, v in load_file(adapter).items()}, adapter)
    save_file({k: v.detach().half().contiguous() for k, v in head.state_dict().items()}, folder / "head.safetensors")
    (folder / "README.md").unlink(missing_ok=True)
    facts = {
        "labels": list(LABELS),
        "temperature": temperature,
        "base": "all-MiniLM-L6-v2",
        "plan": {name: getattr(plan, name) for name in plan.__dataclass_fields__},
        "figures": figures,
    }
    (folder / "reader.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")


def empty_context() -> ReadingContext:
    """The context of a first message."""
    return ReadingContext()
