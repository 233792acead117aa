"""Dải tự chấm và chốt, vạch điểm: a strip or a bar per row, hollow for claimed, solid for agreed. Pure arithmetic of the picture."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

WIDTH, MARGIN, STEPS = 280, 20, 3
WHOLE = 1000  # how long a bar on paper can be


def share(value, low, high):
    """How far along from `low` to `high` a number stands, in thousandths; what lies outside stands at the end (int)."""
    if high <= low:
        return 0
    part = ((value - low) / (high - low) * WHOLE).quantize(Decimal(1), ROUND_HALF_UP)
    return int(min(max(part, Decimal(0)), Decimal(WHOLE)))


@dataclass(frozen=True)
class Axis:
    """Trục chung của mọi dải: from `low` to `high`, with round marks between."""

    low: Decimal
    high: Decimal

    def x(self, value):
        """Where a number of points stands (str for SVG)."""
        share = (value - self.low) / (self.high - self.low)
        return f"{MARGIN + share * (WIDTH - 2 * MARGIN):.1f}"

    @property
    def marks(self):
        """Four round numbers with their places: [(x, text)]."""
        step = (self.high - self.low) / STEPS
        values = [self.low + step * i for i in range(STEPS + 1)]
        return [(self.x(v), f"{v.normalize():f}".replace(".", ",")) for v in values]


def axis_of(rows):
    """The axis that holds every claimed and agreed total, in whole steps; None without rows."""
    values = [v for r in rows for v in (r.total, r.self_total)]
    if not values:
        return None
    low, high = int(min(values).to_integral_value(ROUND_FLOOR)), int(max(values).to_integral_value(ROUND_CEILING))
    steps = max(1, -((low - high) // STEPS))
    return Axis(Decimal(low), Decimal(low + steps * STEPS))


@dataclass(frozen=True)
class Strip:
    """Hai điểm của một dải: where the agreed and the claimed total stand."""

    total: str
    claimed: str


def strip_of(axis, row):
    return Strip(axis.x(row.total), axis.x(row.self_total))
