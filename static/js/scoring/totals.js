/* Tổng: sums while typing; the server's own sums replace them when they arrive. */
"use strict";
const Totals = (grid) => {
  const { form, data, $, cells } = grid, { FINE, parse, format } = grid.numbers;
  const byData = (name) => new Map([...form.querySelectorAll(`[data-${name}]`)].map((e) => [e.dataset[name], e]));
  const sumOf = byData("sum"), progressOf = byData("progress");
  const nodes = data.tree.map(([id, parent, sign, capBonus, capPenalty, group]) => ({ id, parent, sign, capBonus, capPenalty, group }));
  const nodeOf = new Map(nodes.map((n) => [String(n.id), n]));
  const fineOf = (cell) => (cell.points === "" ? null : parse(cell.points));

  function add(sheet) {
    const sums = new Map([[null, [0, 0, 0, 0, 0]]]);
    nodes.forEach((n) => n.group && sums.set(n.id, [0, 0, 0, 0, 0]));
    for (let i = nodes.length - 1; i >= 0; i--) {
      const n = nodes[i], to = sums.get(n.parent);
      let own = sums.get(n.id);
      if (n.group) {
        if (n.capBonus != null) own[1] = Math.min(own[1], n.capBonus * FINE);
        if (n.capPenalty != null) own[2] = Math.max(own[2], -n.capPenalty * FINE);
      } else {
        const fine = fineOf(cells.all.get(`${sheet}-${n.id}`));
        own = [0, 0, 0, fine === null ? 1 : 0, 1];
        if (fine !== null) own[{ base: 0, bonus: 1, penalty: 2 }[n.sign]] = fine;
      }
      own.forEach((v, k) => (to[k] += v));
    }
    sums.forEach((sum, id) => put(`${sheet}-${id ?? "all"}`, sum[3] === sum[4] ? "–" : format(sum[0] + sum[1] + sum[2]), sum[3] > 0));
    const whole = sums.get(null);
    progress(sheet, `${whole[4] - whole[3]}/${whole[4]}`);
  }
  function put(key, text, partial) {
    const td = sumOf.get(key);
    if (!td) return;
    cells.rewrite(td, text);
    td.classList.toggle("partial", partial);
  }
  function progress(sheet, text) {
    const head = progressOf.get(sheet);
    if (head && /\d/.test(head.textContent)) cells.rewrite(head, text);
  }
  function count() {
    let empty = 0;
    cells.all.forEach((c) => (empty += c.open && (c.raw === "" || c.wrong) ? 1 : 0));
    if ($("why-send")) cells.rewrite($("why-send"), empty ? grid.say(grid.words.left, empty) : "");
  }
  function addUp(changed) {
    new Set(changed.map((cell) => cell.sheet)).forEach(add);
    count();
  }
  /* What the server says, but for sheets where something is typed that it has not taken. */
  function take(told) {
    const busy = new Set([...cells.all.values()].filter((c) => c.wrong || grid.saving.waiting.has(c.key)).map((c) => c.sheet));
    told.sums.forEach(([key, text, partial]) => {
      const td = sumOf.get(key);
      if (td && !busy.has(key.split("-")[0]) && td.textContent !== "–") put(key, text, partial);
    });
    Object.entries(told.progress).forEach(([sheet, text]) => progress(sheet, text));
  }
  /* What a typed text makes, as it is shown; "" where only the server knows. */
  function typed(cell, raw) {
    const fine = cell.kind === "direct" && raw !== "" ? parse(raw) : null;
    const penalty = nodeOf.get(cell.row).sign === "penalty";
    return fine === null ? "" : format(penalty ? -Math.abs(fine) : fine);
  }
  const picked = (some) => format(some.reduce((sum, c) => sum + (fineOf(c) || 0), 0));
  return { addUp, take, typed, picked };
};
