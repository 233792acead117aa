/* Lưới chấm điểm: makes the form quick. Without it the same form is posted. Each noun is a file beside this one; they meet in `grid`. */
"use strict";
(() => {
  const form = document.getElementById("grid");
  if (!form) return;
  const data = JSON.parse(document.getElementById("grid-data").textContent);
  const grid = {
    form, data, words: data.words, numbers: Numbers(data.decimals),
    $: (id) => document.getElementById(id),
    say: (words, ...values) => values.reduce((text, v) => text.replace("%s", v), words),
    place: {}, // nowhere yet, while the cells are laid
  };
  document.documentElement.classList.add("scripted");
  document.querySelectorAll(".with-script").forEach((e) => (e.hidden = false));
  grid.cells = Cells(grid);
  if (!grid.cells.rows.length) return;
  const nouns = { totals: Totals, status: Status, bar: Bar, kept: Kept, saving: Saving, choice: Choice, writing: Writing, place: Place };
  Object.entries(nouns).forEach(([noun, made]) => (grid[noun] = made(grid)));
  [Keys, Pointer, Pasting, HandingIn].forEach((hand) => hand(grid));
  form.addEventListener("submit", (e) => e.preventDefault());
  grid.$("column").addEventListener("change", (e) => e.target.form.submit());
  grid.kept.comeBack();
})();
