"""Tiền thưởng: pure Decimals."""

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal


def rounded_up(money, step):
    """3.795.000 to the next 10.000 is 3.800.000; a sum that is a multiple stays. step 1: whole đồng, half up."""
    if step == 1:
        return money.quantize(Decimal(1), ROUND_HALF_UP)
    return ((money / step).to_integral_value(ROUND_CEILING) * step).quantize(Decimal(1))
