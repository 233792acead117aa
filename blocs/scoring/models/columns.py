"""Những chữ dùng cho cột chấm: who may fill a column, how peers are joined, from when a column is seen, how far it has come."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Filler(models.TextChoices):
    """Ai điền cột. The order is the order in which columns stand; each value is the code of its column, where there can be one only."""

    SELF = "self", _("Đơn vị tự chấm")
    PEER = "peer", _("Một đơn vị chấm chéo")
    PEERS = "peers", _("Bình quân chấm chéo")
    CHECKERS = "team", _("Trưởng khối và tổ kiểm tra")
    ANSWER = "answer", _("Đơn vị giải trình")
    SECOND = "second", _("Trưởng khối và tổ kiểm tra, sau giải trình")
    AGENCY = "agency", _("Cơ quan chuyên môn")
    SECRETARIAT = "secretariat", _("Cơ quan thường trực")
    COUNCIL = "council", _("Hội đồng")
    LEADERS = "final", _("Trưởng khối và phó khối chốt")


# Columns that a person hands in as a whole; the others end with the sheet (self, checking, final) or by themselves (the mean).
HANDED_IN_WHOLE = (Filler.PEER, Filler.ANSWER, Filler.SECOND, Filler.AGENCY, Filler.SECRETARIAT, Filler.COUNCIL)

# Columns in which a sheet may get rows of its own; a mean, a single assessor, an agency and an explanation have none.
MAY_ADD = (Filler.SELF, Filler.CHECKERS, Filler.SECOND, Filler.SECRETARIAT, Filler.COUNCIL, Filler.LEADERS)


class Join(models.TextChoices):
    """Gộp điểm chấm chéo."""

    MEAN = "mean", _("bình quân")
    TRIMMED = "trimmed", _("bỏ một điểm cao nhất, một điểm thấp nhất rồi bình quân")


class Moment(models.TextChoices):
    """Từ lúc nào thì thấy."""

    CHECKED = "checked", _("khi kiểm tra xong phiếu")
    AGREED = "agreed", _("khi chốt điểm")
    PUBLISHED = "published", _("khi công bố")


class ColumnState(models.TextChoices):
    OPEN = "open", _("Đang điền")
    DONE = "done", _("Đã nộp")
    CLOSED = "closed", _("Đã khóa sớm")
