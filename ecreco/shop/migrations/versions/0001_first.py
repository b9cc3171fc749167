"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ecreco.shop.columns import Document, Key, Moment, Words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cart_lines",
        sa.Column("owner", Key, nullable=False),
        sa.Column("product_id", Key, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("added_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("owner", "product_id", name=op.f("pk_cart_lines")),
    )
    op.create_table(
        "conversations",
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("token_hash", Key, nullable=False),
        sa.Column("customer_id", Key, nullable=True),
        sa.Column("locale", Key, nullable=False),
        sa.Column("page", Document, nullable=True),
        sa.Column("state", Document, nullable=False),
        sa.Column("speaker", Key, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("holder", Key, nullable=True),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("last_event", sa.BigInteger(), nullable=False),
        sa.Column("turn_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_created_at"), "conversations", ["created_at"], unique=False)
    op.create_index(op.f("ix_conversations_customer_id"), "conversations", ["customer_id"], unique=False)
    op.create_table(
        "customers",
        sa.Column("customer_id", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.Column("first_name", Words, nullable=False),
        sa.Column("last_name", Words, nullable=False),
        sa.Column("email", Words, nullable=True),
        sa.Column("email_key", Key, nullable=True),
        sa.Column("name_key", Key, nullable=False),
        sa.Column("address", Document, nullable=True),
        sa.Column("payment_methods", Document, nullable=False),
        sa.Column("profile", Document, nullable=False),
        sa.Column("created_at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers")),
    )
    op.create_index(op.f("ix_customers_email_key"), "customers", ["email_key"], unique=False)
    op.create_index(op.f("ix_customers_name_key"), "customers", ["name_key"], unique=False)
    op.create_table(
        "events",
        sa.Column("event_id", Key, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("customer_id", Key, nullable=True),
        sa.Column("product_id", Key, nullable=True),
        sa.Column("text", Words, nullable=True),
        sa.Column("data", Document, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_at_event_id"), "events", ["at", "event_id"], unique=False)
    op.create_index(op.f("ix_events_customer_id_at"), "events", ["customer_id", "at"], unique=False)
    op.create_index(op.f("ix_events_kind_at"), "events", ["kind", "at"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("turn_id", Key, nullable=False),
        sa.Column("value", Key, nullable=False),
        sa.Column("words", Words, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "turn_id", name=op.f("pk_feedback")),
    )
    op.create_index(op.f("ix_feedback_at"), "feedback", ["at"], unique=False)
    op.create_table(
        "import_runs",
        sa.Column("run_id", Key, nullable=False),
        sa.Column("source", Words, nullable=False),
        sa.Column("file_hash", Key, nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.Column("counts", Document, nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_import_runs")),
    )
    op.create_index(op.f("ix_import_runs_file_hash"), "import_runs", ["file_hash"], unique=False)
    op.create_table(
        "orders",
        sa.Column("order_id", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.Column("customer_id", Key, nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.Column("currency", Key, nullable=False),
        sa.Column("lines", Document, nullable=False),
        sa.Column("payments", Document, nullable=False),
        sa.Column("fulfilments", Document, nullable=False),
        sa.Column("address", Document, nullable=True),
        sa.Column("placed_at", Moment, nullable=True),
        sa.Column("extra", Document, nullable=False),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_orders")),
    )
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_table(
        "pending_actions",
        sa.Column("action_id", Key, nullable=False),
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("action", Key, nullable=False),
        sa.Column("arguments", Document, nullable=False),
        sa.Column("summary", Words, nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("action_id", name=op.f("pk_pending_actions")),
    )
    op.create_index(op.f("ix_pending_actions_conversation_id"), "pending_actions", ["conversation_id"], unique=False)
    op.create_table(
        "policies",
        sa.Column("policy_id", Key, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_policies")),
    )
    op.create_table(
        "products",
        sa.Column("product_id", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("family_id", Key, nullable=True),
        sa.Column("brand", Words, nullable=True),
        sa.Column("category", Document, nullable=False),
        sa.Column("description", Words, nullable=False),
        sa.Column("about", Document, nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=True),
        sa.Column("list_price", sa.BigInteger(), nullable=True),
        sa.Column("currency", Key, nullable=False),
        sa.Column("rating", sa.Float(precision=53), nullable=True),
        sa.Column("rating_count", sa.BigInteger(), nullable=True),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        sa.Column("options", Document, nullable=False),
        sa.Column("attributes", Document, nullable=False),
        sa.Column("image", Words, nullable=True),
        sa.Column("url", Words, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_products")),
    )
    op.create_index(op.f("ix_products_family_id"), "products", ["family_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("business_key", Key, nullable=False),
        sa.Column("action_id", Key, nullable=False),
        sa.Column("action", Key, nullable=False),
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("record_id", Key, nullable=True),
        sa.Column("data", Document, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("business_key", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_action_id"), "receipts", ["action_id"], unique=False)
    op.create_index(op.f("ix_receipts_conversation_id"), "receipts", ["conversation_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("review_id", Key, nullable=False),
        sa.Column("hash", Key, nullable=False),
        sa.Column("product_id", Key, nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("rating", sa.Float(precision=53), nullable=True),
        sa.Column("author", Words, nullable=True),
        sa.Column("customer_id", Key, nullable=True),
        sa.Column("at", Moment, nullable=True),
        sa.PrimaryKeyConstraint("review_id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_customer_id"), "reviews", ["customer_id"], unique=False)
    op.create_index(op.f("ix_reviews_product_id"), "reviews", ["product_id"], unique=False)
    op.create_table(
        "shop_info",
        sa.Column("name", Key, nullable=False),
        sa.Column("title", Words, nullable=False),
        sa.Column("currency", Key, nullable=False),
        sa.Column("locale", Key, nullable=False),
        sa.Column("timezone", Key, nullable=False),
        sa.Column("settings", Document, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_shop_info")),
    )
    op.create_table(
        "staff",
        sa.Column("name", Key, nullable=False),
        sa.Column("role", Key, nullable=False),
        sa.Column("password_hash", Key, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_staff")),
    )
    op.create_table(
        "versions",
        sa.Column("name", Key, nullable=False),
        sa.Column("value", Key, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_versions")),
    )
    op.create_table(
        "handoffs",
        sa.Column("handoff_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("reason", Words, nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.Column("staff", Key, nullable=True),
        sa.Column("opened_at", Moment, nullable=False),
        sa.Column("taken_at", Moment, nullable=True),
        sa.Column("closed_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name=op.f("fk_handoffs_conversation_id")
        ),
        sa.PrimaryKeyConstraint("handoff_id", name=op.f("pk_handoffs")),
    )
    op.create_index(
        "uq_handoffs_open",
        "handoffs",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'closed'"),
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_table(
        "stream_events",
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", Key, nullable=False),
        sa.Column("data", Document, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name=op.f("fk_stream_events_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "id", name=op.f("pk_stream_events")),
    )
    op.create_table(
        "turns",
        sa.Column("turn_id", Key, nullable=False),
        sa.Column("conversation_id", Key, nullable=False),
        sa.Column("client_message_id", Key, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", Words, nullable=False),
        sa.Column("status", Key, nullable=False),
        sa.Column("result", Document, nullable=True),
        sa.Column("stop_requested", sa.Boolean(), nullable=False),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.conversation_id"], name=op.f("fk_turns_conversation_id")
        ),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_turns")),
        sa.UniqueConstraint(
            "conversation_id", "client_message_id", name=op.f("uq_turns_conversation_id_client_message_id")
        ),
        sa.UniqueConstraint("conversation_id", "position", name=op.f("uq_turns_conversation_id_position")),
    )
    op.create_index(op.f("ix_turns_status"), "turns", ["status"], unique=False)


def downgrade() -> None:
    op.drop_table("turns")
    op.drop_table("stream_events")
    op.drop_table("handoffs")
    op.drop_table("versions")
    op.drop_table("staff")
    op.drop_table("shop_info")
    op.drop_table("reviews")
    op.drop_table("receipts")
    op.drop_table("products")
    op.drop_table("policies")
    op.drop_table("pending_actions")
    op.drop_table("orders")
    op.drop_table("import_runs")
    op.drop_table("feedback")
    op.drop_table("events")
    op.drop_table("customers")
    op.drop_table("conversations")
    op.drop_table("cart_lines")
