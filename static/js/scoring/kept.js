/* Giữ lại: what the server has not taken waits in localStorage, so that neither a lost line nor an ended session loses it. */
"use strict";
const Kept = (grid) => {
  const { $, data, cells } = grid, store = `${data.key}:${data.user}`;
  let orphans = [];  // typed earlier, for cells that take nothing now

  function keep() {
    const left = [...cells.all.values()].filter((c) => grid.saving.waiting.has(c.key) || c.state === "failed" || c.state === "conflict");
    const kept = left.map((c) => [c.key, c.raw, c.version, c.reasonTyped ? c.reason : null, c.typed]).concat(orphans);
    try {
      kept.length ? localStorage.setItem(store, JSON.stringify(kept)) : localStorage.removeItem(store);
    } catch { /* a full or forbidden store: the page still holds the values */ }
  }
  function comeBack() {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(store)) || []; } catch { return; }
    const changes = kept.map(([key, raw, version, reason, typed]) => ({ cell: cells.all.get(key), raw, version, reason, typed }));
    const news = changes.filter(({ cell, raw, reason }) => cell && cell.open && (cell.raw !== raw || reason !== null));
    orphans = kept.filter((k, n) => !changes[n].cell || (!changes[n].cell.open && changes[n].cell.raw !== k[1]));
    $("kept").hidden = !orphans.length;
    $("kept-cells").textContent = orphans.map(([key, raw]) => `${cells.all.has(key) ? cells.named(cells.all.get(key)) : key}: “${raw}”`).join("; ");
    news.forEach(({ cell, raw, version, reason, typed }) => {
      cell.version = version;
      if (reason !== null) Object.assign(cell, { reason, reasonTyped: true });
      grid.writing.set(cell, raw);
      cell.typed = typed;
    });
    grid.totals.addUp(news.map(({ cell }) => cell));
    keep();
    if (!news.length) return;
    grid.status.tell(grid.say(grid.words.waiting, news.length));
    grid.saving.soon(0);
  }
  $("kept-drop").addEventListener("click", () => { orphans = []; $("kept").hidden = true; keep(); });
  return { keep, comeBack };
};
