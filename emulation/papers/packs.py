"""Tạo bộ tài liệu: several papers in one file, queued like a paper and made by the worker (binding.py).

with MAKE.on(conference, by=by, at=at):
    pack = packs.make(key="conference:3", title=…, parts=[Part("Giấy mời", paper=invitation), …], issuer=issuer(year), by=by, at=at)
"""

from dataclasses import asdict, dataclass, field
from functools import partial

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from emulation.journal.chain import canonical, sha256

from . import missing
from .documents import DRAFT
from .models import Pack, PaperState, Rendering, Stage
from .tasks import wake
from .workflow import frozen, preview

OF_A_DRAFT = ("kind", "title", "template", "data", "letterhead", "issuer_key", "issuer", "symbol", "watermark")


@dataclass(frozen=True)
class Part:
    """Một phần của bộ: an issued paper by its id, the facts of a draft, or why there is neither. copies: how often it is in the file."""

    title: str
    paper: int | None = None
    draft: dict = field(default_factory=dict)
    why: str = ""
    copies: int = 1


def of_paper(paper, name, *, copies=1):
    """An issued paper as a part; while its file is not there, the part says so instead. Out: Part."""
    if paper.state != PaperState.ISSUED:
        return Part(name, why=f"{paper.get_state_display()}.")
    rendering = paper.rendering
    if rendering.stage == Stage.FAILED:
        return Part(name, why=_("Đã phát hành nhưng chưa tạo được tệp: %s") % rendering.reason)
    if rendering.stage != Stage.DONE:
        return Part(name, why=_("Đã phát hành, tệp đang được tạo."))
    return Part(name, paper=paper.pk, copies=copies)


def of_draft(name, *, copies=1, at, **facts):
    """What is not issued yet, as it would be now, marked as a draft. facts: as of workflow.issue. Out: Part."""
    paper = preview(**facts, watermark=DRAFT, at=at)
    if lines := missing.grounds_on(paper, timezone.localdate(at)):
        paper.data["grounds"] = frozen(lines)
    return Part(name, draft=model_to_dict(paper, OF_A_DRAFT), copies=copies)


def digest(title, parts):
    """By which a change of any part is seen. Out: str."""
    return sha256(canonical([title, [asdict(part) for part in parts]]))


def latest(key):
    """The newest pack of what has this key, or None."""
    return Pack.objects.filter(key=key).select_related("rendering").first()


def is_current(pack, title, parts):
    """Whether a pack (or None) says what would be put into it now, and is there or on its way."""
    return pack is not None and pack.rendering.stage != Stage.FAILED and pack.digest == digest(title, parts)


def make(*, key, title, parts, issuer, by, at):
    """Freeze the parts and queue the file. Inside the caller's Record only. Out: Pack."""
    pack = Pack.objects.create(
        key=key, title=title, parts=[asdict(part) for part in parts], digest=digest(title, parts), issuer=frozen(issuer.printed()),
        letterhead=issuer.letterhead, made_by=by, made_at=at,
    )  # fmt: skip
    rendering = Rendering.objects.create(pack=pack, turn=1)  # after everybody's one paper
    transaction.on_commit(partial(wake, rendering.pk))
    return pack
