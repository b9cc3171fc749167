"""The quality report on a terminal, compact."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ecreco.shop.money import format_money
from ecreco.shop.quality.findings import QualityReport, Side, counted, percentage

SIDES: tuple[Side, ...] = ("completeness", "consistency", "representativeness")
_STYLES = {"mend": "bold red", "look": "yellow", "fine": "green"}


def print_quality(report: QualityReport, console: Console) -> None:
    """Everything that wants a look, and one line of figures. What is fine is only counted."""
    console.print(
        f"[bold]Data quality of {escape(report.title)}[/bold]: "
        f"{counted(report.products, 'product', 'products')}, {counted(report.families, 'family', 'families')}, "
        f"{counted(report.reviews, 'review', 'reviews')}, "
        f"{counted(len(report.categories), 'category', 'categories')}, {counted(len(report.brands), 'brand', 'brands')}"
    )
    if not (report.products or report.families or report.reviews):
        console.print("There are no products and no reviews to check yet.")
        return
    table = Table(box=None, padding=(0, 1), show_header=False)
    width = max(len(f"{found.count:,}") for found in report.findings)
    table.add_column(justify="right", no_wrap=True, min_width=width)
    table.add_column(justify="right", no_wrap=True, min_width=6)
    table.add_column(overflow="ellipsis", no_wrap=True)
    for side in SIDES:
        shown = [f for f in report.of_side(side) if f.weight != "fine"]
        fine = len(report.of_side(side)) - len(shown)
        table.add_row(
            "", "", f"[bold]{side}[/bold] [dim]({fine} of {counted(len(shown) + fine, 'check', 'checks')} fine)[/dim]"
        )
        for found in shown:
            example = f" [dim]e.g. {escape(found.examples[0])}[/dim]" if found.examples else ""
            style = _STYLES[found.weight]
            table.add_row(
                f"[{style}]{found.count:,}[/{style}]", percentage(found.count, found.of), escape(found.words) + example
            )
    console.print(table)
    if report.prices:
        prices = report.prices
        low, middle, high = (
            format_money(p, report.currency) for p in (prices[0], prices[len(prices) // 2], prices[-1])
        )
        if len(prices) == 1:
            console.print(f"The only price is {low}.")
        else:
            console.print(f"Prices from {low} to {high}, half of them up to {middle}.")
