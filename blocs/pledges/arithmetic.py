"""Kết quả so với mức đăng ký: pure Decimals."""

from decimal import ROUND_HALF_UP, Decimal

from emulation.ui.numbers import MINUS

TENTH = Decimal("0.1")


def percent(value, target):
    """Đạt bao nhiêu phần trăm mức đăng ký, một số lẻ, làm tròn nửa lên. In: Decimals or None. Out: Decimal, None when it cannot be said."""
    if value is None or not target:
        return None
    return (value * 100 / target).quantize(TENTH, ROUND_HALF_UP)


def plain(number):
    """`98.5000` → “98,5”, `1200` → “1.200”; no more decimals than were written. In: Decimal. Out: str."""
    text = f"{abs(number):,f}".translate(str.maketrans(",.", ".,"))
    whole, _comma, part = text.partition(",")
    part = part.rstrip("0")
    return (MINUS if number < 0 else "") + whole + ("," + part if part else "")


def with_measure(number, measure):
    """“98,5%”, “120 hồ sơ”: per cent attached, other measures after a space that does not break."""
    if not measure:
        return plain(number)
    return plain(number) + ("%" if measure == "%" else f"\u00a0{measure}")
