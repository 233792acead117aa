/* Đang ở ô nào: the active cell, the range from its anchor, and whether something is being typed there. */
"use strict";
const Place = (grid) => {
  const { form, $, cells } = grid, { at } = cells;
  const place = { active: null, editing: "", lane: null, range, inRange, go, commit, edit, paint, move, enter, tab };  // editing: "" | "typed" | "inside" (F2)
  let anchor = null, painted = [];

  function range() {
    const { active } = place, a = anchor || active;
    const [r1, r2] = [a.r, active.r].sort((x, y) => x - y), [c1, c2] = [a.c, active.c].sort((x, y) => x - y);
    return { r1, r2, c1, c2 };
  }
  function inRange() {
    const { r1, r2, c1, c2 } = range();
    return cells.rows.slice(r1, r2 + 1).flatMap((row) => row.slice(c1, c2 + 1));
  }
  function go(cell, extend = false) {
    if (!cell) return;
    const left = place.active;
    if (left && left !== cell) { commit(); left.td.classList.remove("active"); }
    if (left) left.input.tabIndex = -1;
    place.active = cell;
    cell.input.tabIndex = 0;
    if (!extend) anchor = cell;
    grid.bar.tell(cell);
    if (document.activeElement !== cell.input) cell.input.focus({ preventScroll: true });
    cell.input.select();
    cell.td.scrollIntoView({ block: "nearest", inline: "nearest" });
    paint();
  }
  function commit() {
    if (!place.editing) return;
    const cell = place.active;
    place.editing = "";
    if (!grid.writing.write([{ cell, raw: cell.input.value }])) cells.show(cell);
  }
  function edit(cell) {
    if (!cell.open) return;
    place.editing = "inside";
    cell.input.value = cell.raw;
    cell.input.setSelectionRange(cell.raw.length, cell.raw.length);
  }
  function paint() {
    painted.forEach((td) => td.classList.remove("picked", "active", "pick-t", "pick-r", "pick-b", "pick-l"));
    const { r1, r2, c1, c2 } = range(), many = r1 !== r2 || c1 !== c2, picked = many ? inRange() : [place.active];
    painted = picked.map((c) => c.td);
    if (many) picked.forEach((c) => {
      const edges = { "pick-t": c.r === r1, "pick-b": c.r === r2, "pick-l": c.c === c1, "pick-r": c.c === c2 };
      c.td.classList.add("picked", ...Object.keys(edges).filter((edge) => edges[edge]));
    });
    place.active.td.classList.add("active");
    $("st-picked").textContent = many ? grid.say(grid.words.picked, `${r2 - r1 + 1} × ${c2 - c1 + 1}`, grid.totals.picked(picked)) : "";
  }
  function move(dr, dc, extend) { go(at(place.active.r + dr, place.active.c + dc), extend); }

  /* The next cell that takes something, through the whole table: Tab along the rows, Enter down the columns. */
  function onward(by, along) {
    const { active } = place, wide = cells.rows[0].length, high = cells.rows.length;
    const there = (n) => (along ? at(Math.floor(n / wide), n % wide) : at(n % high, Math.floor(n / high)));
    let n = (along ? active.r * wide + active.c : active.c * high + active.r) + by;
    while (n >= 0 && n < wide * high && !there(n).open) n += by;
    return n >= 0 && n < wide * high ? there(n) : null;
  }
  /* `lane`: the column where a run of Tab began: Enter goes back to it, as in Excel. */
  function enter(by) {
    const { active, lane } = place, next = lane === null ? onward(by, false) : at(active.r + by, lane);
    place.lane = null;
    go(next || at(active.r + by, active.c));
  }
  /* Whether Tab stays in the table; else it goes to the two values, or out to the next thing. */
  function tab(by) {
    const next = onward(by, true), into = by > 0 && !place.editing && place.active.state === "conflict";
    commit();
    if (!next || into) return false;
    if (by > 0) place.lane ??= place.active.c;
    go(next);
    return true;
  }

  form.addEventListener("input", (e) => { if (cells.of(e.target) && !place.editing) place.editing = "typed"; });
  form.addEventListener("focusin", (e) => { const cell = cells.of(e.target); if (cell && cell !== place.active) go(cell); });
  form.addEventListener("focusout", commit);
  return place;
};
