"""Tên loại văn bản và cơ quan ban hành: which paper, and in whose name it is printed."""

from dataclasses import asdict, dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from emulation.law.models import CitedBy

PARTY = "party"


@dataclass(frozen=True)
class Issuer:
    """Cơ quan ban hành, as printed. key: "bloc:3" or "unit:12", owns the number series; letterhead: "state" or "party".

    kept: who keeps its numbers unless its numbering says otherwise ("here", or "registry" for an office with its own books).
    """

    key: str
    name: str
    parent_name: str
    symbol: str
    place: str
    letterhead: str = "state"
    kept: str = "here"

    def printed(self):
        """Out: dict of the four printed texts, as kept on the paper."""
        return {name: str(text) for name, text in asdict(self).items() if name not in ("key", "letterhead", "kept")}


class Kind(models.TextChoices):
    """Tên loại văn bản. Values are keys; the abbreviation in the number is `abbreviation` (Nghị định 30/2020, Phụ lục III)."""

    COVENANT = "GU", _("Giao ước")
    PLAN = "KH", _("Kế hoạch")
    REGULATION = "QC", _("Quy chế")
    REPORT = "BC", _("Báo cáo")
    MINUTES = "BB", _("Biên bản")
    SUBMISSION = "TTr", _("Tờ trình")
    DECISION = "QĐ", _("Quyết định")
    HANDOVER = "BBBG", _("Biên bản bàn giao")
    SCORES = "BĐ", _("Bảng điểm")
    NOTICE = "TB", _("Thông báo")
    LETTER = "CV", _("Công văn")
    INVITATION = "GM", _("Giấy mời")
    BALLOT = "P", _("Phiếu")
    SELF_SCORES = "BTC", _("Bảng tự chấm điểm")
    ACHIEVEMENT = "BCTT", _("Báo cáo thành tích")
    LIST = "DS", _("Danh sách")
    DELEGATION = "GUQ", _("Giấy ủy quyền")
    SCHEME = "TC", _("Bộ tiêu chí")

    @property
    def abbreviation(self):
        """What stands in the number; empty for kinds that never take one (giao ước, bảng điểm, phiếu, danh sách, bộ tiêu chí)."""
        return {"GU": "", "BĐ": "", "P": "", "BTC": "", "DS": "", "TC": "", "BBBG": "BB", "BCTT": "BC"}.get(
            self.value, self.value
        )

    def symbol_of(self, issuer):
        """Ký hiệu: `BC-KTĐ` (state), `BC/BTCTU` (Party), `KTĐ` (state letter, which has no abbreviation); "" where none is taken."""
        if not self.abbreviation:
            return ""
        if issuer.letterhead == PARTY:
            return f"{self.abbreviation}/{issuer.symbol}"
        return issuer.symbol if self == Kind.LETTER else f"{self.abbreviation}-{issuer.symbol}"

    @property
    def cited_as(self):
        """The kind under which `law` keeps its căn cứ; "" for a kind that law does not know."""
        return CitedBy[self.name].value if self.name in CitedBy.__members__ else ""
