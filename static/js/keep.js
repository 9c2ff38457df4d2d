// Nothing typed is lost: what is typed into form[data-keep] stays in this browser until it has been sent.
// Passwords, codes, files and what the server put in hidden fields are not kept; signing out deletes what was kept.
(() => {
  const DAYS = 7;
  const who = () => document.body.dataset.user ?? "0";
  const prefix = () => `draft|${who()}|`;
  const isKept = (input) => input.name && !["password", "file", "hidden", "submit", "button", "reset"].includes(input.type)
    && !/one-time-code|current-password|new-password|cc-/.test(input.autocomplete ?? "") && !input.closest("[data-secret]");
  const inputs = (form) => [...form.elements].filter(isKept);
  const values = (form) => inputs(form)
    .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked)
    .flatMap((input) => (input.multiple ? [...input.selectedOptions].map((option) => [input.name, option.value]) : [[input.name, input.value]]));

  const store = {
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, draft) { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* Full or forbidden: the page works without. */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* Nothing kept, nothing to drop. */ } },
    keys(start) { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
  };

  function fill(form, draft) {
    const waiting = new Map();
    for (const [name, value] of draft.values) waiting.set(name, [...(waiting.get(name) ?? []), value]);
    for (const input of inputs(form)) {
      const said = waiting.get(input.name) ?? [];
      if (["checkbox", "radio"].includes(input.type)) input.checked = said.includes(input.value);
      else if (input.multiple) [...input.options].forEach((option) => { option.selected = said.includes(option.value); });
      else if (said.length) input.value = said.shift();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  function offer(form, key, draft) {
    const notice = document.createElement("div");
    notice.className = "notice warning";
    notice.setAttribute("role", "status");
    notice.innerHTML = '<p></p><div class="actions"><button class="button small" type="button">恢复填写</button><button class="button secondary small" type="button">删除</button></div>';
    const at = new Date(draft.at).toLocaleString("zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    notice.firstChild.textContent = `这里有您 ${at} 填写、还没有提交的内容，保存在本浏览器中。`;
    const [back, drop] = notice.querySelectorAll("button");
    back.addEventListener("click", () => { fill(form, draft); notice.remove(); inputs(form)[0]?.focus(); });
    drop.addEventListener("click", () => { store.drop(key); notice.remove(); });
    form.before(notice);
  }

  function keep(form, key) {
    let timer;
    const write = () => {
      clearTimeout(timer);
      timer = setTimeout(() => store.set(key, { at: Date.now(), values: values(form) }), 300);
    };
    form.addEventListener("input", write);
    form.addEventListener("change", write);
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      store.set(key, { at: Date.now(), values: values(form), sent: true });
    });
    form.addEventListener("saved", () => { clearTimeout(timer); store.drop(key); }); // A page that saves by itself says so.
  }

  // What was sent is dropped once a page has come that does not say the sending failed.
  function settle() {
    const failed = document.querySelector("[data-error-summary], .problem, .notice.error, input[type=password]");
    for (const key of store.keys("draft|")) {
      const draft = store.get(key);
      if (!draft || Date.now() - draft.at > DAYS * 86400e3) store.drop(key);
      else if (draft.sent && failed) store.set(key, { ...draft, sent: false });
      else if (draft.sent && key.startsWith(prefix())) store.drop(key);
    }
  }

  function start() {
    settle();
    [...document.querySelectorAll("form[data-keep]")].forEach((form, place) => {
      if (form.method !== "post" || form.querySelector("input[type=password]")) return;
      const key = `${prefix()}${location.pathname}|${place}`;
      const draft = store.get(key);
      const isAnswered = document.querySelector("[data-error-summary]");
      if (draft && !isAnswered && JSON.stringify(draft.values) !== JSON.stringify(values(form))) offer(form, key, draft);
      keep(form, key);
    });
    document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => store.keys(prefix()).forEach(store.drop));
  }
  document.addEventListener("page:replaced", start);
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
