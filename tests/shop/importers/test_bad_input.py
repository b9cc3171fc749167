from __future__ import annotations

import gzip
import io
import random
import zipfile
from pathlib import Path

import pytest

from ecreco.shop.errors import OperatorError
from ecreco.shop.importers import import_sources
from ecreco.shop.importers.items import Reject
from ecreco.shop.importers.report import RejectFile
from ecreco.shop.shop import Shop
from tests.shop.importers.conftest import Load, rejects

RULES = '[shop]\ncurrency = "INR"\n[product]\nproduct_id = "id"\ntitle = "name"\nprice = "price"\n'
GOOD = "id,name,price\n" + "".join(f"{n},Thing {n},{n}.50\n" for n in range(1, 301))


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.rsplit("_", 1)), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (bytes(range(256)) * 40, "binary file"),
        (random.Random(1).randbytes(5000), "binary file"),
        (gzip.compress(b""), "is empty"),
        (b"\x1f\x8b\x08\x00garbage garbage", "cannot be unpacked"),
        (b"PK\x03\x04 not really", "not a whole zip"),
        (zipped(), "not a whole zip|nothing in it|binary"),
        (zipped(**{"[Content_Types]_xml": b"<Types/>"}), "office document"),
        (b"just words\nand more\n", "not a table"),
        (b"a,b\n1,2\n", "needs --mapping"),
    ],
)
def test_files_that_are_no_use(load: Load, content: bytes, says: str) -> None:
    with pytest.raises(OperatorError, match=says) as caught:
        load(content)
    assert "source.csv" in caught.value.message
    assert "\n" not in caught.value.message


def test_missing_file_and_folder(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no such file"):
        import_sources(shop, [tmp_path / "none.csv"])
    with pytest.raises(OperatorError, match="is a folder"):
        import_sources(shop, [tmp_path])
    with pytest.raises(OperatorError, match="nothing to import"):
        import_sources(shop, [])


def test_unknown_format(load: Load) -> None:
    with pytest.raises(OperatorError, match="no format 'xls'; known are csv"):
        load(GOOD, format="xls")


def test_nothing_is_written_where_one_source_is_bad(shop: Shop, tmp_path: Path) -> None:
    good, bad = tmp_path / "policy.md", tmp_path / "bad.csv"
    good.write_text("## Returns\n30 days.\n")
    bad.write_text("a,b\n1,2\n")
    with pytest.raises(OperatorError):
        import_sources(shop, [good, bad])
    assert shop.policies.all() == []


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_another_delimiter_is_found(shop: Shop, load: Load, delimiter: str) -> None:
    text = delimiter.join(("id", "name", "price")) + "\n" + delimiter.join(("1", "Tea, green", '"1,09,900"')) + "\n"
    load(text, mapping=RULES)
    assert (shop.catalog.get("1").title, shop.catalog.get("1").price) == ("Tea, green", 10990000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(shop: Shop, load: Load, encoding: str) -> None:
    load("id,name,price\r\n1,Café crème,3\r\n".encode(encoding), mapping=RULES)
    assert shop.catalog.get("1").title == "Café crème"


def test_a_stray_byte_is_read_as_windows_1252(shop: Shop, load: Load) -> None:
    load("id,name,price\n1,Thé,3\n".encode() + b"2,Caf\xe9,4\n", mapping=RULES)
    assert [p.title for p in shop.catalog.all()] == ["Thé", "Café"]


def test_gz_and_zip(shop: Shop, load: Load) -> None:
    load(gzip.compress(GOOD.encode()), "source.csv.gz", mapping=RULES)
    assert shop.catalog.count() == 300
    report = load(zipped(a_csv=GOOD.encode(), b_csv=b"id,name,price\n900,More,1\n"), "both.zip", mapping=RULES)
    assert [source.name for source in report.sources] == ["both.zip/a.csv", "both.zip/b.csv"]
    assert (report.added, report.changed) == (1, 0)


def test_a_gz_that_was_cut_off_keeps_what_is_whole(shop: Shop, load: Load) -> None:
    whole = gzip.compress(GOOD.encode(), compresslevel=1)
    report = load(whole[: len(whole) * 2 // 3], "source.csv.gz", mapping=RULES)
    assert 50 < shop.catalog.count() < 300
    assert "breaks off" in rejects(report)[-1][4]
    assert rejects(report)[-1][5] == "no"


def test_a_csv_that_ends_inside_quotes(shop: Shop, load: Load) -> None:
    report = load('id,name,price\n1,Tea,3\n2,"Mil', mapping=RULES)
    assert [p.product_id for p in shop.catalog.all()] == ["1"]
    assert rejects(report) == [["source.csv", "3", "", '2,"Mil', "the file ends inside quotation marks", "no"]]


def test_a_csv_that_ends_in_the_middle_of_a_row(shop: Shop, load: Load) -> None:
    report = load("id,name,price\n1,Tea,3\n2,Mil", mapping=RULES)
    assert shop.catalog.count() == 1
    assert "middle of this row" in rejects(report)[0][4]


def test_a_quote_that_is_never_closed_costs_one_row(shop: Shop, load: Load) -> None:
    text = 'id,name,price\n0,"Bad,1\n' + GOOD.partition("\n")[2]
    report = load(text, mapping=RULES)
    assert shop.catalog.count() == 300
    assert [(line[1], line[4]) for line in rejects(report)] == [("2", "a quotation mark in it is never closed")]


def test_rows_with_too_many_columns(shop: Shop, load: Load) -> None:
    report = load("id,name,price\n1,Tea,3\n2,Milk,1,000\n3,Jam,4,\n", mapping=RULES)
    assert {p.product_id for p in shop.catalog.all()} == {"1", "3"}
    assert [(line[1], line[4]) for line in rejects(report)] == [("3", "it has 4 columns where the header has 3")]


def test_line_numbers_count_lines_inside_quotes(load: Load) -> None:
    report = load('id,name,price\n1,"Tea\nfor two",3\n2,Milk,free\n', mapping=RULES)
    assert rejects(report)[0][1] == "4"


def test_html_and_control_characters(shop: Shop, load: Load) -> None:
    mapping = RULES + 'description = "d"\n'
    load("id,name,price,d\n1,<b>Tea</b> \x07set,3,<script>x()</script><p>Good&nbsp;tea</p>\n", mapping=mapping)
    tea = shop.catalog.get("1")
    assert (tea.title, tea.description) == ("Tea set", "Good tea")


def test_again_changes_nothing_and_by_row(shop: Shop, load: Load) -> None:
    assert load(GOOD, mapping=RULES).added == 300
    again = load(GOOD, mapping=RULES)
    assert (again.added, again.changed, again.changes["products"].same) == (0, 0, 300)
    one = load(GOOD.replace("Thing 7,", "Thing seven,"), mapping=RULES)
    assert (one.added, one.changed) == (0, 1)


def test_an_import_is_written_down(shop: Shop, load: Load) -> None:
    report = load(GOOD, mapping=RULES)
    run = shop.imports.all()[0]
    assert (run.source, run.counts["rows"], run.counts["products"]["added"]) == ("source.csv", 300, 300)
    assert any("300 added" in line for line in report.lines())


def test_progress_is_told(shop: Shop, tmp_path: Path) -> None:
    source, rules = tmp_path / "s.csv", tmp_path / "m.toml"
    source.write_text("id,name,price\n" + "".join(f"{n},Thing {n},1\n" for n in range(1200)))
    rules.write_text(RULES)
    told: list[tuple[str, int]] = []
    import_sources(shop, [source], mapping=rules, progress=lambda name, rows: told.append((name, rows)))
    assert told == [("s.csv", 500), ("s.csv", 1000), ("s.csv", 1200)]


def test_a_batch_that_fails_leaves_nothing_of_itself(shop: Shop, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperatorError("The database cannot be written: the disk is full.", code="disk_full")

    monkeypatch.setattr(shop.reviews, "upsert", full)
    with pytest.raises(OperatorError, match="disk is full"):
        load(GOOD, mapping=RULES)
    assert shop.catalog.count() == 0


def test_a_reject_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="cannot be written"), RejectFile(tmp_path / "file" / "run") as file:
        file.write("s", Reject(1, "f", "v", "r"))


def test_values_in_the_reject_file_are_no_formulas(load: Load) -> None:
    report = load("id,name,price\n1,Tea,=1+1\n", mapping=RULES)
    assert rejects(report)[0][3] == "'=1+1"


def test_ids_that_are_texts_are_refused(shop: Shop, load: Load) -> None:
    report = load(f"id,name,price\n{'x' * 300},Tea,3\n2,Milk,1\n", mapping=RULES)
    assert [p.product_id for p in shop.catalog.all()] == ["2"]
    assert [(line[2], line[5]) for line in rejects(report)] == [("product_id", "no")]


def test_counts_that_no_database_holds(shop: Shop, load: Load) -> None:
    report = load(f"id,name,price,n\n1,Tea,3,{'9' * 40}\n", mapping=RULES + 'stock = "n"\nrating_count = "n"\n')
    assert [line[2] for line in rejects(report)] == ["stock", "rating_count"]
    assert shop.catalog.count() == 1


def test_halves_of_characters(shop: Shop, load: Load) -> None:
    load(
        '{"record":"product","product_id":"1","title":"Tea \\ud800\\u0000cup"}\n'
        '{"record":"product","product_id":"2","price":NaN}\n',
        "r.jsonl",
    )
    assert [p.title for p in shop.catalog.all()] == ["Tea cup"]


def test_policies_replace_policies(shop: Shop, load: Load) -> None:
    load("# Rules\n\n## Returns\n30 days.\n\n- Sealed only\n\n## Empty\n\n## Delivery ##\nFast.\n", "policy.md")
    assert [(p.policy_id, p.title, p.position) for p in shop.policies.all()] == [
        ("returns", "Returns", 0),
        ("delivery", "Delivery", 1),
    ]
    assert shop.policies.all()[0].text == "30 days.\n\n- Sealed only"
    again = load("## Returns\n14 days.\n", "policy.md")
    assert [p.text for p in shop.policies.all()] == ["14 days."]
    assert again.changes["policies"].changed == 1


def test_memory_stays_small(shop: Shop, tmp_path: Path) -> None:
    """30 MB stream through; what stays is counted, not held."""
    import tracemalloc

    from ecreco.shop.importers.rows import TableRows
    from ecreco.shop.importers.sources import open_sources

    path = tmp_path / "large.csv.gz"
    with gzip.open(path, "wt", compresslevel=1) as file:
        file.write("id,name,price\n")
        for n in range(30_000):
            file.write(f"{n},{'word ' * 200},3\n")
    rows = TableRows(open_sources(path)[0])
    tracemalloc.start()
    assert sum(1 for _ in rows) == 30_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
