// A page that follows a meeting stands still while somebody types in it, or reads what they have unfolded.
"use strict";

const FIELDS = "main input:not([type=hidden]), main textarea, main select";

function differs(field) {
  if (field.matches("select")) {
    const first = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(first, 0);
  }
  return field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

function inUse() {
  const here = document.activeElement;
  return here.matches(FIELDS) || Boolean(here.closest("main details")) || [...document.querySelectorAll(FIELDS)].some(differs);
}

for (const moment of ["htmx:beforeRequest", "htmx:beforeSwap"]) {
  document.addEventListener(moment, (event) => {
    const asks = event.detail.requestConfig?.elt ?? event.target;
    if (asks.matches("[data-follows]") && inUse()) event.preventDefault();
  });
}
