"""Nhật ký: as many chained entries as the acts of a year leave, by the same bytes and hashes as `journal.chain`."""

import secrets

from django.db.models import Model

from blocs.years.models import Duty
from emulation.journal.chain import bind, canonical, sha256
from emulation.journal.models import Entry, Particulars, Stream

from .province import hour

# Việc, tháng, ai: what every member leaves in a year, and once a fortnight the officer who follows the bloc.
OF_A_MEMBER = (("Nộp bản đăng ký", 2), ("Hoàn thành việc", 2), ("Xác nhận giao ước", 3), ("Xác nhận kết quả", 7), ("Ghi điểm", 11),
               ("Ghi điểm", 11), ("Nộp bảng tự chấm", 11), ("Kiểm tra xong", 11))  # fmt: skip


def journal(province):
    """Một dòng nhật ký cho mỗi năm của mỗi khối, nối bằng mã băm."""
    for bloc_year in province.years:
        told = [(label, hour(bloc_year.year, month, 15), m, _who(province, m)) for label, month in OF_A_MEMBER
                for m in province.members[bloc_year.pk]]  # fmt: skip
        told += [
            ("Đưa văn bản vào hồ sơ năm", hour(bloc_year.year, month, 20), bloc_year, province.officer)
            for month in range(1, 13)
        ]
        chain(bloc_year.stream, sorted(told, key=lambda line: line[1]))


def _who(province, member):
    seats = province.clerks if member.duty == Duty.LEAD else province.heads
    return seats[member.unit_id].person


def chain(name, told: list[tuple[str, object, Model, object]]):
    """Chain (label, hour, subject, person) lines as a new stream."""
    stream = Stream.objects.create(name=name)
    entries, particulars = [], []
    for number, (label, at, subject, by) in enumerate(told, start=1):
        salt = secrets.token_hex(16)
        kind = subject._meta.label_lower
        body = canonical(
            {
                "stream": name, "number": number, "at": at, "by": by.pk, "label": label, "subject": [kind, subject.pk], "before": "",
                "after": "", "detail": {}, "particulars": bind(salt, by.full_name, ""), "previous": stream.head,
            }
        )  # fmt: skip
        stream.length, stream.head = number, sha256(body)
        entry = Entry(stream=stream, number=number, at=at, by=by, label=label, subject_type=kind, subject_id=subject.pk, body=body,
                      digest=stream.head)  # fmt: skip
        entries.append(entry)
        particulars.append(Particulars(entry=entry, salt=salt, name=by.full_name))
    Entry.objects.bulk_create(entries)
    for each in particulars:
        each.entry = each.entry  # the id is known only now
    Particulars.objects.bulk_create(particulars)
    stream.save()
