"""Fields of a product gathered from an export whose columns are known, bad ones dropped with their reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.transforms import TRANSFORMS, NoValue, is_nothing


class Values:
    """Values of one row by transform name; what cannot be read goes to the item's rejects and is None."""

    def __init__(self, row: Mapping[str, str], item: Item, currency: str, line: int) -> None:
        self._row, self._item, self._currency, self._line = row, item, currency, line

    def has(self, *columns: str) -> bool:
        """Whether the source has one of the columns, filled or not."""
        return any(column in self._row for column in columns)

    def raw(self, *columns: str) -> str:
        """The first of the columns that holds something."""
        for column in columns:
            text = self._row.get(column, "").strip()
            if text and not is_nothing(text):
                return text
        return ""

    def get(self, transform: str, *columns: str, **options: Any) -> Any:
        """The value through a transform, None where there is none."""
        text = self.raw(*columns)
        if not text:
            return None
        try:
            return TRANSFORMS[transform](text, {"currency": self._currency, **options}) or None
        except NoValue:
            return None
        except ValueError as error:
            self._item.rejects.append(Reject.of_value(self._line, columns[0], text, error))
            return None

    def flag(self, *columns: str) -> bool | None:
        """yes or no, None where the row does not say."""
        text = self.raw(*columns)
        if not text:
            return None
        try:
            return bool(TRANSFORMS["boolean"](text, {}))
        except ValueError as error:
            self._item.rejects.append(Reject.of_value(self._line, columns[0], text, error))
            return None

    def prices(self, price: tuple[str, ...], sale: tuple[str, ...]) -> tuple[int | None, int | None]:
        """(price, list price): a sale price below the regular one makes the regular one the list price."""
        regular, reduced = self._amount(*price), self._amount(*sale)
        if reduced is None or (regular is not None and reduced >= regular):
            return regular, None
        return reduced, regular

    def _amount(self, *columns: str) -> int | None:
        text = self.raw(*columns)
        if not text:
            return None
        try:
            return int(TRANSFORMS["money"](text, {"currency": self._currency}))
        except ValueError as error:
            self._item.rejects.append(Reject.of_value(self._line, columns[0], text, error))
            return None


def lowered(row: Mapping[str, str]) -> dict[str, str]:
    """Column names in lower case: exports disagree about capitals from one version to the next."""
    return {name.casefold(): value for name, value in row.items()}
