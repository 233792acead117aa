/* Ghi, hoàn tác, điền xuống: every way in which a cell is given another text. */
"use strict";
const Writing = (grid) => {
  const { cells, words: W } = grid, undone = [], done = [];

  /* changes: [{cell, raw}]; how many of them changed something. */
  function write(changes, remember = true) {
    const real = changes.filter(({ cell, raw }) => cell.open && raw.trim() !== cell.raw);
    if (!real.length) return 0;
    if (remember) {
      done.push(real.map(({ cell, raw }) => ({ cell, before: cell.raw, after: raw.trim() })));
      undone.length = 0;
    }
    real.forEach(({ cell, raw }) => set(cell, raw.trim()));
    grid.totals.addUp(real.map(({ cell }) => cell));
    grid.kept.keep();
    grid.saving.soon();
    return real.length;
  }
  function set(cell, raw) {
    Object.assign(cell, { raw, typed: Date.now(), wrong: false });
    grid.totals.count(cell);
    cell.td.classList.remove("over");
    cells.show(cell);
    grid.choice.close(cell);
    grid.saving.queue(cell);
  }
  function step(from, to, side, word) {
    const last = from.pop();
    if (!last) return;
    to.push(last);
    write(last.map((x) => ({ cell: x.cell, raw: x[side] })), false);
    grid.place.go(last[0].cell);
    grid.status.tell(word);
  }
  /* The first row of the range into those below; of a single cell, the one above it. */
  function fillDown() {
    const { r1, r2, c1, c2 } = grid.place.range(), from = r1 === r2 ? Math.max(r1 - 1, 0) : r1, changes = [];
    for (let c = c1; c <= c2; c++) for (let r = from + 1; r <= r2; r++) changes.push({ cell: cells.rows[r][c], raw: cells.rows[from][c].raw });
    write(changes);
    grid.place.paint();
  }
  const undo = () => step(done, undone, "before", W.undone), redo = () => step(undone, done, "after", W.redone);
  return { write, set, undo, redo, fillDown };
};
