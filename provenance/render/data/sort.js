"use strict";
for (const frame of document.querySelectorAll(".frame:has(> table.matrix)")) {
  const body = frame.querySelector("tbody");
  const rows = [...body.rows];
  const field = document.createElement("input");
  field.type = "search";
  field.setAttribute("aria-label", frame.getAttribute("aria-label"));
  field.placeholder = "\u2315";
  field.addEventListener("input", () => {
    const sought = field.value.toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(sought);
  });
  frame.before(field);
  frame.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const key = (row) => row.cells[column].textContent;
      rows.sort((a, b) => (up ? 1 : -1) * key(a).localeCompare(key(b), undefined, { numeric: true }));
      body.append(...rows);
    });
    head.replaceChildren(button);
  });
}
