/* Cộng một phiếu: as arithmetic.py and evaluation.py do, from what each cell holds. Pure: it knows no page.
   A cell holds `known`: {parts: [base, bonus, penalty], free, dropped}, or null while it has no points. A tally: {parts, missing, unsure}. */
"use strict";
const Sums = (tree, numbers) => {
  const { ZERO, add, times } = Exact, SIGNS = ["base", "bonus", "penalty"], FINE = 4, MOST_POINTS = Exact.of(100000), MOST_TYPED = Exact.of(1e12);
  const nodes = new Map(tree.nodes.map((n) => [n.id, n])), children = new Map([[null, []]]);
  tree.nodes.forEach((n) => children.set(n.id, []));
  tree.nodes.forEach((n) => children.get(n.up).push(n.id));
  const leaves = tree.nodes.filter((n) => !n.group);
  const inSign = (sign, points) => SIGNS.map((s) => (s === sign ? points : ZERO));
  const total = ({ parts: [base, bonus, penalty] }) => add(add(base, bonus), penalty);
  const nothing = (missing = 0, unsure = false) => ({ parts: [ZERO, ZERO, ZERO], missing, unsure });
  const isZero = ({ parts }) => parts.every((p) => p.n === 0n);

  /* What the server tells of a cell (adding.known): "4.75", "5|1|-0.5", "=4", "kg", "". */
  function told(id, text) {
    if (!text) return null;
    if (text === "kg") return { ...nothing(), dropped: true };
    const free = text.startsWith("="), parts = text.replace("=", "").split("|").map(Exact.of);
    return { parts: parts.length === 3 ? parts : inSign(nodes.get(id).sign, parts[0]), free };
  }
  /* What a text makes that was just typed; null where only the server knows, or would refuse it. */
  function typed(id, text) {
    const node = nodes.get(id), number = node.direct ? numbers.parse(text.replace(/^\+/, "").replace(/%$/, "")) : null;
    if (!number || (number.n < 0n && node.sign !== "penalty")) return null;
    const size = Exact.abs(number), worth = times(node.sign === "penalty" ? Exact.negative(size) : size, Exact.of(node.weight ?? 1));
    if (Exact.compare(size, MOST_TYPED) >= 0 || Exact.compare(Exact.abs(worth), MOST_POINTS) >= 0) return null;
    const fine = Exact.quantized(worth, FINE);
    return { parts: inSign(node.sign, tree.round_rows ? Exact.rounded(fine, tree.decimals) : fine) };
  }

  /* `cellOf(id)`: {known, unsure} of a leaf. Out: `tally(id)`, null for the whole sheet; worked out when first asked. */
  function sheet(cellOf) {
    const done = new Map();
    function tally(id) {
      if (!done.has(id)) done.set(id, id === null ? combined(tree.whole, null) : nodes.get(id).group ? group(nodes.get(id)) : leaf(nodes.get(id)));
      return done.get(id);
    }
    function leaf(node) {
      const { known, unsure } = cellOf(node.id);
      if (!known) return nothing(1, unsure);
      const own = { parts: known.parts, missing: 0, unsure };
      if (known.dropped || known.free || !node.only || isZero(own)) return own;
      const full = holds(node);
      return full.is ? { ...own, unsure: unsure || full.unsure } : nothing(full.is === null ? 1 : 0, unsure || full.unsure);
    }
    function group(node) {
      const whole = combined(node, node.id), full = holds(node), unsure = whole.unsure || full.unsure;
      return full.is ? { ...whole, unsure } : nothing(full.is === null ? Math.max(whole.missing, 1) : whole.missing, unsure);
    }
    /* «Only if full»: {is: true, false, or null while a row that it asks for has no points}. */
    function holds(node) {
      const asked = (node.only ?? []).flat(), unsure = asked.some((id) => tally(id).unsure);
      for (const rows of node.only ?? []) {
        const first = rows.find((id) => tally(id).missing || !isFull(id));
        if (first !== undefined) return { is: tally(first).missing ? null : false, unsure };
      }
      return { is: true, unsure };
    }
    function isFull(id) {
      const node = nodes.get(id), [base, , penalty] = tally(id).parts;
      if (penalty.n < 0n) return false;
      return node.sign !== "base" || !!cellOf(id).known?.dropped || Exact.compare(base, Exact.of(node.most)) >= 0;
    }
    function combined(node, id) {
      const parts = children.get(id).map(tally), unsure = parts.some((t) => t.unsure), counted = chosen(node.take, parts);
      let whole = counted.reduce((a, b) => ({ parts: a.parts.map((p, k) => add(p, b.parts[k])), missing: a.missing + b.missing }), nothing());
      if (node.take === "mean" && parts.length) whole.parts = whole.parts.map((p) => Exact.over(p, parts.length));
      whole = { ...whole, parts: capped(node, whole.parts), unsure };
      return node.weight ? { ...whole, parts: whole.parts.map((p) => times(p, Exact.of(node.weight))) } : whole;
    }
    return { tally };
  }
  /* Of a group that takes only one row: that row; while none has points, the group misses one. */
  function chosen(take, parts) {
    if (take !== "highest" && take !== "lowest") return parts;
    const known = parts.filter((t) => !t.missing), better = take === "highest" ? 1 : -1;
    if (!known.length) return parts.length ? [nothing(1)] : [];
    return [known.reduce((best, t) => (Exact.compare(total(t), total(best)) === better ? t : best))];
  }
  /* What is above `cap_total` is taken from the bonus first; what is below `floor` lessens the penalty. */
  function capped(node, [base, bonus, penalty]) {
    const cap = (code) => (node[code] === undefined ? null : Exact.of(node[code]));
    if (cap("cap_bonus")) bonus = Exact.least(bonus, cap("cap_bonus"));
    if (cap("cap_penalty")) penalty = Exact.most(penalty, Exact.negative(cap("cap_penalty")));
    const sum = add(add(base, bonus), penalty), above = cap("cap_total") && Exact.minus(sum, cap("cap_total"));
    if (above && above.n > 0n) {
      const room = Exact.most(bonus, ZERO);
      return [Exact.minus(base, Exact.most(Exact.minus(above, room), ZERO)), Exact.minus(bonus, Exact.least(above, room)), penalty];
    }
    const below = cap("floor") && Exact.minus(cap("floor"), sum);
    return [base, bonus, below && below.n > 0n ? add(penalty, below) : penalty];
  }
  /* As printed: a dash while it holds nothing at all. */
  const text = (tally, id) => (tally.missing >= (id === null ? leaves.length : 1) && isZero(tally) ? "–" : numbers.format(total(tally)));
  return { nodes, leaves, told, typed, sheet, text, total };
};
