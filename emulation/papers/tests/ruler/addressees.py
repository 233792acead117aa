"""Kính gửi, Kính trình: one addressee beside the words, several under each other as `- …;`, the last with a full stop."""

from .looks import MILLIMETRE, looks


def findings(printed, manuscript):
    """Out: sentences about what is wrong with the addressees."""
    lines = manuscript.data.get("addressees", [])
    if not lines:
        return []
    word, look, wrong = to_word(manuscript), looks(manuscript)["addressees"], []
    found = printed.find(word)
    if found is None:
        return [f"«{word}» is not printed"]
    at, dashes = found.end, []
    odd = look.wrong(found.glyphs)
    for words in addressee_lines(lines):
        line = printed.find(words, at)
        if line is None or (at == found.end and line.start != at):
            wrong.append(f"the addressee «{words[:60]}» is not printed so")
            continue
        at, odd = line.end, odd or look.wrong(line.glyphs)
        dashes.append(line)
    if odd:
        wrong.append(f"{word} {odd}")
    if dashes and abs(dashes[0].y - found.y) > MILLIMETRE:
        wrong.append(f"the first addressee does not stand beside {word}")
    lefts = [line.glyphs[0].left for line in dashes]
    return (
        [*wrong, "the addressees do not stand under each other"]
        if lefts and max(lefts) - min(lefts) > MILLIMETRE
        else wrong
    )


def to_word(manuscript):
    """«Kính trình:» on a Tờ trình of the Party, «Kính gửi:» everywhere else."""
    return "Kính trình:" if manuscript.party and str(manuscript.paper.kind) == "TTr" else "Kính gửi:"


def addressee_lines(lines):
    """The lines as they must be printed."""
    if len(lines) == 1:
        return list(lines)
    return [f"- {line.strip(' -;,.')}{'.' if n == len(lines) else ';'}" for n, line in enumerate(lines, start=1)]
