/* Số như viết ở Việt Nam: the same spellings as `parse_number` and `points` on the server. */
"use strict";
const Numbers = (decimals) => {
  /* "8,5", "8.5", "08,50", "1.234,5" → Exact; null for anything else ("1.234" could be two numbers). */
  const parse = (text) => {
    const plain = text.trim().replace(/−/g, "-").replace(/\s/g, "");
    if (!/^(-?\d{1,3}(\.\d{3})+,\d+|-?\d+([.,]\d+)?)$/.test(plain) || /^-?[1-9]\d{0,2}\.\d{3}$/.test(plain)) return null;
    return Exact.of(plain.includes(",") ? plain.replace(/\./g, "").replace(",", ".") : plain);
  };

  /* Exact → "1.234,50", rounded half up; never "−0,00". */
  const format = (value) => {
    const { n } = Exact.rounded(value, decimals), digits = String(n < 0n ? -n : n).padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ".");
    return (n < 0n ? "−" : "") + whole + (decimals ? "," + digits.slice(-decimals) : "");
  };
  return { parse, format };
};
