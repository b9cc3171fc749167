"""Declarative mappings: which column of a source becomes which field, through which named transform.

A mapping is a TOML file; `examples/mappings/` holds explained ones. Its tables:

    [shop]                 title, currency, locale, timezone of the shop
    [source]               delimiter, only = {column = [values]} (rows to read)
    [product]              field = "column" or { column | columns | constant, transform, default, ... }
    [product.attributes]   name = a field description like the above
    [[product.facts]]      column, labels = {label = attribute}, stops = [...]: facts run together in one cell
    [[product.reviews]]    layout = "joined" | "parted": reviews in cells of the product's row
    [review]               the same as [product], for a source with one review a row
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.cleaning import short
from ecreco.shop.importers.transforms import OPTIONS, TRANSFORMS

_SHOP_KEYS = frozenset({"title", "currency", "locale", "timezone"})
_TABLES = frozenset({"shop", "source", "product", "review"})
_COMMON = frozenset({"column", "columns", "constant", "transform", "default", "join", "empty"})
# The transform each field has where the mapping names none.
PRODUCT_FIELDS: Mapping[str, str] = {
    "product_id": "line", "title": "line", "family_id": "line", "brand": "line", "category": "category_path",
    "description": "text", "about": "bullets", "price": "money", "list_price": "money", "rating": "rating",
    "rating_count": "integer", "stock": "stock", "in_stock": "in_stock", "image": "first_url", "url": "first_url",
    "active": "boolean",
}  # fmt: skip
REVIEW_FIELDS: Mapping[str, str] = {
    "review_id": "line", "product_id": "line", "text": "text", "title": "line", "rating": "rating",
    "author": "line", "customer_id": "line", "at": "date",
}  # fmt: skip
_BRAND_OPTIONS = frozenset({"texts", "known", "never"})


@dataclass(frozen=True, slots=True)
class FieldRule:
    """How one field is filled. columns: tried in order, the first that has a value wins, unless `join` is set."""

    columns: tuple[str, ...] = ()
    transform: str = "line"
    constant: Any = None
    default: Any = None
    join: str | None = None
    empty: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactsRule:
    """Labelled facts in one cell."""

    column: str
    labels: Mapping[str, str]
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewsRule:
    """Reviews in the cells of a product's row. columns: by part for "joined", {"cell": ...} for "parted"."""

    layout: str
    columns: Mapping[str, str]
    record: str = " | "
    field: str = " // "


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A mapping that was read and found consistent."""

    name: str
    shop: Mapping[str, str]
    product: Mapping[str, FieldRule]
    attributes: Mapping[str, FieldRule]
    facts: tuple[FactsRule, ...]
    reviews: tuple[ReviewsRule, ...]
    review: Mapping[str, FieldRule]
    delimiter: str | None = None
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    read_attributes: bool = True

    @property
    def currency(self) -> str | None:
        """The shop's currency, where the mapping says it."""
        return self.shop.get("currency")

    def check_columns(self, header: Iterable[str], source: str) -> None:
        """Raise OperatorError for a column the source does not have, with what it has."""
        have = list(header)
        missing = [column for column in self.columns() if column not in have]
        if missing:
            quoted = ", ".join(f"'{column}'" for column in missing)
            raise OperatorError(
                f"{self.name} names the column{'s' if len(missing) > 1 else ''} {quoted}, which {source} lacks; "
                f"its columns are {short(', '.join(have), 400)}.",
                code="unknown_column",
            )

    def columns(self) -> list[str]:
        """Every column the mapping names."""
        rules = [*self.product.values(), *self.attributes.values(), *self.review.values()]
        named = [column for rule in rules for column in (*rule.columns, *rule.options.get("texts", ()))]
        named += [rule.column for rule in self.facts]
        named += [column for rule in self.reviews for column in rule.columns.values()]
        named += list(self.only)
        return list(dict.fromkeys(named))


def read_mapping(path: Path) -> ImportMapping:
    """Read a mapping file. Raises OperatorError: missing, not TOML, unknown table, field, transform or option."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise OperatorError(f"{path}: there is no such mapping file.", code="mapping_missing") from error
    except (OSError, UnicodeDecodeError) as error:
        raise OperatorError(f"{path} cannot be read as a mapping: {error}.", code="mapping_unreadable") from error
    except tomllib.TOMLDecodeError as error:
        raise OperatorError(f"{path.name} is not valid TOML: {error}.", code="bad_mapping") from error
    return parse_mapping(data, path.name)


def parse_mapping(data: Mapping[str, Any], name: str) -> ImportMapping:
    """Check a mapping that was read from TOML. Raises OperatorError naming the table and key at fault."""
    check = _Checker(name)
    check.keys(data, _TABLES, "the file")
    shop = check.table(data, "shop")
    check.keys(shop, _SHOP_KEYS, "[shop]")
    if "currency" in shop and not re.fullmatch(r"[A-Z]{3}", str(shop["currency"])):
        check.fail(f"[shop] currency is {shop['currency']!r}; a code of three capitals such as INR is needed")
    source = check.table(data, "source")
    check.keys(source, frozenset({"delimiter", "only"}), "[source]")
    product, review = check.table(data, "product"), check.table(data, "review")
    if not product and not review:
        check.fail("it needs a [product] or a [review] table")
    extra = {"attributes", "facts", "reviews", "read_attributes"}
    plain = {key: value for key, value in product.items() if key not in extra}
    mapping = ImportMapping(
        name=name,
        shop={key: str(value) for key, value in shop.items()},
        product=check.rules(plain, PRODUCT_FIELDS, "[product]"),
        attributes=check.rules(check.table(product, "attributes"), None, "[product.attributes]"),
        facts=tuple(check.facts(entry) for entry in check.entries(product, "facts")),
        reviews=tuple(check.reviews(entry) for entry in check.entries(product, "reviews")),
        review=check.rules(review, REVIEW_FIELDS, "[review]"),
        delimiter=source.get("delimiter"),
        only={
            column: frozenset([str(v) for v in (values if isinstance(values, list) else [values])])
            for column, values in check.table(source, "only").items()
        },
        read_attributes=bool(product.get("read_attributes", True)),
    )
    for table, rules, needed in (
        ("[product]", mapping.product, ("product_id", "title")),
        ("[review]", mapping.review, ("product_id", "text")),
    ):
        missing = [key for key in needed if rules and key not in rules]
        if missing:
            check.fail(f"{table} says nothing about {' and '.join(missing)}")
    return mapping


class _Checker:
    """Says what is wrong with a mapping in one sentence that names the place."""

    def __init__(self, name: str) -> None:
        self._name = name

    def fail(self, what: str) -> None:
        raise OperatorError(f"{self._name}: {what}.", code="bad_mapping")

    def keys(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        known = sorted(known)
        for key in table:
            if key not in known:
                self.fail(f"{where} has the unknown key '{key}'; known are {', '.join(known)}")

    def table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key, {})
        if not isinstance(value, dict):
            self.fail(f"'{key}' must be a table")
        return dict(value)

    def entries(self, data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            self.fail(f"'{key}' must be written as [[product.{key}]]")
        return list(value)

    def rules(self, table: Mapping[str, Any], known: Mapping[str, str] | None, where: str) -> dict[str, FieldRule]:
        if known is not None:
            self.keys(table, known, where)
        return {key: self.rule(value, (known or {}).get(key, "line"), f"{where} {key}") for key, value in table.items()}

    def rule(self, value: Any, usual: str, where: str) -> FieldRule:
        if isinstance(value, str):
            return FieldRule(columns=(value,), transform=usual)
        if not isinstance(value, dict):
            self.fail(f"{where} must be a column name or a table")
        transform = str(value.get("transform", usual))
        if transform == "brand_from_title":
            allowed = _BRAND_OPTIONS
        elif transform in TRANSFORMS:
            allowed = OPTIONS.get(transform, frozenset())
        else:
            known = ", ".join([*TRANSFORMS, "brand_from_title"])
            self.fail(f"{where} has the unknown transform '{transform}'; known are {known}")
        self.keys(value, _COMMON | allowed, where)
        if sum(key in value for key in ("column", "columns", "constant")) != 1:
            self.fail(f"{where} needs exactly one of column, columns, constant")
        for pattern in value.get("drop", ()):
            try:
                re.compile(pattern)
            except re.error as error:
                self.fail(f"{where} drop: {pattern!r} is not a regular expression ({error})")
        columns = value.get("columns", [value["column"]] if "column" in value else [])
        return FieldRule(
            columns=tuple(str(column) for column in columns),
            transform=transform,
            constant=value.get("constant"),
            default=value.get("default"),
            join=value.get("join"),
            empty=frozenset(str(word).casefold() for word in value.get("empty", ())),
            options={key: option for key, option in value.items() if key in allowed},
        )

    def facts(self, entry: Mapping[str, Any]) -> FactsRule:
        self.keys(entry, {"column", "labels", "stops"}, "[[product.facts]]")
        if "column" not in entry or not isinstance(entry.get("labels"), dict):
            self.fail("[[product.facts]] needs a column and a table of labels")
        return FactsRule(str(entry["column"]), dict(entry["labels"]), tuple(entry.get("stops", ())))

    def reviews(self, entry: Mapping[str, Any]) -> ReviewsRule:
        parts = {"joined": {"ids", "titles", "texts", "users"}, "parted": {"column"}}
        layout = str(entry.get("layout", ""))
        if layout not in parts:
            self.fail(f"[[product.reviews]] has the layout '{layout}'; known are {', '.join(parts)}")
        separators = {"record", "field"} if layout == "parted" else set()
        self.keys(entry, {"layout", *parts[layout], *separators}, "[[product.reviews]]")
        if missing := sorted((parts[layout] - {"users"}) - set(entry)):
            self.fail(f"[[product.reviews]] with the layout '{layout}' needs {', '.join(missing)}")
        return ReviewsRule(
            layout=layout,
            columns={key: str(entry[key]) for key in parts[layout] if key in entry},
            record=str(entry.get("record", " | ")),
            field=str(entry.get("field", " // ")),
        )
