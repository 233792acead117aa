"""Bảng kết quả: plain text, one line per measurement, milliseconds."""

from .timing import ratio

HEAD = ("Việc", "Người", "p50", "p95", "mục tiêu", "so với trang nhẹ nhất", "CPU", "truy vấn")


def table(measured):
    """The lines of the table. The first measurement is what the others are compared with. Out: list of str."""
    rows = [HEAD, *(_row(one, measured[0]) for one in measured)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    return [
        "  ".join(_put(text, width, n) for n, (text, width) in enumerate(zip(row, widths, strict=True))) for row in rows
    ]


def _put(text, width, column):
    return text.ljust(width) if column < 2 else text.rjust(width)


def _row(one, first):
    goal = "" if one.holds is None else f"{'✓' if one.holds else '✗'} {one.goal * 1000:.0f}"
    cpu = "" if one.cpu is None else f"{one.cpu * 1000:.0f}"
    queries = "" if one.queries is None else str(one.queries)
    p50, p95 = (f"{one.percentile(percent) * 1000:.0f}" for percent in (50, 95))
    return one.what, one.who, p50, p95, goal, f"{ratio(one, first):.1f}", cpu, queries
