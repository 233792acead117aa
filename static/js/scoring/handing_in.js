/* Nộp: what acts on the sheets waits until everything typed is saved; where that fails it says so and does not go on. */
"use strict";
const HandingIn = (grid) => {
  const { $, words: W, cells, saving } = grid;
  let asked = false;
  const left = () => [...cells.all.values()].filter((c) => saving.waiting.has(c.key) || c.state === "failed" || c.state === "conflict");

  async function saveFirst(what, goOn) {
    if (asked) return;
    asked = true;
    what.setAttribute("aria-busy", "true");
    grid.status.tell(grid.say(W.first, what.textContent.trim()), "…");
    await saving.done();
    asked = false;
    what.removeAttribute("aria-busy");
    if (left().length) stay(what);
    else goOn();
  }
  function stay(what) {
    const sentence = grid.say(W.unsent, what.textContent.trim(), left().length);
    grid.place.go(left()[0]);
    if ($("why-send")) $("why-send").textContent = sentence;
    $("why-send")?.classList.add("unsent");
    grid.status.tell(sentence, "!");
  }
  document.querySelectorAll(".grid-act form").forEach((form) => form.addEventListener("submit", (e) => {
    grid.place.commit();
    if (!left().length) return;
    e.preventDefault();
    saveFirst(e.submitter || form.querySelector("button"), () => form.submit());
  }));
  document.querySelectorAll(".grid-act a").forEach((link) => link.addEventListener("click", (e) => {
    grid.place.commit();
    if (!left().length || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    saveFirst(link, () => location.assign(link.href));
  }));
};
