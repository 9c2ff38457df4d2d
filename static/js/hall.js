// At a 对接会: says every two minutes that one is still there, from whatever page of the portal; tells how often the hall was opened.
// The ticket that the portal gave when one joined is all it sends; no cookie goes along, so it keeps nobody signed in.
(() => {
  const read = (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } };
  const write = (name, value) => { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* A browser that keeps nothing. */ } };
  const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  let device = read("hall-device");
  if (!device) write("hall-device", (device = random()));

  for (const form of document.querySelectorAll("form[data-joining]")) form.elements.device.value = device;

  const joined = document.querySelector("[data-joined]");
  if (joined) {
    const { joined: event, ticket, beat, first, every, until } = joined.dataset;
    const held = read("hall");
    if (held?.ticket !== ticket) write("hall", { event, ticket, beat, every: Number(every), until: Number(until), next: Date.now() + 1000 * first, first: 1, views: 0 });
  }

  const hall = document.querySelector("[data-hall]");

  function show(told) {
    for (const place of document.querySelectorAll("[data-figure]")) {
      const number = told.figures?.[place.dataset.figure];
      if (number !== undefined) place.textContent = number;
    }
    const at = document.querySelector("[data-figures-at]");
    if (at && told.at) at.textContent = told.at;
  }

  async function send(address, values) {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(values), credentials: "omit" });
    if (answer.status === 200) { show(await answer.json()); return true; }
    return false;
  }

  const going = () => { const held = read("hall"); return held && held.until * 1000 > Date.now() ? held : null; };

  if (hall) {
    const held = going();
    if (held?.event === hall.dataset.hall) write("hall", { ...held, views: (held.views || 0) + 1 });
    else send(hall.dataset.beat, { device, views: 1 }).catch(() => {});
  }

  // All windows share the clock: whichever sees that a sign is due moves it on and sends it.
  async function look() {
    const held = going();
    if (!held || Date.now() < held.next) return;
    write("hall", { ...held, next: Date.now() + 1000 * held.every, views: 0 });
    let isTold = false;
    try { isTold = await send(held.beat, { device, ticket: held.ticket, first: held.first, views: held.views || 0 }); } catch { /* A bad line: soon again. */ }
    const now = read("hall");
    if (now?.ticket !== held.ticket) return;
    if (isTold) write("hall", { ...now, first: 0 });
    else write("hall", { ...now, next: Date.now() + 20e3, views: (now.views || 0) + (held.views || 0) });
  }
  setInterval(look, 5000);
  look();

  // Who has not joined still sees the figures move.
  const live = document.querySelector("[data-live]")?.dataset.live;
  if (live && document.querySelector("[data-figures-at]")) {
    setInterval(async () => {
      if (document.hidden || going()) return;
      try { const answer = await fetch(live, { credentials: "omit" }); if (answer.ok) show(await answer.json()); } catch { /* Next time. */ }
    }, 60e3);
  }

  // The clerk's counter.
  const counter = document.querySelector("[data-count]");
  if (counter) setInterval(async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(counter.dataset.count, { headers: { "X-Background": "1" }, redirect: "manual" });
      const text = answer.ok ? await answer.text() : "";
      if (/^\d+$/.test(text) && text !== counter.textContent) counter.textContent = text;
    } catch { /* Next time. */ }
  }, 5000);
})();
