"""One import: sources opened, read in their format, written in batches, reported."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.cleaning import one_line
from ecreco.shop.importers.currency import CurrencySurvey, checked_currency
from ecreco.shop.importers.detect import find_format, header_of
from ecreco.shop.importers.google import GoogleReader
from ecreco.shop.importers.items import Item, Reader
from ecreco.shop.importers.jsonl import RecordReader
from ecreco.shop.importers.mapped import MappedReader
from ecreco.shop.importers.mapping import ImportMapping, read_mapping
from ecreco.shop.importers.merging import MergedItems
from ecreco.shop.importers.policy_text import PolicyReader
from ecreco.shop.importers.report import ImportReport, RejectFile, SourceReport
from ecreco.shop.importers.rows import JsonRows, TableRows, YamlRows, describe
from ecreco.shop.importers.shopify import ShopifyReader
from ecreco.shop.importers.sources import Source, open_sources
from ecreco.shop.importers.tau2 import Tau2Reader
from ecreco.shop.importers.woocommerce import WooCommerceReader
from ecreco.shop.record_store import Changes
from ecreco.shop.records import Policy, ShopInfo
from ecreco.shop.shop import Shop

_BATCH = 500  # rows in one transaction
Progress = Callable[[str, int], None]  # source, rows read so far


def import_sources(
    shop: Shop,
    sources: Sequence[Path],
    *,
    format: str | None = None,
    mapping: Path | None = None,
    currency: str | None = None,
    title: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read catalogs, reviews, customers, orders, events and policy texts into a shop.

    Every source is opened, its format settled and its first usable row found before anything is written. Bad rows
    and values go to `shop.folder/imports/RUN/rejects.csv` and stop nothing. Each batch is one transaction. Importing
    the same file again changes nothing. `mapping` serves the tables, JSON Lines and YAML lists among the sources;
    `progress(source, rows)` is called after every batch.

    `currency` (ISO 4217) and `title` are told to the shop. Without `currency` the mapping's counts; a shop that has
    neither products nor a currency of its own takes the one that most prices of the sources name.

    Raises OperatorError with one plain sentence: a source or mapping that is missing, empty, binary, locked or
    broken from the start; a source of which nothing can be imported; a column the mapping names and the source
    lacks; a currency that is none, or not that of the shop's products; a full disk.
    """
    started, began = time.monotonic(), datetime.now(UTC)
    rules = read_mapping(mapping) if mapping else None
    opened = [source for path in sources for source in open_sources(path)]
    if not opened:
        raise OperatorError("There is nothing to import: name at least one file.", code="nothing_to_import")
    news = _news(shop, rules, currency, title)
    told, survey = news.get("currency"), CurrencySurvey()
    readers = _readers(opened, format, rules, told or shop.info.currency)
    if told is None and _undecided(shop):
        for _, _, reader in readers:
            survey.add(reader.price_texts())
        if survey.leading and survey.leading != shop.info.currency:
            news["currency"] = survey.leading
            readers = _readers(opened, format, rules, survey.leading)
    merged = [(source, name, MergedItems(reader)) for source, name, reader in readers]
    for source, _, items in merged:
        _refuse_useless(source.name, items)
    _tell_shop(shop, news)
    report = ImportReport(
        run=f"{began:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}",
        currency=shop.info.currency,
        found_currency=bool(survey.leading),
        assumed_currency=bool(survey.unstated and not survey.leading),
    )
    policies: list[Policy] = []
    with RejectFile(shop.folder / "imports" / report.run) as rejects:
        for source, name, items in merged:
            _read(shop, source.name, name, items, report, rejects, policies, progress)
        if policies:
            _replace_policies(shop, policies, report)
    report.rejects = rejects.path
    report.seconds = time.monotonic() - started
    _write_down(shop, report, began)
    return report


def _news(shop: Shop, rules: ImportMapping | None, currency: str | None, title: str | None) -> dict[str, str]:
    """What the shop is to be told: the mapping's [shop] table, and what was said with the call."""
    news = dict(rules.shop) if rules else {}
    if title is not None:
        if not (name := one_line(title)):
            raise OperatorError("The title of a shop cannot be empty.", code="bad_title")
        news["title"] = name
    if currency is not None:
        news["currency"] = code = checked_currency(currency)
        if code != shop.info.currency and (count := shop.catalog.count()):
            raise OperatorError(
                f"The shop {shop.info.name} sells in {shop.info.currency} and has products priced in it ({count:,}), "
                f"so it cannot change to {code}; import into a new shop.",
                code="currency_settled",
            )
    return news


def _undecided(shop: Shop) -> bool:
    """Whether nobody and nothing has said yet what the shop sells in."""
    return shop.info.currency == ShopInfo(name="", title="").currency and not shop.catalog.count()


def _readers(
    sources: Sequence[Source], told: str | None, rules: ImportMapping | None, currency: str
) -> list[tuple[Source, str, Reader]]:
    if rules:
        rules = replace(rules, shop={**rules.shop, "currency": currency})
    return [(source, *_reader(source, told, rules, currency)) for source in sources]


def _refuse_useless(name: str, items: MergedItems) -> None:
    """Raise OperatorError for a source that holds nothing which could be imported, with its most common reason."""
    rows = 0
    lines: dict[str, int] = {}
    reasons: Counter[str] = Counter()
    for item in items:
        if item.records:
            return
        rows += item.rows
        for reject in item.rejects:
            reasons[reject.reason] += reject.row
            lines.setdefault(reject.reason, reject.line)
    if not reasons:
        what = "it has no rows" if not rows else "no row holds a record"
    else:
        reason = reasons.most_common(1)[0][0]
        where = f"{reason} (line {lines[reason]})"
        what = f"its only row was refused, since {where}" if rows == 1 else f"all {rows:,} rows were refused"
        what += "" if rows == 1 else f", most often since {where}" if len(reasons) > 1 else f", since {where}"
    raise OperatorError(f"Nothing of {name} can be imported: {what}.", code="nothing_importable")


def _reader(source: Source, told: str | None, rules: ImportMapping | None, currency: str) -> tuple[str, Reader]:
    """The format a source is read in, and its reader."""
    name = find_format(source, told)
    if (
        rules
        and name in ("csv", "shopify", "woocommerce", "google")
        and source.suffix != ".xml"
        and told in (None, "csv")
    ):
        return "csv", MappedReader(TableRows(source, rules.delimiter), rules, source.name)
    if rules and name == "jsonl":
        return name, MappedReader(JsonRows(source), rules, source.name)
    if name == "yaml":
        if rules is None:
            raise OperatorError(
                f"{source.name} is YAML and needs --mapping to say what is what.", code="mapping_needed"
            )
        return name, MappedReader(YamlRows(source), rules, source.name)
    if name == "csv":
        raise OperatorError(
            f"{source.name} is a table of a kind that is not known here and needs --mapping to say what is what; "
            f"its columns are {describe(header_of(source))}.",
            code="mapping_needed",
        )
    plain: dict[str, Callable[[], Reader]] = {
        "shopify": lambda: ShopifyReader(source, currency),
        "woocommerce": lambda: WooCommerceReader(source, currency),
        "google": lambda: GoogleReader(source, currency),
        "jsonl": lambda: RecordReader(source, currency),
        "policies": lambda: PolicyReader(source),
        "tau2-retail": lambda: Tau2Reader(source, currency),
    }
    return name, plain[name]()


def _tell_shop(shop: Shop, news: dict[str, str]) -> None:
    """What the shop does not know yet."""
    changes = {key: value for key, value in news.items() if getattr(shop.info, key) != value}
    if changes:
        shop.update_info(**changes)


def _read(
    shop: Shop,
    source: str,
    format: str,
    reader: MergedItems,
    report: ImportReport,
    rejects: RejectFile,
    policies: list[Policy],
    progress: Progress | None,
) -> None:
    done = SourceReport(source, format)
    report.sources.append(done)
    for batch in _batches(reader):
        _write(shop, batch, done)
        for item in batch:
            policies.extend(item.policies)
            done.rows += item.rows
            done.merged += item.merged
            done.foreign.update({reject.foreign for reject in item.rejects if reject.foreign})
            for reject in item.rejects:
                rejects.write(source, reject)
                if reject.cut:
                    done.breaks_off = done.rows - 1
                done.rejected_rows += reject.row
                done.rejected_fields += not reject.row
                done.reasons[_kind_of(reject.field, reject.reason)] += 1
        if progress:
            progress(source, done.rows)


def _batches(reader: MergedItems) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in reader:
        batch.append(item)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(shop: Shop, batch: Sequence[Item], done: SourceReport) -> None:
    """A batch in one transaction: on an error nothing of it stays."""
    with shop.transaction():
        changes = {
            "products": shop.catalog.upsert([record for item in batch for record in item.products]),
            "reviews": shop.reviews.upsert([record for item in batch for record in item.reviews]),
            "customers": shop.customers.upsert([record for item in batch for record in item.customers]),
            "orders": shop.orders.upsert([record for item in batch for record in item.orders]),
        }
        events = [event for item in batch for event in item.events]
        new = shop.events.append(events) if events else 0
    for kind, found in changes.items():
        done.count(kind, found)
    done.count("events", Changes(added=new, same=len(events) - new))


def _replace_policies(shop: Shop, policies: list[Policy], report: ImportReport) -> None:
    """The policies of all sources together take the place of what was there, unless they are what was there."""
    numbered = [
        Policy(policy_id=policy.policy_id, title=policy.title, text=policy.text, position=at)
        for at, policy in enumerate({policy.policy_id: policy for policy in policies}.values())
    ]
    before = {policy.policy_id: policy for policy in shop.policies.all()}
    added = sum(policy.policy_id not in before for policy in numbered)
    same = sum(before.get(policy.policy_id) == policy for policy in numbered)
    if list(before.values()) != numbered:
        shop.policies.replace(numbered)
    last = next(source for source in reversed(report.sources) if source.format in ("policies", "jsonl"))
    last.count("policies", Changes(added=added, changed=len(numbered) - added - same, same=same))


def _kind_of(field: str, reason: str) -> str:
    """A reason without the value it quotes, so that like counts with like."""
    start, quote, rest = reason.partition("'")
    if quote and not start.strip():
        reason = "…" + rest.rpartition("'")[2]
    return f"{field}: {reason}" if field else reason


def _write_down(shop: Shop, report: ImportReport, began: datetime) -> None:
    for source in report.sources:
        counts = {
            "run": report.run,
            "rows": source.rows,
            "rejected_rows": source.rejected_rows,
            "rejected_fields": source.rejected_fields,
            "merged": source.merged,
            **{
                kind: {"added": found.added, "changed": found.changed, "same": found.same}
                for kind, found in source.changes.items()
            },
        }
        shop.imports.record(source.name, report.run, counts, started_at=began)
