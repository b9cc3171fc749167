"""Rows read through a declarative mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ecreco.shop.importers.attributes import attributes_from_text
from ecreco.shop.importers.brands import BrandStatistics
from ecreco.shop.importers.cleaning import one_line, short
from ecreco.shop.importers.facts import labelled_facts
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.mapping import FieldRule, ImportMapping, ReviewsRule
from ecreco.shop.importers.reviews import joined_reviews, parted_reviews, scoped_id
from ecreco.shop.importers.rows import Rows
from ecreco.shop.importers.tables import BadRow, Row
from ecreco.shop.importers.transforms import TRANSFORMS, NoValue, is_nothing
from ecreco.shop.records import Product, Review

_NEEDED = {"product_id", "title"}


class MappedReader:
    """Items of a source through a mapping.

    Where brands are found by the titles, the source is read once more before, to gather evidence for them.
    """

    def __init__(self, rows: Rows, mapping: ImportMapping, source: str) -> None:
        if mapping.currency is None:
            raise ValueError("the mapping has no currency")
        self._rows = rows
        self._mapping = mapping
        self._currency = mapping.currency
        if rows.header is not None:
            mapping.check_columns(rows.header, source)
        else:
            self._check_first(source)

    def _check_first(self, source: str) -> None:
        """Sources whose rows bring their own names: all names of the first 2,000 rows together are the header."""
        names: dict[str, None] = {}
        for number, row in enumerate(self._rows):
            if number >= 2_000:
                break
            if isinstance(row, Row):
                names.update(dict.fromkeys(row.values))
        if names:
            self._mapping.check_columns(names, source)

    def __iter__(self) -> Iterator[Item]:
        for row in self._rows:
            if isinstance(row, BadRow):
                yield Item(row.line, rejects=[Reject.of_bad_row(row)])
            elif self._wanted(row):
                yield self._item(row)

    def product_ids(self) -> Iterator[str]:
        """The id of every row."""
        rule = self._mapping.product.get("product_id")
        if rule is not None:
            for row in self._wanted_rows():
                yield one_line(_first(row.values, rule))

    def price_texts(self) -> Iterator[str]:
        """The prices of every row."""
        rules = [rule for name in ("price", "list_price") if (rule := self._mapping.product.get(name))]
        for row in self._wanted_rows() if rules else ():
            yield from (text for rule in rules if (text := _first(row.values, rule).strip()))

    def _wanted_rows(self) -> Iterator[Row]:
        return (row for row in self._rows if isinstance(row, Row) and self._wanted(row))

    def _wanted(self, row: Row) -> bool:
        return all(row.values.get(column, "") in values for column, values in self._mapping.only.items())

    @cached_property
    def _brands(self) -> BrandStatistics | None:
        """What the titles of the whole source say about brands, where the mapping asks for that."""
        rule = self._mapping.product.get("brand")
        if rule is None or rule.transform != "brand_from_title":
            return None
        brands = BrandStatistics(tuple(rule.options.get("known", ())), tuple(rule.options.get("never", ())))
        for row in self._wanted_rows():
            texts = [row.values.get(column, "") for column in rule.options.get("texts", ())]
            brands.add(one_line(_first(row.values, rule)), texts)
        return brands

    def _item(self, row: Row) -> Item:
        item = Item(row.line)
        if self._mapping.product:
            product = self._product(row, item)
            if product:
                item.products.append(product)
                for rule in self._mapping.reviews:
                    item.reviews.extend(self._reviews(product.product_id, rule, row, item))
        if self._mapping.review:
            review = self._review(row, item)
            if review:
                item.reviews.append(review)
        return item

    def _fields(self, row: Row, rules: Mapping[str, FieldRule], needed: set[str], item: Item) -> dict[str, Any] | None:
        """The values of a row; None, with the row rejected, where a needed one is missing."""
        values: dict[str, Any] = {}
        for name, rule in rules.items():
            try:
                value = self._value(row.values, rule)
            except NoValue:
                value = None
            except ValueError as error:
                raw = _first(row.values, rule)
                if name in needed:
                    item.rejects.append(Reject.of_row(row.line, str(error), raw, name))
                    return None
                item.rejects.append(Reject.of_value(row.line, name, raw, error))
                value = rule.default
            if value is not None and value != "":
                values[name] = value
        missing = sorted(name for name in needed if name not in values)
        if missing:
            first = " ".join(text for text in row.values.values() if text.strip())
            item.rejects.append(Reject.of_row(row.line, f"it has no {' and no '.join(missing)}", first, missing[0]))
            return None
        return values

    def _value(self, row: Mapping[str, str], rule: FieldRule) -> Any:
        if rule.constant is not None:
            return rule.constant
        if rule.transform == "category_path" and len(rule.columns) > 1 and rule.join is None:
            return self._joined_path(row, rule)
        raw = _first(row, rule)
        if is_nothing(raw) or raw.strip().casefold() in rule.empty:
            return rule.default
        if rule.transform == "brand_from_title":
            return self._brands.brand(one_line(raw)) if self._brands else None
        return TRANSFORMS[rule.transform](raw, {"currency": self._currency, **rule.options})

    @staticmethod
    def _joined_path(row: Mapping[str, str], rule: FieldRule) -> tuple[str, ...] | None:
        """One column a level."""
        names = [one_line(row.get(column, "")) for column in rule.columns]
        kept = [name for name in names if not is_nothing(name) and name.casefold() not in rule.empty]
        return tuple(dict.fromkeys(kept)) or rule.default

    def _product(self, row: Row, item: Item) -> Product | None:
        values = self._fields(row, self._mapping.product, _NEEDED, item)
        if values is None:
            return None
        facts: dict[str, str] = {}
        for rule in self._mapping.facts:
            for name, value in labelled_facts(row.values.get(rule.column, ""), rule.labels, rule.stops).items():
                facts.setdefault(name, value)
        named = self._fields(row, self._mapping.attributes, set(), item) or {}
        facts = {**facts, **{name: str(value) for name, value in named.items()}}
        if self._mapping.read_attributes:
            facts = {**attributes_from_text(values["title"], values.get("about", ())), **facts}
        if "stock" in values and "in_stock" not in values:
            values["in_stock"] = values["stock"] > 0
        return Product(**values, currency=self._currency, attributes=facts)

    def _reviews(self, product_id: str, rule: ReviewsRule, row: Row, item: Item) -> list[Review]:
        cells = {part: row.values.get(column, "") for part, column in rule.columns.items()}
        if rule.layout == "joined":
            return joined_reviews(product_id, cells["ids"], cells["titles"], cells["texts"], cells.get("users", ""))
        reviews, problems = parted_reviews(product_id, cells["column"], rule.record, rule.field)
        item.rejects += [Reject(row.line, "reviews", short(cells["column"]), problem) for problem in problems]
        return reviews

    def _review(self, row: Row, item: Item) -> Review | None:
        values = self._fields(row, self._mapping.review, {"product_id"}, item)
        if values is None:
            return None
        if not values.get("text") and not values.get("title"):
            item.rejects.append(Reject.of_row(row.line, "the review says nothing", field="text"))
            return None
        # without an id of its own a review is known by its words, so that it may stand in another row next time
        key = values.pop("review_id", None) or _digest(values)
        return Review(review_id=scoped_id(values["product_id"], key), text=values.pop("text", ""), **values)


def _digest(values: Mapping[str, Any]) -> str:
    words = "\x1f".join(str(values.get(name, "")) for name in ("text", "title", "author", "customer_id", "at"))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _first(row: Mapping[str, str], rule: FieldRule) -> str:
    """The first of the rule's columns that has a value, or all of them joined."""
    texts = [row.get(column, "") or "" for column in rule.columns]
    kept = [text for text in texts if not is_nothing(text)]
    if rule.join is not None:
        return rule.join.join(kept)
    return kept[0] if kept else (texts[0] if texts else "")
