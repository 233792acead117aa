"""Kiểm phiếu trên giấy: one counted line as frozen data, for the minutes of whoever held the vote. Counts only."""

from emulation.ui.numbers import points


def counted(line):
    """A counted Line (its ballot at hand). Out: dict: at the meeting yes + no = valid, valid + invalid = returned ≤ issued;
    `written`: [yes, no] of written opinions; `agreed` of `base_number`, with its share, is what counts.
    """
    yes, no = line.ballot.choices[:2]
    return {
        "issued": line.issued,
        "returned": line.returned,
        "valid": line.valid,
        "invalid": line.invalid,
        "yes": line.tally[yes],
        "no": line.tally[no],
        "written": [line.written_tally.get(choice, 0) for choice in (yes, no)],
        "agreed": line.yes,
        "base_number": line.base_number,
        "share": points(line.share, 2) if line.share is not None else "",
        "percent": line.ballot.threshold_percent,
        "passed": bool(line.passed),
    }
