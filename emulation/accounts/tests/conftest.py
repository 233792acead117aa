import pytest
from django.core.cache import cache

from emulation.accounts import workflow
from emulation.testing import day, person

IDLE = "emulation.accounts.idle.IdleMiddleware"
MFA_ADAPTER = "emulation.accounts.adapter.MfaAdapter"


@pytest.fixture(autouse=True)
def house(settings):
    """Throttling starts from nothing; the parts of the settings that these rooms rely on are in force."""
    cache.clear()
    settings.MFA_ADAPTER = MFA_ADAPTER
    if IDLE not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, IDLE]


@pytest.fixture
def officer(db):
    return person("Chuyên viên Sở Nội vụ", username="snv.daumoi")


@pytest.fixture
def newcomer(db):
    return workflow.new_person(full_name="Thủ trưởng Sở Tài chính", username="stc.thutruong", at=day(2026, 1, 5))


@pytest.fixture
def code(newcomer, officer):
    """The code on a slip issued on 5 January 2026."""
    ((_slip, code),) = workflow.issue([newcomer], by=officer, at=day(2026, 1, 5))
    return code
