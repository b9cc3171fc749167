"""One import: sources opened, read in their format, written in batches, reported."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.detect import find_format, header_of
from ecreco.shop.importers.google import GoogleReader
from ecreco.shop.importers.items import Item, Reader, refuse_long_ids
from ecreco.shop.importers.jsonl import RecordReader
from ecreco.shop.importers.mapped import MappedReader
from ecreco.shop.importers.mapping import ImportMapping, read_mapping
from ecreco.shop.importers.policy_text import PolicyReader
from ecreco.shop.importers.report import ImportReport, RejectFile, SourceReport
from ecreco.shop.importers.rows import JsonRows, TableRows, YamlRows, describe
from ecreco.shop.importers.shopify import ShopifyReader
from ecreco.shop.importers.sources import Source, open_sources
from ecreco.shop.importers.tau2 import Tau2Reader
from ecreco.shop.importers.woocommerce import WooCommerceReader
from ecreco.shop.record_store import Changes
from ecreco.shop.records import Policy
from ecreco.shop.shop import Shop

_BATCH = 500  # rows in one transaction
Progress = Callable[[str, int], None]  # source, rows read so far


def import_sources(
    shop: Shop,
    sources: Sequence[Path],
    *,
    format: str | None = None,
    mapping: Path | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Read catalogs, reviews, customers, orders, events and policy texts into a shop.

    Every source is opened and its format settled before anything is written. Bad rows and values go to
    `shop.folder/imports/RUN/rejects.csv` and stop nothing. Each batch is one transaction. Importing the same
    file again changes nothing. `mapping` serves the tables, JSON Lines and YAML lists among the sources;
    `progress(source, rows)` is called after every batch.

    Raises OperatorError with one plain sentence: a source or mapping that is missing, empty, binary, locked or
    broken from the start; a column the mapping names and the source lacks; a full disk.
    """
    started, began = time.monotonic(), datetime.now(UTC)
    rules = read_mapping(mapping) if mapping else None
    opened = [source for path in sources for source in open_sources(path)]
    if not opened:
        raise OperatorError("There is nothing to import: name at least one file.", code="nothing_to_import")
    if rules:
        rules = rules.with_currency(shop.info.currency)
    readers = [(source, *_reader(source, format, rules, shop)) for source in opened]
    if rules and rules.shop:
        _tell_shop(shop, rules)
    report = ImportReport(run=f"{began:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}")
    policies: list[Policy] = []
    with RejectFile(shop.folder / "imports" / report.run) as rejects:
        for source, name, reader in readers:
            _read(shop, source.name, name, reader, report, rejects, policies, progress)
        if policies:
            _replace_policies(shop, policies, report)
    report.rejects = rejects.path
    report.seconds = time.monotonic() - started
    _write_down(shop, report, began)
    return report


def _reader(source: Source, told: str | None, rules: ImportMapping | None, shop: Shop) -> tuple[str, Reader]:
    """The format a source is read in, and its reader."""
    name = find_format(source, told)
    currency = (rules.currency if rules else None) or shop.info.currency
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


def _tell_shop(shop: Shop, rules: ImportMapping) -> None:
    """What the mapping's [shop] table says, where it is news."""
    news = {key: value for key, value in rules.shop.items() if getattr(shop.info, key) != value}
    if news:
        shop.update_info(**news)


def _read(
    shop: Shop,
    source: str,
    format: str,
    reader: Reader,
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
            for reject in item.rejects:
                rejects.write(source, reject)
                done.rejected_rows += reject.row
                done.rejected_fields += not reject.row
                done.reasons[_kind_of(reject.field, reject.reason)] += 1
        if progress:
            progress(source, done.rows)


def _batches(reader: Reader) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in reader:
        refuse_long_ids(item)
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
