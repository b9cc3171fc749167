from __future__ import annotations

import pytest

from ecreco.shop.importers.categories import merge_paths, readable_category, split_path


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ("Computers&Accessories", "Computers & Accessories"),
        ("USBCables", "USB Cables"),
        ("PowerBanks", "Power Banks"),
        ("HomeTheater,TV&Video", "Home Theater, TV & Video"),
        ("Webcams&VoIPEquipment", "Webcams & VoIP Equipment"),
        ("USBtoUSBAdapters", "USB to USB Adapters"),
        ("3DGlasses", "3D Glasses"),
        ("In-Ear", "In-Ear"),
        ("Pens, Pencils & Writing Supplies", "Pens, Pencils & Writing Supplies"),
    ],
)
def test_readable(segment: str, words: str) -> None:
    assert readable_category(segment) == words


def test_segments_keep_their_spelling() -> None:
    assert split_path("Electronics|PowerBanks|PowerBanks| ", "|") == ("Electronics", "PowerBanks")
    assert split_path("Home > Kitchen", None) == ("Home", "Kitchen")


def test_paths_are_united() -> None:
    assert merge_paths(("A", "B"), ("A", "B", "C")) == ("A", "B", "C")
    assert merge_paths(("A", "B", "C"), ("A",)) == ("A", "B", "C")
    assert merge_paths(("A", "B"), ("A", "C")) == ("A", "B", "C")
