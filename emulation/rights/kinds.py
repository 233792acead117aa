"""Các kiểu người của ma trận, and the groups in which the table speaks of them."""

KINDS: dict[str, str] = {
    "anonymous": "chưa đăng nhập",
    "seatless": "có tài khoản, không ghế nào",
    "former": "đã thôi ghế cán bộ đầu mối đơn vị thành viên",
    "head": "thủ trưởng đơn vị thành viên (đối tượng của chính đơn vị)",
    "vice": "cấp phó đơn vị ấy",
    "clerk": "cán bộ đầu mối đơn vị ấy",
    "registry": "văn thư đơn vị ấy",
    "neighbour": "thủ trưởng một đơn vị thành viên khác cùng khối",
    "lead_head": "thủ trưởng trưởng khối",
    "lead_clerk": "cán bộ đầu mối trưởng khối",
    "deputy_clerk": "cán bộ đầu mối phó khối",
    "officer": "chuyên viên cơ quan thường trực theo dõi khối",
    "chair": "Chủ tịch Hội đồng",
    "councillor": "ủy viên Hội đồng",
    "council_secretary": "thư ký Hội đồng",
    "checker": "tổ kiểm tra của khối",
    "counter": "tổ kiểm phiếu của khối",
    "conference_secretary": "thư ký hội nghị của khối",
    "follower": "theo dõi khối",
    "guest": "khách mời của khối",
    "consulted": "cơ quan được hỏi ý kiến, ngoài khối",
    "admin": "quản trị, không trong ca",
    "admin_on_shift": "quản trị, đang trong ca",
    "other_head": "thủ trưởng đơn vị của khối khác cùng tỉnh",
    "far_head": "thủ trưởng đơn vị của tỉnh khác",
}
# A head elsewhere stands to the bloc there as `head` stands to the own bloc.
AT_HOME = {"other": "other_head", "far": "far_head"}

SIGNERS = {"head", "vice"}
UNIT = SIGNERS | {"clerk"}
LEAD = {"lead_head", "lead_clerk"}
ON_DUTY = LEAD | {"deputy_clerk"}
MEMBERS = UNIT | ON_DUTY | {"neighbour"}
COUNCIL = {"chair", "councillor", "council_secretary"}
TEAMS = {"checker", "counter", "conference_secretary"}
HANGERS_ON = TEAMS | {"follower", "guest"}
SITS_IN_NO_BLOC = {"anonymous", "seatless", "former", "consulted"}
IN_THE_YEAR = MEMBERS | HANGERS_ON | {"registry", "officer"}
BLOC = IN_THE_YEAR | COUNCIL
PREPARERS = LEAD | {"officer"}
ADMINS = {"admin", "admin_on_shift"}
PROVINCE = BLOC | ADMINS | {"consulted", "other_head"}
SIGNED_IN = set(KINDS) - {"anonymous"}
