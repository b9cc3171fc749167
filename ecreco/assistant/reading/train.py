"""`ecreco train reader`: fine-tune the message reader on generated messages, on a CPU, in minutes."""

from __future__ import annotations

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ecreco.assistant.reading.generator import Example
from ecreco.assistant.reading.model import (
    BASE,
    LABELS,
    MAX_TOKENS,
    NONE,
    ActClassifier,
    ActHead,
    base_path,
    shipped_folder,
)
from ecreco.assistant.reading.training_data import TrainingPlan, make_data, pair, target

Say = Callable[[str], None]
_LORA_LAYERS = ["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"]
_WARM_UP = 40
_REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class _Encoded:
    ids: list[list[int]]
    types: list[list[int]]
    targets: torch.Tensor


def train(
    out: Path | None = None,
    *,
    data: Path | None = None,
    plan: TrainingPlan | None = None,
    say: Say = print,
    card: Path | None = None,
    cases: Path | None = None,
) -> dict[str, Any]:
    """Train, calibrate, save into `out` (the shipped folder by default) and return the run's figures.

    data: folder with `intents/` (out-of-scope sentences). card: where to write the model card, with the baseline
    beside; cases: folder of hand-written messages (`cases*.jsonl`) to score both on.
    """
    plan = plan or TrainingPlan()
    began = time.monotonic()
    torch.set_flush_denormal(True)  # subnormal floats slow this training five to ten times on CPUs
    torch.set_num_threads(plan.threads)
    torch.manual_seed(plan.seed)
    train_set, held = make_data(plan, data)
    classifier, steps = _fit(train_set, plan, began, say)
    scores = held_scores(classifier, held)
    temperature = fit_temperature(scores, torch.stack([target(e) for e in held]))
    figures: dict[str, Any] = {
        "seconds": round(time.monotonic() - began),
        "steps": steps,
        "train": len(train_set),
        "held_out": len(held),
        "held_out_accuracy": round(accuracy(scores, held), 4),
        "temperature": round(temperature, 3),
    }
    save(out or shipped_folder(), classifier, temperature, plan, figures)
    say(json.dumps(figures))
    if card:
        from ecreco.assistant.reading.card import write_card

        write_card(card, out or shipped_folder(), train_set, held, scores, cases)
        say(f"model card: {card}")
    return figures


def _fit(examples: Sequence[Example], plan: TrainingPlan, began: float, say: Say) -> tuple[ActClassifier, int]:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModel, AutoTokenizer

    rng = random.Random(plan.seed)
    tokenizer = AutoTokenizer.from_pretrained(base_path())
    config = LoraConfig(r=plan.rank, lora_alpha=2 * plan.rank, lora_dropout=0.05, target_modules=_LORA_LAYERS)
    encoder = get_peft_model(AutoModel.from_pretrained(base_path()), config)
    head = ActHead(encoder.config.hidden_size, len(LABELS))
    parameters = [p for p in [*encoder.parameters(), *head.parameters()] if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=plan.rate, weight_decay=plan.weight_decay)
    steps = plan.epochs * math.ceil(len(examples) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / _WARM_UP, max(0.02, 1 - step / steps))
    )
    encoded = _encode(tokenizer, examples)
    say(f"{len(examples)} training messages, {steps} steps")
    done, losses = 0, [0.0]
    for _ in range(plan.epochs):
        encoder.train()
        head.train()
        for rows in _batches(encoded, plan.batch, rng):
            fields, targets = _padded(encoded, rows)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = encoder(**fields).last_hidden_state
            scores = head(states.float(), fields["attention_mask"])
            loss = nn.functional.cross_entropy(scores, targets, label_smoothing=0.03)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
            done += 1
            if done % _REPORT_EVERY == 0:
                recent = sum(losses[-_REPORT_EVERY:]) / _REPORT_EVERY
                say(f"step {done} of {steps}, loss {recent:.3f}, {time.monotonic() - began:.0f} s")
        if time.monotonic() - began > plan.seconds:
            say("time is up: the epochs done so far stand")
            break
    return ActClassifier(encoder.eval(), tokenizer, head.eval(), 1.0), done


def _encode(tokenizer: Any, examples: Sequence[Example]) -> _Encoded:
    pairs = [pair(e) for e in examples]
    batch = tokenizer(
        [a for a, _ in pairs],
        [b for _, b in pairs],
        truncation="longest_first",
        max_length=MAX_TOKENS,
    )
    return _Encoded(batch["input_ids"], batch["token_type_ids"], torch.stack([target(e) for e in examples]))


def _padded(data: _Encoded, rows: Sequence[int]) -> tuple[dict[str, torch.Tensor], torch.Tensor]:
    width = max(len(data.ids[i]) for i in rows)
    names = ("input_ids", "token_type_ids", "attention_mask")
    fields = {name: torch.zeros(len(rows), width, dtype=torch.long) for name in names}
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


def held_scores(classifier: ActClassifier, examples: Sequence[Example], batch: int = 64) -> torch.Tensor:
    """Raw scores of examples, (n, labels)."""
    pairs = [pair(e) for e in examples]
    return torch.cat([classifier.scores(pairs[i : i + batch]) for i in range(0, len(pairs), batch)])


def accuracy(scores: torch.Tensor, examples: Sequence[Example]) -> float:
    """Share of examples whose best label is one of theirs."""
    best = scores.argmax(dim=1).tolist()
    return sum(LABELS[b] in (e.acts or (NONE,)) for b, e in zip(best, examples, strict=True)) / max(len(examples), 1)


def save(
    folder: Path, classifier: ActClassifier, temperature: float, plan: TrainingPlan, figures: dict[str, Any]
) -> None:
    """Adapter and head (both float16), and the facts of the run."""
    from safetensors.torch import load_file, save_file

    folder.mkdir(parents=True, exist_ok=True)
    classifier.encoder.save_pretrained(str(folder))
    config = folder / "adapter_config.json"
    kept = {
        **json.loads(config.read_text(encoding="utf-8")),
        "base_model_name_or_path": BASE,
    }  # no path of this machine
    config.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    adapter = folder / "adapter_model.safetensors"
    save_file({k: v.half() for k, v in load_file(adapter).items()}, adapter)
    head = {k: v.detach().half().contiguous() for k, v in classifier.head.state_dict().items()}
    save_file(head, folder / "head.safetensors")
    (folder / "README.md").unlink(missing_ok=True)
    facts = {
        "labels": list(LABELS),
        "temperature": temperature,
        "base": BASE,
        "plan": asdict(plan),
        "figures": figures,
    }
    (folder / "reader.json").write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
