"""Carts: of a customer, or of a guest's conversation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from ecreco.shop.columns import now
from ecreco.shop.database import Database
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.records import CartLine
from ecreco.shop.tables import cart_lines, products

MAX_QUANTITY = 999


class Carts:
    """Lines by owner (a customer_id or a conversation_id).

    Every write takes a `session`, so that it can be part of an `Actions.run` effect; without one it is a
    transaction of its own, or joins the one its thread is in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self, owner: str, *, session: Session | None = None) -> list[CartLine]:
        """What is in the cart, in the order it was put there."""
        query = select(cart_lines).where(cart_lines.c.owner == owner)
        with self._database.read(session) as current:
            rows = current.execute(query.order_by(cart_lines.c.added_at, cart_lines.c.product_id)).mappings().all()
        return [CartLine(product_id=row["product_id"], quantity=row["quantity"]) for row in rows]

    def set(self, owner: str, product_id: str, quantity: int, *, session: Session | None = None) -> None:
        """Have exactly this many of a product; 0 removes it.

        Raises NotFound (unknown product) or CustomerError (`choose_variant`, `bad_quantity`).
        """
        _check_quantity(quantity)
        with self._database.write(session) as current:
            self._database.serialise(current, f"cart.{owner}")
            self._set(current, owner, product_id, quantity)

    def add(self, owner: str, product_id: str, quantity: int = 1, *, session: Session | None = None) -> int:
        """Put this many more of a product in; returns how many there are then. Raises as `set`."""
        _check_quantity(quantity)
        with self._database.write(session) as current:
            self._database.serialise(current, f"cart.{owner}")
            total = _quantity(current, owner, product_id) + quantity
            _check_quantity(total)
            self._set(current, owner, product_id, total)
        return total

    def clear(self, owner: str, *, session: Session | None = None) -> None:
        """Empty the cart."""
        with self._database.write(session) as current:
            current.execute(delete(cart_lines).where(cart_lines.c.owner == owner))

    def move(self, owner: str, to: str, *, session: Session | None = None) -> None:
        """Put a guest's cart into a customer's, when the guest has signed in."""
        with self._database.write(session) as current:
            for cart in sorted({owner, to}):
                self._database.serialise(current, f"cart.{cart}")
            if owner == to:
                return
            for line in self.lines(owner, session=current):
                total = min(MAX_QUANTITY, _quantity(current, to, line.product_id) + line.quantity)
                _write(current, to, line.product_id, total)
            current.execute(delete(cart_lines).where(cart_lines.c.owner == owner))

    def all(self) -> Iterator[tuple[str, list[CartLine]]]:
        """Every cart with something in it, by owner."""
        query = select(cart_lines).order_by(cart_lines.c.owner, cart_lines.c.added_at, cart_lines.c.product_id)
        with self._database.read() as session:
            rows = session.execute(query).mappings().all()
        for owner, group in groupby(rows, key=lambda row: str(row["owner"])):
            yield owner, [CartLine(product_id=row["product_id"], quantity=row["quantity"]) for row in group]

    def _set(self, session: Session, owner: str, product_id: str, quantity: int) -> None:
        if quantity == 0:
            here = (cart_lines.c.owner == owner) & (cart_lines.c.product_id == product_id)
            session.execute(delete(cart_lines).where(here))
            return
        _check_product(session, product_id)
        _write(session, owner, product_id, quantity)


def _check_quantity(quantity: int) -> None:
    if not 0 <= quantity <= MAX_QUANTITY:
        raise CustomerError(f"A cart holds between 0 and {MAX_QUANTITY} pieces of a product.", code="bad_quantity")


def _check_product(session: Session, product_id: str) -> None:
    query = select(products.c.kind, products.c.active).where(products.c.product_id == product_id)
    row = session.execute(query).first()
    if row is None or not row.active:
        raise NotFound(f"There is no product {product_id[:80]!r}.", code="unknown_product")
    if row.kind == "family":
        raise CustomerError("Please choose one of its variants first.", code="choose_variant")


def _quantity(session: Session, owner: str, product_id: str) -> int:
    query = select(cart_lines.c.quantity).where(cart_lines.c.owner == owner, cart_lines.c.product_id == product_id)
    return session.execute(query).scalar() or 0


def _write(session: Session, owner: str, product_id: str, quantity: int) -> None:
    here = (cart_lines.c.owner == owner) & (cart_lines.c.product_id == product_id)
    if session.execute(select(cart_lines.c.quantity).where(here)).first() is None:
        values = {"owner": owner, "product_id": product_id, "quantity": quantity, "added_at": now()}
        session.execute(insert(cart_lines).values(values))
    else:
        session.execute(update(cart_lines).where(here).values(quantity=quantity))
