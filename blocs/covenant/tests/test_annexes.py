"""Phụ lục giao ước: thay đổi sau khi đã đủ xác nhận, không bao giờ sửa giao ước đã ký."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from blocs.covenant import signing, workflow
from blocs.covenant.models import Covenant, SignatureState, State
from blocs.years.models import BlocYear, Due, Filing, Obligation, Stage
from emulation.journal.steps import Refused
from emulation.papers import tasks
from emulation.papers.rendering import pdf
from emulation.testing import day
from emulation.testing_ground import laid_once

from .conftest import MARCH, everybody_signs, frozen, signature_of

MAY = day(2026, 5, 12, 10)


@laid_once
def amended(year):
    """An annex in draft, to the covenant that everybody signed. Out: Covenant."""
    return workflow.amend(
        year.row, text="I. CHỈ TIÊU BỔ SUNG\nGiảm nửa thời gian trả kết quả", reason="Giao thêm nhiệm vụ giữa năm",
        by=year.leader, at=MAY,
    )  # fmt: skip


@laid_once
def frozen_annex(year):
    """The annex sent round, frozen and its file made. Out: Covenant."""
    made = amended(year)
    workflow.circulate(made, by=year.leader, at=MAY)
    workflow.freeze(made, by=year.leader, at=MAY)
    tasks.render(made.frozen_paper.rendering.pk)
    made.frozen_paper.rendering.refresh_from_db()
    return made


@pytest.fixture
def annex(signed, year):
    return amended(year)


@pytest.fixture
def frozen_one(signed, year):
    return frozen_annex(year)


def test_an_annex_leaves_the_signed_covenant_as_it_is(frozen_one, signed, year):
    """Phụ lục đi qua cả vòng mà giao ước gốc giữ nguyên từng chữ, mã, chữ ký, bản in."""
    before = Covenant.objects.filter(pk=signed.pk).values().get()
    hands = list(signed.signatures.values())

    everybody_signs(frozen_one, year)

    assert Covenant.objects.filter(pk=signed.pk).values().get() == before
    assert list(signed.signatures.values()) == hands
    assert frozen_one.state == State.SIGNED


def test_the_hash_of_an_annex_binds_the_hash_of_what_it_amends(frozen_one, signed):
    """Mã của phụ lục tính trên cả mã của văn bản được bổ sung: đổi mã ấy thì phụ lục không còn khớp."""
    assert frozen_one.frozen["amends"]["sha256"] == signed.sha256
    assert signed.code in frozen_one.frozen["opening"]
    frozen_one.frozen["amends"]["sha256"] = "0" * 64
    Covenant.objects.filter(pk=frozen_one.pk).update(frozen=frozen_one.frozen)

    assert not Covenant.objects.get(pk=frozen_one.pk).is_intact


def test_an_annex_is_sent_round_answered_frozen_and_signed_anew(annex, year):
    """Phụ lục cũng gửi góp ý, trả lời, chốt, và từng đơn vị xác nhận lại từ đầu."""
    with pytest.raises(Refused, match="chưa gửi các đơn vị góp ý"):
        workflow.freeze(annex, by=year.leader, at=MAY)
    workflow.circulate(annex, by=year.leader, at=MAY)
    remark = workflow.remark(annex, member=year.members[2], text="Nêu rõ hạn", by=year.heads[2], at=MAY)
    with pytest.raises(Refused, match="chưa được trả lời"):
        workflow.freeze(annex, by=year.leader, at=MAY)
    workflow.answer(remark, text="Đã nêu", by=year.leader, at=MAY)

    workflow.freeze(annex, by=year.leader, at=MAY)

    assert [s.state for s in annex.signatures.all()] == [SignatureState.AWAITED] * 3
    assert annex.sha256 != annex.amends.sha256


def test_a_signed_annex_is_its_own_paper_on_file(frozen_one, signed, year):
    """Đủ xác nhận thì phụ lục có bản in riêng, mẫu riêng, nêu văn bản được bổ sung; hồ sơ năm có cả hai."""
    everybody_signs(frozen_one, year)

    paper = frozen_one.paper
    assert (paper.template, paper.title) == (
        "covenant/paper_annex.html",
        "Giao ước thi đua bổ sung năm 2026 (phụ lục số 1)",
    )
    assert paper.data["amends"]["sha256"] == signed.sha256
    assert [s["digest"] for s in paper.data["signatures"]] == [frozen_one.sha256] * 3
    assert list(Filing.objects.order_by("pk").values_list("label", "paper")) == [
        ("Giao ước", signed.paper_id),
        ("Phụ lục giao ước", paper.pk),
    ]
    assert pdf(paper).content.startswith(b"%PDF")


@pytest.mark.parametrize("state", ["draft", "signing"])
def test_nothing_is_amended_before_it_is_signed(year, state):
    """Giao ước chưa đủ xác nhận thì sửa dự thảo hoặc lấy xác nhận cho xong, chưa lập phụ lục."""
    workflow.draft(year.row, by=year.leader, at=MARCH) if state == "draft" else frozen(year)

    with pytest.raises(Refused, match="chưa đủ xác nhận"):
        amended(year)


def test_a_second_annex_waits_for_the_first(annex, year):
    """Một lúc một phụ lục: phụ lục trước đủ xác nhận rồi mới lập phụ lục sau."""
    with pytest.raises(Refused, match="chưa đủ xác nhận"):
        workflow.amend(year.row, text="Nữa", reason="Nữa", by=year.leader, at=MAY)


def test_the_second_annex_amends_the_first(frozen_one, year):
    """Phụ lục sau nối vào phụ lục trước, đánh số tiếp."""
    everybody_signs(frozen_one, year)

    second = workflow.amend(year.row, text="Nữa", reason="Nữa", by=year.leader, at=MAY)

    assert (second.position, second.amends) == (2, frozen_one)


def test_an_annex_says_why(signed, year):
    """Phụ lục phải nêu lý do."""
    with pytest.raises(Refused, match="lý do"):
        workflow.amend(year.row, text="I. Nữa", reason=" ", by=year.leader, at=MAY)


def test_a_closed_year_is_not_amended(signed, year):
    """Năm đã khép thì không bổ sung giao ước."""
    BlocYear.objects.update(state=Stage.CLOSED)

    with pytest.raises(Refused, match="đã khép"):
        amended(year)


def test_only_the_lead_unit_drafts_an_annex(signed, year):
    """Đơn vị khác không soạn phụ lục."""
    with pytest.raises(PermissionDenied, match="của trưởng khối"):
        workflow.amend(year.row, text="Nữa", reason="Nữa", by=year.heads[2], at=MAY)


def test_the_year_keeps_to_the_original(frozen_one, year):
    """Vòng xác nhận phụ lục không đổi giai đoạn của năm, không đụng việc «ký giao ước»."""
    met = list(Obligation.objects.filter(milestone__kind=Due.SIGN).values_list("met_on", flat=True))
    everybody_signs(frozen_one, year)

    assert BlocYear.objects.get().state == Stage.RUNNING
    assert list(Obligation.objects.filter(milestone__kind=Due.SIGN).values_list("met_on", flat=True)) == met


def test_a_unit_left_out_of_the_covenant_owes_it_still_after_an_annex(year):
    """Đơn vị không xác nhận giao ước, nay xác nhận phụ lục: việc ký giao ước vẫn là chưa làm."""
    covenant = frozen(year)
    everybody_signs(covenant, year, but=year.members[2:])
    signing.go_without(signature_of(covenant, year.members[2]), reason="Đang sáp nhập", by=year.leader, at=MARCH)

    everybody_signs(frozen_annex(year), year)

    assert Obligation.objects.get(member=year.members[2], milestone__kind=Due.SIGN).met_on is None


def test_the_page_says_what_is_in_force(frozen_one, signed, year, client_of):
    """Trang giao ước nêu giao ước và phụ lục, văn bản nào có hiệu lực từ ngày nào, văn bản nào đang lấy xác nhận."""
    client, page = client_of(year.heads[1], MAY), reverse("covenant:page", args=[year.row.pk])
    read = client.get(page).content.decode()
    assert "Có hiệu lực từ 02/03/2026" in read
    assert reverse("covenant:page", args=[year.row.pk, 1]) in read
    assert "Đang lấy xác nhận" in read

    everybody_signs(frozen_one, year)

    assert "12/05/2026" in client.get(page).content.decode()


def test_on_the_pages_an_annex_goes_its_whole_way(signed, year, client_of):
    """Qua trình duyệt: soạn, sửa, gửi, chốt, từng thủ trưởng xác nhận, mở bản in."""
    lead, base = client_of(year.leader, MAY), [year.row.pk, 1]
    lead.post(reverse("covenant:amend", args=[year.row.pk]), {"reason": "Thêm việc", "text": "I. Một"})
    lead.post(reverse("covenant:edit", args=base), {"reason": "Thêm việc", "text": "I. Một\nHai"})
    lead.post(reverse("covenant:circulate", args=base))
    lead.post(reverse("covenant:freeze", args=base))
    annex = Covenant.objects.get(position=1)
    tasks.render(annex.frozen_paper.rendering.pk)
    for member, head in zip(year.members, year.heads, strict=True):
        client_of(head, MAY).post(reverse("covenant:confirm", args=[signature_of(annex, member).pk]))

    annex.refresh_from_db()
    assert (annex.state, annex.text) == (State.SIGNED, "I. Một\nHai")
    assert lead.get(reverse("covenant:paper", args=base)).status_code == 200


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"position": 0}, "covenant_and_annexes_are_numbered_once|an_annex_says_what_it_amends_and_why"),
        ({"amends": None}, "an_annex_says_what_it_amends_and_why"),
        ({"reason": ""}, "an_annex_says_what_it_amends_and_why"),
    ],
)
def test_an_annex_cannot_lie_even_to_a_script(annex, columns, constraint):
    """Cơ sở dữ liệu không nhận phụ lục không nêu bổ sung gì, vì sao."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Covenant.objects.filter(pk=annex.pk).update(**columns)
