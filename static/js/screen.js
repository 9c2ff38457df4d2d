// The big screen: asks every five seconds, lets figures tick to their new value one after the other, lets agreements arrive.
(() => {
  const EVERY = 5000, TICK = 1200;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const address = document.body.dataset.live;

  function tick(place, to) {
    const from = Number(place.textContent);
    if (from === to) return Promise.resolve();
    if (still || document.hidden) { place.textContent = to; return Promise.resolve(); }
    const start = performance.now();
    return new Promise((done) => {
      const step = (now) => {
        const share = Math.min(1, (now - start) / TICK);
        place.textContent = Math.round(from + (to - from) * (1 - (1 - share) ** 3));
        share < 1 ? requestAnimationFrame(step) : done();
      };
      requestAnimationFrame(step);
    });
  }

  function element(name, text, options = {}) {
    return Object.assign(document.createElement(name), { textContent: text }, options);
  }

  function bars(name, rows, most) {
    const list = document.querySelector(`[data-bars=${name}]`);
    if (!rows.length) return;
    const held = new Map([...list.children].map((row) => [row.firstElementChild?.textContent, row]));
    list.replaceChildren(...rows.map(([words, count]) => {
      const row = held.get(words) ?? document.createElement("li");
      if (!held.has(words)) row.append(element("span", words), document.createElement("progress"), element("b", ""));
      const [, bar, number] = row.children;
      bar.setAttribute("aria-label", words);
      bar.max = most;
      bar.value = count;
      number.textContent = count;
      return row;
    }));
  }

  function agreed(rows) {
    const list = document.querySelector("[data-agreed]");
    if (!rows.length) return;
    const held = new Map([...list.children].map((row) => [row.dataset.pk, row]));
    list.replaceChildren(...rows.map((one) => {
      const known = held.get(String(one.pk));
      if (known) { known.classList.remove("new"); return known; }
      const row = document.createElement("li");
      row.dataset.pk = one.pk;
      row.className = "new";
      row.append(element("b", one.amount), element("span", one.parties || one.field), element("time", one.at));
      return row;
    }));
  }

  async function look() {
    try {
      const answer = await fetch(address, { credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      const told = await answer.json();
      document.querySelector("[data-at]").textContent = told.at;
      document.querySelector("[data-status]").textContent = told.status;
      const most = Math.max(1, ...[...told.fields, ...told.places].map((row) => row[1]));
      bars("fields", told.fields, most);
      bars("places", told.places, most);
      for (const place of document.querySelectorAll("[data-figure]")) await tick(place, told.figures[place.dataset.figure]);
      agreed(told.agreed);
    } catch { /* The last figures stay, with their time. */ }
    setTimeout(look, EVERY);
  }
  look();
})();
