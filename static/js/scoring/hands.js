/* Bàn phím, chuột, bảng tạm: what the hands do, said to the place and to the writing. */
"use strict";
const Keys = (grid) => {
  const { form, cells, place, writing } = grid, { at } = cells, FAR = 1e6;
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const commands = { z: (shift) => (shift ? writing.redo() : writing.undo()), y: writing.redo, d: writing.fillDown, a: all };

  function all() {
    place.go(at(0, 0));
    place.go(at(FAR, FAR), true);
  }
  function command(key, shift) {
    place.commit();
    commands[key](shift);
  }
  function arrow(e, ctrl) {
    const [dr, dc] = ARROWS[e.key], far = ctrl ? FAR : 1;
    if (place.editing === "inside" && dc) return;
    place.commit();
    e.preventDefault();
    place.move(dr * far, dc * far, e.shiftKey);
  }
  form.addEventListener("keydown", (e) => {
    const cell = cells.of(e.target), ctrl = e.ctrlKey || e.metaKey, key = e.key.toLowerCase(), edge = e.key === "Home" || e.key === "End";
    if (!cell && e.key === "Escape" && e.target.closest(".choice")) return place.go(place.active);
    if (!cell || e.isComposing) return;
    if (cell !== place.active) place.go(cell);
    if (e.key in ARROWS || edge || e.key === "Escape") place.lane = null;
    const done = () => e.preventDefault();
    if (ctrl && !e.altKey && key in commands) return done(), command(key, e.shiftKey);
    if (e.key in ARROWS) return arrow(e, ctrl);
    if (e.key === "Enter") return done(), place.commit(), place.enter(e.shiftKey ? -1 : 1);
    if (e.key === "Tab" && !ctrl && !e.altKey) return place.tab(e.shiftKey ? -1 : 1) && done();
    if (e.key === "Escape") return done(), (place.editing = ""), cells.show(cell), place.go(cell);
    if (e.key === "F2") return done(), place.edit(cell);
    if ((e.key === "Delete" || e.key === "Backspace") && !place.editing) return done(), writing.write(place.inRange().map((c) => ({ cell: c, raw: "" })));
    if (edge && place.editing !== "inside") return done(), place.go(at(ctrl ? (e.key === "Home" ? 0 : FAR) : cell.r, e.key === "Home" ? 0 : FAR), e.shiftKey);
  });
  grid.$("undo").addEventListener("click", () => command("z"));
  grid.$("redo").addEventListener("click", () => command("y"));
};

const Pointer = (grid) => {
  const { form, cells, place } = grid;
  let dragging = false;
  const cellAt = (target) => {
    const td = target.closest && target.closest("td.cell");
    return td && !target.closest(".choice") ? cells.of(td.firstElementChild) : null;
  };
  form.addEventListener("pointerdown", (e) => {
    const cell = cellAt(e.target);
    if (!cell || (cell === place.active && place.editing)) return;
    place.lane = null;
    if (e.pointerType === "mouse") { e.preventDefault(); dragging = true; }
    place.go(cell, e.shiftKey);
  });
  form.addEventListener("pointerover", (e) => { const cell = dragging && cellAt(e.target); if (cell && cell !== place.active) place.go(cell, true); });
  addEventListener("pointerup", () => (dragging = false));
  form.addEventListener("dblclick", (e) => { const cell = cellAt(e.target); if (cell) place.edit(cell); });
};

const Pasting = (grid) => {
  const { cells, place } = grid, atWork = () => place.active && document.activeElement === place.active.input;

  function copied(e) {
    if (!atWork() || place.editing) return false;
    const { r1, r2, c1, c2 } = place.range();
    const block = cells.rows.slice(r1, r2 + 1).map((row) => row.slice(c1, c2 + 1).map((c) => c.raw || c.points));
    Clipboard.write(e.clipboardData, block.map((row) => row.map((text) => ({ text, number: grid.numbers.parse(text) }))));
    e.preventDefault();
    return true;
  }
  document.addEventListener("copy", copied);
  document.addEventListener("cut", (e) => { if (copied(e)) grid.writing.write(place.inRange().map((c) => ({ cell: c, raw: "" }))); });
  document.addEventListener("paste", (e) => {
    if (!atWork()) return;
    const block = Clipboard.read(e.clipboardData);
    if (place.editing && block.length === 1 && block[0].length === 1) return;
    e.preventDefault();
    place.editing = "";
    paste(block);
  });
  /* A selection that holds the block several times is filled with it; a block that is too big stays within the table. */
  function paste(block) {
    const { r1, r2, c1, c2 } = place.range(), changes = [];
    const deep = block.length, broad = Math.max(...block.map((row) => row.length));
    const times = (room, size) => (room % size ? size : room);
    const high = times(r2 - r1 + 1, deep), wide = times(c2 - c1 + 1, broad);
    let cut = 0;
    for (let r = 0; r < high; r++) for (let c = 0; c < wide; c++) {
      const raw = block[r % deep][c % broad] ?? "", cell = (cells.rows[r1 + r] || [])[c1 + c];
      if (raw === "") continue;  // an empty or merged cell takes nothing away
      if (!cell || !cell.open) cut++;
      else changes.push({ cell, raw });
    }
    grid.writing.write(changes);
    place.go(cells.at(r1 + high - 1, c1 + wide - 1));
    place.go(cells.at(r1, c1), true);
    if (cut) grid.status.tell(grid.say(grid.words.cut, cut), "!");
  }
};
