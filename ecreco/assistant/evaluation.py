"""Scripted conversations run against the assistant: `ecreco evaluate conversations`."""

from __future__ import annotations

import json
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol, TextIO

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.expectations import Seen, failures
from ecreco.assistant.grounding import Grounds, Titles, Violation, sentences
from ecreco.assistant.turn import card_of, product_facts
from ecreco.shop.aftersales import case_fields, changed_records, fingerprints
from ecreco.shop.aftersales.tau2_form import customer_form
from ecreco.shop.errors import CustomerError, OperatorError
from ecreco.shop.shop import Shop

Progress = Callable[[str, int, int | None], None]


class Talks(Protocol):
    """What is evaluated: something that answers a conversation over one shop."""

    shop: Shop

    def begin(self, customer_id: str | None) -> str: ...

    def say(self, conversation_id: str, text: str) -> Mapping[str, Any]: ...


@dataclass(slots=True)
class CaseResult:
    """How one case went. failures: "turn 2: products_min: ..."."""

    case_id: str
    tags: tuple[str, ...]
    failures: list[str] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        return not self.failures and not self.violations

    @property
    def why(self) -> list[str]:
        return [*self.failures, *(f"ungrounded {v.kind} {v.value!r}" for v in self.violations)]


def evaluate_conversations(
    assistant: Assistant,
    cases_path: Path | str,
    transcripts: Path | str | None = None,
    progress: Progress | None = None,
    baselines: bool = True,
) -> dict[str, Any]:
    """Run a case file. Each case starts from a fresh copy of the shop.

    Returns passed, total, pass_rate, by_tag, grounded_violations, turn seconds p50/p95, failed (what failed, by case),
    and under `baselines` the same first figures of a plain search that answers every message with its hits. Raises
    OperatorError for a case file that cannot be read.
    """
    cases = read_cases(Path(cases_path))
    titles = Titles((p.product_id, p.title) for p in assistant.shop.catalog.all())
    results = _run(cases, lambda shop: _Ours(assistant.on(shop)), assistant, titles, transcripts, progress)
    report = summary(results)
    if baselines:
        plain = _run(cases, lambda shop: PlainSearch(assistant, shop), assistant, titles, None, None)
        report["baselines"] = {"plain_search": {k: summary(plain)[k] for k in ("passed", "total", "pass_rate")}}
    return report


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a JSON-lines file. Raises OperatorError with the line at fault."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} cannot be read: {error}.", code="bad_case_file") from error
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
            if not {"id", "turns"} <= case.keys():
                raise KeyError("id and turns must be there")
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise OperatorError(f"{path}, line {number} is no conversation case: {error}.", code="bad_case") from error
        cases.append(case)
    return cases


def summary(results: Sequence[CaseResult]) -> dict[str, Any]:
    """Figures over all cases."""
    tags: dict[str, list[bool]] = defaultdict(list)
    for result in results:
        for tag in result.tags:
            tags[tag].append(result.passed)
    seconds = sorted(s for result in results for s in result.seconds)
    passed = sum(result.passed for result in results)
    return {
        "passed": passed,
        "total": len(results),
        "pass_rate": passed / len(results) if results else 0.0,
        "grounded_violations": sum(len(result.violations) for result in results),
        "by_tag": {
            tag: {"passed": sum(held), "total": len(held), "pass_rate": sum(held) / len(held)}
            for tag, held in sorted(tags.items())
        },
        "turn_seconds_p50": statistics.median(seconds) if seconds else 0.0,
        "turn_seconds_p95": seconds[int(0.95 * (len(seconds) - 1))] if seconds else 0.0,
        "failed": {r.case_id: r.why for r in results if not r.passed},
    }  # fmt: skip


class _Ours:
    def __init__(self, assistant: Assistant) -> None:
        self.shop = assistant.shop
        self._assistant = assistant
        self._said = 0

    def begin(self, customer_id: str | None) -> str:
        return self._assistant.start(customer_id=customer_id).conversation_id

    def say(self, conversation_id: str, text: str) -> Mapping[str, Any]:
        self._said += 1
        turn = self._assistant.take_turn(conversation_id, text, f"case-{self._said}")
        return turn.result or {}


class PlainSearch:
    """The baseline: every message is a search, every reply its hits."""

    def __init__(self, assistant: Assistant, shop: Shop) -> None:
        self.shop = shop
        self._recommender = assistant.recommender

    def begin(self, customer_id: str | None) -> str:
        return self.shop.conversations.start(customer_id).conversation_id

    def say(self, conversation_id: str, text: str) -> Mapping[str, Any]:
        items = self._recommender.find(text, k=5).items
        cards = [card_of(item.product, item.reason) for item in items]
        evidence = [
            {"record": item.product.product_id, "field": name, "value": value}
            for item in items
            for name, value in product_facts(item.product)
        ]
        lines = [f"- {card['title']}: {item.product.shown_price}" for card, item in zip(cards, items, strict=True)]
        return {
            "turn_id": "", "reply": "\n".join(["Here is what I found:", *lines]), "products": cards, "tool_calls": [],
            "confirmation": None, "receipt": None, "handoff": None, "evidence": evidence,
        }  # fmt: skip


def _run(
    cases: Sequence[Mapping[str, Any]],
    talker: Callable[[Shop], Talks],
    assistant: Assistant,
    titles: Titles,
    transcripts: Path | str | None,
    progress: Progress | None,
) -> list[CaseResult]:
    results = []
    folder = Path(tempfile.mkdtemp(prefix="ecreco-cases-"))
    out = open(transcripts, "w", encoding="utf-8") if transcripts else None  # noqa: SIM115 - closed below
    try:
        for number, case in enumerate(cases, start=1):
            with assistant.shop.copy_to(folder / str(number)) as shop:
                results.append(_case(case, talker(shop), titles, out))
            shutil.rmtree(folder / str(number), ignore_errors=True)
            if progress:
                progress("conversations", number, len(cases))
    finally:
        if out:
            out.close()
        shutil.rmtree(folder, ignore_errors=True)
    return results


def _case(case: Mapping[str, Any], talk: Talks, titles: Titles, out: TextIO | None) -> CaseResult:
    result = CaseResult(str(case["id"]), tuple(case.get("tags", ())))
    customer = case.get("customer")
    private = _others(talk.shop, customer)
    try:
        conversation_id = talk.begin(customer)
    except CustomerError as error:
        result.failures.append(f"could not begin: {error.message}")
        return result
    said: list[str] = []
    for place, turn in enumerate(case["turns"], start=1):
        before = snapshot(talk.shop)
        said.append(turn["say"])
        started = time.perf_counter()
        try:
            finished = talk.say(conversation_id, turn["say"])
        except CustomerError as error:
            result.failures.append(f"turn {place}: {error.message}")
            break
        result.seconds.append(time.perf_counter() - started)
        changed = changes(talk.shop, before)
        seen = _seen(talk.shop, conversation_id, finished, changed)
        result.failures += [f"turn {place}: {why}" for why in failures(turn.get("expect", {}), seen)]
        told = " ".join(said).casefold()
        leaked = [what for what in private if what in seen.reply and what not in told]
        result.failures += [f"turn {place}: another customer's {what}" for what in leaked]
        grounds = Grounds(finished["evidence"], finished["products"], said, titles)
        result.violations += [v for s in _sentences(finished["reply"]) for v in grounds.violations(s)]
        if out:
            line = {"case": case["id"], "turn": place, "say": turn["say"], "result": finished, "changed": changed}
            out.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
    return result


def _sentences(reply: str) -> Iterator[str]:
    for line in reply.split("\n"):
        yield from sentences(line)


def _seen(shop: Shop, conversation_id: str, finished: Mapping[str, Any], changed: Mapping[str, Any]) -> Seen:
    def records(kind: str, record_id: str) -> Mapping[str, Any]:
        if kind == "order":
            return case_fields(shop, record_id) if shop.orders.find(record_id) else {}
        customer = shop.customers.find(record_id)
        if customer is None:
            return {}
        return customer_form(customer, [order.order_id for order in shop.orders.of(record_id)])

    return Seen(
        result=finished,
        products=shop.catalog.many([str(card["product_id"]) for card in finished["products"]]),
        changed=changed,
        records=records,
        handed=shop.conversations.get(conversation_id).speaker != "assistant",
    )


@dataclass(frozen=True)
class Snapshot:
    """What tells later which records a turn changed."""

    prints: Mapping[str, Mapping[str, str]]
    carts: Mapping[str, list[dict[str, Any]]]


def snapshot(shop: Shop) -> Snapshot:
    """Digests of orders and customers, and the carts as they are."""
    return Snapshot(fingerprints(shop), _carts(shop))


def changes(shop: Shop, before: Snapshot) -> dict[str, dict[str, Any]]:
    """The records that are not as they were, in the source's form (an emptied cart: an empty list)."""
    carts = _carts(shop)
    return {
        **changed_records(shop, before.prints),
        "carts": {
            owner: carts.get(owner, [])
            for owner in {*before.carts, *carts}
            if before.carts.get(owner) != carts.get(owner)
        },
    }


def _carts(shop: Shop) -> dict[str, list[dict[str, Any]]]:
    return {owner: [asdict(line) for line in lines] for owner, lines in shop.carts.all()}


def _others(shop: Shop, customer_id: str | None) -> list[str]:
    """Words that only another customer's data holds: e-mail addresses and order numbers."""
    words = [c.email.casefold() for c in shop.customers.all() if c.email and c.customer_id != customer_id]
    return words + [o.order_id.casefold() for o in shop.orders.all() if o.customer_id != customer_id]
