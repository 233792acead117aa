"""Công thức và điều kiện viết trong bộ tiêu chí: data, read by a small parser and worked out on Decimals, never run as code.

`parse("97 <= x < 98 và thieu = 0", {"x": NUMBER, "thieu": NUMBER}, TRUTH).value({"x": …, "thieu": …})`.
Length, depth and the size of every number are bounded; a fault is a ValueError with the place and a sentence.
"""

from .nodes import FUNCTIONS
from .parsing import NUMBER, TRUTH, WORDS, Expression, parse

__all__ = ["FUNCTIONS", "NUMBER", "TRUTH", "WORDS", "Expression", "parse"]
