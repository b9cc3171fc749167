"""Training messages for the reader, from templates and slot words (data/templates.txt, data/slots.toml).

A template is the unit of the split: all fillings and noisy copies of one template stand on one side, so a score on
held-out templates says how the reader meets wordings it never saw.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ecreco.assistant.reading.acts import ACT_NAMES, ActName, ReadingContext
from ecreco.assistant.reading.scenarios import scenario

_CHOICE = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{([a-z_]+)\}")
_DIGITS = re.compile(r"\{d(\d)\}")
_LEADS = (
    "so ",
    "well, ",
    "hmm, ",
    "ok ",
    "okay, ",
    "hey, ",
    "and ",
    "also, ",
    "actually ",
    "please ",
    "hi, ",
    "um ",
    "alright, ",
    "good. ",
)
_TAILS = (
    " please",
    " pls",
    " thanks",
    " thx",
    "??",
    "!",
    " :)",
    " asap",
    " if possible",
    " then",
    ", please",
    "...",
    " today",
)
_PLAIN_LATIN = re.compile(r"^[\x00-\x7f]+$")
# Acts short of which a prefix or a tail would change what is asked.
_EMPHASIS = {
    "search": 2.2,
    "refine": 1.6,
    "product_question": 1.5,
    "policy_question": 1.4,
    "recommend": 1.3,
    "cart_add": 1.2,
    "carry": 1.5,
}
_UNTOUCHED: frozenset[str] = frozenset({"confirm", "decline", "greet", "thanks", "goodbye", "injection"})


@dataclass(frozen=True, slots=True)
class Template:
    """One line of the template file. acts: () is background, None repeats the previous act. contexts: scenarios."""

    number: int
    text: str
    acts: tuple[ActName, ...] | None
    contexts: tuple[str, ...]

    @property
    def group(self) -> str:
        """What quotas are counted by."""
        return "carry" if self.acts is None else ",".join(self.acts) or "none"


@dataclass(frozen=True, slots=True)
class Example:
    """One clause in its context, with what it asks for. before: the clauses before it in the same message."""

    text: str
    before: str
    context: ReadingContext
    acts: tuple[ActName, ...]
    template: int


def _read(name: str) -> str:
    return files("ecreco.assistant.reading").joinpath("data", name).read_text(encoding="utf-8")


def load_slots() -> dict[str, list[str]]:
    """Slot name to its words."""
    return tomllib.loads(_read("slots.toml"))


def load_templates(text: str | None = None) -> list[Template]:
    """Templates in file order. Raises ValueError naming the line when a header or an act is unknown."""
    templates: list[Template] = []
    acts: tuple[ActName, ...] | None = ()
    contexts: tuple[str, ...] = ("any",)
    for number, line in enumerate((_read("templates.txt") if text is None else text).splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("# "):
            continue
        if line.startswith("== "):
            acts, contexts = _header(line, number)
            continue
        templates.append(Template(number=number, text=line, acts=acts, contexts=contexts))
    return templates


def _header(line: str, number: int) -> tuple[tuple[ActName, ...] | None, tuple[str, ...]]:
    words = line[3:].split()
    contexts = tuple(words[1].removeprefix("ctx=").split(",")) if len(words) > 1 else ("any",)
    if words[0] == "carry":
        return None, contexts
    if words[0] == "none":
        return (), contexts
    known = {name: name for name in ACT_NAMES}
    try:
        return tuple(known[name] for name in words[0].split(",")), contexts  # type: ignore[index]
    except KeyError as error:
        raise ValueError(f"line {number}: {error} is no act") from error


def fill(template: str, slots: Mapping[str, Sequence[str]], rng: random.Random) -> str:
    """One filling: innermost choices first, then slots, then digits."""
    text = template
    while match := _CHOICE.search(text):
        text = text[: match.start()] + rng.choice(match[1].split("|")) + text[match.end() :]
    while match := _SLOT.search(text):
        text = text[: match.start()] + rng.choice(slots[match[1]]) + text[match.end() :]
    text = _DIGITS.sub(lambda m: "".join(rng.choice("0123456789") for _ in range(int(m[1]))), text)
    return re.sub(r"\s+([,.?!])", r"\1", re.sub(r"\s+", " ", text)).strip()


def split_templates(
    templates: Sequence[Template], seed: int, share: float = 0.15
) -> tuple[list[Template], list[Template]]:
    """Train and held-out templates; each group keeps at least one held-out template when it has three."""
    rng = random.Random(seed)
    groups: dict[str, list[Template]] = {}
    for template in templates:
        groups.setdefault(template.group, []).append(template)
    train: list[Template] = []
    held: list[Template] = []
    for group in groups.values():
        shuffled = rng.sample(group, len(group))
        count = max(1, round(share * len(group))) if len(group) >= 3 else 0
        held += shuffled[:count]
        train += shuffled[count:]
    return train, held


def noisy(text: str, rng: random.Random, *, touch: bool = True) -> str:
    """The text as people type it: casing, punctuation, politeness, a misspelling now and then."""
    if touch and rng.random() < 0.12:
        text = rng.choice(_LEADS) + text
    if touch and rng.random() < 0.12:
        text = text.rstrip("?.!") + rng.choice(_TAILS)
    roll = rng.random()
    if roll < 0.30:
        text = text.lower()
    elif roll < 0.60:
        text = text[:1].upper() + text[1:]
    elif roll < 0.63:
        text = text.upper()
    if rng.random() < 0.25:
        text = text.rstrip("?.! ").replace("'", "") if rng.random() < 0.5 else text.rstrip("?.! ")
    if len(text) > 8 and rng.random() < 0.15 and _PLAIN_LATIN.match(text):
        text = _misspell(text, rng)
    return text


def _misspell(text: str, rng: random.Random) -> str:
    letters = [i for i in range(1, len(text) - 1) if text[i].isalpha() and text[i + 1].isalpha()]
    for _ in range(rng.choice((1, 1, 2))):
        if not letters:
            break
        i = rng.choice([i for i in letters if i + 1 < len(text)] or [0])
        kind = rng.randrange(3)
        if kind == 0:
            text = text[:i] + text[i + 1 :]
        elif kind == 1:
            text = text[:i] + text[i + 1] + text[i] + text[i + 2 :]
        else:
            text = text[:i] + text[i] + text[i:]
    return text


class Generator:
    """Draws examples from some templates. Deterministic for a seed."""

    def __init__(
        self, templates: Sequence[Template], seed: int, slots: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._rng = random.Random(seed)
        self._slots = slots or load_slots()
        self._templates = list(templates)
        self._background = [t for t in self._templates if t.acts == ()]
        self._starts = [t for t in self._templates if "any" in t.contexts and t.acts]

    def examples(self, total: int) -> Iterator[Example]:
        """About `total` examples, groups weighted by the root of their template count."""
        groups: dict[str, list[Template]] = {}
        for template in self._templates:
            groups.setdefault(template.group, []).append(template)
        weights = {name: len(group) ** 0.6 * _EMPHASIS.get(name, 1.0) for name, group in groups.items()}
        scale = total / sum(weights.values())
        for name, group in groups.items():
            count = max(1, round(weights[name] * scale))
            for i in range(count):
                yield self.example(group[i % len(group)] if i < len(group) else self._rng.choice(group))

    def example(self, template: Template) -> Example:
        """One filled, noisy example of a template."""
        rng = self._rng
        context = scenario(rng.choice(template.contexts), rng)
        acts = context.previous_acts[-1:] if template.acts is None else template.acts
        text = noisy(fill(template.text, self._slots, rng), rng, touch=not set(acts) & _UNTOUCHED)
        return Example(text=text, before=self._before(template), context=context, acts=acts, template=template.number)

    def _before(self, template: Template) -> str:
        rng = self._rng
        if template.acts == () or rng.random() > 0.3:
            return ""
        source = rng.choice(self._background if self._background and rng.random() < 0.5 else self._starts)
        return noisy(fill(source.text, self._slots, rng), rng)
