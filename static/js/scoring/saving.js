/* Lưu: one request at a time, everything waiting goes with it; what the server answers for each cell. */
"use strict";
const Saving = (grid) => {
  const { form, data, words: W, cells } = grid, PATIENCE = 30000, SMALL = 60000, waiting = new Map();
  const saving = { waiting, stopped: "", queue, soon, done };
  let sending = null, timer = 0, pause = 1000;

  function queue(cell) {
    waiting.set(cell.key, cell);
    cells.mark(cell, "saving");
  }
  function soon(wait = 250) {
    clearTimeout(timer);
    timer = setTimeout(() => send(), wait);
  }
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;

  function send(leaving = false) {
    return (sending ??= oneTurn(leaving).finally(() => (sending = null)));
  }
  async function oneTurn(leaving) {
    if (!waiting.size) return;
    const sent = [...waiting.values()].slice(0, data.most).map((cell) => ({ cell, raw: cell.raw, reason: cell.reason, reasonTyped: cell.reasonTyped }));
    try {
      const told = await carried(sent, leaving);
      saving.stopped = "";
      pause = 1000;
      receive(told, sent);
    } catch (error) {
      saving.stopped = error.words || W.failed;
      sent.forEach(({ cell }) => cells.mark(cell, "failed", saving.stopped));
      if (!error.words || error.again) soon((pause = Math.min(pause * 2, 30000)));
    }
    grid.status.tell();
    if (waiting.size && !saving.stopped) soon();
  }
  /* Until nothing waits any more, or a request of its own has failed, too. */
  async function done() {
    await sending;
    do await send(); while (waiting.size && !saving.stopped);
  }
  /* One request. Out: what the server told. Throws {words, again} where it told why not; anything else is a lost line. */
  async function carried(sent, leaving) {
    const wanted = { user: data.user, cells: {} };
    sent.forEach((s) => (wanted.cells[s.cell.key] = { raw: s.raw, seen: s.cell.version, ...(s.reasonTyped ? { reason: s.reason } : {}) }));
    const body = JSON.stringify(wanted);
    const answer = await fetch(form.dataset.save, { method: "POST", body, redirect: "manual", credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE), keepalive: leaving && body.length < SMALL,  // a small one outlives the page
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() } });
    if (answer.status === 401 || answer.type === "opaqueredirect") throw { words: W.expired };
    const told = await answer.json();
    if (!answer.ok) throw { words: told.refusal, again: answer.status >= 500 };
    return told;
  }
  function receive(told, sent) {
    const as = new Map(sent.map((s) => [s.cell.key, s]));
    told.cells.forEach((answer) => settle(as.get(answer.key), answer, told.now));
    grid.kept.keep();
    told.reckoned.forEach((answer) => reckoned(cells.all.get(answer[0]), answer));
    grid.totals.take(told);
  }
  function settle({ cell, raw, reason }, answer, now) {
    if (answer.state === "saved") cell.version = answer.version;
    if (cell.raw !== raw || cell.reason !== reason) return;  // typed on meanwhile: stays in the queue
    waiting.delete(cell.key);
    if (answer.state === "saved") taken(cell, answer);
    else if (answer.state === "conflict") grid.choice.ask(cell, answer, now);
    else refused(cell, answer.sentence);
  }
  function taken(cell, answer) {
    Object.assign(cell, { raw: answer.text, points: answer.points, version: answer.version, wrong: false, reasonTyped: false, by: answer.by, at: answer.at });
    grid.totals.know(cell, answer.known);
    cells.refresh(cell);
    cell.td.classList.toggle("over", !!answer.sentence);
    cells.mark(cell, "saved", answer.sentence);
  }
  function refused(cell, sentence) {
    Object.assign(cell, { wrong: true, points: "" });
    cells.show(cell);
    cells.mark(cell, "failed", sentence);
  }
  /* Points that may have changed without being typed in. */
  function reckoned(cell, [, points, sentence, known]) {
    if (!cell || cell.wrong || waiting.has(cell.key)) return;
    Object.assign(cell, { points, note: sentence });
    grid.totals.know(cell, known);
    cell.td.classList.toggle("over", !!sentence);
    cells.refresh(cell);
  }

  const again = () => { pause = 1000; soon(0); };
  addEventListener("online", again);
  addEventListener("focus", () => saving.stopped && again());  // signed in again in another tab
  addEventListener("pagehide", () => { grid.place.commit(); send(true); });
  return Object.assign(saving, { taken });
};
