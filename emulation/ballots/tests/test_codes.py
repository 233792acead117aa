"""Mã giữ khóa: chia khóa và ghép lại, mã gõ được, gõ nhầm thì biết."""

import subprocess
import sys
from itertools import combinations

import pytest
from django.conf import settings
from nacl.public import PrivateKey

from emulation.ballots import codes, sharing

# The worked example of «Shamir's secret sharing» (Wikipedia): 1234 + 166x + 94x² modulo 1613.
KNOWN = [(1, 1494), (2, 329), (3, 965), (4, 176), (5, 1188), (6, 775)]


@pytest.mark.parametrize("three", list(combinations(KNOWN, 3)))
def test_any_three_known_shares_give_the_known_secret(three):
    """Ba phần bất kỳ của ví dụ đã công bố ghép lại ra đúng số bí mật."""
    assert sharing.join(three, field=1613) == 1234


@pytest.mark.parametrize(("needed", "holders"), [(2, 2), (2, 3), (3, 5), (5, 7)])
def test_every_group_of_enough_holders_finds_the_key_and_no_smaller_one_does(needed, holders):
    """Nhóm nào đủ số người cũng ghép được khóa; nhóm nào thiếu một người cũng không."""
    key = PrivateKey.generate()
    owners = [codes.new_code() for _n in range(holders)]
    shares = codes.split_key(key, [public for _code, public in owners], needed)
    held = [(codes.read(code), share) for (code, _public), share in zip(owners, shares, strict=True)]

    for group in combinations(held, needed):
        assert bytes(codes.join_key(group, key.public_key)) == bytes(key)
    for group in combinations(held, needed - 1):
        with pytest.raises(codes.WrongKey):
            codes.join_key(group, key.public_key)
    assert len(set(map(len, shares))) == 1


def test_fewer_shares_than_needed_fit_every_secret():
    """Thiếu một phần thì số bí mật nào cũng khớp: phần đã có không cho biết gì."""
    ((x, y), *_rest) = sharing.split(1234, 2, 3)

    for secret in (0, 1, 1234, 2**256 - 1):
        slope = (y - secret) * pow(x, -1, sharing.FIELD) % sharing.FIELD
        assert sharing.join([(x, y), (2, (secret + 2 * slope) % sharing.FIELD)]) == secret


def test_a_code_is_read_however_it_is_typed():
    """Chữ thường, dấu cách, thiếu gạch nối đều đọc được; mã không có chữ dễ lẫn."""
    code, public = codes.new_code()

    for typed in (code, code.lower(), code.replace("-", ""), f"  {code.replace('-', ' ')} "):
        assert bytes(codes.read(typed).public_key) == public
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert not set(code) & set("01IO")


def test_a_slip_of_the_finger_is_noticed():
    """Sai một ký tự, đổi chỗ hai ký tự, thiếu, thừa, chữ lạ: không đọc thành mã."""
    code = codes.new_code()[0].replace("-", "")
    wrong = [code[:-1], f"{code}A", "", "0" * 24, f"Đ{code[1:]}"]
    misread = 0
    for place, sign in enumerate(code):
        for other in set(codes.LETTERS) - {sign}:
            try:
                codes.read(code[:place] + other + code[place + 1 :])
            except codes.Mistyped:
                continue
            misread += 1

    assert misread <= 6  # of 744, one in 1024 passes by chance; such a code opens nothing
    for typed in wrong:
        with pytest.raises(codes.Mistyped):
            codes.read(typed)


def test_another_process_opens_the_key_with_the_codes_alone():
    """Máy chủ khởi động lại giữa chừng thì mã đã phát vẫn ghép được khóa: không có gì nằm trong bộ nhớ."""
    key, owners = PrivateKey.generate(), [codes.new_code() for _n in range(3)]
    shares = codes.split_key(key, [public for _code, public in owners], 2)
    typed = [(owners[n][0], shares[n]) for n in (2, 0)]
    program = (
        "from emulation.ballots import codes;"
        f"print(bytes(codes.join_key([(codes.read(c), s) for c, s in {typed!r}], {bytes(key.public_key)!r})).hex())"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=settings.BASE_DIR)  # noqa: S603

    assert (done.stdout.strip(), done.stderr) == (bytes(key).hex(), "")
