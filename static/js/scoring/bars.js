/* Hai thanh dưới lưới: the status line, in words, at most every 2 s (a notice stays 8 s); and what is known of the active cell. */
"use strict";
const Status = (grid) => {
  const { $, words: W, cells } = grid;
  let told = 0, later = 0, notice = "", sign = "", until = 0;

  function tell(words, as = "✓") {
    if (words) { notice = words; sign = as; until = Date.now() + 8000; }
    clearTimeout(later);
    later = setTimeout(say, words ? 0 : Math.max(100, 2000 - (Date.now() - told)));
  }
  function line(id, mark, amount, words) {
    cells.rewrite($(id), amount ? `${mark} ${words}` : "");
    $(id).hidden = !amount;
  }
  function say() {
    told = Date.now();
    const { waiting, stopped } = grid.saving, n = { saved: 0, failed: 0, conflict: 0 };
    cells.all.forEach((c) => c.state in n && n[c.state]++);
    if (told < until) line("st-saved", sign, 1, notice);
    else line("st-saved", "✓", n.saved, `${W.saved} ${n.saved} ${W.cells}`);
    line("st-saving", "…", stopped ? 0 : waiting.size, `${W.saving} ${waiting.size} ${W.cells}`);
    line("st-failed", "!", n.failed, `${n.failed} ${W.cells} ${stopped || W.refused}`);
    line("st-conflict", "2", n.conflict, `${n.conflict} ${W.cells} ${W.two}`);
  }
  ["failed", "conflict"].forEach((state) => $(`st-${state}`).addEventListener("click", () => grid.place.go(cells.whose(state)[0])));
  return { tell };
};

const Bar = (grid) => {
  const { $, words: W } = grid;

  function tell(cell) {
    const kind = cell.kind === "direct" ? "" : cell.raw;
    $("bar").hidden = false;
    $("bar-where").textContent = grid.cells.named(cell);
    $("bar-formula").textContent = [cell.formula, kind, cell.claim && grid.say(W.claim, cell.claim)].filter(Boolean).join(" ");
    $("bar-note").textContent = cell.note || (cell.open || !$(cell.why) ? "" : $(cell.why).textContent);
    $("bar-reason").hidden = $("bar-reason-label").hidden = !cell.open;
    if (document.activeElement !== $("bar-reason")) $("bar-reason").value = cell.reason;
    $("bar-history").href = grid.form.dataset.history.replace("/0/", `/${cell.sheet}/`) + `dong/${cell.row}/`;
  }
  $("bar-reason").addEventListener("change", (e) => {
    const cell = grid.place.active;
    if (!cell || !cell.open) return;
    Object.assign(cell, { reason: e.target.value.trim(), reasonTyped: true, wrong: false, typed: Date.now() });
    grid.saving.queue(cell);
    grid.kept.keep();
    grid.saving.soon(0);
  });
  return { tell };
};
