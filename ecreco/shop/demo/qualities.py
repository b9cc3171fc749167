"""What the demo products are truly like. Reviews follow from these numbers; the shop's database never holds them."""

from __future__ import annotations

import random
from functools import lru_cache

from ecreco.shop.demo.catalog import Made, sold

COMMON_ASPECTS = ("quality", "value", "use", "fit", "delivery", "service")
# How much each aspect weighs in a customer's stars; a type's own aspects share what is left.
_WEIGHTS = {"quality": 0.28, "value": 0.14, "use": 0.24, "fit": 0.08, "delivery": 0.05, "service": 0.03}


@lru_cache(maxsize=4)
def _draw(seed: int) -> dict[str, dict[str, float]]:
    models: dict[str, dict[str, float]] = {}
    qualities: dict[str, dict[str, float]] = {}
    for made in sold(seed):
        root = made.product.family_id or made.product.product_id
        if root not in models:
            models[root] = _model_qualities(made, random.Random(f"{seed}:quality:{root}"))
        rng = random.Random(f"{seed}:quality:variant:{made.product.product_id}")
        qualities[made.product.product_id] = {
            aspect: _clip(level + rng.gauss(0, 0.03)) for aspect, level in models[root].items()
        }
    return qualities


def hidden_qualities(seed: int = 7) -> dict[str, dict[str, float]]:
    """product_id → aspect → 0 (awful) .. 1 (excellent), for every plain product and variant. For tests only."""
    return {product_id: dict(aspects) for product_id, aspects in _draw(seed).items()}


def disputed_aspect(made: Made, seed: int) -> str | None:
    """The aspect customers of this model disagree about (about one model in eight), or None."""
    root = made.product.family_id or made.product.product_id
    rng = random.Random(f"{seed}:dispute:{root}")
    return rng.choice(made.type.aspects) if rng.random() < 0.125 else None


def overall(levels: dict[str, float]) -> float:
    """The weighted mean of aspect levels, 0..1."""
    own = [aspect for aspect in levels if aspect not in _WEIGHTS]
    share = (1 - sum(_WEIGHTS.values())) / max(1, len(own))
    weights = {aspect: _WEIGHTS.get(aspect, share) for aspect in levels}
    return sum(weights[aspect] * level for aspect, level in levels.items()) / sum(weights.values())


def _model_qualities(made: Made, rng: random.Random) -> dict[str, float]:
    """One latent level a model, each aspect around it; delivery and service hang on the shop, not on the model."""
    level = rng.betavariate(3.4, 1.7)
    qualities = {aspect: _clip(level + rng.gauss(0, 0.16)) for aspect in ("quality", "value", "use", "fit")}
    qualities["delivery"] = _clip(rng.gauss(0.72, 0.16))
    qualities["service"] = _clip(rng.gauss(0.68, 0.16))
    qualities.update({aspect: _clip(level + rng.gauss(0, 0.2)) for aspect in made.type.aspects})
    return qualities


def _clip(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)
