// 关怀版 and 无障碍 without a new page, and the tools that only a script can give: reading aloud, reading line, 大字屏.
(() => {
  const html = document.documentElement;
  const NAMES = { care: "off", access: "off", contrast: "off", size: "0", cursor: "off", line: "off" };
  // Where the theme draws the page (the admin), what was chosen is read from the cookie before anything is shown.
  if (html.dataset.care === undefined) {
    const said = document.cookie.match(/(?:^|; )display=([^;]*)/)?.[1] ?? "";
    const chosen = Object.fromEntries(said.split("|").map((pair) => pair.split(":")));
    for (const name of Object.keys(NAMES)) if (name !== "access") html.dataset[name] = chosen[name] ?? NAMES[name];
  }
  const now = (name) => (name === "access" ? (document.getElementById("access-tools")?.hidden ? "off" : "on") : html.dataset[name] ?? NAMES[name]);

  function keep() {
    const said = Object.keys(NAMES).filter((name) => now(name) !== NAMES[name]).map((name) => `${name}:${now(name)}`).join("|");
    const age = said ? 365 * 24 * 3600 : 0;
    document.cookie = `display=${said}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  }

  function wish(name, value) {
    if (name === "access") document.getElementById("access-tools").hidden = value === "off";
    else html.dataset[name] = value;
    keep();
    show();
    document.dispatchEvent(new Event("display:changed"));
  }

  // Links say what is on, as the page from the server would.
  function show() {
    const words = { care: ["关怀版", "退出关怀版"], access: ["无障碍", "关闭无障碍"] };
    for (const link of document.querySelectorAll("[data-wish]")) {
      const [name, value] = link.dataset.wish.split(":");
      const isOn = value ? now(name) === value : now(name) !== NAMES[name];
      if (words[name]) {
        link.textContent = words[name][Number(isOn)];
        link.classList.toggle("is-on", isOn);
      } else if (isOn) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    reading.draw();
  }

  const reading = {
    line: null,
    draw() {
      const isOn = now("line") === "on";
      document.querySelector("[data-tool=line]")?.setAttribute("aria-pressed", String(isOn));
      if (isOn && !this.line) {
        this.line = [0, 1].map((n) => {
          const bar = document.createElement("div");
          bar.className = n ? "reading-line upright" : "reading-line";
          bar.setAttribute("aria-hidden", "true");
          document.body.append(bar);
          return bar;
        });
        document.addEventListener("pointermove", this.follow);
        document.addEventListener("focusin", this.focus);
      } else if (!isOn && this.line) {
        this.line.forEach((bar) => bar.remove());
        this.line = null;
        document.removeEventListener("pointermove", this.follow);
        document.removeEventListener("focusin", this.focus);
      }
    },
    move(x, y) {
      reading.line[0].style.top = `${y + 14}px`;
      reading.line[1].style.left = `${x}px`;
    },
    follow(event) { reading.move(event.clientX, event.clientY); },
    focus(event) {
      const box = event.target.getBoundingClientRect();
      reading.move(box.left, box.bottom - 12);
    },
  };

  const speech = {
    parts: [], at: 0, isOn: false, spoken: null,
    toggle() { this.isOn ? this.stop() : this.start(); },
    start() {
      const body = document.querySelector(".article") ?? document.querySelector("main");
      this.parts = [...body.querySelectorAll("h1, h2, h3, p, li, th, td, dt, dd, caption, legend, label")]
        .filter((part) => part.textContent.trim() && part.offsetParent && !part.querySelector("p, li, td, dd") && !part.closest("nav, aside"));
      this.at = 0;
      this.isOn = true;
      this.say();
    },
    say() {
      this.mark(null);
      if (!this.isOn || this.at >= this.parts.length) { this.stop(); return; }
      const part = this.parts[this.at];
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.lang = "zh-CN";
      words.rate = Number(document.querySelector("[data-tool=rate]").value);
      const turn = (this.turn = {});
      words.addEventListener("end", () => { if (this.turn === turn) { this.at += 1; this.say(); } });
      this.mark(part);
      part.scrollIntoView({ block: "nearest" });
      speechSynthesis.speak(words);
      this.button.setAttribute("aria-pressed", "true");
      this.button.textContent = "停止朗读";
    },
    stop() {
      this.isOn = false;
      this.turn = null;
      speechSynthesis.cancel();
      this.mark(null);
      this.button.setAttribute("aria-pressed", "false");
      this.button.textContent = "朗读正文";
    },
    again() { if (this.isOn) { this.turn = null; speechSynthesis.cancel(); this.say(); } },
    mark(part) {
      this.spoken?.classList.remove("being-read");
      part?.classList.add("being-read");
      this.spoken = part;
    },
    get button() { return document.querySelector("[data-tool=read]"); },
  };

  const bigText = {
    panel: null,
    toggle(button) {
      if (this.panel) { this.panel.remove(); this.panel = null; }
      else {
        this.panel = document.createElement("section");
        this.panel.className = "big-text";
        this.panel.setAttribute("aria-label", "大字屏");
        this.panel.innerHTML = "<p></p>";
        this.panel.firstChild.textContent = "把指针移到文字上，或用 Tab 键移动，这里用大字显示。";
        document.body.append(this.panel);
        document.addEventListener("pointerover", this.show);
        document.addEventListener("focusin", this.show);
      }
      button.setAttribute("aria-pressed", String(Boolean(this.panel)));
    },
    show(event) {
      const part = event.target.closest?.("a, button, label, h1, h2, h3, h4, p, li, th, td, dt, dd, legend, input, select, textarea");
      if (!bigText.panel || !part || bigText.panel.contains(part)) return;
      const label = part.labels?.[0]?.innerText ?? "";
      const words = part.matches("select") ? part.selectedOptions[0]?.text : part.value || part.innerText;
      const shown = [label, part.type === "password" ? "" : words].filter(Boolean).join("：").trim();
      if (shown) bigText.panel.firstChild.textContent = shown.slice(0, 300);
    },
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-wish]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      const [name, value] = link.dataset.wish.split(":");
      // A page that has a layout of its own for 关怀版 comes anew from the server.
      if (name === "care" && document.querySelector("[data-care-layout]")) return;
      event.preventDefault();
      wish(name, value ?? (now(name) === NAMES[name] ? { cursor: "large" }[name] ?? "on" : NAMES[name]));
    }
    const tool = event.target.closest("button[data-tool]");
    if (tool?.dataset.tool === "line") wish("line", now("line") === "on" ? "off" : "on");
    if (tool?.dataset.tool === "read") speech.toggle();
    if (tool?.dataset.tool === "big-text") bigText.toggle(tool);
  });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-tool=rate]")) speech.again(); });
  window.addEventListener("pagehide", () => window.speechSynthesis?.cancel());

  function start() {
    const line = document.querySelector("[data-tool=line]");
    if (line) line.hidden = false;
    for (const group of document.querySelectorAll("[data-scripted]")) group.hidden = false;
    if (!("speechSynthesis" in window)) document.querySelectorAll("[data-tool=read], [data-tool=rate]").forEach((tool) => (tool.hidden = true));
    const main = document.getElementById("main"); // The theme's is no landmark of its own.
    if (main && main.localName !== "main") Object.assign(main, { tabIndex: -1, role: "main" });
    reading.draw();
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
