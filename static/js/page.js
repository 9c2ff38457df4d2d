// What makes pages handier. Every page works without it.
(() => {
  const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get" && token()) event.detail.headers["X-CSRFToken"] = token();
  });
  // A partial update that failed must not look like one that is still coming.
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, (event) => {
      const place = event.detail.target ?? document.querySelector("main");
      place.querySelector(":scope > .notice.failed")?.remove();
      place.insertAdjacentHTML("afterbegin", '<div class="notice error failed" role="alert"><span class="word">未能更新</span>网络不通或服务繁忙，请稍后重试，也可以刷新本页。</div>');
    });
  }

  function menus() {
    for (const button of document.querySelectorAll("button.menu")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
      });
    }
  }

  // The summary of errors is where one goes on; its links put the cursor into the field.
  function errors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (!summary) return;
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      event.preventDefault();
      const input = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
      (target.closest(".field") ?? target).scrollIntoView({ block: "start" });
      (input ?? target).focus({ preventScroll: true });
    });
  }

  function counters(root) {
    for (const area of root.querySelectorAll("textarea[maxlength]")) {
      const limit = area.maxLength;
      const words = document.createElement("div");
      words.className = "counter";
      words.id = `${area.id}_counter`;
      area.after(words);
      const count = () => { words.textContent = `已写 ${area.value.length} 字，最多 ${limit} 字`; };
      area.addEventListener("input", count);
      count();
    }
  }

  // A second click while the first is under way sends nothing.
  function once(root) {
    for (const form of root.querySelectorAll("form[method=post]")) {
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent && Date.now() - form.dataset.sent < 8000) event.preventDefault();
        else form.dataset.sent = Date.now();
      });
    }
    window.addEventListener("pageshow", () => root.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
  }

  // Files with a bar that moves; the answer is shown as if the browser had sent the form.
  function uploads(root) {
    for (const form of root.querySelectorAll("form[data-upload]")) {
      form.addEventListener("submit", (event) => {
        const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
        if (event.defaultPrevented || !files.length) return;
        event.preventDefault();
        const state = document.createElement("div");
        state.className = "upload-state";
        state.setAttribute("role", "status");
        state.innerHTML = '<progress max="100" value="0" aria-label="上传进度"></progress><p></p>';
        form.querySelector(".actions")?.before(state);
        const [bar, words] = state.children;
        const data = new FormData(form, event.submitter);
        const request = new XMLHttpRequest();
        request.open("POST", form.action);
        request.responseType = "document";
        request.setRequestHeader("X-Upload", "1");
        request.upload.addEventListener("progress", (progress) => {
          const share = Math.floor((100 * progress.loaded) / (progress.total || 1));
          bar.value = share;
          words.textContent = share < 100 ? `正在上传，已完成 ${share}%` : "已传完，正在检查文件……";
        });
        request.addEventListener("load", () => {
          const next = request.getResponseHeader("X-Location");
          if (next) { location.assign(next); return; }
          if (request.response) {
            document.title = request.response.title;
            document.body.replaceWith(document.adoptNode(request.response.body));
            start();
            document.dispatchEvent(new Event("page:replaced"));
          }
        });
        request.addEventListener("error", () => {
          state.className = "upload-state notice error";
          words.textContent = "上传中断：请检查网络后重新提交，已填写的内容都还在。";
          delete form.dataset.sent;
        });
        request.send(data);
      });
    }
  }

  function dialogs(root) {
    for (const opener of root.querySelectorAll("[data-dialog]")) {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (!dialog?.showModal) continue;
      opener.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
      dialog.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => dialog.close()));
    }
    root.querySelectorAll("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  }

  // Text to the clipboard, where the browser lets a page write there; it stands on the page to be copied by hand anyway.
  function copying(root) {
    for (const button of navigator.clipboard ? root.querySelectorAll("[data-copy]") : []) {
      const told = button.parentElement.querySelector("[data-copied]");
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
          told.textContent = "已复制。";
        } catch {
          told.textContent = "浏览器不允许复制，请选中后手工复制。";
        }
      });
    }
  }

  // 关闭 shuts a window that was opened for the page; in any other it goes back to the list that one came from.
  function closers(root) {
    for (const link of root.querySelectorAll("[data-close-page]")) {
      link.addEventListener("click", (event) => {
        if (window.opener) { event.preventDefault(); window.close(); return; }
        const from = document.referrer && new URL(document.referrer);
        if (!from || from.origin !== location.origin || from.pathname === location.pathname) return;
        event.preventDefault();
        history.back();
      });
    }
  }

  function start() {
    menus();
    for (const part of [errors, counters, once, uploads, dialogs, copying, closers]) part(document);
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
