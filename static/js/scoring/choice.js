/* Hai người một ô: both values, with names and hours, and one is chosen. */
"use strict";
const Choice = (grid) => {
  const { words: W, cells } = grid;
  const made = (tag, more = {}, ...within) => {
    const element = Object.assign(document.createElement(tag), more);
    element.append(...within);
    return element;
  };

  function ask(cell, theirs, now) {
    const list = made("div"), bold = made("b", { textContent: W.choose + " " });
    const box = made("div", { className: "choice" + (cell.r > cells.rows.length / 2 ? " up" : "") }, made("p", { className: "mb-2" }, bold, W.pick), list);
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", W.choose);
    const option = (word, value, who, act) => {
      const button = made("button", { type: "button", className: "btn btn-sm btn-plain", textContent: `${word} ${value || W.empty}` });
      button.addEventListener("click", () => { close(cell); act(); grid.place.go(cell); });
      list.append(button, made("span", { textContent: who }));
    };
    option(W.keep, cell.points || cell.raw, grid.say(W.you, before(now, cell.typed)), () => keepMine(cell, theirs));
    option(W.take, theirs.points || theirs.text, grid.say(W.them, theirs.by, theirs.at), () => takeTheirs(cell, theirs));
    cell.td.append(box);
    cells.mark(cell, "conflict", W.reach);
  }
  function keepMine(cell, theirs) {
    cell.version = theirs.version;
    grid.saving.queue(cell);
    grid.kept.keep();
    grid.saving.soon(0);
  }
  function takeTheirs(cell, theirs) {
    grid.saving.taken(cell, { ...theirs, sentence: "" });
    grid.totals.addUp([cell]);
    grid.kept.keep();
  }
  /* The hour of the server, so many minutes earlier as the value was typed: "09:42". */
  function before(now, typed) {
    const [hour, minute] = now.split(":").map(Number), gone = Math.round((Date.now() - typed) / 60000);
    const then = (((hour * 60 + minute - gone) % 1440) + 1440) % 1440;
    return [Math.floor(then / 60), then % 60].map((n) => String(n).padStart(2, "0")).join(":");
  }
  function close(cell) {
    const box = cell.td.querySelector(".choice");
    if (box) box.remove();
  }
  return { ask, close };
};
