"""WooCommerce product CSV: simple products, variable ones and their variations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ecreco.shop.importers.attributes import attributes_from_text
from ecreco.shop.importers.categories import split_path
from ecreco.shop.importers.cleaning import one_line
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.rows import TableRows
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow, Row
from ecreco.shop.importers.values import Values, lowered
from ecreco.shop.records import Product


@dataclass(slots=True)
class _Parent:
    """What variations need of their variable product, and it of them. Held for every variable product."""

    key: str
    prices: list[int] = field(default_factory=list)
    in_stock: bool = False
    product: Product | None = None


class WooCommerceReader:
    """One item a row. The source is read twice: variations may stand before their parent and it shows their prices.

    A product's id is its SKU, or `id-N` where it has none. Grouped and external products are plain.
    """

    def __init__(self, source: Source, currency: str) -> None:
        self._rows = TableRows(source)
        self._currency = currency

    def __iter__(self) -> Iterator[Item]:
        parents = self._parents()
        for row in self._rows:
            if isinstance(row, BadRow):
                yield Item(row.line, rejects=[Reject.of_bad_row(row)])
                continue
            yield self._item(Row(row.line, _unescaped(lowered(row.values))), parents)

    def product_ids(self) -> Iterator[str]:
        """The id of every row."""
        for values in self._values():
            if key := _key(values):
                yield key

    def price_texts(self) -> Iterator[str]:
        """The prices of every row."""
        for values in self._values():
            yield from (text for name in ("regular price", "sale price") if (text := values.raw(name)))

    def _values(self) -> Iterator[Values]:
        for row in self._rows:
            if isinstance(row, Row):
                yield Values(lowered(row.values), Item(row.line), self._currency, row.line)

    def _parents(self) -> dict[str, _Parent]:
        """Variable products by both names that variations call them by: SKU and `id:N`."""
        parents: dict[str, _Parent] = {}
        children: list[tuple[str, int | None, bool]] = []
        for row in self._rows:
            if isinstance(row, BadRow):
                continue
            values = Values(_unescaped(lowered(row.values)), Item(row.line), self._currency, row.line)
            kind = _kind(values)
            if kind == "variable":
                parent = _Parent(_key(values))
                product = self._product(values, row.line, "family")
                parent.product = product
                for name in (values.raw("sku"), f"id:{values.raw('id')}" if values.raw("id") else ""):
                    if name:
                        parents[name] = parent
            elif kind == "variation":
                price, _ = values.prices(("regular price",), ("sale price",))
                children.append((values.raw("parent"), price, _stock(values)[1]))
        for name, price, in_stock in children:
            if name in parents:
                parents[name].in_stock |= in_stock
                parents[name].prices += [] if price is None else [price]
        return parents

    def _item(self, row: Row, parents: dict[str, _Parent]) -> Item:
        item = Item(row.line)
        values = Values(row.values, item, self._currency, row.line)
        kind, key = _kind(values), _key(values)
        if not key:
            item.rejects = [Reject.of_row(row.line, "it has neither a SKU nor an ID", values.raw("name"), "SKU")]
            return item
        parent = None
        if kind == "variation":
            parent = parents.get(values.raw("parent"))
            if parent is None or parent.product is None:
                why = f"its parent {values.raw('parent')!r} is not in the file"
                item.rejects = [Reject.of_row(row.line, why, values.raw("name"), "Parent")]
                return item
        product = self._product(
            values, row.line, "variant" if parent else "family" if kind == "variable" else "plain", parent
        )
        if product is None:
            item.rejects = [Reject.of_row(row.line, "it has no name", key, "Name")]
            return item
        if kind == "variable" and key and (family := parents.get(values.raw("sku") or f"id:{values.raw('id')}")):
            product = replace(
                product, price=min(family.prices, default=None), list_price=None, in_stock=family.in_stock
            )
        item.products = [product]
        return item

    def _product(self, values: Values, line: int, kind: str, parent: _Parent | None = None) -> Product | None:
        base = parent.product if parent else None
        options, facts = _attributes(values, is_variant=parent is not None)
        title = values.get("line", "name") or (base.title if base else None)
        if not title:
            return None
        if base and options and title == base.title:
            title = f"{title} ({', '.join(options.values())})"
        price, list_price = values.prices(("regular price",), ("sale price",))
        stock, in_stock = _stock(values)
        about = values.get("bullets", "short description", separator="\n") or ()
        path = split_path(re.split(r",\s(?=\w)", values.raw("categories"))[0], " > ")
        return Product(
            product_id=_key(values),
            title=title,
            kind="variant" if kind == "variant" else "family" if kind == "family" else "plain",
            family_id=parent.key if parent else None,
            brand=values.get("line", "brands", "meta: brand", "brand")
            or facts.pop("brand", None)
            or (base.brand if base else None),
            category=path or (base.category if base else ()),
            description=values.get("text", "description") or (base.description if base else ""),
            about=about or (base.about if base else ()),
            price=price,
            list_price=list_price,
            currency=self._currency,
            stock=stock,
            in_stock=in_stock,
            options=options,
            attributes={**attributes_from_text(title), **(base.attributes if base else {}), **facts},
            image=values.get("first_url", "images") or (base.image if base else None),
            active=values.raw("published") in ("", "1"),
        )


def _unescaped(row: dict[str, str]) -> dict[str, str]:
    """WooCommerce writes line ends in texts as a backslash and an n, and such a pair itself with two backslashes."""
    texts = {name: row[name] for name in ("description", "short description") if "\\n" in row.get(name, "")}
    for name, text in texts.items():
        row[name] = re.sub(r"(\\?)\\n", lambda mark: "\\n" if mark[1] else "\n", text)
    return row


def _kind(values: Values) -> str:
    """`simple, virtual` is simple."""
    return values.raw("type").split(",")[0].strip().casefold()


def _key(values: Values) -> str:
    sku = one_line(values.raw("sku"))
    return sku or (f"id-{values.raw('id')}" if values.raw("id") else "")


def _stock(values: Values) -> tuple[int | None, bool]:
    stock = values.get("stock", "stock") if re.search(r"\d", values.raw("stock")) else None
    said = values.raw("in stock?").casefold()
    if stock is None and re.search(r"\d", values.raw("stock")):
        stock = 0
    in_stock = said in ("1", "yes", "true", "backorder") if said else stock is None or stock > 0
    return stock, in_stock


def _attributes(values: Values, *, is_variant: bool) -> tuple[dict[str, str], dict[str, str]]:
    """(options, facts): a variation's attributes are its choices, another product's are facts about it."""
    found: dict[str, str] = {}
    for n in range(1, 21):
        name = values.get("line", f"attribute {n} name")
        value = values.get("line", f"attribute {n} value(s)")
        if name and value:
            found[name.casefold()] = value
    return (found, {}) if is_variant else ({}, found)
