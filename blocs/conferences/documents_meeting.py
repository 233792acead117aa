"""Diễn biến từng mục chương trình, như biên bản ghi: the hours, who said what, what was voted, what was found."""

from blocs.scoring.models import Correction
from emulation.ui.dates import hour_in_words

from .models import ItemKind, Motion, Remark


def lines(text):
    """The lines of a text that say something."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def proceedings(conference):
    """Every agenda item with what happened under it: [[title, [line, …]], …]."""
    said = _by_item(Remark.objects.standing().select_related("member"), conference)
    decided = _by_item(Motion.objects.filter(struck=""), conference)
    items, adjusted = list(conference.items.order_by("position")), _adjusted(conference)
    home = next((item for item in items if item.kind == ItemKind.SCORES), items[-1] if items else None)
    return [
        [i.title, [*_hours(i), *map(_said, said.get(i.pk, [])), *(adjusted if i is home else []), *map(_decided, decided.get(i.pk, [])), *lines(i.outcome)]]
        for i in items
    ]  # fmt: skip


def _adjusted(conference):
    """Points corrected while the conference met, a line each: by which text, why, from what to what."""
    if not conference.opened_at:
        return []
    found = Correction.objects.filter(round__bloc_year=conference.bloc_year_id, at__gte=conference.opened_at)
    if conference.closed_at:
        found = found.filter(at__lte=conference.closed_at)
    return [line for correction in found.order_by("at", "pk") for line in _corrected(correction)]


def _corrected(correction):
    changed = [
        f"{t['member']}: từ {t['before']} điểm, hạng {t['rank_before']} thành {t['after']} điểm, hạng {t['rank_after']}."
        for t in correction.changes["totals"]
    ]
    return [f"Điều chỉnh điểm theo {correction.decision}. Lý do: {correction.reason.rstrip('.')}.", *changed]


def _by_item(rows, conference):
    """{item id: its rows in order}."""
    found = {}
    for row in rows.filter(item__conference=conference):
        found.setdefault(row.item_id, []).append(row)
    return found


def _hours(item):
    if not item.opened_at or not item.done_at:
        return []
    return [f"Bắt đầu lúc {hour_in_words(item.opened_at)}, xong lúc {hour_in_words(item.done_at)}."]


def _said(remark):
    """«Giám đốc Nguyễn Văn A, Sở Nội vụ: …»."""
    unit = f", {remark.member.name}" if remark.member else ""
    return f"{remark.speaker}{unit}: {remark.text}"


def _decided(motion):
    share = f"quá {motion.percent}%" if motion.more_than else f"ít nhất {motion.percent}%"
    hands = f"{motion.yes} đồng ý, {motion.no} không đồng ý, {motion.abstain} không có ý kiến"
    found = "thông qua" if motion.passed else "không thông qua"
    return f"Biểu quyết giơ tay «{motion.text}»: {hands} trong {motion.present} đơn vị có mặt, cần {share}: {found}."


def agreed(conference):
    """How the minutes were read out and agreed, a line each; [] when they were not."""
    if not conference.agreed_at:
        return []
    against = lines(conference.objections)
    read = f"Biên bản được đọc trước hội nghị lúc {hour_in_words(conference.read_at)} và được hội nghị thông qua lúc {hour_in_words(conference.agreed_at)}."
    return [read, *(["Ý kiến khác về biên bản:", *against] if against else [])]
