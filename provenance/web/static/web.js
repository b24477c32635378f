"use strict";

// A review that is being read: its state comes as server-sent events.
const progress = document.getElementById("progress");
if (progress) {
  const source = new EventSource(progress.dataset.events);
  source.onmessage = (event) => {
    const state = JSON.parse(event.data);
    for (const name of ["known", "fetched", "files"]) {
      progress.querySelector(`[data-${name}]`).textContent = state[name];
    }
    const items = state.names.map((name) => {
      const item = document.createElement("li");
      item.textContent = name;
      return item;
    });
    progress.querySelector("[data-names]").replaceChildren(...items);
    if (state.state === "done" || state.state === "failed") {
      source.close();
      location.reload();
    }
  };
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
