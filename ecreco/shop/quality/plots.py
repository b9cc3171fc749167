"""Plots of a quality report as SVG that stands inside a page and asks nobody else for anything."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecreco.shop.money import digits, format_money
from ecreco.shop.quality.findings import QualityReport

_INK, _BLUE, _PALE, _WARM = "#24313f", "#2f6f9f", "#9fc3dd", "#d9822b"
_STYLE = {
    "text.parse_math": False,
    "svg.hashsalt": "ecreco",
    "svg.fonttype": "path",
    "font.size": 9,
    "font.family": "DejaVu Sans",
    "axes.edgecolor": "#9aa6b2",
    "axes.labelcolor": _INK,
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def plots(report: QualityReport) -> dict[str, str]:
    """Name → SVG text, for what the shop has data of."""
    made = {"missing": _plot(lambda axes: _missing(axes, report), 6.4, 3.4)}
    if len(set(report.prices)) > 1 and report.prices[-1] > 0:
        made["prices"] = _plot(lambda axes: _prices(axes, report), 6.4, 2.9)
    if report.ratings or report.review_stars:
        made["ratings"] = _plot(lambda axes: _ratings(axes, report), 6.4, 2.9)
    if len(report.brands) > 1:
        made["brands"] = _plot(lambda axes: _brands(axes, report), 6.4, 2.9)
    return made


def _plot(draw: Callable[[Any], None], width: float, height: float) -> str:
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        out = io.StringIO()
        figure.savefig(
            out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Type": None, "Format": None}
        )
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]  # without the prologue, which names a DTD on another host
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return re.sub(
        r"<svg [^>]*?viewBox",
        '<svg role="img" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox',
        svg,
        count=1,
    )


def _missing(axes: Any, report: QualityReport) -> None:
    names = list(report.missing)[::-1]
    shares = [100 * report.missing[name] / report.products if report.products else 0 for name in names]
    axes.barh(names, [100] * len(names), color="#e8eef3")
    axes.barh(names, [100 - share for share in shares], color=[_WARM if share > 20 else _BLUE for share in shares])
    for at, share in enumerate(shares):
        axes.text(101, at, f"{100 - share:.0f}%", va="center")
    axes.set_xlim(0, 112)
    axes.set_xlabel("products that have it, %")
    axes.tick_params(length=0)


def _prices(axes: Any, report: QualityReport) -> None:
    scale = 10 ** digits(report.currency)
    values = [price / scale for price in report.prices if price > 0]
    low, high = math.log10(values[0]), math.log10(values[-1])
    bins = [10 ** (low + (high - low) * step / 30) for step in range(31)]
    bins[0], bins[-1] = values[0], values[-1]
    axes.hist(values, bins=bins, color=_BLUE, edgecolor="white", linewidth=0.5)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _short_price(value, report.currency)))
    axes.minorticks_off()
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, nbins=5))
    axes.set_xlabel("price (logarithmic)")
    axes.set_ylabel("products")


def _short_price(value: float, currency: str) -> str:
    return re.sub(r"\.0+$", "", format_money(round(value * 10 ** digits(currency)), currency))


def _ratings(axes: Any, report: QualityReport) -> None:
    rated, starred = sum(report.ratings.values()), sum(report.review_stars.values())
    if rated:
        steps = [step / 2 for step in range(2, 11)]
        shares = [100 * report.ratings.get(step, 0) / rated for step in steps]
        axes.bar([step - 0.09 for step in steps], shares, width=0.18, color=_BLUE, label=f"products ({rated:,})")
    if starred:
        shares = [100 * report.review_stars.get(star, 0) / starred for star in range(1, 6)]
        axes.bar([star + 0.09 for star in range(1, 6)], shares, width=0.18, color=_PALE, label=f"reviews ({starred:,})")
    axes.set_xticks(range(1, 6))
    axes.set_xlabel("stars")
    axes.set_ylabel("share, %")
    axes.legend(frameon=False)


def _brands(axes: Any, report: QualityReport) -> None:
    """How much of the catalog the first so many brands make up, beside an even split."""
    counts = sorted(report.brands.values(), reverse=True)
    total, shares, so_far = sum(counts), [0.0], 0
    for count in counts:
        so_far += count
        shares.append(100 * so_far / total)
    axes.plot(range(len(shares)), shares, color=_BLUE, linewidth=2)
    axes.plot([0, len(counts)], [0, 100], color="#9aa6b2", linewidth=1, linestyle="--")
    axes.set_xlim(0, len(counts))
    axes.set_ylim(0, 102)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
    axes.set_xlabel("brands, largest first (dashed: all alike)")
    axes.set_ylabel("branded products, %")
