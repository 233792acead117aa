"""Chấm điểm: lưới của một cột; lưu từ biểu mẫu (cả bảng) và từ trang (từng lượt ô)."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from emulation.journal.clock import today
from emulation.ui.dates import hour

from . import forms, workflow
from .adding import tree_told
from .grid import answered, grid_of, key_of
from .lineup import Lineup
from .marking import CONFLICT, REFUSED, SAVED, Claim
from .models import Column, Filler, Round
from .pens import pen_of_round
from .views import round_or_404, said, told_of, visible_columns

MOST_CELLS = 5000


def column_or_404(request, round_, code):
    """The column if this person sees it, else 404. Explanations are written on the sheet, not in a grid."""
    columns = Column.objects.read_by(request.user).exclude(kind=Filler.ANSWER)
    return get_object_or_404(columns.select_related("member", "unit"), round=round_, code=code)


def grid(request, pk, kind):
    """Lưới: tiêu chí × đơn vị, một cột. Without the script, one button posts the whole table, or one part of a large one."""
    round_ = round_or_404(request, pk)
    column = column_or_404(request, round_, kind)
    left = []
    if request.method == "POST":
        claims = forms.claims_from(request.POST, _seen(request.POST.get("seen", "{}")))
        saving = workflow.save_marks(round_, column, claims, by=request.user, at=request.at)
        left = _left(saving, claims)
        if not left:
            said(request, _("Đã ghi %(n)d ô") % {"n": saving.count(SAVED)})
            return redirect(request.get_full_path())
    table = grid_of(request.user, round_, column, request.GET.get("part"))
    _put_back(table, left)
    context = {
        "round": round_, "column": column, "columns": visible_columns(request.user, round_), "grid": table, "left": left,
        "today": today(), "pen": pen_of_round(round_), "data": _data(request.user, round_, column, table),
    } | told_of(round_)  # fmt: skip
    return render(request, "scoring/grid.html", context, status=409 if left else 200)


def _seen(text):
    try:
        seen = json.loads(text)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _left(saving, claims):
    """What was not taken: [(key, claim, sentence)]."""
    found = []
    for key, answer in saving.answers.items():
        if answer.state == REFUSED:
            found.append((key_of(*key), claims[key], answer.sentence))
        elif answer.state == CONFLICT:
            sentence = _("%(who)s đã ghi “%(text)s” trong lúc bạn nhập; ghi lại nếu vẫn giữ giá trị của bạn.")
            found.append((key_of(*key), claims[key], sentence % {"who": answer.by, "text": answer.text}))
    return found


def _put_back(table, left):
    typed = {key: (claim, sentence) for key, claim, sentence in left}
    for line in table.leaves if typed else ():
        for cell in line.cells:
            if cell.key in typed:
                claim, cell.note = typed[cell.key]
                cell.text, cell.state = claim.raw, "failed"


def _data(user, round_, column, table):
    """What the script needs to add, to save and to speak."""
    lineup = Lineup(round_.columns.all())
    return {
        "key": f"scoring:{round_.pk}:{column.code}",
        "decimals": round_.scheme.decimals,
        "user": user.pk, "most": MOST_CELLS,
        "tree": tree_told(table.tree, table.asked), "apart": [str(u.sheet.pk) for u in table.units if u.sheet.has_extras],
        "reasoned": column.kind == Filler.LEADERS,
        "words": {
            "saved": _("Đã lưu"), "saving": _("Đang lưu"), "cells": _("ô"),
            "failed": _("chưa lưu được (mất mạng), sẽ tự thử lại"),
            "expired": _("chưa lưu được: phiên đã hết. Đăng nhập ở thẻ khác rồi trở lại đây là tự lưu; số đã gõ vẫn còn."),
            "refused": _("chưa lưu được, xem lời báo ở ô"), "two": _("có hai giá trị, cần chọn"),
            "choose": _("Ô này có hai giá trị."), "reach": _("Ô này có hai giá trị: bấm Tab để tới chỗ chọn."), "pick": _("Chọn một:"), "keep": _("Giữ"), "take": _("Lấy"),
            "you": _("bạn, lúc %s"), "them": _("%s, lúc %s"), "empty": _("ô trống"), "picked": _("Đang chọn %s ô · tổng %s"),
            "left": _("Còn %s ô chưa chấm"), "claim": f"{lineup.by_code[lineup.compared(column.code)].title.lower()} %s",
            "cut": _("Dán thừa %s ô ngoài bảng hoặc ô khóa, đã bỏ qua."),
            "waiting": _("%s ô gõ từ lần trước chưa kịp lưu, đang lưu lại."),
            "first": _("Đang lưu, xong thì “%s”."), "unsent": _("Chưa “%s”: còn %s ô chưa lưu được."),
            "undone": _("Đã hoàn tác."), "redone": _("Đã làm lại."),
        },
    }  # fmt: skip


@require_safe
def column(request, pk):
    """Chọn cột, khi không có kịch bản."""
    return redirect("scoring:grid", pk, column_or_404(request, round_or_404(request, pk), request.GET.get("kind")).code)


@require_POST
def finish(request, pk):
    """Nút «Nộp cột chấm»: finishes what is ready and names what is not."""
    done, left = workflow.finish_column(round_or_404(request, pk), by=request.user, at=request.at)
    if done:
        said(request, _("Đã kiểm tra xong %(n)d phiếu") % {"n": len(done)})
    for sheet, sentence in left:
        messages.warning(request, f"{sheet.member}: {sentence}")
    return redirect("scoring:grid", pk, "team")


@require_POST
def take_claims(request, pk):
    """Nút «Lấy điểm tự chấm cho ô trống» của cả cột kiểm tra."""
    saving = workflow.accept_all_claims(round_or_404(request, pk), by=request.user, at=request.at)
    said(request, _("Đã lấy điểm tự chấm cho %(n)d ô") % {"n": saving.count(SAVED)})
    return redirect("scoring:grid", pk, Filler.CHECKERS)


@require_POST
def save(request, pk, kind):
    """Lưu một lượt ô từ trang: JSON in, one answer per cell out."""
    round_ = get_object_or_404(Round.objects.for_user(request.user), pk=pk)
    column = column_or_404(request, round_, kind)
    claims, typist = _claims(request.body)
    if claims is None:
        return JsonResponse({"refusal": _("Dữ liệu gửi lên không đọc được nên chưa ghi ô nào.")}, status=400)
    if typist not in (None, request.user.pk):
        sentence = _("chưa ghi ô nào: trình duyệt này nay do %(who)s đăng nhập. Đăng nhập lại bằng tài khoản đã gõ.")
        return JsonResponse({"refusal": sentence % {"who": request.user.full_name}}, status=409)
    saving = workflow.save_marks(round_, column, claims, by=request.user, at=request.at)
    told = answered(saving.told_to(request.user, column), column.code, round_.scheme.decimals)
    return JsonResponse(told | {"now": hour(request.at)})


def _claims(body):
    """{"user": …, "cells": {"<sheet>-<criterion>": {"raw": …, "seen": …, "reason": …}}} → (claims, who typed them).

    Claims are None when they cannot be read; who typed is None when the sender does not say it.
    """
    try:
        told = json.loads(body)
        cells = told["cells"]
        if len(cells) > MOST_CELLS:
            return None, None
        return {_key(key): _claim(cell) for key, cell in cells.items()}, told.get("user")
    except (ValueError, TypeError, KeyError, AttributeError):
        return None, None


def _key(text):
    sheet, row = text.split("-")
    return int(sheet), int(row)


def _claim(cell):
    raw, seen, reason = cell["raw"], cell.get("seen"), cell.get("reason")
    if not isinstance(raw, str) or not isinstance(reason, str | None) or not isinstance(seen, int | None):
        raise TypeError
    return Claim(raw[:200], reason, seen=seen)
