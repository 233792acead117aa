"""Dựng tỉnh: every module in its order, each in one transaction."""

import time
from functools import partial

from django.db import connection, transaction

from . import awards, entries, meetings, papers, province, scores, years


def build(size, now, told=lambda sentence: None):
    """Dựng một tỉnh cỡ `size` (Size), with `now` (aware datetime) in its running year. `told` hears how far it is. Out: Province."""
    made = province.Province(size, now)
    press = papers.Press(made)
    for name, step in _steps(made, press):
        begun = time.monotonic()
        with transaction.atomic():
            step()
        told(f"  {name}: {time.monotonic() - begun:.1f} giây")
    return made


def _steps(made, press):
    return (
        ("đơn vị, khối", partial(province.found, made)),
        ("người, ghế", partial(province.seat, made)),
        ("năm, mốc, việc phải làm", partial(years.open_years, made)),
        ("đăng ký, kết quả", partial(years.pledge, made)),
        ("giao ước, chữ ký", partial(years.covenant, made, press)),
        ("bộ tiêu chí", partial(scores.write_schemes, made)),
        ("vòng chấm, điểm", partial(scores.score, made, press)),
        ("hội nghị, suy tôn", partial(meetings.confer, made, press)),
        ("đề nghị khen thưởng", partial(awards.propose, made, press)),
        ("Hội đồng, quyết định", partial(awards.decide, made)),
        ("nhật ký", partial(entries.journal, made)),
        ("thống kê của cơ sở dữ liệu", _know_the_tables),
    )


def _know_the_tables():
    """PostgreSQL counts its rows by itself sooner or later; here at once, so that two runs plan alike."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
