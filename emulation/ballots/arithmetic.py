"""Ngưỡng và tỷ lệ: integers in, integers compared; no fraction decides anything."""

from decimal import ROUND_DOWN, Decimal


def enough(part: int, percent: int, whole: int, *, more_than: bool = False) -> bool:
    """Whether `part` of `whole` reaches `percent` (or exceeds it, for «quá bán»). Of nothing, nothing is enough."""
    if whole <= 0:
        return False
    return part * 100 > percent * whole if more_than else part * 100 >= percent * whole


def needed(percent: int, whole: int, *, more_than: bool = False) -> int:
    """The smallest number that is `enough` of `whole`: 80 % of 22 is 18; more than 50 % of 10 is 6."""
    return percent * whole // 100 + 1 if more_than else -(-percent * whole // 100)


def share(part: int | None, whole: int | None) -> Decimal | None:
    """Per cent with two decimals, cut and not rounded, so that 79,999 is never printed as 80. None of nothing."""
    if part is None or not whole:
        return None
    return (Decimal(part * 100) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_DOWN)
