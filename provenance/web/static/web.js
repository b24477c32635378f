"use strict";

// A review that is being read: its state and its lineage come as server-sent events. The HTML in
// them is made by the templates of this page, which escape every text of others.
const progress = document.getElementById("progress");
if (progress) {
  const source = new EventSource(progress.dataset.events);
  source.addEventListener("progress", (event) => {
    const shown = JSON.parse(event.data);
    progress.querySelector("[data-counts]").innerHTML = shown.counts;
    progress.querySelector("[data-tree]").innerHTML = shown.tree;
  });
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
}

// A field that leaves only the rows that hold its words.
for (const field of document.querySelectorAll("[data-filter]")) {
  const rows = document.querySelectorAll(`${field.dataset.filter} tbody tr`);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase();
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(words);
    }
  });
}
