// Keeps a page live, and turns buttons into POST requests.
//
// <body data-stream="/events">: the events; none when empty.
// <section data-live="NAME">: its content is replaced by the record NAME whenever one comes.
// <button data-post="/path" data-body='{"a":1}'>: sends the JSON with an id of its own; the answer's
// text goes to the element that data-answer selects.
// <form data-post-form="/path" data-body='{"a":1}'>: the same, with the form's fields besides.
// <img data-refresh="2000">: loaded anew so often, in milliseconds.
"use strict";

const stream = document.body.dataset.stream;
const live = [...document.querySelectorAll("[data-live]")];

/**
 * Makes one node like another by changing only what differs: what has the focus, is being typed or
 * pressed stays the same element.
 */
function liken(node, wanted) {
  if (node.nodeName !== wanted.nodeName || node.id !== wanted.id) {
    node.replaceWith(wanted);
    return;
  }
  if (node.nodeType !== Node.ELEMENT_NODE) {
    if (node.data !== wanted.data) {
      node.data = wanted.data;
    }
    return;
  }
  for (const { name } of [...node.attributes]) {
    // A button is disabled while its request is under way, which the server does not know.
    if (!wanted.hasAttribute(name) && name !== "disabled") {
      node.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) {
      node.setAttribute(name, value);
    }
  }
  likenChildren(node, wanted);
}

function likenChildren(node, wanted) {
  const now = [...node.childNodes];
  const next = [...wanted.childNodes];
  next.forEach((child, i) => (i < now.length ? liken(now[i], child) : node.append(child)));
  now.slice(next.length).forEach((child) => child.remove());
}

function replace(element, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const focused = document.activeElement;
  likenChildren(element, template.content);
  const focusLost = !focused.isConnected;
  document.dispatchEvent(new CustomEvent("kiosk-live", { detail: { focusLost } }));
}

// A stream sends an event every two seconds at least.
const SILENCE = 5000;

function listen() {
  const names = [...new Set(live.map((e) => e.dataset.live))];
  const source = new EventSource(stream + "?names=" + names.map(encodeURIComponent).join(","));
  let silence = 0;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => {
      // A link that is dead without an end: the browser would wait for ever.
      source.close();
      document.body.classList.add("is-stale");
      listen();
    }, SILENCE);
  };
  heard();
  source.onopen = () => {
    heard();
    document.body.classList.remove("is-stale");
    document.dispatchEvent(new CustomEvent("kiosk-connected"));
  };
  source.onerror = () => {
    document.body.classList.add("is-stale");
    if (source.readyState === EventSource.CLOSED) {
      // The browser gives up when it is answered by anything but a stream: the session may be over.
      clearTimeout(silence);
      setTimeout(again, 2000);
    }
  };
  source.addEventListener("beat", heard);
  for (const name of names) {
    source.addEventListener(name, (event) => {
      heard();
      for (const element of live) {
        if (element.dataset.live === name) {
          replace(element, event.data);
        }
      }
    });
  }
}

async function again() {
  try {
    const page = await fetch(location.href, { redirect: "manual" });
    if (page.type === "opaqueredirect" || page.status === 403) {
      location.reload();
      return;
    }
  } catch {
    // Not reached: the next attempt will tell.
  }
  listen();
}

if (stream && live.length > 0) {
  listen();
}

function newId() {
  // crypto.randomUUID exists in secure contexts only; a hall's page may be plain http.
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 0x0f) | 0x40;
  b[8] = (b[8] & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

async function post(button, path, fields) {
  if (button.disabled) {
    return;
  }
  button.disabled = true;
  const say = document.querySelector(button.dataset.answer || "[data-answers]");
  const told = (text, bad) => {
    if (say) {
      say.textContent = text;
      say.classList.toggle("bad", bad);
    }
  };
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id: newId(), ...fields }),
    });
    const answer = await response.json();
    const what = button.textContent.trim();
    told(answer.ok ? `✓ ${answer.ticket || what}` : answer.error.text || answer.error.code, !answer.ok);
  } catch {
    told(document.body.dataset.failed, true);
  } finally {
    button.disabled = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-post]");
  if (button) {
    post(button, button.dataset.post, JSON.parse(button.dataset.body || "{}"));
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-post-form]");
  if (form) {
    event.preventDefault();
    post(event.submitter || form.querySelector("button"), form.dataset.postForm, {
      ...JSON.parse(form.dataset.body || "{}"),
      ...Object.fromEntries(new FormData(form)),
    });
  }
});

for (const img of document.querySelectorAll("img[data-refresh]")) {
  const path = img.getAttribute("src");
  setInterval(() => {
    img.src = path + "?" + Date.now();
  }, Number(img.dataset.refresh));
}
