/* Số thập phân đúng từng chữ số: {n, p} is n · 10⁻ᵖ, n a BigInt. As on the server: 28 digits, the last one half even. No floats. */
"use strict";
const Exact = (() => {
  const DIGITS = 28, SURE = 20, LIMIT = 10n ** 28n, FINE_DIVISION = 40;
  const ten = (k) => 10n ** BigInt(k), size = (n) => (n < 0n ? -n : n), signed = (whole, as) => (as < 0n ? -whole : whole);

  function fit(n, p) {
    if (size(n) < LIMIT) return { n, p };
    const extra = String(size(n)).length - DIGITS, unit = ten(extra), whole = size(n) / unit, rest = 2n * (size(n) % unit);
    const up = rest > unit || (rest === unit && whole % 2n === 1n) ? 1n : 0n;
    return { n: signed(whole + up, n), p: p - extra };
  }
  function level(a, b) {
    const p = Math.max(a.p, b.p);
    return [a.n * ten(p - a.p), b.n * ten(p - b.p), p];
  }
  /* "-1234.5" → {n, p} */
  function of(text) {
    const [whole, part = ""] = String(text).split(".");
    return { n: BigInt(whole + part), p: part.length };
  }
  function add(a, b) {
    const [m, n, p] = level(a, b);
    return fit(m + n, p);
  }
  const negative = (a) => ({ n: -a.n, p: a.p });
  const minus = (a, b) => add(a, negative(b));
  const times = (a, b) => fit(a.n * b.n, a.p + b.p);
  /* Divided by a whole number; one digit more tells the rounding that something is left. */
  function over(a, count) {
    const by = BigInt(count), n = size(a.n) * ten(FINE_DIVISION), more = n % by ? 1n : 0n;
    return fit(signed((n / by) * 10n + more, a.n), a.p + FINE_DIVISION + 1);
  }
  function compare(a, b) {
    const [m, n] = level(a, b);
    return m < n ? -1 : m > n ? 1 : 0;
  }
  const least = (a, b) => (compare(b, a) < 0 ? b : a), most = (a, b) => (compare(b, a) > 0 ? b : a);
  /* To so many decimals, half up (away from zero). */
  function quantized(a, decimals) {
    if (a.p <= decimals) return { n: a.n * ten(decimals - a.p), p: decimals };
    const unit = ten(a.p - decimals);
    return { n: signed((size(a.n) + unit / 2n) / unit, a.n), p: decimals };
  }
  /* The same for a sum: the last digits of what was divided are given back first, so that a half that comes of thirds is a half. */
  function rounded(a, decimals) {
    const more = String(size(a.n)).length - SURE;
    return quantized(more > 0 ? quantized(a, a.p - more) : a, decimals);
  }
  /* The shortest text with a dot: "8.5". */
  function plain(a) {
    const digits = String(size(a.n)).padStart(a.p + 1, "0"), cut = digits.length - a.p;
    const text = a.p > 0 ? `${digits.slice(0, cut)}.${digits.slice(cut)}`.replace(/\.?0+$/, "") : digits;
    return a.n < 0n ? `-${text}` : text;
  }
  return { ZERO: { n: 0n, p: 0 }, of, add, negative, minus, times, over, compare, least, most, quantized, rounded, plain, abs: (a) => ({ n: size(a.n), p: a.p }) };
})();
