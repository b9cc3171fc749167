"""Google Merchant feeds, as TSV and as XML (RSS or Atom with the g: namespace)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from gzip import BadGzipFile
from xml.etree.ElementTree import Element, ParseError
from zipfile import BadZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ecreco.shop.importers.attributes import attributes_from_text
from ecreco.shop.importers.categories import split_path
from ecreco.shop.importers.cleaning import one_line
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.rows import TableRows
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow, Row
from ecreco.shop.importers.values import Values
from ecreco.shop.records import Product

_OPTIONS = ("color", "size", "pattern", "material")
_FACTS = (
    "gender",
    "age group",
    "material",
    "pattern",
    "condition",
    "gtin",
    "mpn",
    "size type",
    "energy efficiency class",
)
_NAMES = {"color": "colour", "age group": "age"}


class GoogleReader:
    """One item a feed entry. Entries that share an item_group_id become variants of a family `group:ID`.

    The first entry of a group gives the family its words, in the order of the feed.
    """

    def __init__(self, source: Source, currency: str) -> None:
        self._source = source
        self._currency = currency
        self._xml = source.sample.lstrip("\ufeff \t\r\n").startswith("<")
        self._table = None if self._xml else TableRows(source)

    def __iter__(self) -> Iterator[Item]:
        families: set[str] = set()
        for row in self._entries() if self._table is None else self._table:
            if isinstance(row, BadRow):
                yield Item(row.line, rejects=[Reject.of_bad_row(row)])
            else:
                yield self._item(Row(row.line, {_plain(name): value for name, value in row.values.items()}), families)

    def product_ids(self) -> Iterator[str]:
        """The id of every entry."""
        for row in self._plain_rows():
            if key := one_line(row.get("id", "")):
                yield key

    def price_texts(self) -> Iterator[str]:
        """The prices of every entry."""
        for row in self._plain_rows():
            yield from (row[name] for name in ("price", "sale price") if row.get(name, "").strip())

    def _plain_rows(self) -> Iterator[dict[str, str]]:
        for row in self._entries() if self._table is None else self._table:
            if isinstance(row, Row):
                yield {_plain(name): value for name, value in row.values.items()}

    def _entries(self) -> Iterator[Row | BadRow]:
        """XML entries one by one; `line` counts entries, since the parser tells no lines."""
        number = 0
        with self._source.binary() as file:
            open_elements: list[Element] = []
            try:
                for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
                    if event == "start":
                        open_elements.append(element)
                        continue
                    open_elements.pop()
                    if _local(element.tag) in ("item", "entry"):
                        number += 1
                        yield Row(number, _values(element))
                        if open_elements:
                            open_elements[-1].remove(element)  # what was read is let go, or the feed fills memory
            except ParseError as error:
                yield BadRow(number + 1, f"the XML is broken here or the file was cut off ({error})", cut=True)
            except DefusedXmlException:
                yield BadRow(number + 1, "the XML declares a document type or entities, which feeds do not need")
            except (EOFError, zlib.error, BadGzipFile, BadZipFile) as error:
                yield BadRow(number + 1, f"the compressed file breaks off here ({error})", cut=True)

    def _item(self, row: Row, families: set[str]) -> Item:
        item = Item(row.line)
        values = Values(row.values, item, self._currency, row.line)
        key, title = values.get("line", "id"), values.get("line", "title")
        if not key or not title:
            what = "id" if not key else "title"
            item.rejects.append(Reject.of_row(row.line, f"it has no {what}", title or key or "", what))
            return item
        product = self._product(key, title, values)
        group = values.get("line", "item group id")
        if group:
            family_id = f"group:{group}"
            product = replace(product, kind="variant", family_id=family_id)
            if family_id not in families:
                families.add(family_id)
                item.products.append(_family(product, family_id))
        item.products.append(product)
        return item

    def _product(self, key: str, title: str, values: Values) -> Product:
        group = bool(values.raw("item group id"))
        options = {_NAMES.get(n, n): v for n in _OPTIONS if group and (v := values.get("line", n))}
        facts = attributes_from_text(title)
        for name in (*_FACTS, "color", "size"):
            value = values.get("line", name)
            if value and _NAMES.get(name, name) not in options:
                facts[_NAMES.get(name, name)] = value
        price, list_price = values.prices(("price",), ("sale price",))
        return Product(
            product_id=key,
            title=title,
            brand=values.get("line", "brand"),
            category=_category(values),
            description=values.get("text", "description") or "",
            about=values.get("bullets", "product highlight") or (),
            price=price,
            list_price=list_price,
            currency=self._currency,
            in_stock=self._in_stock(values),
            options=options,
            attributes=facts,
            image=values.get("first_url", "image link"),
            url=values.get("first_url", "link"),
        )

    @staticmethod
    def _in_stock(values: Values) -> bool:
        word = re.sub(r"[\s_]+", " ", values.raw("availability").casefold())
        return word in ("", "in stock", "instock", "available", "limited availability", "preorder")


def _category(values: Values) -> tuple[str, ...]:
    """The shop's own path, else Google's, unless that is only a number of its taxonomy."""
    own = values.raw("product type")
    google = values.raw("google product category")
    return split_path(own or ("" if google.isdigit() else google), ">" if ">" in (own or google) else None)


def _family(first: Product, family_id: str) -> Product:
    title = first.title
    for value in first.options.values():
        title = re.sub(rf"\s*[-–,(/|]*\s*\b{re.escape(value)}\b\)?", " ", title, flags=re.IGNORECASE)
    title = one_line(title).rstrip(" -–,(/|") or first.title
    return replace(first, product_id=family_id, title=title, kind="family", family_id=None, options={}, stock=None)


def _plain(name: str) -> str:
    return name.strip().casefold().removeprefix("g:").replace("_", " ")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _values(element: Element) -> dict[str, str]:
    """Texts by name; repeated ones parted by bars; Atom's link is an attribute; g: wins over RSS's own."""
    found: dict[str, str] = {}
    for child in sorted(element, key=lambda c: "base.google.com" not in c.tag):
        name = _plain(_local(child.tag))
        text = (child.text or child.get("href") or "").strip()
        if name in found and name == "product highlight":
            found[name] += "|" + text
        elif text:
            found.setdefault(name, text)
    return found
