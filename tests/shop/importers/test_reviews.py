from __future__ import annotations

from datetime import UTC, datetime

from ecreco.shop.importers.reviews import joined_reviews, parted_reviews


def test_joined_reviews_are_paired() -> None:
    found = joined_reviews("p", "R1,R2", "Good,Bad, really", "Fine, and fast.,Broke after a day", "u1,u2")
    assert [(r.review_id, r.title, r.text, r.customer_id) for r in found] == [
        ("p:R1", "Good", "Fine, and fast.", "u1"),
        ("p:R2", "Bad, really", "Broke after a day", "u2"),
    ]


def test_a_piece_in_lower_case_goes_on_with_the_one_before() -> None:
    found = joined_reviews("p", "R1,R2", "One,Two", "No light so,its confusing,Good", "")
    assert [r.text for r in found] == ["No light so,its confusing", "Good"]


def test_what_cannot_be_parted_stays_one() -> None:
    found = joined_reviews("p", "R1,R2", "One,Two", "Good,Sound,Battery", "")
    assert [(r.review_id, r.title, r.text) for r in found] == [("p:R1", "", "Good,Sound,Battery")]


def test_pictures_in_texts_are_dropped() -> None:
    found = joined_reviews("p", "R1,R2", "One,Two", "https://x.example/a.jpg,Good", "")
    assert [(r.title, r.text) for r in found] == [("One", ""), ("Two", "Good")]


def test_no_ids_no_reviews() -> None:
    assert joined_reviews("p", "", "", "", "") == []


TWO = (
    "Great // 5.0 // 27 Dec. 2014 // By\n    \n    A. Person\n  \n on 27 Dec. 2014 // Runs well | truly | "
    "So so // 3.0 // 1 Jan. 2015 // By\n  Su TOP 100 REVIEWER\n on 1 Jan. 2015 // 50 // 50"
)


def test_parted_reviews() -> None:
    found, problems = parted_reviews("p", TWO, " | ", " // ")
    assert problems == []
    assert [(r.title, r.rating, r.author, r.text) for r in found] == [
        ("Great", 5.0, "A. Person", "Runs well | truly"),
        ("So so", 3.0, "Su", "50 // 50"),
    ]
    assert found[0].at == datetime(2014, 12, 27, tzinfo=UTC)


def test_a_review_that_was_cut_off_keeps_title_and_stars() -> None:
    found, problems = parted_reviews("p", TWO[: TWO.index("TOP")], " | ", " // ")
    assert problems == []
    assert [(r.title, r.rating, r.text) for r in found][1] == ("So so", 3.0, "")


def test_a_stump_is_not_part_of_the_review_before() -> None:
    found, _ = parted_reviews("p", TWO[: TWO.index("3.0") + 1], " | ", " // ")
    assert [r.text for r in found] == ["Runs well | truly"]


def test_ids_are_the_same_every_time_and_differ_by_product() -> None:
    one, again, other = (parted_reviews(p, TWO, " | ", " // ")[0][0].review_id for p in ("p", "p", "q"))
    assert one == again
    assert one != other


def test_text_of_another_form_is_reported() -> None:
    assert parted_reviews("p", "just words", " | ", " // ")[1]
