"""Biểu đồ: bars in their frames as long as the data say, a white and a black dot on every axis where the data put them."""

# mm, with the thickness of their lines: how wide frames, axes and dots are, and how high whatever belongs to a chart is
FRAME, AXIS, WHITE, BLACK = 55.78, 53.65, 2.56, 1.28
HEIGHTS = (2.55, 1.92, 1.28)
LINE, WHOLE, LONG = 0.33, 55.45, 53.33
NEAR = 0.12


def findings(printed, manuscript):
    """Out: sentences about what is missing, too many, too long, too short or off its place."""
    expected, drawn = list(_expected(manuscript.data)), _drawn(printed)
    if len(drawn) != len(expected):
        return [f"{len(drawn)} pieces of charts are drawn, not {len(expected)}"]
    wrong, begin = [], 0
    for (words, width, place), box in zip(expected, drawn, strict=True):
        if place is None:
            begin = box.left
        elif abs(box.centre - begin - place) > NEAR:
            wrong.append(f"{words} stands at {box.centre - begin:.2f} mm, not at {place:.2f}")
        if abs(box.width - width) > NEAR:
            wrong.append(f"{words} is {box.width:.2f} mm long, not {width:.2f}")
    return wrong


def _drawn(printed):
    boxes = [box for page in printed.pages for box in page.boxes]
    return [box for box in boxes if any(abs(box.bottom - box.top - height) < 0.03 for height in HEIGHTS)]


def _expected(data):
    """What is drawn, in order: (words, width, place of its middle from the beginning of its frame or axis)."""
    for section in data.get("sections", []):
        if "compared" not in data or section.get("table") != "ranking":
            continue
        for row in data["ranking"]:
            yield from _bar(row["bar"])
        for row in data["compared"]["rows"] if data["compared"] else []:
            yield "an axis", AXIS, None
            yield "a white dot", WHITE, row["claimed"] * LONG / 1000 + LINE / 4
            yield "a black dot", BLACK, row["agreed"] * LONG / 1000 + LINE / 4
        for row in data["years"]["rows"] if data["years"] else []:
            for cell in row["cells"]:
                yield from _bar(cell["bar"] if cell else 0)


def _bar(length):
    yield "a frame", FRAME, None
    if length:
        width = length * WHOLE / 1000 + LINE
        yield "a bar", width, width / 2
