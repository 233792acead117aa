"""Bốc thăm: random Vietnamese words, names, days, numbers, from a seed that a test can print and use again."""

import datetime as dt
from decimal import Decimal
from random import Random

from emulation.papers.documents import signature
from emulation.testing import day
from emulation.ui.numbers import points

ONSETS = [
    "",
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ"
CODAS = ["", "", "c", "ch", "m", "n", "ng", "nh", "p", "t", "i", "o", "u"]
LONGEST = ["nghiêng", "nghuếch", "thuyền", "chuyển", "khuếch", "trưởng", "đường", "nghiệm", "quyết", "nguyễn"]
SIGNS = ["5%", "(một)", "“hai”", "10,5", "m²", "– ba", "tư/năm", "sáu;", "bảy:", "…"]
PLACES = [
    "Kon Tum",
    "Hà Nội",
    "Bà Rịa - Vũng Tàu",
    "Thừa Thiên Huế",
    "Thành phố Hồ Chí Minh",
    "Đắk Lắk",
    "Đặc khu Phú Quý",
]
SORTS = ["Sở", "Ban", "Văn phòng", "Công ty cổ phần", "Đảng ủy", "Ủy ban nhân dân xã", "Hội"]
LONG_UNIT, LONG_SUMMARY = 205, 480


class Draw(Random):
    """A seeded chance. `plenty`: rows may be up to 200; `longest`: names are as long as the database lets them be."""

    def __init__(self, seed, *, longest=False, most=8):
        super().__init__(seed)
        self.longest, self.most = longest, most

    def syllable(self):
        if self.random() < 0.2:
            return self.choice(LONGEST)
        return self.choice(ONSETS) + self.choice(VOWELS) + self.choice(CODAS)

    def words(self, least, most):
        """Syllables of at least `least` and at most `most` letters in all."""
        wanted, text = self.randint(least, most), self.syllable()
        while len(text) < wanted:
            text += f" {self.syllable()}"
        return text[:most].rstrip()

    def clause(self, least=20, most=160):
        """Words of a sentence, without its first capital and its end; sometimes with signs."""
        text = self.words(least, most)
        return f"{text} {self.choice(SIGNS)} {self.syllable()}" if self.random() < 0.3 else text

    def sentence(self, least=40, most=400):
        return f"{self.clause(least, most).capitalize()}."

    def paragraphs(self, most=4):
        return [self.sentence() for _ in range(self.randint(0, most))]

    def unit(self):
        """Tên đơn vị: mostly 10 to 60 letters, sometimes as long as can be."""
        sort = self.choice(SORTS)
        if self.longest or self.random() < 0.05:
            return f"{sort} {self.words(LONG_UNIT - 20, LONG_UNIT)}"
        return f"{sort} {self.words(8, 50)}"

    def units(self, least=0):
        return [self.unit() for _ in range(self.rows(least))]

    def rows(self, least=0):
        """How many rows: none, a few, or as many as `most` allows."""
        return max(least, self.choice([0, 1, 2, 3, 5, self.most, self.most]))

    def person(self):
        """Họ tên: letters that are nobody's name."""
        return " ".join(self.syllable().capitalize() for _ in range(self.randint(2, 8 if self.longest else 4)))

    def place(self):
        return self.choice(PLACES)

    def date(self):
        return dt.date(2027, 1, 1) + dt.timedelta(days=self.randint(0, 364))

    def hour(self):
        on = self.date()
        return day(on.year, on.month, on.day, hour=self.randint(7, 17), minute=self.randint(0, 59))

    def points(self, most=1000):
        return points(Decimal(self.randint(0, most * 100)) / 100)

    def symbol(self):
        return "".join(self.choice("ABCDĐGHKLMNPQSTUVXY") for _ in range(self.randint(2, 9)))

    def signature(self, **told):
        """One signature: by the head, for the head, on behalf of a body; sometimes confirmed in the system."""
        office = self.choice(["Giám đốc", "Trưởng khối", f"Phó {self.words(8, 30)}"])
        authority = self.choice(["self", "kt", "tuq", "tl", "tm"])
        confirmed = {"at": self.hour(), "digest": f"{self.getrandbits(256):064x}"} if self.random() < 0.3 else {}
        facts = {"office": office, "name": self.person(), "authority": authority, "body": self.unit()[:90].strip(),
                 "for_office": "Giám đốc", **confirmed}  # fmt: skip
        if authority == "tm" and self.random() < 0.5:
            facts["title"] = f"Giám đốc {self.words(5, 40)}"
        return signature(**(facts | told))

    def grounds(self):
        return [f"Căn cứ {self.clause(30, 250)}" for _ in range(self.choice([0, 1, 3, 6]))]

    def recipients(self):
        return ["Như trên", *[self.unit()[:120].strip() for _ in range(self.choice([0, 1, 4]))], "Lưu: VT"]

    def addressees(self):
        return [self.unit() for _ in range(self.choice([1, 1, 2, 3]))]
