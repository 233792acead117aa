"""Bản thảo giao ước đề nghị cho trưởng khối: drawn up from the year's data; the lead unit edits every word of it.

Not marked for translation: it becomes the text of an official paper (documents.md §3.1 for the groups of contents).
"""

from collections import Counter

from blocs.years.documents import lead_of
from blocs.years.models import Due
from emulation.ui import dates
from emulation.ui.numbers import padded

from .documents import received_pledges


def suggested_text(bloc_year):
    """Nội dung đề nghị. Out: text, one paragraph a line, headings as `I. …`."""
    members, pledges = list(bloc_year.members.present()), received_pledges(bloc_year)
    parts = [
        ("I. MỤC TIÊU", _aims(bloc_year, members, pledges)),
        ("II. NỘI DUNG THI ĐUA", _contents(bloc_year)),
        ("III. CHỈ TIÊU, DANH HIỆU PHẤN ĐẤU", _targets(pledges)),
        ("IV. TỔ CHỨC THỰC HIỆN", _arrangements(bloc_year)),
    ]
    return "\n".join(line for heading, lines in parts for line in (heading, *_numbered(lines)))


def _numbered(lines):
    return [f"{number}. {line}" for number, line in enumerate((line for line in lines if line), start=1)]


def _aims(bloc_year, members, pledges):
    targets = sum(len(p.targets.all()) for p in pledges)
    measured = (
        f"Kết quả của năm đo bằng {padded(targets)} chỉ tiêu mà các đơn vị đã đăng ký, ghi tại Phụ lục."
        if targets
        else ""
    )
    return [
        f"Cả {padded(len(members))} đơn vị hoàn thành nhiệm vụ được giao trong năm {bloc_year.year}; "
        "việc chậm phải báo trước hạn và nói rõ lý do.",
        measured,
    ]


def _contents(bloc_year):
    named = bloc_year.movements.values_list("name", flat=True)
    names = "; ".join(name if "“" in name else f"“{name}”" for name in named)
    return [
        "Nhiệm vụ chính trị: thực hiện đủ chương trình công tác năm, tham mưu đúng thẩm quyền và đúng hạn, "
        "phối hợp với đơn vị bạn ngay từ khi soạn thảo.",
        "Chủ trương, chính sách và xây dựng cơ quan: chấp hành chủ trương của Đảng, pháp luật của Nhà nước; giữ kỷ luật, "
        "kỷ cương; rút ngắn thời gian giải quyết thủ tục và dùng hồ sơ điện tử trong công việc hằng ngày.",
        "Công tác thi đua, khen thưởng: mỗi đơn vị phát hiện, giới thiệu ít nhất một điển hình trong năm; khen đúng người, "
        "đúng việc, chú trọng người trực tiếp làm.",
        f"Phong trào thi đua: hưởng ứng, có sản phẩm cụ thể với từng phong trào: {names}." if names else "",
        "Văn hóa, thể thao, an sinh xã hội: tham gia đủ hoạt động chung của khối; chăm lo đời sống người lao động và "
        "người cần giúp đỡ trên địa bàn.",
    ]


def _targets(pledges):
    registered = Counter()
    for pledge in pledges:
        registered.update({t.award_type.name: t.quantity for t in pledge.titles.all()})
    titles = "; ".join(f"{padded(quantity)} {name}" for name, quantity in registered.items())
    return [
        "Từng đơn vị phấn đấu đạt và vượt các chỉ tiêu tại phần đăng ký của mình trong Phụ lục.",
        f"Danh hiệu, hình thức khen thưởng đăng ký của cả khối: {titles}." if titles else "",
    ]


def _arrangements(bloc_year):
    due, lead = dict(bloc_year.milestones.values_list("kind", "due")), lead_of(bloc_year)
    reports = {Due.MIDYEAR, Due.RESULTS} <= due.keys()
    return [
        f"{lead.name}, trưởng khối năm {bloc_year.year}, đôn đốc việc thực hiện, tổng hợp báo cáo và tổ chức hội nghị "
        "sơ kết, tổng kết." if lead else "",
        f"Các đơn vị gửi kết quả 6 tháng đến hết ngày {dates.day(due[Due.MIDYEAR])}, kết quả cả năm đến hết ngày "
        f"{dates.day(due[Due.RESULTS])}." if reports else "",
        "Giao ước in cho mỗi đơn vị một bản, gửi cơ quan thường trực một bản, nội dung như nhau; thay đổi về sau ghi thành "
        "phụ lục và lấy xác nhận lại.",
    ]  # fmt: skip
