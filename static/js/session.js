// The page says at least a minute before the session ends that it will, and lets it go on. What is typed is kept (keep.js).
(() => {
  // The frame says where to ask; in the admin the address of this script does.
  const said = new URL(document.currentScript.src).searchParams;
  const address = document.body?.dataset.session ?? said.get("session");
  if (!address) return;
  const signIn = () => document.body.dataset.login ?? `${said.get("login")}?next=${encodeURIComponent(location.pathname + location.search)}`;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  let timer, ticking, dialog, lastInput = 0;
  for (const name of ["keydown", "pointerdown", "input"]) document.addEventListener(name, () => { lastInput = Date.now(); }, { passive: true });

  async function ask(method) {
    const headers = { Accept: "application/json", "X-Background": "1" };
    if (method === "POST") headers["X-CSRFToken"] = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(address, { method, headers, credentials: "same-origin", redirect: "manual" });
    if (answer.status === 200) return answer.json();
    return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 ? { left: 0 } : null;
  }

  async function look(method = "GET") {
    clearTimeout(timer);
    let state;
    try { state = await ask(method); } catch { state = null; }
    if (!state) { timer = setTimeout(look, 60e3); return; }
    if (state.left <= 0) { over(); return; }
    if (state.left > state.warn) {
      close();
      // Timers cannot be longer than 24 days, and a sleeping machine stops them: look again in between.
      timer = setTimeout(look, Math.min(state.left - state.warn, 600) * 1000 + 500);
      return;
    }
    const canGoOn = state.absolute > state.left;
    if (canGoOn && Date.now() - lastInput < 60e3) { await look("POST"); channel?.postMessage("extended"); return; }
    warn(state.left, canGoOn);
  }

  function build(words, buttons) {
    close();
    dialog = document.createElement("dialog");
    dialog.className = "site-dialog";
    dialog.setAttribute("role", "alertdialog");
    dialog.setAttribute("aria-labelledby", "session-title");
    dialog.innerHTML = '<h2 id="session-title" class="first"></h2><p data-left></p><p>没有提交的文字保存在本浏览器中，重新登录后可以恢复；已选择的附件需要重新选择。</p><div class="actions"></div>';
    dialog.firstChild.textContent = words;
    for (const [label, kind, act] of buttons) {
      const button = document.createElement("button");
      button.className = `button ${kind}`;
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", act);
      dialog.lastChild.append(button);
    }
    document.body.append(dialog);
    dialog.showModal();
  }

  function warn(left, canGoOn) {
    const end = Date.now() + left * 1000;
    build(canGoOn ? "您很久没有操作，即将自动退出" : "本次登录已到时限，即将退出", [
      canGoOn ? ["继续使用", "", async () => { await look("POST"); channel?.postMessage("extended"); }] : ["知道了", "", close],
      ["现在退出", "secondary", () => document.querySelector("form[data-sign-out], #logout-form").requestSubmit()],
    ]);
    dialog.addEventListener("cancel", (event) => { if (canGoOn) { event.preventDefault(); look("POST"); } });
    const place = dialog.querySelector("[data-left]");
    const spoken = document.createElement("p");
    spoken.className = "visually-hidden";
    spoken.setAttribute("role", "status");
    dialog.append(spoken);
    const tick = () => {
      const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
      place.textContent = `还有 ${seconds} 秒。`;
      if ([60, 30, 10].includes(seconds)) spoken.textContent = `还有 ${seconds} 秒自动退出。`;
      if (seconds === 0) look();
    };
    tick();
    ticking = setInterval(tick, 1000);
    if (!canGoOn) timer = setTimeout(look, left * 1000 + 500);
  }

  function over() {
    build("登录已结束", [["重新登录", "", () => location.assign(signIn())]]);
    dialog.querySelector("[data-left]").textContent = "为保护账号，长时间没有操作会自动退出。";
  }

  function close() {
    clearInterval(ticking);
    dialog?.remove();
    dialog = null;
  }

  channel?.addEventListener("message", () => look());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  look();
})();
