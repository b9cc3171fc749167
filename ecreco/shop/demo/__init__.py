"""The built-in demo shop: Fennimore & Wray, a small department store that does not exist."""

from ecreco.shop.demo.build import REFERENCE_DAY, SHOP_TITLE, DemoData, build_demo, make_demo
from ecreco.shop.demo.logins import STAFF_NOTE, DemoLogin, demo_logins, logins_of
from ecreco.shop.demo.qualities import hidden_qualities

__all__ = [
    "REFERENCE_DAY", "SHOP_TITLE", "STAFF_NOTE", "DemoData", "DemoLogin", "build_demo", "demo_logins",
    "hidden_qualities", "logins_of", "make_demo",
]  # fmt: skip
