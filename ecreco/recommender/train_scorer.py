"""`ecreco train scorer`: fine-tunes the BERT scorer on pairs made from shops, one command, one seed.

With `on_retrieval` the scorer learns a correction: what it says is added to the score that retrieval already gives a
pair (cosine and BM25, `fusion.base_logits`) and the sum is trained. It starts from that ranking, but on judged queries
it added nothing, so what is shipped was trained by itself.

Loss: listwise softmax cross-entropy over each query's group against gains 2^g-1 (ListNet, Cao et al. 2007), plus
binary cross-entropy on g/3.
"""

from __future__ import annotations

import json
import logging
import math
import random
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecreco.recommender import training_pairs
from ecreco.recommender.fusion import base_logits
from ecreco.recommender.metrics import ndcg
from ecreco.recommender.model_card import model_card
from ecreco.recommender.scorer import SHAPE_FILE, base_path, new_model
from ecreco.recommender.split_bert import SplitBert
from ecreco.recommender.training_pairs import Group, TrainingShop
from ecreco.retrieval.encoder import Encoder
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

log = logging.getLogger(__name__)
_START_BIAS = -6.0  # retrieval's logits are all positive; about one product in four of a group is relevant
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingOptions:
    """What a run can set. frozen_layers: this many of the lowest BERT layers stay as they are and read query and
    product apart, so their work is done once before training.

    rank: of the LoRA matrices. patience: validations without a better score before stopping early.
    minutes: wall-clock budget; the run ends at its best validation.
    """

    seed: int = 7
    queries_per_shop: int = 1000
    group_size: int = 6
    epochs: int = 3
    batch_groups: int = 6
    learning_rate: float = 6e-4
    weight_decay: float = 0.01
    dropout: float = 0.05
    rank: int = 16
    frozen_layers: int = 3
    patience: int = 4
    validations: int = 8
    minutes: float = 13.0
    on_retrieval: bool = False


def train(
    settings: Settings,
    shop_names: Sequence[str],
    out: Path,
    options: TrainingOptions | None = None,
    say: Say = log.info,
) -> dict[str, Any]:
    """Train on the named shops and write the adapter, its report and settings to `out`. Returns the report.

    Raises OperatorError for an unknown shop or when the shops give too few pairs.
    """
    shops = []
    for name in shop_names:
        with Shop.open(name, settings) as shop:
            shops.append(TrainingShop(name, tuple(shop.catalog.all()), tuple(shop.reviews.all())))
    return train_on(shops, settings, out, options or TrainingOptions(), say)


def train_on(
    shops: Sequence[TrainingShop], settings: Settings, out: Path, options: TrainingOptions, say: Say = log.info
) -> dict[str, Any]:
    """The same for catalogs already read."""
    started = time.monotonic()
    encoder = Encoder.load(settings)
    pairs = training_pairs.build(
        shops, encoder, seed=options.seed, per_shop=options.queries_per_shop, group_size=options.group_size
    )
    sizes = {part: len(groups) for part, groups in pairs.parts.items()}
    say(f"pairs made in {time.monotonic() - started:.0f} s: {sizes} queries of {options.group_size} products")
    if min(sizes.values()) < 4:
        raise OperatorError("The shops have too few products to train a scorer from.", code="too_little_data")
    run = _Run(settings, options, say)
    for groups in pairs.parts.values():
        run.prepare(groups)
    say(f"texts read in {time.monotonic() - started:.0f} s")
    before = run.report(pairs.parts["test"])
    say(f"before: {_short(before)}")
    run.fit(pairs.parts["train"], pairs.parts["valid"])
    after = run.report(pairs.parts["test"])
    say(f"after: {_short(after)}")
    report = {
        "shops": {s.name: {"products": len(s.products), "reviews": len(s.reviews)} for s in shops},
        "options": asdict(options), "queries": sizes, "before": before, "after": after,
        "baselines": _baselines(pairs.parts["test"]), "by_style": run.by_style(pairs.parts["test"]),
        "validation": run.history, "seconds": round(time.monotonic() - started),
    }  # fmt: skip
    run.save(out, report)
    return report


class _Run:
    """One training: model, tokens and the history of its validations."""

    def __init__(self, settings: Settings, options: TrainingOptions, say: Say) -> None:
        import torch
        from peft import LoraConfig, TaskType, get_peft_model
        from transformers import AutoTokenizer

        torch.set_flush_denormal(True)  # subnormal floats slow fp32 steps on this kind of CPU 5 to 10 times
        torch.manual_seed(options.seed)
        if settings.threads:
            torch.set_num_threads(settings.threads)
        self._options, self._say = options, say
        path = base_path(settings)
        base = new_model(path)
        if options.on_retrieval:
            torch.nn.init.zeros_(base.classifier.weight)  # no correction before training
            torch.nn.init.constant_(base.classifier.bias, _START_BIAS)
        layers = list(range(options.frozen_layers, base.config.num_hidden_layers))
        config = LoraConfig(
            task_type=TaskType.SEQ_CLS, r=options.rank, lora_alpha=2 * options.rank, lora_dropout=options.dropout,
            target_modules=["query", "key", "value", "attention.output.dense", "intermediate.dense", "output.dense"],
            layers_to_transform=layers, modules_to_save=["pooler", "classifier"],
        )  # fmt: skip
        with warnings.catch_warnings():  # peft asks for a property under the name it had before transformers 6
            warnings.simplefilter("ignore", FutureWarning)
            self._model: Any = get_peft_model(base, config)
        tokenizer = AutoTokenizer.from_pretrained(str(path), local_files_only=True)
        self._split = SplitBert(tokenizer, self._model.base_model.model, options.frozen_layers)
        self._queries: dict[str, Any] = {}
        self._products: dict[str, Any] = {}
        self.history: list[dict[str, float]] = []

    def fit(self, train: Sequence[Group], valid: Sequence[Group]) -> None:
        """Train, validate `validations` times, keep the best by validation NDCG@10."""
        import torch

        options = self._options
        rng = random.Random(options.seed)
        trained = [p for p in self._model.parameters() if p.requires_grad]
        total = options.epochs * math.ceil(len(train) / options.batch_groups)
        warm = max(1, total // 16)
        optimizer = torch.optim.AdamW(trained, lr=options.learning_rate / warm, weight_decay=options.weight_decay)
        every = max(1, total // options.validations)
        started = time.monotonic()
        best, best_state, stale, step = _mean_ndcg(valid, self.scores(valid)), self._state(), 0, 0
        losses: list[float] = []
        self.history.append({"step": 0, "valid_ndcg@10": round(best, 4)})
        self._say(f"step 0/{total} valid NDCG@10 {best:.4f}")
        for _ in range(options.epochs):
            order = list(train)
            rng.shuffle(order)
            for at in range(0, len(order), options.batch_groups):
                losses.append(self._step(order[at : at + options.batch_groups], optimizer, trained))
                step += 1
                spent = time.monotonic() - started
                late = spent > options.minutes * 60
                # A slow machine ends by the clock; the rate then still comes down in time.
                done = max(step / total, spent / (options.minutes * 60))
                for group in optimizer.param_groups:
                    group["lr"] = options.learning_rate * min((step + 1) / warm, max(0.02, 1 - done))
                if step % every and step != total and not late:
                    continue
                score = _mean_ndcg(valid, self.scores(valid))
                loss = float(np.mean(losses))
                losses.clear()
                self.history.append({"step": step, "loss": round(loss, 4), "valid_ndcg@10": round(score, 4)})
                self._say(
                    f"step {step}/{total} loss {loss:.3f} valid NDCG@10 {score:.4f} {time.monotonic() - started:.0f} s"
                )
                stale = 0 if score > best else stale + 1
                if score > best:
                    best, best_state = score, self._state()
                if late or stale >= options.patience:
                    self._model.load_state_dict(best_state, strict=False)
                    return
        self._model.load_state_dict(best_state, strict=False)

    def _step(self, groups: Sequence[Group], optimizer: Any, trained: Sequence[Any]) -> float:
        import torch

        self._model.train()
        grades = torch.tensor([g.grades for g in groups], dtype=torch.float32)
        gains = torch.pow(2.0, grades) - 1
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = self._logits(groups) + torch.from_numpy(self._base(groups))
        listwise = -(gains / gains.sum(1, keepdim=True) * logits.log_softmax(1)).sum(1).mean()
        pointwise = torch.nn.functional.binary_cross_entropy_with_logits(logits, grades / 3)
        loss = listwise + pointwise
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        return float(loss.detach())

    def prepare(self, groups: Sequence[Group]) -> None:
        """Let the frozen layers read every text once; kept in bf16, 45 KB a product."""
        self._model.eval()
        self._queries.update(self._read({g.query.text for g in groups}, product=False))
        self._products.update(self._read({t for g in groups for t in g.texts}, product=True))

    def _read(self, texts: set[str], *, product: bool) -> dict[str, Any]:
        import torch

        order = sorted(texts, key=lambda t: (len(t), t))
        found: dict[str, Any] = {}
        for at in range(0, len(order), 32):
            some = order[at : at + 32]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                sides = self._split.side(some, product=product)
            found.update(zip(some, (side.bfloat16() for side in sides), strict=True))
        return found

    def _logits(self, groups: Sequence[Group]) -> Any:
        """Shape (groups, group_size)."""
        queries = [self._queries[g.query.text].float() for g in groups for _ in g.texts]
        products = [self._products[t].float() for g in groups for t in g.texts]
        return self._split.join(queries, products).float().view(len(groups), -1)

    def scores(self, groups: Sequence[Group]) -> NDArray[np.float32]:
        """Logits, with retrieval's where trained on them, shape (groups, group_size)."""
        import torch

        self._model.eval()
        out = []
        with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
            for at in range(0, len(groups), 8):
                out.append(self._logits(groups[at : at + 8]).numpy())
        return np.concatenate(out).astype(np.float32) + self._base(groups)

    def _base(self, groups: Sequence[Group]) -> NDArray[np.float32]:
        """What the scorer's logits are added to, shape (groups, group_size): nothing, or what retrieval says."""
        if not self._options.on_retrieval:
            return np.zeros((len(groups), len(groups[0].grades)), dtype=np.float32)
        dense, word = (np.array([getattr(g, name) for g in groups]) for name in ("dense", "lexical"))
        return base_logits(dense, word).astype(np.float32)

    def report(self, groups: Sequence[Group]) -> dict[str, Any]:
        """Classification report (grade 2 and up is relevant, threshold .5) with NDCG@10 within the groups."""
        from sklearn.metrics import classification_report

        logits = self.scores(groups)
        truth = np.array([[g >= 2 for g in group.grades] for group in groups]).ravel()
        found = logits.ravel() > 0
        names = ["not relevant", "relevant"]
        classes = classification_report(
            truth, found, labels=[False, True], target_names=names, output_dict=True, zero_division=0
        )
        return {"ndcg@10": round(_mean_ndcg(groups, logits), 4), "classes": classes}

    def by_style(self, groups: Sequence[Group]) -> dict[str, dict[str, float]]:
        """NDCG@10 of scorer, encoder and BM25 by style of query."""
        logits = self.scores(groups)
        table: dict[str, dict[str, float]] = {}
        for style in sorted({g.query.style for g in groups}):
            rows = [i for i, g in enumerate(groups) if g.query.style == style]
            some = [groups[i] for i in rows]
            table[style] = {
                "queries": len(rows),
                "scorer": round(_mean_ndcg(some, logits[rows]), 4),
                **_baselines(some),
            }
        return table

    def _state(self) -> dict[str, Any]:
        return {k: v.detach().clone() for k, v in self._model.named_parameters() if v.requires_grad}

    def save(self, out: Path, report: dict[str, Any]) -> None:
        """Adapter in half precision (it is added to the base in full), settings, report and model card beside it."""
        from peft import get_peft_model_state_dict
        from safetensors.torch import save_file

        out.mkdir(parents=True, exist_ok=True)
        state = {k: v.detach().half().contiguous() for k, v in get_peft_model_state_dict(self._model).items()}
        config = self._model.peft_config["default"]
        config.base_model_name_or_path = "sentence-transformers/all-MiniLM-L6-v2"
        config.inference_mode = True
        config.save_pretrained(str(out))
        save_file(state, str(out / "adapter_model.safetensors"))
        (out / SHAPE_FILE).write_text(json.dumps({"frozen_layers": self._options.frozen_layers}) + "\n")
        (out / "README.md").write_text(model_card(report))
        (out / "training_report.json").write_text(json.dumps(report, indent=1) + "\n")


def _mean_ndcg(groups: Sequence[Group], scores: Any) -> float:
    values = [
        ndcg([g.grades[i] for i in np.argsort(-np.asarray(s), kind="stable")], list(g.grades), 10)
        for g, s in zip(groups, scores, strict=True)
    ]
    return float(np.mean(values))


def _baselines(groups: Sequence[Group]) -> dict[str, float]:
    dense = [g.dense for g in groups]
    word = [g.lexical for g in groups]
    both = [np.array(d) / max(*d, 1e-6) + np.array(w) / max(*w, 1e-6) for d, w in zip(dense, word, strict=True)]
    found = {"minilm": dense, "bm25": word, "fusion": both}
    return {name: round(_mean_ndcg(groups, scores), 4) for name, scores in found.items()}


def _short(report: dict[str, Any]) -> str:
    right = report["classes"]["relevant"]
    return f"NDCG@10 {report['ndcg@10']:.4f}, precision {right['precision']:.3f}, recall {right['recall']:.3f}"
