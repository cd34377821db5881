// The clerk's window. One press at a time: it is kept with its id, in this tab, until the hall has
// answered it, across lost connections, reloads and a login; it is sent again under the same id, and
// no second press is taken meanwhile.
"use strict";

(() => {
  const desk = document.getElementById("desk");
  const say = desk.dataset;
  const KEPT = "kiosk-press-" + say.window;
  const PATIENCE = 12000; // a device's command has ten seconds, and the hall's answer is quicker
  const PAUSES = [1000, 2000, 4000, 5000];
  const box = document.getElementById("press");
  const answer = document.getElementById("answer");
  const loginLink = document.getElementById("press-login");
  const keys = document.getElementById("keys");
  let press = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  let sending = false;
  let attempts = 0;
  let timer = 0;

  function keep(next) {
    press = next;
    attempts = 0;
    clearTimeout(timer);
    if (press) {
      sessionStorage.setItem(KEPT, JSON.stringify(press));
    } else {
      sessionStorage.removeItem(KEPT);
    }
    show();
  }

  function show(needsLogin = false) {
    box.hidden = !press;
    desk.classList.toggle("is-pending", Boolean(press));
    loginLink.hidden = !needsLogin;
    if (press) {
      const text = needsLogin ? say.login : attempts > 0 ? say.retrying : say.pending;
      document.getElementById("press-text").textContent = text.replace("{what}", press.what);
    }
  }

  function told(text, bad) {
    answer.textContent = text;
    answer.classList.toggle("bad", bad);
  }

  async function send() {
    if (!press || sending) {
      return;
    }
    sending = true;
    const mine = press;
    try {
      const response = await fetch(mine.path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(mine.body),
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (press !== mine) {
        return; // given up meanwhile
      }
      if (response.status === 401) {
        show(true);
        return;
      }
      const result = await response.json();
      if (response.status >= 500) {
        throw new Error("not answered");
      }
      keep(null);
      if (result.ok) {
        const ticket = result.ticket ? " " + result.ticket : "";
        told(say.done.replace("{what}", mine.what) + ticket, false);
      } else {
        told(result.error.text || result.error.code, true);
      }
    } catch {
      if (press === mine) {
        attempts++;
        show();
        timer = setTimeout(send, PAUSES[Math.min(attempts, PAUSES.length) - 1]);
      }
    } finally {
      sending = false;
      if (press && press !== mine) {
        send();
      }
    }
  }

  function take(element, fields) {
    if (press) {
      told(say.one.replace("{what}", press.what), true);
      return;
    }
    const body = { id: newId(), window: Number(say.window), ...fields };
    Object.assign(body, JSON.parse(element.dataset.body || "{}"));
    if (element.dataset.person !== undefined) {
      body.staff = say.staff;
    }
    if (element.dataset.seen !== undefined) {
      // What the clerk saw: if the window shows another ticket by then, nobody is skipped.
      body.after = desk.querySelector("[data-ticket]").dataset.ticket || null;
    }
    const label = element.querySelector("button") || element;
    const what = (label.querySelector("span") || label.firstChild).textContent.trim();
    told("", false);
    keep({ user: say.user, path: "/api/v1/" + element.dataset.press, body, what });
    send();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-press]");
    if (button) {
      take(button, {});
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-press]");
    if (!form) {
      return;
    }
    event.preventDefault();
    const fields = {};
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) {
        fields[name] = name === "ticket" ? value.trim().toUpperCase() : value.trim();
      }
    }
    take(form, fields);
    form.reset();
    document.activeElement?.blur();
  });

  document.getElementById("press-drop").addEventListener("click", drop);

  function drop() {
    if (press) {
      told(say.dropped.replace("{what}", press.what), true);
      keep(null);
    }
  }

  // Letters alone, so that one hand is enough; never while something is typed, and they can be
  // switched off (WCAG 2.1.4).
  keys.checked = localStorage.getItem("kiosk-keys") !== "off";
  keys.addEventListener("change", () => {
    localStorage.setItem("kiosk-keys", keys.checked ? "on" : "off");
    desk.classList.toggle("no-keys", !keys.checked);
  });
  desk.classList.toggle("no-keys", !keys.checked);

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) {
      return;
    }
    if (event.key === "Escape") {
      if (typing) {
        typing.blur();
      } else {
        drop();
      }
      return;
    }
    if (typing || !keys.checked) {
      return;
    }
    const key = event.key.toUpperCase();
    if (key === "T") {
      document.getElementById("transfer-to")?.focus();
    } else if (/^[A-Z]$/.test(key)) {
      const button = desk.querySelector(`[data-key="${key}"]`);
      if (button) {
        event.preventDefault();
        button.click();
      }
    }
  });

  // What a clerk hears who cannot see the page: said once for each change.
  const announce = document.getElementById("announce");
  let said = "";
  function look() {
    const now = desk.querySelector("[data-say]")?.dataset.say || "";
    if (now !== said) {
      said = now;
      announce.textContent = now;
    }
    tick();
  }

  function tick() {
    for (const time of desk.querySelectorAll("time[data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Number(time.dataset.since)) / 1000));
      const minutes = String(Math.floor(seconds / 60)).padStart(2, "0");
      time.textContent = minutes + ":" + String(seconds % 60).padStart(2, "0");
    }
    for (const time of desk.querySelectorAll("time[data-until]")) {
      const left = Math.max(0, Math.ceil((Number(time.dataset.until) - Date.now()) / 60000));
      time.textContent = left + " " + say.minutes;
    }
  }

  // What had the focus may be gone with the ticket: then the window's heading has it, and never
  // another button, which a second press of Enter would press.
  document.addEventListener("kiosk-live", (event) => {
    if (event.detail.focusLost) {
      document.getElementById("now").focus();
    }
    look();
  });
  document.addEventListener("kiosk-connected", () => {
    if (press && !sending) {
      clearTimeout(timer);
      send();
    }
  });
  setInterval(tick, 1000);
  look();

  if (press && press.user !== say.user) {
    // Somebody else sits here now: what the other one pressed is not his.
    const gone = press.what;
    keep(null);
    told(say.dropped.replace("{what}", gone), true);
  }
  show();
  send();
})();
