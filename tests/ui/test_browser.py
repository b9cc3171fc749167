"""A customer's conversation in a real browser: search, refine, compare, reviews, policy, cart, a person."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ui.conftest import Served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHOTS = os.environ.get("ECRECO_SCREENSHOTS")  # a folder: keep the pictures for the README
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Chat:
    """What a customer can do on the page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.foreign: list[str] = []
        self.errors: list[str] = []
        host = urlsplit(address).netloc
        page.on("request", lambda request: self._note(request.url, host))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(address)
        expect(page.locator(".ec-thread")).to_be_visible(timeout=30_000)

    def _note(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.foreign.append(url)

    def say(self, text: str) -> None:
        """Write, send, and wait for the whole answer."""
        before = self.page.locator(".ec-assistant").count()
        self.page.locator("#ec-box textarea").fill(text)
        self.page.locator("#ec-send").click()
        self.answered(before)

    def press(self, label: str, *, card: int = 0) -> None:
        """A button on one card of the last answer that shows cards."""
        before = self.page.locator(".ec-assistant").count()
        cards = self.page.locator(".ec-cards").last.locator(".ec-card")
        cards.nth(card).get_by_role("button", name=label).click()
        self.answered(before)

    def answered(self, before: int) -> None:
        expect(self.page.locator(".ec-assistant")).to_have_count(before + 1, timeout=30_000)
        expect(self.page.locator('.ec-assistant[aria-busy="true"]')).to_have_count(0, timeout=30_000)

    @property
    def last(self) -> str:
        return self.page.locator(".ec-assistant").last.inner_text()

    def shot(self, name: str) -> None:
        if SHOTS:
            Path(SHOTS).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{SHOTS}/{name}.png")


def test_a_real_conversation_on_the_electronics_shop(electronics: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(viewport={"width": 1100, "height": 1000}), electronics.address)
    page = chat.page
    chat.say("I'm looking for a wireless mouse under 1000 rupees")
    assert page.locator(".ec-card").count() >= 3
    chat.shot("search")
    chat.say("only Logitech please")
    titles = page.locator(".ec-cards").last.locator("h3").all_inner_texts()
    assert titles
    assert all("logitech" in title.lower() for title in titles)
    chat.shot("refine")
    cards = page.locator(".ec-cards").last.locator(".ec-card")
    cards.nth(0).get_by_role("button", name="Compare").click()
    expect(cards.nth(0).get_by_role("button", name="Pick another")).to_be_visible()
    chat.press("Compare", card=1)
    expect(page.locator(".ec-panel table").last).to_be_visible()
    chat.shot("compare")
    chat.say("What do reviewers say about the first one?")
    page.get_by_text("What reviewers say, with quotes").last.click()
    expect(page.locator(".ec-panel blockquote").last).to_be_visible()
    chat.shot("reviews")
    chat.say("What does delivery cost if I only spend 300 rupees?")
    assert "₹49" in chat.last
    chat.shot("policy")
    page.locator(".ec-thumbs").last.get_by_role("button", name="Good answer").click()
    expect(page.locator(".ec-thumbs .ec-on")).to_have_count(1)
    said = page.locator(".ec-customer").count()
    page.reload()
    expect(page.locator(".ec-customer")).to_have_count(said, timeout=30_000)
    assert chat.foreign == []
    assert chat.errors == []


def test_cart_person_and_hostile_words(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(viewport={"width": 1100, "height": 900}), demo.address)
    page = chat.page
    chat.say("<img src=x onerror=alert(1)> {{constructor}} ${alert(1)}")
    assert page.locator(".ec-customer img").count() == 0
    assert "${alert(1)}" in page.locator(".ec-customer").last.inner_text()
    chat.say("show me a kettle")
    chat.press("Add to cart")
    expect(page.locator(".ec-receipt").last).to_be_visible()
    before = page.locator(".ec-assistant").count()
    page.locator("#ec-cart").click()
    chat.answered(before)
    expect(page.get_by_role("heading", name="Your cart").last).to_be_visible()
    before = page.locator(".ec-assistant").count()
    page.locator("#ec-person").click()
    chat.answered(before)
    expect(page.locator(".ec-handoff").last).to_be_visible()
    assert chat.foreign == []
    assert chat.errors == []


def test_signed_in_customer_sees_their_orders(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(viewport={"width": 1100, "height": 900}), demo.address)
    chat.page.locator("#ec-who input").click()
    chat.page.get_by_role("option").nth(1).click()
    chat.say("Where is my order?")
    assert chat.page.locator(".ec-panel").count() >= 1
    chat.shot("orders")


def test_phone_width(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(viewport={"width": 360, "height": 740}), demo.address)
    chat.say("a warm blanket under 60 pounds")
    assert chat.page.locator(".ec-card").count() >= 1
    overflow = chat.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
    for name in ("#ec-send", "#ec-box", "#ec-person"):
        expect(chat.page.locator(name)).to_be_in_viewport()
    chat.shot("phone")


def test_a_message_sent_during_an_answer_waits_for_its_turn(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(), demo.address)
    box, send = chat.page.locator("#ec-box textarea"), chat.page.locator("#ec-send")
    box.fill("show me lamps")
    send.click()
    expect(chat.page.locator(".ec-customer")).to_have_count(1, timeout=20_000)
    box.fill("show me winter gloves")
    send.click()
    expect(chat.page.locator(".ec-customer")).to_have_count(2, timeout=30_000)
    expect(chat.page.locator(".ec-assistant")).to_have_count(2, timeout=30_000)
    expect(chat.page.locator('.ec-assistant[aria-busy="true"]')).to_have_count(0, timeout=30_000)
    assert "gloves" in chat.page.locator(".ec-customer").last.inner_text()


def test_a_reload_during_an_answer_shows_its_end(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(), demo.address)
    chat.say("hello")
    chat.page.locator("#ec-box textarea").fill("show me lamps")
    chat.page.locator("#ec-send").click()
    chat.page.wait_for_timeout(60)
    chat.page.reload()
    expect(chat.page.locator(".ec-customer").first).to_be_visible(timeout=30_000)
    expect(chat.page.locator('.ec-assistant[aria-busy="true"]')).to_have_count(0, timeout=30_000)


def test_words_stay_in_the_box_when_nothing_was_written(demo: Served, browser: Browser) -> None:
    chat = Chat(browser.new_page(), demo.address)
    chat.page.locator("#ec-box textarea").fill("   ")
    chat.page.locator("#ec-send").click()
    chat.page.wait_for_timeout(500)
    assert chat.page.locator(".ec-customer").count() == 0
