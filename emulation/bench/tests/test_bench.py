"""Phép đo: a tiny province obeys every rule of the database, and every page of the measurement opens."""

import pytest
from django.utils import timezone

from emulation.bench import building, measuring, timing, visits
from emulation.bench.province import Size
from emulation.bench.table import table
from emulation.journal.chain import first_broken
from emulation.journal.models import Stream
from emulation.papers.models import Rendering, Stage

TINY = Size(blocs=2, units=3, criteria=5, years=3)


def built():
    return building.build(TINY, timezone.now())


def test_every_page_is_opened_and_a_mark_is_saved_through_http(transactional_db, live_server):
    """Mọi trang của phép đo mở được bằng phiên thật; điểm ghi được; bảng kết quả in ra được."""
    province = built()
    with measuring.signed_in(province, live_server.thread.port) as people:
        measured = measuring.pages(province, people, 1)
        measured.append(timing.save_marks(province, people[visits.HEAD], 2, "ghi một điểm"))
        measured.append(timing.paste_marks(province, people[visits.HEAD], 2))
    assert len(table(measured)) == len(measured) + 1
    assert all(one.seconds for one in measured)


@pytest.mark.django_db
def test_the_province_has_covenants_to_render_and_a_journal_that_holds():
    """Giao ước dựng để đo in ra được, chỉ của năm đang chạy còn chờ in; nhật ký dựng hàng loạt vẫn nối đúng mã băm."""
    built()
    assert len(timing.render_covenants(1).seconds) == 1
    assert Rendering.objects.exclude(stage=Stage.DONE).count() == TINY.blocs
    assert [first_broken(stream) for stream in Stream.objects.all()] == [None] * (TINY.blocs * TINY.years)
