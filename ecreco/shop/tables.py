"""The tables of a shop. One database holds one shop; `migrations/` builds these, a test holds the two together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from ecreco.shop.columns import Document, Key, Moment, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

shop_info = Table(
    "shop_info",
    metadata,
    Column("name", Key, primary_key=True),
    Column("title", Words, nullable=False),
    Column("currency", Key, nullable=False),
    Column("locale", Key, nullable=False),
    Column("timezone", Key, nullable=False),
    Column("settings", Document, nullable=False),
)

# One row a record table: a value that changes whenever its records change, for indexes to compare with.
versions = Table(
    "versions",
    metadata,
    Column("name", Key, primary_key=True),
    Column("value", Key, nullable=False),
)

# Records that importers write carry `hash`, the digest of their content, so that a second import changes nothing.
# They have no foreign keys among each other: sources arrive in any order; the quality report names what dangles.
products = Table(
    "products",
    metadata,
    Column("product_id", Key, primary_key=True),
    Column("hash", Key, nullable=False),
    Column("title", Words, nullable=False),
    Column("kind", Key, nullable=False),
    Column("family_id", Key, index=True),
    Column("brand", Words),
    Column("category", Document, nullable=False),
    Column("description", Words, nullable=False),
    Column("about", Document, nullable=False),
    Column("price", BigInteger),
    Column("list_price", BigInteger),
    Column("currency", Key, nullable=False),
    Column("rating", Float(53)),
    Column("rating_count", BigInteger),
    Column("stock", BigInteger),
    Column("in_stock", Boolean, nullable=False),
    Column("options", Document, nullable=False),
    Column("attributes", Document, nullable=False),
    Column("image", Words),
    Column("url", Words),
    Column("active", Boolean, nullable=False),
)

reviews = Table(
    "reviews",
    metadata,
    Column("review_id", Key, primary_key=True),
    Column("hash", Key, nullable=False),
    Column("product_id", Key, nullable=False, index=True),
    Column("text", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("rating", Float(53)),
    Column("author", Words),
    Column("customer_id", Key, index=True),
    Column("at", Moment),
)

customers = Table(
    "customers",
    metadata,
    Column("customer_id", Key, primary_key=True),
    Column("hash", Key, nullable=False),
    Column("first_name", Words, nullable=False),
    Column("last_name", Words, nullable=False),
    Column("email", Words),
    Column("email_key", Key, index=True),  # case folded, for looking up; so is the name
    Column("name_key", Key, nullable=False, index=True),
    Column("address", Document),
    Column("payment_methods", Document, nullable=False),
    Column("profile", Document, nullable=False),
    Column("created_at", Moment),
)

orders = Table(
    "orders",
    metadata,
    Column("order_id", Key, primary_key=True),
    Column("hash", Key, nullable=False),
    Column("customer_id", Key, nullable=False, index=True),
    Column("status", Key, nullable=False),
    Column("currency", Key, nullable=False),
    Column("lines", Document, nullable=False),
    Column("payments", Document, nullable=False),
    Column("fulfilments", Document, nullable=False),
    Column("address", Document),
    Column("placed_at", Moment),
    Column("extra", Document, nullable=False),
)

policies = Table(
    "policies",
    metadata,
    Column("policy_id", Key, primary_key=True),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("position", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("event_id", Key, primary_key=True),
    Column("kind", Key, nullable=False),
    Column("at", Moment, nullable=False),
    Column("customer_id", Key),
    Column("product_id", Key),
    Column("text", Words),
    Column("data", Document, nullable=False),
    Index(None, "at", "event_id"),
    Index(None, "customer_id", "at"),
    Index(None, "kind", "at"),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    Column("owner", Key, primary_key=True),
    Column("product_id", Key, primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("conversation_id", Key, primary_key=True),
    Column("token_hash", Key, nullable=False),
    Column("customer_id", Key, index=True),
    Column("locale", Key, nullable=False),
    Column("page", Document),
    Column("state", Document, nullable=False),
    Column("speaker", Key, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("holder", Key),
    Column("fence", BigInteger, nullable=False),
    Column("last_event", BigInteger, nullable=False),
    Column("turn_count", Integer, nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("turn_id", Key, primary_key=True),
    Column("conversation_id", Key, ForeignKey("conversations.conversation_id"), nullable=False),
    Column("client_message_id", Key, nullable=False),
    Column("position", Integer, nullable=False),
    Column("text", Words, nullable=False),
    Column("status", Key, nullable=False, index=True),
    Column("result", Document),
    Column("stop_requested", Boolean, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("conversation_id", "client_message_id"),
    UniqueConstraint("conversation_id", "position"),
)

stream_events = Table(
    "stream_events",
    metadata,
    Column("conversation_id", Key, ForeignKey("conversations.conversation_id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Key, nullable=False),
    Column("data", Document, nullable=False),
    Column("at", Moment, nullable=False),
)

pending_actions = Table(
    "pending_actions",
    metadata,
    Column("action_id", Key, primary_key=True),
    Column("conversation_id", Key, nullable=False, index=True),
    Column("action", Key, nullable=False),
    Column("arguments", Document, nullable=False),
    Column("summary", Words, nullable=False),
    Column("status", Key, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("business_key", Key, primary_key=True),
    Column("action_id", Key, nullable=False, index=True),
    Column("action", Key, nullable=False),
    Column("conversation_id", Key, nullable=False, index=True),
    Column("record_id", Key),
    Column("data", Document, nullable=False),
    Column("at", Moment, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("name", Key, primary_key=True),
    Column("role", Key, nullable=False),
    Column("password_hash", Key, nullable=False),
    Column("created_at", Moment, nullable=False),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("handoff_id", Integer, primary_key=True),
    Column("conversation_id", Key, ForeignKey("conversations.conversation_id"), nullable=False),
    Column("reason", Words, nullable=False),
    Column("status", Key, nullable=False),
    Column("staff", Key),
    Column("opened_at", Moment, nullable=False),
    Column("taken_at", Moment),
    Column("closed_at", Moment),
    # A conversation stands in the queue once.
    Index(
        "uq_handoffs_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("status <> 'closed'"),
        postgresql_where=text("status <> 'closed'"),
    ),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", Key, primary_key=True),
    Column("turn_id", Key, primary_key=True),
    Column("value", Key, nullable=False),
    Column("words", Words, nullable=False),
    Column("at", Moment, nullable=False, index=True),
)

import_runs = Table(
    "import_runs",
    metadata,
    Column("run_id", Key, primary_key=True),
    Column("source", Words, nullable=False),
    Column("file_hash", Key, nullable=False, index=True),
    Column("started_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("counts", Document, nullable=False),
)
