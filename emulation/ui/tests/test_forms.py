"""Biểu mẫu: gợi ý và câu báo đứng trên ô, lời từ chối của việc làm thành câu báo, không mất điều đã gõ."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from emulation.accounts.models import AdminShift, Slip, User
from emulation.testing import client_of, day, person
from emulation.ui.constraints import explain, sentence_of
from emulation.ui.fields import LONGEST, CleanCharField, DecimalCommaField
from emulation.ui.forms import DateField, ModelForm, attempt, form_field
from emulation.ui.refusals import Refusal
from emulation.ui.tests.pages import SENTENCE, Target

pytestmark = [pytest.mark.django_db, pytest.mark.urls("emulation.ui.tests.pages")]
WRONG = {"name": "Giải quyết hồ sơ", "target": "98.5.0", "due": "31/02/2026"}
RIGHT = {"name": "Giải quyết hồ sơ", "target": "98,5", "due": "31/12/2026", "title": ["a"], "read": "on"}


def page(typed):
    return client_of(person()).post("/thu/bieu-mau/", typed).content.decode()


def valid(**changed):
    form = Target(RIGHT | changed)
    assert form.is_valid(), form.errors
    return form


def test_what_is_typed_has_an_end():
    """Ô không ghi giới hạn cũng có giới hạn: một người không làm nghẽn máy in bằng một ô nghìn trang."""
    assert CleanCharField().clean("ă" * LONGEST)
    with pytest.raises(ValidationError):
        CleanCharField().clean("ă" * (LONGEST + 1))


def test_a_wrong_form_counts_and_links_what_is_to_be_mended():
    """Đầu biểu mẫu nói còn mấy chỗ, mỗi dòng dẫn đến ô của nó, và điều đã gõ còn nguyên."""
    shown = page(WRONG)
    assert "Chưa ghi được: còn 4 chỗ cần sửa" in shown
    for target in ("#id_target", "#id_due", "#id_title_0", "#id_read"):
        assert f'<a href="{target}">' in shown
    assert 'value="98.5.0"' in shown
    assert 'value="31/02/2026"' in shown


def test_hint_and_sentence_stand_above_the_field():
    """Thứ tự đọc: nhãn, gợi ý, câu báo, ô nhập; máy đọc màn hình nghe đủ cả."""
    shown = page(WRONG)
    places = [
        shown.index(x) for x in ('for="id_target"', 'id="id_target_helptext"', 'id="id_target_error"', 'name="target"')
    ]
    assert places == sorted(places)
    assert 'aria-describedby="id_target_helptext id_target_error"' in shown


def test_only_the_optional_fields_are_marked():
    """Bắt buộc là lệ; ô không bắt buộc thì ghi ra."""
    assert page(WRONG).count("(không bắt buộc)") == 3


def test_nothing_is_said_as_the_browser_or_django_would_say_it():
    """Không có bong bóng của trình duyệt, không có câu mặc định của Django."""
    shown = page({"name": ""})
    assert " required" not in shown.replace("requiredField", "")
    assert "novalidate" in shown
    assert "bắt buộc." not in shown
    assert "Chưa điền ô này." in shown
    assert "Chưa chọn mục nào." in shown


def test_a_refused_act_keeps_the_form_and_says_why():
    """Việc bị từ chối thì câu từ chối đứng đầu biểu mẫu, điều đã gõ còn nguyên."""
    shown = page(RIGHT | {"name": "Từ chối"})
    assert SENTENCE in shown
    assert 'value="98,5"' in shown


def test_an_act_that_was_done_gives_back_what_it_made():
    """Việc làm xong thì kết quả ở `outcome`."""
    form = valid()
    assert attempt(form, lambda: 42) is True
    assert form.outcome == 42


@pytest.mark.parametrize(
    ("raised", "field"),
    [
        (Refusal("Chưa được."), "__all__"),
        (ValidationError("Chưa được."), "__all__"),
        (ValidationError({"name": "Chưa được."}), "name"),
        (ValidationError({"another_column": "Chưa được."}), "__all__"),
    ],
)
def test_what_an_act_refuses_becomes_an_error_of_the_form(raised, field):
    """Lời từ chối đứng trên ô nó nói đến, không có ô thì đứng đầu biểu mẫu."""
    form = valid()

    def act():
        raise raised

    assert attempt(form, act) is False
    assert form.errors[field] == ["Chưa được."]


def shift_without_reason():
    with transaction.atomic():
        AdminShift.objects.create(person=person(), reason="", since=day(2026, 1, 1), until=day(2026, 1, 2))


def test_a_constraint_of_the_database_speaks_its_own_sentence():
    """Cơ sở dữ liệu chặn thì biểu mẫu nói câu của ràng buộc."""
    form = valid()
    assert attempt(form, shift_without_reason) is False
    assert form.errors["__all__"] == ["Ca quản trị phải có lý do và giờ kết thúc."]


def two_open_slips():
    someone = person()
    for code in ("a", "b"):
        with transaction.atomic():
            Slip.objects.create(person=someone, code_hash=code, issued_at=day(2026, 1, 1), expires_at=day(2026, 1, 9))


def test_a_unique_rule_without_a_sentence_is_told_by_its_columns():
    """Ràng buộc duy nhất không có câu riêng: nêu tên bảng và tên cột."""
    form = valid()
    assert attempt(form, two_open_slips) is False
    assert form.errors["__all__"] == ["Đã có phiếu cấp tài khoản cùng người nhận."]


def test_a_taken_user_name_is_told_in_words():
    """Cột duy nhất không có câu riêng thì có câu chung, nêu tên cột."""
    person(username="snv.daumoi")
    form = valid()
    assert attempt(form, person, username="snv.daumoi") is False
    assert form.errors["__all__"] == ["Đã có người dùng cùng tên đăng nhập."]


def test_a_rule_that_is_no_constraint_can_be_explained():
    """Trigger không mang câu: nơi đặt ra nó nói câu ấy một lần."""
    explain("periods_do_not_overlap_in_this_test", "Hai thời gian chồng nhau.")
    assert sentence_of(IntegrityError("periods_do_not_overlap_in_this_test")) == "Hai thời gian chồng nhau."


def test_a_database_refusal_nobody_explained_is_not_swallowed():
    """Không biết vì sao thì không giấu: lỗi đi tiếp lên trên."""

    def act():
        raise IntegrityError("FOREIGN KEY constraint failed")

    with pytest.raises(IntegrityError):
        attempt(valid(), act)


def test_model_forms_read_days_numbers_and_text_as_people_type():
    """Ngày, số, chữ trong biểu mẫu của bảng dữ liệu đều theo lối gõ ở đây; địa chỉ thư vẫn được kiểm tra là địa chỉ thư."""
    assert isinstance(form_field(models.DateField("ngày")), DateField)
    assert isinstance(form_field(models.DecimalField("số", max_digits=5, decimal_places=2)), DecimalCommaField)

    class Person(ModelForm):
        class Meta:
            model = User
            fields = ("full_name", "email")

    form = Person({"full_name": "  So\u031b\u0309 Nội  vụ ", "email": "không phải thư"})
    assert isinstance(form.fields["full_name"], CleanCharField)
    assert not form.is_valid()
    assert list(form.errors) == ["email"]
    assert form.cleaned_data["full_name"] == "Sở Nội vụ"
