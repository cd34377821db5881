// Keeps a page live, and turns buttons into POST requests.
//
// <body data-stream="/events">: the events; none when empty.
// <section data-live="NAME">: its content is replaced by the record NAME whenever one comes.
// <button data-post="/path" data-body='{"a":1}'>: sends the JSON with an id of its own; the answer's
// text goes to the element that data-answer selects.
"use strict";

const stream = document.body.dataset.stream;
const live = [...document.querySelectorAll("[data-live]")];
if (stream && live.length > 0) {
  const names = [...new Set(live.map((e) => e.dataset.live))];
  const source = new EventSource(stream + "?names=" + names.map(encodeURIComponent).join(","));
  source.onopen = () => document.body.classList.remove("is-stale");
  source.onerror = () => document.body.classList.add("is-stale");
  for (const name of names) {
    source.addEventListener(name, (event) => {
      for (const element of live) {
        if (element.dataset.live === name) {
          element.innerHTML = event.data;
        }
      }
    });
  }
}

function newId() {
  // crypto.randomUUID exists in secure contexts only; a hall's page may be plain http.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-post]");
  if (!button || button.disabled) {
    return;
  }
  button.disabled = true;
  const say = document.querySelector(button.dataset.answer || "[data-answers]");
  try {
    const body = { id: newId(), ...JSON.parse(button.dataset.body || "{}") };
    const response = await fetch(button.dataset.post, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (say) {
      say.textContent = answer.ok ? answer.ticket || "✓" : answer.error.text || answer.error.code;
      say.classList.toggle("bad", !answer.ok);
    }
  } catch {
    if (say) {
      say.textContent = document.body.dataset.failed;
      say.classList.add("bad");
    }
  } finally {
    button.disabled = false;
  }
});

// <img data-refresh="2000">: loaded anew so often, in milliseconds.
for (const img of document.querySelectorAll("img[data-refresh]")) {
  const path = img.getAttribute("src");
  setInterval(() => {
    img.src = path + "?" + Date.now();
  }, Number(img.dataset.refresh));
}
