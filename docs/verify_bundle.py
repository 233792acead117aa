"""Kiểm tra một bộ chứng cứ, không cần mạng, không cần phần mềm của nơi phát hành. Chỉ cần Python 3.9 trở lên.

    python3 verify_bundle.py BO-CHUNG-CU.zip [--van-tay SHA256]     (thư mục đã giải nén cũng được)

--van-tay: vân tay SHA-256 của chứng thư niêm phong, hỏi nơi phát hành bằng đường khác rồi so. Mã thoát 0: đúng; 1: sai.
What is checked: the zip bit by bit; the seal over chung-cu.json; the PDF, its hash and its own seal (ECDSA P-256 or RSA);
the data's hash in the journal; every entry's hash, links and salted particulars; every signature against its entry; copies.
"""

import argparse, base64, hashlib, io, json, re, sys, zipfile
from pathlib import Path

PAPER, FACTS, SEAL = "van-ban.pdf", "chung-cu.json", "niem-phong.sig"
P = 2**256 - 2**224 + 2**192 + 2**96 - 1  # the curve P-256: y² = x³ − 3x + B (mod P), base point G of order N
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = 0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296, 0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
RSA, EC, CURVE = bytes.fromhex("2a864886f70d010101"), bytes.fromhex("2a8648ce3d0201"), bytes.fromhex("2a8648ce3d030107")
MESSAGE_DIGEST, SHA256_INFO = bytes.fromhex("2a864886f70d010904"), bytes.fromhex("3031300d060960864801650304020105000420")

class Wrong(Exception):
    """Điều không đúng; câu này được in ra."""

def sha(content):
    return hashlib.sha256(content).hexdigest()

def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

def must(holds, sentence):
    if not holds:
        raise Wrong(sentence)

# --- DER: tag, content, the whole of each element -------------------------------------------------------------------
def elements(der):
    at = 0
    while at < len(der):
        start, tag, length, at = at, der[at], der[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, at = int.from_bytes(der[at:at + size], "big"), at + size
        must(at + length <= len(der), "cấu trúc chứng thư hoặc chữ ký bị đứt")
        yield tag, der[at:at + length], der[start:at + length]
        at += length

def inside(element):
    return list(elements(element[1]))

def public_key(certificate):
    fields = inside(inside(next(elements(certificate)))[0])
    algorithm, bits = inside(fields[6 if fields[0][0] == 0xA0 else 5])[:2]
    kind, key = inside(algorithm)[0][1], bits[1][1:]
    if kind == RSA:
        return "rsa", tuple(int.from_bytes(n[1], "big") for n in inside(next(elements(key))))
    must(kind == EC and inside(algorithm)[1][1] == CURVE and key[0] == 4, "loại khóa niêm phong không đọc được")
    return "ec", (int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:65], "big"))

# --- signatures -----------------------------------------------------------------------------------------------------
def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P

def times(k, point):
    total = None
    while k:
        total, point, k = (add(total, point) if k & 1 else total), add(point, point), k >> 1
    return total

def signed_by(certificate, content, signature):
    kind, key = public_key(certificate)
    digest = hashlib.sha256(content).digest()
    if kind == "rsa":
        size, info = (key[0].bit_length() + 7) // 8, SHA256_INFO + digest
        block = pow(int.from_bytes(signature, "big"), key[1], key[0]).to_bytes(size, "big")
        return len(signature) == size and block == b"\0\1" + b"\xff" * (size - len(info) - 3) + b"\0" + info
    x, y = key
    must((y * y - x * x * x + 3 * x - B) % P == 0, "khóa niêm phong không nằm trên đường cong P-256")
    r, s = (int.from_bytes(n[1], "big") for n in inside(next(elements(signature))))
    both = b"".join(b"\x02" + bytes([n.bit_length() // 8 + 1]) + n.to_bytes(n.bit_length() // 8 + 1, "big") for n in (r, s))
    must(0 < r < N and 0 < s < N and signature == b"\x30" + bytes([len(both)]) + both, "chữ ký niêm phong sai dạng")
    w = pow(s, -1, N)
    point = add(times(int.from_bytes(digest, "big") * w % N, G), times(r * w % N, key))
    return point is not None and point[0] % N == r

def check_pdf_seal(pdf, fingerprint):
    """The first signature of the file covers all of it and was made by the certificate with this SHA-256."""
    place = re.search(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    must(place, "tệp PDF không có niêm phong")
    a, b, c, d = (int(n) for n in place.groups())
    must(a == 0 and b < c and c + d == len(pdf) and pdf[b:b + 1] + pdf[c - 1:c] == b"<>", "niêm phong không phủ cả tệp PDF")
    signed = inside(inside(next(elements(bytes.fromhex(pdf[b + 1:c - 1].decode()))))[1])[0]
    parts = inside(signed)
    certificates = [e[2] for e in inside(next(p for p in parts if p[0] == 0xA0))]
    certificate = next((e for e in certificates if sha(e) == fingerprint), None)
    must(certificate, "niêm phong trong PDF không do chứng thư đã ghi tạo ra")
    signer = inside(inside(parts[-1])[0])
    attributes = next(p for p in signer if p[0] == 0xA0)
    digests = [inside(inside(e)[1])[0][1] for e in inside(attributes) if inside(e)[0][1] == MESSAGE_DIGEST]
    must(digests == [hashlib.sha256(pdf[:b] + pdf[c:]).digest()], "tệp PDF đã bị sửa sau khi niêm phong")
    signature = [p for p in signer if p[0] == 0x04][-1][1]
    must(signed_by(certificate, b"\x31" + attributes[2][1:], signature), "niêm phong trong PDF không đúng")

# --- what is in the bundle ------------------------------------------------------------------------------------------
def read(path):
    """The members of the bundle by name. A zip must be exactly the zip that the house makes of them."""
    if path.is_dir():
        return {p.name: p.read_bytes() for p in path.iterdir()}
    content = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as again:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr = 3, 0o100600 << 16
            again.writestr(entry, members[name])
    must(out.getvalue() == content, "vỏ tệp zip đã bị sửa; nếu do nén lại thì giải nén rồi kiểm tra thư mục")
    return members

def check_journal(facts):
    """Every entry is what was hashed, in the stream and the order it says. Out: {number: (entry, what it says)}."""
    found, last = {}, None
    for entry in facts["journal"]["entries"]:
        number = entry["number"]
        must(sha(entry["body"].encode()) == entry["digest"], f"dòng nhật ký {number} không khớp mã băm")
        told = json.loads(entry["body"])
        must((told["number"], told["stream"]) == (number, facts["journal"]["stream"]), f"dòng nhật ký {number} lạc chỗ")
        must(last is None or number > last["number"], f"dòng nhật ký {number} sai thứ tự")
        if last and number == last["number"] + 1:
            must(told["previous"] == last["digest"], f"dòng nhật ký {number} không nối với dòng trước")
        kept = entry["particulars"]
        bound = sha(kept["salt"].encode() + canonical([kept["name"], kept["note"]]))
        empty = kept["blanked"] and not kept["name"] and not kept["note"]
        must(empty or bound == told["particulars"], f"phần người ghi của dòng nhật ký {number} đã bị sửa")
        found[number], last = (entry, told), entry
    return found

def check_paper(facts, entries):
    paper = facts["paper"]
    must(sha(canonical(paper["data"])) == paper["data_sha256"], "dữ liệu văn bản không khớp mã băm")
    about = [told["detail"] for _entry, told in entries.values() if told["subject"] == paper["subject"]]
    issued = [detail for detail in about if "data" in detail]
    must(issued and issued[-1]["data"] == paper["data_sha256"], "dữ liệu văn bản không phải dữ liệu đã ghi nhật ký khi phát hành")
    for name in ("kind", "title", "number", "dated", "revision", "template"):
        must(issued[-1][name] == paper[name], f"«{name}» của văn bản khác với nhật ký")

def check_signatures(facts, entries, files):
    pdf = facts["pdf"]["sha256"]
    for one in facts["signatures"]:
        who = one.get("signer_name", "")
        must(one["entry"] in entries, f"thiếu dòng nhật ký của chữ ký {who}")
        entry, told = entries[one["entry"]]
        must((one["digest"], one["previous"]) == (entry["digest"], told["previous"]), f"chữ ký {who} không gắn với nhật ký")
        must((one["signer"], one["signed_at"]) == (told["by"], told["at"]), f"người ký hoặc giờ ký của {who} khác với nhật ký")
        must(entry["particulars"]["blanked"] or who == entry["particulars"]["name"], f"tên người ký {who} khác với nhật ký")
        for name in set(one) & set(told["detail"]):
            must(one[name] == told["detail"][name], f"«{name}» của chữ ký {who} khác với nhật ký")
        bound = one["issued"]["pdf_sha256"] == pdf and one["issued"]["data_sha256"] == facts["paper"]["data_sha256"]
        must(bound and one.get("pdf_sha256", pdf) in files, f"chữ ký {who} gắn với văn bản khác")

def check(path, fingerprint=""):
    """Raises Wrong, or anything else that broken data cause. Out: the facts of the bundle (dict)."""
    members = read(Path(path))
    facts = json.loads(members[FACTS])
    certificate = base64.b64decode(facts["seal"]["certificate"])
    must(sha(certificate) == facts["seal"]["sha256"], "chứng thư niêm phong không khớp vân tay")
    must(fingerprint in ("", facts["seal"]["sha256"]), "chứng thư niêm phong không phải của nơi phát hành")
    must(signed_by(certificate, members[FACTS], members[SEAL]), "chung-cu.json đã bị sửa")
    files = {f["file"]: f["sha256"] for f in [facts["pdf"], *facts["papers"], *facts["copies"]]}
    must(set(members) == {FACTS, SEAL, *files}, "bộ chứng cứ thừa hoặc thiếu tệp")
    for name, digest in files.items():
        must(sha(members[name]) == digest, f"tệp {name} không khớp mã băm")
    if facts["pdf"]["seal"]:
        check_pdf_seal(members[PAPER], facts["pdf"]["seal"])
    entries = check_journal(facts)
    check_paper(facts, entries)
    check_signatures(facts, entries, files.values())
    return facts

def main():
    given = argparse.ArgumentParser(description="Kiểm tra bộ chứng cứ của một văn bản.")
    given.add_argument("path", help="tệp zip hoặc thư mục đã giải nén")
    given.add_argument("--van-tay", default="", help="vân tay SHA-256 của chứng thư niêm phong")
    path, print_ = vars(given.parse_args()).values()
    try:
        facts = check(path, print_.replace(" ", "").lower())
    except Exception as error:
        sys.exit(f"KẾT LUẬN: SAI: {error if isinstance(error, Wrong) else f'không đọc được ({type(error).__name__})'}.")
    count = [len(facts["signatures"]), sum(not c.get("withdrawn_at") for c in facts["copies"]), len(facts["journal"]["entries"])]
    print(f"Văn bản: {facts['paper']['title']}. Số: {facts['paper']['number'] or 'không'}. Mã tra cứu: {facts['verify']['code']}")
    print("{} xác nhận, {} bản đã ký, {} dòng nhật ký.".format(*count), f"Vân tay chứng thư niêm phong: {facts['seal']['sha256']}")
    print("KẾT LUẬN: ĐÚNG.", "" if facts["pdf"]["seal"] else "Tệp PDF phát hành từ trước khi có niêm phong.")

if __name__ == "__main__":
    main()
