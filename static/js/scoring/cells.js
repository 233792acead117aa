/* Ô: what the page holds. A cell keeps `raw` (as typed), `points` (as computed), `version` (as last seen on the server),
   `typed` (when), `state` (saving, saved, failed, conflict) and `note`, the sentence that goes with it; and for the sums
   what it holds (sums.js): `known`, `under` (what stands there while it is empty), `unsure` and `stale` until the server answers. */
"use strict";
const Cells = (grid) => {
  const { form, $ } = grid, rows = [], all = new Map(), heads = [...form.querySelectorAll("thead th")];

  form.querySelectorAll("tbody tr").forEach((tr) => {
    const inputs = [...tr.querySelectorAll("td.cell input")];
    if (inputs.length) rows.push(inputs.map((input, c) => lay(input, rows.length, c, tr)));
  });
  function lay(input, r, c, tr) {
    const key = input.name.slice(2), [sheet, row] = key.split("-"), d = input.dataset, td = input.parentElement;
    const line = d.formula === undefined && tr.dataset.formula === undefined ? heads[td.cellIndex].dataset : tr.dataset;
    const cell = { input, td, key, sheet, row, r, c, kind: line.kind, formula: line.formula, raw: input.value,
      points: d.p ?? input.value, version: +(d.v || 0), claim: d.c || "", reason: d.n || "", note: d.w || "", open: !input.readOnly,
      why: input.getAttribute("aria-describedby"), told: d.t || "", under: d.u || "" };
    all.set(key, cell);
    show(cell);
    if (d.w) td.classList.add("over");
    input.tabIndex = -1;
    if (cell.open) describe(cell);
    return cell;
  }
  if (rows.length) ([...all.values()].find((c) => c.open) || rows[0][0]).input.tabIndex = 0;  // one stop for Tab; within, the script moves

  function show(cell) { cell.input.value = cell.points !== "" && !cell.wrong ? cell.points : cell.raw; }
  /* The same, unless somebody is typing in it. */
  function refresh(cell) { if (cell !== grid.place.active || !grid.place.editing) show(cell); }
  function mark(cell, state, note = "") {
    cell.td.classList.remove("saving", "saved", "failed", "conflict");
    if (state) cell.td.classList.add(state);
    if (state === "saved") setTimeout(() => cell.td.classList.contains("saved") && cell.td.classList.remove("saved"), 2000);
    cell.state = state;
    cell.note = note;
    describe(cell);
    if (cell === grid.place.active) grid.bar.tell(cell);
    grid.status.tell();
  }
  /* What is read aloud after row, column and value: the state in words, and the sentence that the bar shows. */
  function describe(cell) {
    const wrong = cell.state === "failed" || cell.state === "conflict";
    cell.input.setAttribute("aria-invalid", wrong);
    cell.input.setAttribute("aria-describedby", [`is-${cell.state || (cell.points === "" ? "empty" : "saved")}`, "bar-note"].join(" "));
  }
  /* A table is laid out anew when a text in it changes: only then. */
  const rewrite = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  const nameOf = (id) => $(id) && ($(id).title || $(id).querySelector(".visually-hidden, a")?.textContent || $(id).textContent);
  const named = (cell) => cell.input.getAttribute("aria-labelledby").split(" ").map(nameOf).join(" · ");
  const at = (r, c) => rows[Math.max(0, Math.min(r, rows.length - 1))][Math.max(0, Math.min(c, rows[0].length - 1))];
  const of = (input) => all.get((input.name || "").slice(2));
  const whose = (state) => [...all.values()].filter((c) => c.state === state);
  return { rows, all, at, of, whose, named, show, refresh, mark, rewrite };
};
