"""The English screens show the same papers, so they write days and numbers in the same way."""

from emulation.ui.formats.vi.formats import *  # noqa: F403
