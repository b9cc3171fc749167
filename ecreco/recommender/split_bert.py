"""A BERT classifier whose lower layers read query and product apart, so that the product's half is computed once.

The lower layers keep the base's weights; the upper ones attend over both texts together. From MacAvaney et al. 2020,
"Efficient Document Re-Ranking for Transformers by Precomputing Term Representations" (PreTTR). The last layer computes
the [CLS] place alone, the only one the head reads.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

QUERY_TOKENS = 32
PRODUCT_TOKENS = 64


class SplitBert:
    """`model`: a BertForSequenceClassification with one output. frozen_layers: how many read the texts apart."""

    def __init__(self, tokenizer: Any, model: Any, frozen_layers: int, *, device: str = "cpu") -> None:
        self._tokenizer = tokenizer
        self._model = model
        self._device = device
        self._frozen = list(model.bert.encoder.layer[:frozen_layers])
        self._joint = list(model.bert.encoder.layer[frozen_layers:])
        self._lock = threading.Lock()

    def side(self, texts: Sequence[str], *, product: bool) -> list[Any]:
        """What the lower layers make of each text: tensors (tokens, hidden), without padding and without gradient."""
        import torch

        if not texts:
            return []
        with self._lock:  # the fast tokenizer keeps truncation and padding as state
            tokens = self._tokenizer(
                list(texts),
                padding=True,
                truncation=True,
                max_length=PRODUCT_TOKENS if product else QUERY_TOKENS,
                return_tensors="pt",
            ).to(self._device)
        mask = tokens["attention_mask"].bool()
        segment = torch.full_like(tokens["input_ids"], 1 if product else 0)
        with torch.no_grad():
            hidden = self._model.bert.embeddings(input_ids=tokens["input_ids"], token_type_ids=segment)
            for layer in self._frozen:
                hidden = layer(hidden, mask[:, None, None, :])
        return [row[keep].clone() for row, keep in zip(hidden, mask, strict=True)]

    def join(self, queries: Sequence[Any], products: Sequence[Any]) -> Any:
        """Logits of shape (n,) for n pairs of sides."""
        import torch

        pairs = [torch.cat((q, p)) for q, p in zip(queries, products, strict=True)]
        hidden = torch.nn.utils.rnn.pad_sequence(pairs, batch_first=True)
        lengths = torch.tensor([len(pair) for pair in pairs], device=hidden.device)
        mask = (torch.arange(hidden.shape[1], device=hidden.device) < lengths[:, None])[:, None, None, :]
        for layer in self._joint[:-1]:
            hidden = layer(hidden, mask)
        first = _first_place(self._joint[-1], hidden, mask)
        pooled = self._model.dropout(self._model.bert.pooler(first))
        return self._model.classifier(pooled).squeeze(-1)


def _first_place(layer: Any, hidden: Any, mask: Any) -> Any:
    """The layer's output at place 0 alone, shape (n, 1, hidden): all places are looked at, one is computed."""
    import torch

    attention = layer.attention.self

    def heads(projected: Any) -> Any:
        return projected.view(*projected.shape[:2], -1, attention.attention_head_size).transpose(1, 2)

    first = hidden[:, :1]
    looked = torch.nn.functional.scaled_dot_product_attention(
        heads(attention.query(first)),
        heads(attention.key(hidden)),
        heads(attention.value(hidden)),
        attn_mask=mask,
        dropout_p=attention.dropout.p if layer.training else 0.0,
    )
    looked = looked.transpose(1, 2).reshape(first.shape)
    return layer.feed_forward_chunk(layer.attention.output(looked, first))
