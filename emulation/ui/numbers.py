"""Points and money as they are read in Việt Nam: 1.234,50 and −0,25. In: Decimal, int or text of a number. Out: str."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"


def points(value, decimals=2):
    """`8.5` → “8,50”; None and "" → "". Fixed decimals, rounded half up; never “−0,00”. Raises decimal.InvalidOperation."""
    if value is None or value == "":
        return ""
    number = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(decimals)), ROUND_HALF_UP)
    text = f"{abs(number):,f}".translate(str.maketrans(",.", ".,"))
    return MINUS + text if number < 0 else text


def money(value):
    """`1490000` → “1.490.000”, whole đồng."""
    return points(value, 0)


def padded(value):
    """`3` → “03”, as numbers below 10 are written on paper."""
    return "" if value is None or value == "" else f"{int(value):02}"
