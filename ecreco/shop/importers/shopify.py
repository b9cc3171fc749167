"""Shopify product CSV: the rows of one handle are a product, its variants and its further pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ecreco.shop.importers.attributes import attributes_from_text
from ecreco.shop.importers.categories import split_path
from ecreco.shop.importers.cleaning import one_line
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.rows import TableRows
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow, Row
from ecreco.shop.importers.values import Values, lowered
from ecreco.shop.records import Product

# The names of the export until 2024, then those since.
_HANDLE = ("handle", "url handle")
_PRICE = ("variant price", "price")
_LIST = ("variant compare at price", "compare-at price")
_STOCK = ("variant inventory qty", "inventory quantity")
_TRACKER = ("variant inventory tracker", "inventory tracker")
_POLICY = ("variant inventory policy", "continue selling when out of stock")
_SKU = ("variant sku", "sku")
_IMAGE = ("image src", "product image url")
_VARIANT_IMAGE = ("variant image", "variant image url")


class ShopifyReader:
    """One item a handle: a plain product, or a family with its variants.

    A product's id is its handle; a variant's is handle:options, which Shopify keeps unique. The SKU is an attribute.
    """

    def __init__(self, source: Source, currency: str) -> None:
        self._rows = TableRows(source)
        self._currency = currency

    def __iter__(self) -> Iterator[Item]:
        group: list[Row] = []
        handle = ""
        for row in self._rows:
            if isinstance(row, BadRow):
                yield Item(row.line, rejects=[Reject.of_bad_row(row)])
                continue
            values = lowered(row.values)
            here = next((values[name].strip() for name in _HANDLE if values.get(name, "").strip()), "")
            if group and here != handle:
                yield self._item(handle, group)
                group = []
            handle = here
            group.append(Row(row.line, values))
        if group:
            yield self._item(handle, group)

    def product_ids(self) -> Iterator[str]:
        """The id of every product, family and variant."""
        return (product.product_id for item in self for product in item.products)

    def price_texts(self) -> Iterator[str]:
        """The prices of every row."""
        for row in self._rows:
            if isinstance(row, Row):
                values = lowered(row.values)
                yield from (values[name] for name in (*_PRICE, *_LIST) if values.get(name, "").strip())

    def _item(self, handle: str, group: list[Row]) -> Item:
        item = Item(group[0].line, rows=len(group))
        first = Values(group[0].values, item, self._currency, group[0].line)
        title = first.get("line", "title")
        if not handle or not title:
            what = (
                "it has no handle" if not handle else "it has no title and no product row with its handle is above it"
            )
            item.rejects = [Reject.of_row(row.line, what, handle, "Handle" if not handle else "Title") for row in group]
            return item
        shared = self._shared(handle, title, first)
        names = [first.get("line", f"option{n} name") for n in (1, 2, 3)]
        variants = [
            row for row in group if any(row.values.get(name, "").strip() for name in (*_PRICE, *_SKU, "option1 value"))
        ]
        read = [self._variant(shared, names, row, item) for row in variants]
        if len(read) == 1 and not read[0].options:
            item.products = [replace(read[0], product_id=handle, kind="plain", family_id=None)]
        elif read:
            item.products = [self._family(shared, read), *read]
        else:
            item.rejects.append(Reject.of_row(group[0].line, "it has neither a price nor a variant", handle))
        return item

    def _shared(self, handle: str, title: str, first: Values) -> Product:
        description = first.get("text", "body (html)", "body html", "description") or ""
        facts = attributes_from_text(title)
        if tags := first.get("line", "tags"):
            facts["tags"] = tags
        status = first.raw("status").casefold()
        return Product(
            product_id=handle,
            title=title,
            kind="family",
            brand=first.get("line", "vendor"),
            category=split_path(first.raw("product category", "type", "standard product type"), None),
            description=description,
            currency=self._currency,
            attributes=facts,
            image=first.get("first_url", *_IMAGE),
            active=status in ("", "active") and first.flag("published", "published on online store") is not False,
        )

    def _variant(self, shared: Product, names: list[str | None], row: Row, item: Item) -> Product:
        values = Values(row.values, item, self._currency, row.line)
        options = {}
        for n, name in enumerate(names, 1):
            value = values.get("line", f"option{n} value")
            if name and value and (name, value) != ("Title", "Default Title"):
                options[name.casefold()] = value
        price, list_price = values.prices(_LIST, _PRICE) if values.raw(*_LIST) else (values.prices(_PRICE, ())[0], None)
        stock, in_stock = self._stock(values)
        facts = dict(shared.attributes)
        if sku := values.get("line", *_SKU):
            facts["sku"] = sku
        if barcode := values.get("line", "variant barcode", "barcode"):
            facts["barcode"] = barcode.lstrip("'")
        key = "-".join(re.sub(r"\W+", "-", value.casefold()).strip("-") for value in options.values())
        changes: dict[str, Any] = {
            "attributes": facts,
            "options": options,
            "image": values.get("first_url", *_VARIANT_IMAGE) or shared.image,
        }
        return replace(
            shared,
            product_id=f"{shared.product_id}:{key}" if key else shared.product_id,
            title=f"{shared.title} ({', '.join(options.values())})" if options else shared.title,
            kind="variant",
            family_id=shared.product_id,
            price=price,
            list_price=list_price,
            stock=stock,
            in_stock=in_stock,
            **changes,
        )

    @staticmethod
    def _stock(values: Values) -> tuple[int | None, bool]:
        """Stock counts only where Shopify tracks it; a shop may sell on below zero.

        An export without the tracker's column (the columns can be chosen) is taken at its quantities' word.
        """
        on = values.raw(*_POLICY).casefold() in ("continue", "true")
        untracked = values.has(*_TRACKER) and not values.raw(*_TRACKER)
        if untracked or not values.raw(*_STOCK):
            return None, True
        stock = values.get("stock", *_STOCK) or 0
        return stock, on or stock > 0

    @staticmethod
    def _family(shared: Product, variants: list[Product]) -> Product:
        prices = [variant.price for variant in variants if variant.price is not None]
        return replace(
            shared,
            title=one_line(shared.title),
            price=min(prices, default=None),
            in_stock=any(v.in_stock for v in variants),
        )
