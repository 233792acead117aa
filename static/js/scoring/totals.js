/* Tổng: the sums on the page while typing. What only the server knows makes a sum provisional until it has answered. */
"use strict";
const Totals = (grid) => {
  const { form, data, $, cells, numbers } = grid, sums = Sums(data.tree, numbers), ONE = ["highest", "lowest"];
  const byData = (name) => new Map([...form.querySelectorAll(`[data-${name}]`)].map((e) => [e.dataset[name], e]));
  const sumOf = byData("sum"), progressOf = byData("progress"), added = [null, ...data.tree.nodes.filter((n) => n.group).map((n) => n.id)];
  const around = data.tree.nodes.filter((n) => n.after), sheets = new Set([...cells.all.values()].filter((c) => c.open).map((c) => c.sheet));
  const cellOf = (sheet, id) => cells.all.get(`${sheet}-${id}`);

  cells.all.forEach((c) => (c.known = c.told || c.kind !== "direct" ? sums.told(+c.row, c.told) : held(c)));

  /* What a cell holds by its text: typed, or while it is empty what stands under it. */
  function held(cell) { return cell.raw === "" ? sums.told(+cell.row, cell.under) : sums.typed(+cell.row, cell.raw); }
  function know(cell, told) { Object.assign(cell, { known: sums.told(+cell.row, told), unsure: false, stale: false }); }

  /* A cell was given another text: its points, and which rows around it (in all sheets, where members are compared) wait for the server. */
  function count(cell) {
    cell.known = held(cell);
    cell.unsure = cell.raw !== "" && (!cell.known || (data.reasoned && !cell.reason));
    cell.points = cell.raw !== "" && cell.known ? numbers.format(sums.total(cell.known)) : "";
    spoil(cell);
  }
  function spoil(cell) {
    around.filter((n) => n.after.includes(+cell.row)).forEach((n) => (n.all ? [...sheets] : [cell.sheet]).forEach((s) => (cellOf(s, n.id).stale = true)));
  }
  /* Rows beyond the scheme and lifted caps are known to the server alone. */
  const apart = new Set(data.apart);
  function add(sheet) {
    if (apart.has(sheet)) return added.forEach((id) => sumOf.get(`${sheet}-${id ?? "all"}`)?.classList.add("partial"));
    const board = sums.sheet((id) => {
      const { known, wrong, unsure, stale, state } = cellOf(sheet, id);
      return { known: wrong ? null : known, unsure: !wrong && !!(unsure || stale || state === "conflict") };
    });
    added.forEach((id) => put(`${sheet}-${id ?? "all"}`, sums.text(board.tally(id), id), board.tally(id).missing > 0 || board.tally(id).unsure));
    const rows = sums.leaves.filter((n) => n.asked), left = rows.filter((n) => board.tally(n.id).missing && !isFilled(n, sheet, board));
    progress(sheet, `${rows.length - left.length}/${rows.length}`);
  }
  /* Rows that wait for others are filled, and rows of a group that takes another one need not be. */
  function isFilled(node, sheet, board) {
    const cell = cellOf(sheet, node.id);
    if ((node.only || node.around) && cell.raw !== "" && !cell.wrong) return true;
    for (let up = sums.nodes.get(node.up); up; up = sums.nodes.get(up.up)) if (ONE.includes(up.take) && !board.tally(up.id).missing) return true;
    return false;
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
  function sayEmpty() {
    let empty = 0;
    cells.all.forEach((c) => (empty += c.open && ((c.raw === "" && !c.under) || c.wrong) ? 1 : 0));
    $("why-send")?.classList.remove("unsent");
    if ($("why-send")) cells.rewrite($("why-send"), empty ? grid.say(grid.words.left, empty) : "");
  }
  function addUp(changed) {
    const all = changed.some((cell) => around.some((n) => n.all && n.after.includes(+cell.row)));
    (all ? sheets : new Set(changed.map((cell) => cell.sheet))).forEach(add);
    sayEmpty();
  }
  /* What the server says; its sums stand, but in sheets where something is typed that it has not taken. */
  function take(told) {
    const mine = [...cells.all.values()].filter((c) => c.wrong || c.state === "conflict" || grid.saving.waiting.has(c.key)), busy = new Set(mine.map((c) => c.sheet));
    mine.filter((c) => !c.wrong).forEach(spoil);
    addUp([...told.cells.map((answer) => cells.all.get(answer.key)), ...mine]);
    told.sums.forEach(([key, text, partial]) => busy.has(key.split("-")[0]) || put(key, text, partial));
    Object.entries(told.progress).forEach(([sheet, text]) => busy.has(sheet) || progress(sheet, text));
  }
  const shown = (cell) => (cell.points === "" ? null : numbers.parse(cell.points));
  const picked = (some) => numbers.format(some.reduce((sum, c) => Exact.add(sum, shown(c) ?? Exact.ZERO), Exact.ZERO));
  return { addUp, count, know, take, picked };
};
