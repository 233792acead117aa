/* Bảng tạm: blocks of cells to and from Excel and LibreOffice. A block is a list of rows of texts. */
"use strict";
const Clipboard = {
  /* What was copied: the first table of the HTML (it knows merged cells), else the plain text. */
  read(data) {
    const html = data.getData("text/html");
    const table = html && new DOMParser().parseFromString(html, "text/html").querySelector("table");
    return table ? Clipboard.ofTable(table) : Clipboard.ofText(data.getData("text/plain"));
  },

  /* A merged cell stands where it begins; what it covers is empty. */
  ofTable(table) {
    const block = [...table.rows].map(() => []);
    [...table.rows].forEach((tr, r) => {
      let c = 0;
      for (const td of tr.cells) {
        while (block[r][c] !== undefined) c++;
        for (let down = 0; down < td.rowSpan && r + down < block.length; down++) {
          for (let along = 0; along < td.colSpan; along++) block[r + down][c + along] = "";
        }
        block[r][c] = Clipboard.said(td);
      }
    });
    return block;
  },

  /* As it is shown; where that could be two numbers ("1.234"), the one that LibreOffice or Excel says beside it. */
  said(td) {
    td.querySelectorAll("br").forEach((end) => end.replaceWith("\n"));
    const text = Clipboard.line(td.textContent), number = td.getAttribute("sdval") || td.getAttribute("x:num");
    const readings = [text.replace(/\./g, "").replace(",", "."), text.replace(/,/g, "")];
    return number && readings.includes(number) ? number.replace(".", ",") : text;
  },

  /* Tabs and line ends; a quoted cell may hold both. */
  ofText(text) {
    const block = [[""]], body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    let quoted = false;
    for (let i = 0; i < body.length; i++) {
      const char = body[i], row = block[block.length - 1], last = row.length - 1;
      if (quoted) {
        if (char === '"' && body[i + 1] === '"') { row[last] += '"'; i++; }
        else if (char === '"') quoted = false;
        else row[last] += char;
      } else if (char === '"' && row[last] === "") quoted = true;
      else if (char === "\t") row.push("");
      else if (char === "\n") block.push([""]);
      else row[last] += char;
    }
    return block.map((row) => row.map(Clipboard.line));
  },

  line: (text) => text.replace(/\s+/g, " ").trim(),

  /* Out: text as on the screen with the minus of a keyboard, and HTML in which a number is a number in every language
     (x:num for Excel, sdval for LibreOffice) and "3/4" stays what it is. `block`: rows of {text, number: Exact or null}. */
  write(data, block) {
    const plain = (text) => text.replace(/−/g, "-");
    const escape = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    const td = ({ text, number }) => {
      if (number === null) return `<td style='mso-number-format:"\\@"'>${escape(text)}</td>`;
      return `<td x:num="${Exact.plain(number)}" sdval="${Exact.plain(number)}">${escape(plain(text))}</td>`;
    };
    const rows = block.map((row) => `<tr>${row.map(td).join("")}</tr>`).join("");
    data.setData("text/plain", block.map((row) => row.map(({ text }) => plain(text)).join("\t")).join("\r\n"));
    data.setData("text/html", `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>${rows}</table></html>`);
  },
};
