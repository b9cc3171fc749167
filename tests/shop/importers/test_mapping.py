# ruff: noqa: E501 - rows of a table are as long as they are
from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers.mapping import read_mapping
from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import MAPPINGS, Load, rejects

RULES = '[shop]\ncurrency = "EUR"\n[product]\nproduct_id = "id"\ntitle = "name"\nprice = "price"\n'


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.stem)
def test_the_examples_are_sound(path: Path) -> None:
    assert read_mapping(path).currency


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[product", "is not valid TOML"),
        ("", "needs a [product] or a [review] table"),
        ("[produkt]\n", "unknown key 'produkt'"),
        ('[product]\ntitle = "n"\n', "says nothing about product_id"),
        ('[product]\nproduct_id = "i"\ntitle = "n"\ncolour = "c"\n', "unknown key 'colour'"),
        ('[product]\nproduct_id = "i"\ntitle = { column = "n", transform = "shout" }\n', "unknown transform 'shout'"),
        ('[product]\nproduct_id = "i"\ntitle = { column = "n", loud = true }\n', "unknown key 'loud'"),
        ('[product]\nproduct_id = "i"\ntitle = { default = "x" }\n', "exactly one of column, columns, constant"),
        ('[product]\nproduct_id = "i"\ntitle = { column = "n", drop = ["("] }\n', "not a regular expression"),
        ('[product]\nproduct_id = "i"\ntitle = 3\n', "must be a column name or a table"),
        ('[shop]\ncurrency = "euro"\n[product]\nproduct_id = "i"\ntitle = "n"\n', "three capitals"),
        ('[product]\nproduct_id = "i"\ntitle = "n"\n[[product.reviews]]\nlayout = "heap"\n', "layout 'heap'"),
        (
            '[product]\nproduct_id = "i"\ntitle = "n"\n[[product.facts]]\ncolumn = "f"\n',
            "needs a column and a table of labels",
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "m.toml"
    path.write_text(text)
    with pytest.raises(OperatorError, match=re.escape(says)) as caught:
        read_mapping(path)
    assert "m.toml" in caught.value.message
    assert "\n" not in caught.value.message


def test_a_missing_mapping(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no such mapping file"):
        read_mapping(tmp_path / "none.toml")


def test_a_column_the_source_lacks(load: Load) -> None:
    with pytest.raises(
        OperatorError, match=r"mapping.toml names the column 'name', which source.csv lacks; its columns are id, price"
    ):
        load("id,price\n1,2\n", mapping=RULES)


def test_fields(shop: Shop, load: Load) -> None:
    mapping = RULES + (
        'brand = { constant = "Acme" }\ndescription = { columns = ["long", "short"] }\nabout = { columns = ["short", "long"], join = "|" }\n'
        'category = { columns = ["c1", "c2"], empty = ["others"] }\nrating = { column = "stars", best = 10 }\nurl = "u"\n'
        '[product.attributes]\nage = "a"\n[[product.facts]]\ncolumn = "f"\nlabels = { "Item Weight" = "weight" }\nstops = ["ASIN"]\n'
    )
    load(
        'id,name,price,long,short,c1,c2,stars,u,a,f\n1,Tea,"1.099,00 €",,brief,Drinks,others,9,,3+,Item Weight998 g ASINB0\n',
        mapping=mapping,
    )
    tea = shop.catalog.get("1")
    assert (tea.brand, tea.description, tea.about, tea.category) == ("Acme", "brief", ("brief",), ("Drinks",))
    assert (tea.price, tea.rating, tea.url, tea.currency) == (109900, 4.5, None, "EUR")
    assert dict(tea.attributes) == {"age": "3+", "weight": "998 g"}
    assert shop.info.currency == "EUR"


def test_bad_values_drop_the_field_and_missing_needs_the_row(shop: Shop, load: Load) -> None:
    report = load("id,name,price\n1,Tea,free\n2,,3\n3,Milk,N/A\n4,Jam,-5\n,Ghost,1\n", mapping=RULES)
    assert [(line[1], line[2], line[5]) for line in rejects(report)] == [
        ("2", "price", "yes"), ("3", "title", "no"), ("5", "price", "yes"), ("6", "product_id", "no"),
    ]  # fmt: skip
    assert {p.product_id for p in shop.catalog.all()} == {"1", "3", "4"}
    assert (report.rejected_rows, report.rejected_fields) == (2, 2)


def test_rows_of_one_product_are_merged(shop: Shop, load: Load) -> None:
    mapping = RULES + 'category = { column = "cat", separator = "|" }\nbrand = "brand"\n'
    text = "id,name,price,cat,brand\n1,Tea,3,A|B,\n2,Milk,2,A,\n1,Tea,4,A|C,Acme\n"
    report = load(text, mapping=mapping)
    tea = shop.catalog.get("1")
    assert (tea.price, tea.category, tea.brand) == (300, ("A", "B", "C"), "Acme")
    assert report.sources[0].merged == 1
    assert [(line[1], line[2]) for line in rejects(report)] == [("4", "price")]
    again = load(text, mapping=mapping)
    assert (again.added, again.changed) == (0, 0)


def test_a_table_of_reviews(shop: Shop, load: Load) -> None:
    mapping = '[review]\nproduct_id = "item"\ntext = "words"\nrating = "stars"\n'
    report = load("item,words,stars\n7,Lovely,5\n7,,4\n8,Bad,11\n", mapping=mapping)
    assert [(r.text, r.rating) for r in shop.reviews.of("7")] == [("Lovely", 5.0)]
    again = load("item,words,stars\n6,New,3\n7,Lovely,5\n8,Bad,11\n", mapping=mapping)
    assert (again.added, again.changed) == (1, 0)
    assert [(line[1], line[2]) for line in rejects(report)] == [("3", "text"), ("4", "rating")]


def test_only_some_rows(shop: Shop, load: Load) -> None:
    load("id,name,price,kind\n1,Tea,3,food\n2,Saw,9,tool\n", mapping='[source]\nonly = { kind = "food" }\n' + RULES)
    assert [p.product_id for p in shop.catalog.all()] == ["1"]


def test_yaml(shop: Shop, load: Load) -> None:
    text = "# shop\n- id: a\n  name: Tea\n  price: 3.5\n  tags: [x, y]\n- id: b\n  name: [bad\n- id: c\n  name: Jam\n  price: 2\n"
    report = load(text, "list.yaml", mapping=RULES)
    assert [(p.product_id, p.price) for p in shop.catalog.all()] == [("a", 350), ("c", 200)]
    assert [line[1] for line in rejects(report)] == ["6"]
