"""Score a reader on messages with known acts: exact sets, and precision and recall of each act."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ecreco.assistant.reading.acts import ActName, ReadingContext

# Courtesies around a request; a miss here changes no answer, so "exact" ignores them beside another act.
COURTESIES: frozenset[str] = frozenset({"greet", "thanks", "smalltalk", "goodbye"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingCase:
    """A message, its context, the acts it must be read as, and acts that are right too."""

    say: str
    acts: frozenset[str]
    also: frozenset[str] = frozenset()
    context: ReadingContext = field(default_factory=ReadingContext)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActScore:
    """Precision and recall of one act, with how often it was right, read and said."""

    precision: float
    recall: float
    said: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingScore:
    """exact: share of messages whose acts are right as a set. wrong: the others, with what was read."""

    total: int
    exact: float
    acts: dict[str, ActScore]
    wrong: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]

    @property
    def macro_f1(self) -> float:
        """Mean over acts of the harmonic mean of precision and recall."""
        scores = [
            2 * s.precision * s.recall / (s.precision + s.recall) if s.precision + s.recall else 0.0
            for s in self.acts.values()
        ]
        return sum(scores) / len(scores) if scores else 0.0


def load_cases(path: Path) -> list[ReadingCase]:
    """Cases of a JSON Lines file: {"say", "acts", "also"?, "context"?}."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = dict(row.get("context", {}))
        context["previous_acts"] = tuple(context.get("previous_acts", ()))
        cases.append(
            ReadingCase(
                say=row["say"],
                acts=frozenset(row["acts"]),
                also=frozenset(row.get("also", ())),
                context=ReadingContext(**context),
            )
        )
    return cases


def score(cases: Iterable[ReadingCase], read: Callable[[str, ReadingContext], Iterable[ActName | str]]) -> ReadingScore:
    """Run `read` over cases. A case is exact when every act is found (or one of `also` in its stead) and no other."""
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    said: Counter[str] = Counter()
    wrong = []
    total = 0
    for case in cases:
        total += 1
        acts = frozenset(read(case.say, case.context))
        allowed = acts - case.also
        for act in case.acts:
            said[act] += 1
            right[act] += act in acts or bool(acts & case.also and len(case.acts) == 1)
        for act in allowed:
            found[act] += 1
        if not _exact(acts, case):
            wrong.append((case.say, tuple(sorted(case.acts)), tuple(sorted(acts))))
    scores = {
        act: ActScore(
            precision=_ratio(right[act], max(found[act], right[act])),
            recall=_ratio(right[act], said[act]),
            said=said[act],
        )
        for act in sorted(said)
    }
    return ReadingScore(total=total, exact=1 - len(wrong) / max(total, 1), acts=scores, wrong=tuple(wrong))


def _exact(acts: frozenset[str], case: ReadingCase) -> bool:
    wanted = case.acts if len(case.acts) == 1 else case.acts - COURTESIES
    plain = acts if not (acts - COURTESIES) else acts - COURTESIES
    missed = wanted - acts
    if missed and not (acts & case.also and len(case.acts) == 1):
        return False
    return not plain - case.acts - case.also


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
