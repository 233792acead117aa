/* Lưới chấm điểm: makes the form quick. Without it the same form is posted whole.
   A cell keeps `raw` (as typed), `points` (as computed), `version` (as last seen on the server), `typed` (when). What the
   server has not taken waits in localStorage, so that neither a lost line nor an ended session loses what was typed. */
(() => {
  "use strict";
  const form = document.getElementById("grid");
  if (!form) return;
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("grid-data").textContent);
  const W = data.words, { FINE, parse, format } = Numbers(data.decimals);
  const say = (words, ...values) => values.reduce((text, v) => text.replace("%s", v), words);
  document.documentElement.classList.add("scripted");
  document.querySelectorAll(".with-script").forEach((e) => (e.hidden = false));

  // --- cells ---
  const rows = [], cells = new Map(), heads = [...form.querySelectorAll("thead th")];
  const byData = (name) => new Map([...form.querySelectorAll(`[data-${name}]`)].map((e) => [e.dataset[name], e]));
  const sumOf = byData("sum"), progressOf = byData("progress");
  const nodes = data.tree.map(([id, parent, sign, capBonus, capPenalty, group]) => ({ id, parent, sign, capBonus, capPenalty, group }));
  const nodeOf = new Map(nodes.map((n) => [String(n.id), n]));
  form.querySelectorAll("tbody tr").forEach((tr) => {
    const inputs = [...tr.querySelectorAll("td.cell input")];
    if (!inputs.length) return;
    const r = rows.push([]) - 1;
    inputs.forEach((input, c) => {
      const key = input.name.slice(2), [sheet, row] = key.split("-"), d = input.dataset, td = input.parentElement;
      const line = d.formula === undefined && tr.dataset.formula === undefined ? heads[td.cellIndex].dataset : tr.dataset;
      const cell = { input, td, key, sheet, row, r, c, kind: line.kind, formula: line.formula, raw: input.value,
        points: d.p ?? input.value, version: +(d.v || 0), claim: d.c || "", reason: d.n || "", note: d.w || "", open: !input.readOnly,
        why: input.getAttribute("aria-describedby") };
      rows[r].push(cell);
      cells.set(key, cell);
      show(cell);
      if (d.w) td.classList.add("over");
      input.tabIndex = -1;
      if (cell.open) describe(cell);
    });
  });
  if (!rows.length) return;
  ([...cells.values()].find((c) => c.open) || rows[0][0]).input.tabIndex = 0;  // one stop for Tab; within, the script moves

  function show(cell) { cell.input.value = cell.points !== "" && !cell.wrong ? cell.points : cell.raw; }
  function mark(cell, state, note = "") {
    cell.td.classList.remove("saving", "saved", "failed", "conflict");
    if (state) cell.td.classList.add(state);
    if (state === "saved") setTimeout(() => cell.td.classList.contains("saved") && cell.td.classList.remove("saved"), 2000);
    cell.state = state;
    cell.note = note;
    describe(cell);
    if (cell === active) bar();
    tell();
  }

  /* What is read aloud after row, column and value: the state in words, and the sentence that the bar shows. */
  function describe(cell) {
    const wrong = cell.state === "failed" || cell.state === "conflict";
    cell.input.setAttribute("aria-invalid", wrong);
    cell.input.setAttribute("aria-describedby", [`is-${cell.state || (cell.points === "" ? "empty" : "saved")}`, "bar-note"].join(" "));
  }

  // --- sums while typing; the server's own sums replace them when they arrive ---
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
        const fine = fineOf(cells.get(`${sheet}-${n.id}`));
        own = [0, 0, 0, fine === null ? 1 : 0, 1];
        if (fine !== null) own[{ base: 0, bonus: 1, penalty: 2 }[n.sign]] = fine;
      }
      own.forEach((v, k) => (to[k] += v));
    }
    sums.forEach((sum, id) => put(`${sheet}-${id ?? "all"}`, sum[3] === sum[4] ? "–" : format(sum[0] + sum[1] + sum[2]), sum[3] > 0));
    const head = progressOf.get(sheet), whole = sums.get(null);
    if (head && /\d/.test(head.textContent)) rewrite(head, `${whole[4] - whole[3]}/${whole[4]}`);
  }
  /* A table is laid out anew when a text in it changes: only then. */
  const rewrite = (element, text) => { if (element.textContent !== text) element.textContent = text; };
  function put(key, text, partial) {
    const td = sumOf.get(key);
    if (!td) return;
    rewrite(td, text);
    td.classList.toggle("partial", partial);
  }
  function count() {
    let empty = 0;
    cells.forEach((c) => (empty += c.open && (c.raw === "" || c.wrong) ? 1 : 0));
    if ($("why-send")) rewrite($("why-send"), empty ? say(W.left, empty) : "");
  }

  // --- writing, undoing ---
  const undo = [], redo = [];
  function write(changes, remember = true) {
    const real = changes.filter(({ cell, raw }) => cell.open && raw.trim() !== cell.raw);
    if (!real.length) return 0;
    if (remember) {
      undo.push(real.map(({ cell, raw }) => ({ cell, before: cell.raw, after: raw.trim() })));
      redo.length = 0;
    }
    real.forEach(({ cell, raw }) => set(cell, raw.trim()));
    sumUp(real.map(({ cell }) => cell));
    keep();
    save();
    return real.length;
  }
  function sumUp(changed) {
    new Set(changed.map((cell) => cell.sheet)).forEach(add);
    count();
  }
  function set(cell, raw) {
    cell.raw = raw;
    cell.typed = Date.now();
    cell.wrong = false;
    const fine = cell.kind === "direct" ? parse(raw) : null;
    const penalty = nodeOf.get(cell.row).sign === "penalty";
    cell.points = raw === "" ? "" : fine === null ? "" : format(penalty ? -Math.abs(fine) : fine);
    cell.td.classList.remove("over");
    show(cell);
    closeChoice(cell);
    queue(cell);
  }
  function step(from, to, side, word) {
    const last = from.pop();
    if (!last) return;
    to.push(last);
    write(last.map((x) => ({ cell: x.cell, raw: x[side] })), false);
    go(last[0].cell);
    tell(word);
  }

  // --- saving: one request at a time, everything waiting goes with it ---
  const waiting = new Map();
  const PATIENCE = 30000, SMALL = 60000;
  let sending = false, timer = 0, pause = 1000, stopped = "";
  const store = `${data.key}:${data.user}`;
  let orphans = [];  // typed earlier, for cells that take nothing now
  function keep() {
    const left = [...cells.values()].filter((c) => waiting.has(c.key) || c.state === "failed" || c.state === "conflict");
    const kept = left.map((c) => [c.key, c.raw, c.version, c.reasonTyped ? c.reason : null, c.typed]).concat(orphans);
    try {
      kept.length ? localStorage.setItem(store, JSON.stringify(kept)) : localStorage.removeItem(store);
    } catch { /* a full or forbidden store: the page still holds the values */ }
  }
  function queue(cell) {
    waiting.set(cell.key, cell);
    mark(cell, "saving");
  }
  function save(soon = 250) {
    clearTimeout(timer);
    timer = setTimeout(() => send(), soon);
  }
  const token = () => (document.cookie.match(/(?:^|; )csrftoken=([^;]+)/) || [])[1] || form.elements.csrfmiddlewaretoken.value;
  async function send(leaving = false) {
    if (sending || !waiting.size) return;
    const sent = [...waiting.values()].slice(0, data.most).map((cell) => ({ cell, raw: cell.raw, reason: cell.reason, reasonTyped: cell.reasonTyped }));
    const wanted = { user: data.user, cells: {} };
    sent.forEach((s) => (wanted.cells[s.cell.key] = { raw: s.raw, seen: s.cell.version, ...(s.reasonTyped ? { reason: s.reason } : {}) }));
    const body = JSON.stringify(wanted);
    sending = true;
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body, redirect: "manual", credentials: "same-origin",
        signal: AbortSignal.timeout(PATIENCE), keepalive: leaving && body.length < SMALL,  // a small one outlives the page
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() } });
      if (answer.status === 401 || answer.type === "opaqueredirect") throw { words: W.expired };
      const told = await answer.json();
      if (!answer.ok) throw { words: told.refusal, again: answer.status >= 500 };
      stopped = "";
      pause = 1000;
      receive(told, sent);
    } catch (error) {
      stopped = error.words || W.failed;
      sent.forEach(({ cell }) => mark(cell, "failed", stopped));
      if (!error.words || error.again) save((pause = Math.min(pause * 2, 30000)));
    }
    sending = false;
    tell();
    if (waiting.size && !stopped) save();
  }
  function receive(told, sent) {
    const as = new Map(sent.map((s) => [s.cell.key, s])), touched = new Set();
    told.cells.forEach((answer) => {
      const s = as.get(answer.key), cell = s.cell;
      touched.add(cell.sheet);
      if (answer.state === "saved") cell.version = answer.version;
      if (cell.raw !== s.raw || cell.reason !== s.reason) return;  // typed on meanwhile: stays in the queue
      waiting.delete(cell.key);
      if (answer.state === "saved") taken(cell, answer);
      else if (answer.state === "conflict") conflict(cell, answer, told.now);
      else {
        cell.wrong = true;
        cell.points = "";
        show(cell);
        mark(cell, "failed", answer.sentence);
      }
    });
    keep();
    told.reckoned.forEach(([key, points, sentence]) => {
      const cell = cells.get(key);
      if (!cell || cell.wrong || waiting.has(key)) return;
      cell.points = points;
      cell.note = sentence;
      cell.td.classList.toggle("over", !!sentence);
      if (cell !== active || !editing) show(cell);
    });
    touched.forEach(add);
    count();
    const busy = new Set([...cells.values()].filter((c) => c.wrong || waiting.has(c.key)).map((c) => c.sheet));
    told.sums.forEach(([key, text, partial]) => {
      const td = sumOf.get(key);
      if (td && !busy.has(key.split("-")[0]) && td.textContent !== "–") put(key, text, partial);
    });
    Object.entries(told.progress).forEach(([sheet, text]) => {
      const head = form.querySelector(`[data-progress="${sheet}"]`);
      if (head && /\d/.test(head.textContent)) head.textContent = text;
    });
  }
  function taken(cell, answer) {
    Object.assign(cell, { raw: answer.text, points: answer.points, version: answer.version, wrong: false, reasonTyped: false, by: answer.by, at: answer.at });
    if (cell !== active || !editing) show(cell);
    cell.td.classList.toggle("over", !!answer.sentence);
    mark(cell, "saved", answer.sentence);
  }

  // --- two hands on one cell ---
  function conflict(cell, theirs, now) {
    const box = document.createElement("div"), mine = cell.points || cell.raw;
    box.className = "choice" + (cell.r > rows.length / 2 ? " up" : "");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", W.choose);
    const head = document.createElement("p"), strong = document.createElement("b"), list = document.createElement("div");
    head.className = "mb-2";
    strong.textContent = W.choose + " ";
    head.append(strong, W.pick);
    const option = (word, value, who, act) => {
      const button = document.createElement("button"), span = document.createElement("span");
      button.type = "button";
      button.className = "btn btn-sm btn-plain";
      button.textContent = `${word} ${value || W.empty}`;
      button.addEventListener("click", () => { closeChoice(cell); act(); go(cell); });
      span.textContent = who;
      list.append(button, span);
    };
    option(W.keep, mine, say(W.you, before(now, cell.typed)), () => { cell.version = theirs.version; queue(cell); keep(); save(0); });
    option(W.take, theirs.points || theirs.text, say(W.them, theirs.by, theirs.at), () => {
      taken(cell, { ...theirs, sentence: "" });
      sumUp([cell]);
      keep();
    });
    box.append(head, list);
    cell.td.append(box);
    mark(cell, "conflict", W.reach);
  }
  /* The hour of the server, so many minutes earlier as the value was typed: "09:42". */
  function before(now, typed) {
    const [hour, minute] = now.split(":").map(Number), gone = Math.round((Date.now() - typed) / 60000);
    const then = (((hour * 60 + minute - gone) % 1440) + 1440) % 1440;
    return [Math.floor(then / 60), then % 60].map((n) => String(n).padStart(2, "0")).join(":");
  }
  function closeChoice(cell) {
    const box = cell.td.querySelector(".choice");
    if (box) box.remove();
  }

  // --- the status line, in words, at most every 2 s; a notice stays 8 s ---
  let told = 0, later = 0, notice = "", until = 0;
  function tell(words) {
    if (words) { notice = words; until = Date.now() + 8000; }
    clearTimeout(later);
    later = setTimeout(status, words ? 0 : Math.max(100, 2000 - (Date.now() - told)));
  }
  function status() {
    told = Date.now();
    const n = { saved: 0, failed: 0, conflict: 0 };
    cells.forEach((c) => c.state in n && n[c.state]++);
    const line = (id, sign, amount, words) => { rewrite($(id), amount ? `${sign} ${words}` : ""); $(id).hidden = !amount; };
    if (told < until) line("st-saved", "✓", 1, notice);
    else line("st-saved", "✓", n.saved, `${W.saved} ${n.saved} ${W.cells}`);
    line("st-saving", "…", stopped ? 0 : waiting.size, `${W.saving} ${waiting.size} ${W.cells}`);
    line("st-failed", "!", n.failed, `${n.failed} ${W.cells} ${stopped || W.refused}`);
    line("st-conflict", "2", n.conflict, `${n.conflict} ${W.cells} ${W.two}`);
  }

  // --- where one is ---
  let active = null, anchor = null, editing = "", dragging = false;  // editing: "" | "typed" | "inside" (F2)
  const range = () => {
    const a = anchor || active, [r1, r2] = [a.r, active.r].sort((x, y) => x - y), [c1, c2] = [a.c, active.c].sort((x, y) => x - y);
    return { r1, r2, c1, c2 };
  };
  const inRange = () => {
    const { r1, r2, c1, c2 } = range();
    return rows.slice(r1, r2 + 1).flatMap((row) => row.slice(c1, c2 + 1));
  };
  function go(cell, extend = false) {
    if (!cell) return;
    if (active && active !== cell) leave();
    if (active) active.input.tabIndex = -1;
    active = cell;
    cell.input.tabIndex = 0;
    if (!extend) anchor = cell;
    bar();
    if (document.activeElement !== cell.input) cell.input.focus({ preventScroll: true });
    cell.input.select();
    cell.td.scrollIntoView({ block: "nearest", inline: "nearest" });
    paint();
  }
  function leave() {
    if (editing) commit();
    active.td.classList.remove("active");
  }
  function commit() {
    const cell = active;
    editing = "";
    if (!write([{ cell, raw: cell.input.value }])) show(cell);
  }
  let painted = [];
  function paint() {
    painted.forEach((td) => td.classList.remove("picked", "active", "pick-t", "pick-r", "pick-b", "pick-l"));
    const { r1, r2, c1, c2 } = range(), many = r1 !== r2 || c1 !== c2;
    painted = many ? inRange().map((c) => c.td) : [active.td];
    let sum = 0;
    if (many) inRange().forEach((c) => {
      c.td.classList.add("picked");
      c.td.classList.toggle("pick-t", c.r === r1);
      c.td.classList.toggle("pick-b", c.r === r2);
      c.td.classList.toggle("pick-l", c.c === c1);
      c.td.classList.toggle("pick-r", c.c === c2);
      sum += fineOf(c) || 0;
    });
    active.td.classList.add("active");
    $("st-picked").textContent = many ? say(W.picked, `${r2 - r1 + 1} × ${c2 - c1 + 1}`, format(sum)) : "";
  }
  const named = (cell) => cell.input.getAttribute("aria-labelledby").split(" ").map((id) => $(id) && ($(id).title || $(id).querySelector(".visually-hidden, a")?.textContent || $(id).textContent)).join(" · ");
  function bar() {
    const c = active, kind = c.kind === "direct" ? "" : c.raw;
    $("bar").hidden = false;
    $("bar-where").textContent = named(c);
    $("bar-formula").textContent = [c.formula, kind, c.claim && say(W.claim, c.claim)].filter(Boolean).join(" ");
    $("bar-note").textContent = c.note || (c.open || !$(c.why) ? "" : $(c.why).textContent);
    $("bar-reason").hidden = $("bar-reason-label").hidden = !c.open;
    if (document.activeElement !== $("bar-reason")) $("bar-reason").value = c.reason;
    $("bar-history").href = form.dataset.history.replace("/0/", `/${c.sheet}/`) + `dong/${c.row}/`;
  }
  const at = (r, c) => rows[Math.max(0, Math.min(r, rows.length - 1))][Math.max(0, Math.min(c, rows[0].length - 1))];
  const move = (dr, dc, extend) => go(at(active.r + dr, active.c + dc), extend);

  // --- keys ---
  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  form.addEventListener("keydown", (e) => {
    const cell = cells.get((e.target.name || "").slice(2));
    if (!cell && e.key === "Escape" && e.target.closest(".choice")) return go(active);
    if (!cell || e.isComposing) return;
    if (cell !== active) go(cell);
    const ctrl = e.ctrlKey || e.metaKey, done = () => e.preventDefault();
    if (e.key in ARROWS || ["Home", "End", "Escape"].includes(e.key)) lane = null;
    if (ctrl && !e.altKey && ["z", "y", "d", "a"].includes(e.key.toLowerCase())) return done(), command(e.key.toLowerCase(), e.shiftKey);
    if (e.key in ARROWS) {
      const [dr, dc] = ARROWS[e.key];
      if (editing === "inside" && dc) return;
      if (editing) commit();
      const far = ctrl ? Math.max(rows.length, rows[0].length) : 1;
      return done(), move(dr * far, dc * far, e.shiftKey);
    }
    if (e.key === "Enter") return done(), editing && commit(), enter(e.shiftKey ? -1 : 1);
    if (e.key === "Tab" && !ctrl && !e.altKey) return tab(e, e.shiftKey ? -1 : 1);
    if (e.key === "Escape") return done(), (editing = ""), show(cell), go(cell);
    if (e.key === "F2") return done(), edit(cell);
    if ((e.key === "Delete" || e.key === "Backspace") && !editing) return done(), write(inRange().map((c) => ({ cell: c, raw: "" })));
    if ((e.key === "Home" || e.key === "End") && editing !== "inside") return done(), go(at(ctrl ? (e.key === "Home" ? 0 : 1e6) : cell.r, e.key === "Home" ? 0 : 1e6), e.shiftKey);
  });
  /* The next cell that takes something, through the whole table: Tab along the rows, Enter down the columns. */
  function onward(by, along) {
    const wide = rows[0].length, high = rows.length;
    const place = (n) => (along ? at(Math.floor(n / wide), n % wide) : at(n % high, Math.floor(n / high)));
    let n = (along ? active.r * wide + active.c : active.c * high + active.r) + by;
    while (n >= 0 && n < wide * high && !place(n).open) n += by;
    return n >= 0 && n < wide * high ? place(n) : null;
  }
  let lane = null;  // the column where a run of Tab began: Enter goes back to it, as in Excel
  function enter(by) {
    const next = lane === null ? onward(by, false) : at(active.r + by, lane);
    lane = null;
    go(next || at(active.r + by, active.c));
  }
  function tab(e, by) {
    const next = onward(by, true), into = by > 0 && !editing && active.state === "conflict";
    if (!next || into) return editing && commit();  // to the two values, or out of the table to the next thing
    e.preventDefault();
    if (editing) commit();
    if (by > 0) lane ??= active.c;
    go(next);
  }
  function command(key, shift) {
    if (editing) commit();
    if (key === "z") return shift ? step(redo, undo, "after", W.redone) : step(undo, redo, "before", W.undone);
    if (key === "y") return step(redo, undo, "after", W.redone);
    if (key === "d") return fillDown();
    anchor = at(0, 0);
    go(at(1e6, 1e6), true);
  }
  function fillDown() {
    const { r1, r2, c1, c2 } = range(), from = r1 === r2 ? Math.max(r1 - 1, 0) : r1, changes = [];
    for (let c = c1; c <= c2; c++) for (let r = from + 1; r <= r2; r++) changes.push({ cell: rows[r][c], raw: rows[from][c].raw });
    write(changes);
    paint();
  }
  function edit(cell) {
    if (!cell.open) return;
    editing = "inside";
    cell.input.value = cell.raw;
    cell.input.setSelectionRange(cell.raw.length, cell.raw.length);
  }
  form.addEventListener("input", (e) => { if (cells.has((e.target.name || "").slice(2)) && !editing) editing = "typed"; });
  form.addEventListener("submit", (e) => e.preventDefault());

  // --- mouse, touch, focus from elsewhere ---
  const cellAt = (target) => {
    const td = target.closest && target.closest("td.cell");
    return td && !target.closest(".choice") ? cells.get(td.firstElementChild.name.slice(2)) : null;
  };
  form.addEventListener("pointerdown", (e) => {
    const cell = cellAt(e.target);
    if (!cell || (cell === active && editing)) return;
    lane = null;
    if (e.pointerType === "mouse") { e.preventDefault(); dragging = true; }
    go(cell, e.shiftKey);
  });
  form.addEventListener("pointerover", (e) => { const cell = dragging && cellAt(e.target); if (cell && cell !== active) go(cell, true); });
  addEventListener("pointerup", () => (dragging = false));
  form.addEventListener("dblclick", (e) => { const cell = cellAt(e.target); if (cell) edit(cell); });
  form.addEventListener("focusin", (e) => { const cell = cells.get((e.target.name || "").slice(2)); if (cell && cell !== active) go(cell); });
  form.addEventListener("focusout", () => { if (editing) commit(); });

  // --- to and from Excel ---
  const atWork = () => active && document.activeElement === active.input;
  function copied(e) {
    if (!atWork() || editing) return false;
    const { r1, r2, c1, c2 } = range();
    const block = rows.slice(r1, r2 + 1).map((row) => row.slice(c1, c2 + 1).map((c) => c.raw || c.points));
    Clipboard.write(e.clipboardData, block.map((row) => row.map((text) => ({ text, fine: parse(text) }))));
    e.preventDefault();
    return true;
  }
  document.addEventListener("copy", copied);
  document.addEventListener("cut", (e) => { if (copied(e)) write(inRange().map((c) => ({ cell: c, raw: "" }))); });
  document.addEventListener("paste", (e) => {
    if (!atWork()) return;
    const block = Clipboard.read(e.clipboardData);
    if (editing && block.length === 1 && block[0].length === 1) return;
    e.preventDefault();
    editing = "";
    paste(block);
  });
  /* A selection that holds the block several times is filled with it; a block that is too big stays within the table. */
  function paste(block) {
    const { r1, r2, c1, c2 } = range(), changes = [];
    const deep = block.length, broad = Math.max(...block.map((row) => row.length));
    const times = (room, size) => (room % size ? size : room);
    const high = times(r2 - r1 + 1, deep), wide = times(c2 - c1 + 1, broad);
    let cut = 0;
    for (let r = 0; r < high; r++) for (let c = 0; c < wide; c++) {
      const raw = block[r % deep][c % broad] ?? "", cell = (rows[r1 + r] || [])[c1 + c];
      if (raw === "") continue;  // an empty or merged cell takes nothing away
      if (!cell || !cell.open) cut++;
      else changes.push({ cell, raw });
    }
    write(changes);
    go(at(r1 + high - 1, c1 + wide - 1));
    go(at(r1, c1), true);
    if (cut) tell(say(W.cut, cut));
  }

  // --- reason, buttons, coming back ---
  $("bar-reason").addEventListener("change", (e) => {
    if (!active || !active.open) return;
    active.reason = e.target.value.trim();
    active.reasonTyped = true;
    active.wrong = false;
    active.typed = Date.now();
    queue(active);
    keep();
    save(0);
  });
  $("undo").addEventListener("click", () => command("z"));
  $("redo").addEventListener("click", () => command("y"));
  $("column").addEventListener("change", (e) => e.target.form.submit());
  ["failed", "conflict"].forEach((state) => $(`st-${state}`).addEventListener("click", () => go([...cells.values()].find((c) => c.state === state))));
  const again = () => { pause = 1000; save(0); };
  addEventListener("online", again);
  addEventListener("focus", () => stopped && again());  // signed in again in another tab
  addEventListener("pagehide", () => { if (editing) commit(); send(true); });
  $("kept-drop").addEventListener("click", () => { orphans = []; $("kept").hidden = true; keep(); });
  (function comeBack() {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(store)) || []; } catch { return; }
    const changes = kept.map(([key, raw, version, reason, typed]) => ({ cell: cells.get(key), raw, version, reason, typed }));
    const news = changes.filter(({ cell, raw, reason }) => cell && cell.open && (cell.raw !== raw || reason !== null));
    orphans = kept.filter((k, n) => !changes[n].cell || (!changes[n].cell.open && changes[n].cell.raw !== k[1]));
    $("kept").hidden = !orphans.length;
    $("kept-cells").textContent = orphans.map(([key, raw]) => `${cells.has(key) ? named(cells.get(key)) : key}: “${raw}”`).join("; ");
    news.forEach(({ cell, raw, version, reason, typed }) => {
      cell.version = version;
      if (reason !== null) { cell.reason = reason; cell.reasonTyped = true; }
      set(cell, raw);
      cell.typed = typed;
    });
    sumUp(news.map(({ cell }) => cell));
    keep();
    if (!news.length) return;
    tell(say(W.waiting, news.length));
    save(0);
  })();
})();
