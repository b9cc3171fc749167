"""Which currency a new shop sells in: what most prices of its first feed say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from ecreco.shop.errors import OperatorError
from ecreco.shop.money import parse_money

LOOKED_AT = 5_000  # prices of one source that are looked at; more hardly change which currency leads
_NONE = "XXX"  # ISO 4217: no currency
_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ "
    "GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR "
    "LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN "
    "PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB "
    "TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG "
)
ISO_4217 = frozenset(_CODES.split())


@dataclass(slots=True)
class CurrencySurvey:
    """stated: how many prices name each currency; unstated: how many name none."""

    stated: Counter[str] = field(default_factory=Counter)
    unstated: int = 0

    def add(self, prices: Iterable[str]) -> None:
        """Look at the first prices of a source, as they are written. What is no price is passed over."""
        for text in islice(prices, LOOKED_AT):
            code = named_currency(text)
            if code == _NONE:
                self.unstated += 1
            elif code in ISO_4217:
                self.stated[code] += 1

    @property
    def leading(self) -> str | None:
        """The currency that most prices name; the first met of equals; None where no price names one."""
        return self.stated.most_common(1)[0][0] if self.stated else None


def named_currency(text: str) -> str | None:
    """The currency a price names, XXX where it names none, None where it is no price. A bare code names itself."""
    word = text.strip().upper()
    if word in ISO_4217:
        return word
    try:
        return parse_money(re.split(r"\s+(?:-|–|to)\s+", text.strip(), maxsplit=1)[0], _NONE).currency
    except ValueError:
        return None


def checked_currency(code: str) -> str:
    """An ISO 4217 code in capitals. Raises OperatorError (`bad_currency`)."""
    word = code.strip().upper()
    if word not in ISO_4217:
        raise OperatorError(
            f"{code.strip()[:20]!r} is no currency code; a code of ISO 4217 such as EUR, INR or USD is needed.",
            code="bad_currency",
        )
    return word
