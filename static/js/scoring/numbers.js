/* Số: whole ten-thousandths, never floats. The same spellings as `parse_number` on the server. */
"use strict";
const Numbers = (decimals) => {
  const FINE = 10000, UNIT = 10 ** (4 - decimals);

  /* "8,5", "8.5", "08,50", "1.234,5" → ten-thousandths; null for anything else ("1.234" could be two numbers). */
  const parse = (text) => {
    const plain = text.trim().replace(/−/g, "-").replace(/\s/g, "");
    if (!/^(-?\d{1,3}(\.\d{3})+,\d+|-?\d+([.,]\d+)?)$/.test(plain) || /^-?[1-9]\d{0,2}\.\d{3}$/.test(plain)) return null;
    const [whole, part = ""] = (plain.includes(",") ? plain.replace(/\./g, "").replace(",", ".") : plain).split(".");
    const size = Math.abs(+whole) * FINE + +(part + "0000").slice(0, 4);
    return plain.startsWith("-") ? -size : size;
  };

  /* Ten-thousandths → "1.234,50", rounded half up. */
  const format = (fine) => {
    const rounded = Math.floor((Math.abs(fine) + UNIT / 2) / UNIT);
    const digits = String(rounded).padStart(decimals + 1, "0");
    const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ".");
    return (fine < 0 && rounded ? "−" : "") + whole + (decimals ? "," + digits.slice(-decimals) : "");
  };
  return { FINE, parse, format };
};
