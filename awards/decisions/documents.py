"""Quyết định khen thưởng (Mẫu 1.2, Nghị định 30/2020), dự thảo rồi ban hành: no number until the authority gives one."""

from django.utils.translation import override

from emulation.papers.documents import signature
from emulation.papers.workflow import Issuer
from emulation.ui.dates import long_date
from emulation.ui.numbers import money, points
from emulation.ui.text import within_a_name

USUAL_TITLE = "Về việc tặng thưởng danh hiệu thi đua, hình thức khen thưởng"
NO_SALARY = "chưa có căn cứ mức lương cơ sở cho ngày này"
NO_MULTIPLIER = "danh mục chưa có mức thưởng"
COMMITTEE = "Ủy ban nhân dân"


def reckoned(multiplier, salary, step):
    """How a sum of money was reckoned: «8,0 × 2.530.000 đồng (lương cơ sở theo …)». salary, step: Facts of the day, step may be None."""
    words = f"{points(multiplier, 1)} × {money(salary.number)} đồng (lương cơ sở theo {salary.text})"
    return f"{words}, làm tròn lên {money(step.number)} đồng" if step else words


def issuer(decision):
    """The authority's body: the People's Committee whose chair decides, else the ministry at the root of the tree."""
    root = decision.root
    committee = COMMITTEE in decision.authority
    return Issuer(
        key=f"unit:{root.pk}",
        name=f"{COMMITTEE} {_area(root)}" if committee else root.name,
        parent_name="",
        symbol="UBND" if committee else root.symbol,
        place=root.place,
        letterhead="state" if committee else root.letterhead,
    )


def _area(root):
    """«tỉnh Kon Tum», also where the root is its Party committee (Tỉnh ủy, Thành ủy)."""
    return within_a_name(f"{'Thành phố' if root.name.startswith('Thành') else 'Tỉnh'} {root.place}")


def _in_full(decision):
    """Thẩm quyền ban hành: «Chủ tịch Ủy ban nhân dân tỉnh Kon Tum»."""
    office, committee, _area_word = decision.authority.partition(COMMITTEE)
    return f"{office}{committee} {_area(decision.root)}" if committee else decision.authority


@override("vi")
def decision(decision):
    """Frozen data of the decision and its list: of the draft, and with number and day once the authority gave them."""
    awards = list(
        decision.awards.select_related(
            "unit", "award_type", "proposal__bloc_year__bloc__secretariat", "proposal__nomination"
        )
    )
    groups = {}
    for award in awards:
        groups.setdefault(award.award_type.name, []).append(award)
    return {
        "title": decision.title,
        "authority": _in_full(decision),
        "number_given": decision.number,
        "years": sorted({a.proposal.bloc_year.year for a in awards}),
        "count": len(awards),
        "groups": [
            {"award": name, "count": len(rows), "units": [_line(a, decision) for a in rows]}
            for name, rows in groups.items()
        ],
        "money_known": all(a.money is not None and not a.money_to_check for a in awards),
        "further_grounds": _further_grounds(decision, awards),
        "recipients": ["Như Điều 3", "Lưu: VT"],
        "signature": signature(
            office=decision.authority.partition(COMMITTEE)[0].strip() or decision.authority,
            unsigned="(Đã ký)" if decision.number else "",
        ),
    }


def law_days(decision):
    """Ngày tiếp nhận of the dossiers: their papers follow the law of that day."""
    return sorted({award.proposal.received_on for award in decision.awards.select_related("proposal")} - {None})


def _further_grounds(decision, awards):
    """After the law: the minutes of the council, and at whose proposal, the last line (Mẫu 1.2)."""
    council, minutes = decision.session.council.name, decision.session.minutes
    told = (
        [f"Căn cứ Biên bản số {minutes.symbol_text} {long_date(minutes.dated)} của {council}"]
        if minutes and minutes.number
        else []
    )
    agencies = dict.fromkeys(a.proposal.bloc_year.bloc.secretariat.name for a in awards)
    return [*told, f"Theo đề nghị của {', '.join(agencies)}"]


def _line(award, decision):
    """One unit. A sum that still has to be checked is shown in a draft, as on the screen, and printed in no decision."""
    shown = not (award.money_to_check and decision.number)
    note = "(cần xác minh)" if shown else "chờ xác nhận"
    return {
        "unit": award.unit.name,
        "bloc": award.proposal.bloc_year.called,
        "year": award.proposal.bloc_year.year,
        "why": award.proposal.nomination.why,
        "money": award.money if shown else None,
        "money_note": note if award.money_to_check else "",
    }
