"""Fees: amounts of money as people write them."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import get_currency_precision, list_currencies

from mobile_api.assigning import Fee
from plugin.language import N_

NO_AMOUNT = N_("{text} is no amount of money; write it as 25.00.")
TOO_FINE = N_("{text} has more decimals than {currency} has.")
NO_CURRENCY = N_("{text} is no currency; write its three letters, such as PLN.")

_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,3})?")
_CURRENCIES = frozenset(list_currencies())


class NoMoney(ValueError):
    """What is written is no fee: in which field, what is said of it, with which values."""

    def __init__(self, field: str, says: str, **values: str) -> None:
        super().__init__(says.format(**values))
        self.field, self.says, self.values = field, says, values


def fee_of(amount: str, currency: str) -> Fee | None:
    """The fee, with as many decimals as the currency has; None where nothing is written. NoMoney.

    A comma may stand for the point.
    """
    amount, currency = amount.strip(), currency.strip().upper()
    if not amount and not currency:
        return None
    if not _AMOUNT.fullmatch(amount):
        raise NoMoney("fee", NO_AMOUNT, text=repr(amount[:40]))
    if currency not in _CURRENCIES:
        raise NoMoney("currency", NO_CURRENCY, text=repr(currency[:40]))
    exact = Decimal(amount.replace(",", "."))
    finest = Decimal(1).scaleb(-get_currency_precision(currency))
    if exact != exact.quantize(finest):
        raise NoMoney("fee", TOO_FINE, text=repr(amount), currency=currency)
    return Fee(str(exact.quantize(finest)), currency)
