// The pages of an application: fields that depend on others, rows to add, totals of the budget, saving by itself.
// Every page works without it: there is a button that saves, and the server adds up and checks.
(() => {
  const WAIT = 2500, AGAIN = 15000;

  // A field is shown while the one that it depends on says so.
  function conditions(root) {
    for (const place of root.querySelectorAll("[data-conditions]")) {
      const asked = Object.entries(JSON.parse(place.dataset.conditions || "{}"));
      const values = (name) => [...place.querySelectorAll(`[name="${name}"]`)]
        .filter((input) => !["checkbox", "radio"].includes(input.type) || input.checked).map((input) => input.value);
      const fieldOf = (name) => (place.querySelector(`#id_${name}`) ?? place.querySelector(`[name^="${name}"]`))?.closest(".field");
      const show = () => {
        for (const [name, on] of asked) {
          const said = values(on.by), field = fieldOf(name);
          if (field) field.hidden = on.is ? !said.includes(on.is) : !said.length;
        }
      };
      place.addEventListener("change", show);
      show();
    }
  }

  // A row more: the last one, emptied and numbered on.
  function rows(root) {
    for (const table of root.querySelectorAll("table[data-rows]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button secondary small";
      button.textContent = "增加一行";
      const note = table.closest(".scroll").nextElementSibling;
      note?.classList.contains("note") ? note.replaceWith(button) : table.closest(".scroll").after(button);
      button.addEventListener("click", () => {
        const last = table.tBodies[0].lastElementChild, number = table.tBodies[0].rows.length;
        if (table.dataset.most && number >= Number(table.dataset.most)) { button.disabled = true; return; }
        const row = last.cloneNode(true);
        row.firstElementChild.textContent = number + 1;
        for (const input of row.querySelectorAll("input")) {
          input.value = "";
          input.name = input.name.replace(/-\d+-/, `-${number}-`);
          input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, number + 1));
        }
        last.after(row);
        row.querySelector("input").focus();
      });
    }
  }

  // 万元 are added as whole numbers of fen, so that 0.1 + 0.2 is 0.3.
  const fen = (text) => Math.round(Number(text.replace(/[,，\s]/g, "") || 0) * 1e6);
  const wan = (number) => (Number.isFinite(number) ? String(number / 1e6) : "—");
  function budgets(root) {
    for (const table of root.querySelectorAll("table[data-budget]")) {
      const add = () => {
        const sums = {};
        for (const row of table.tBodies[0].rows) {
          const parts = [...row.querySelectorAll("input[data-part]")].map((input) => [input.dataset.part, fen(input.value)]);
          parts.forEach(([part, amount]) => { sums[part] = (sums[part] ?? 0) + amount; });
          row.querySelector("[data-sum]").textContent = wan(parts.reduce((sum, [, amount]) => sum + amount, 0));
        }
        for (const [part, amount] of Object.entries(sums)) table.querySelector(`[data-total="${part}"]`).textContent = wan(amount);
        table.querySelector('[data-total="all"]').textContent = wan(Object.values(sums).reduce((a, b) => a + b, 0));
      };
      table.addEventListener("input", add);
      add();
    }
  }

  // Saves a few seconds after typing stops. What another person or tab has written meanwhile is shown, never overwritten.
  function autosave(form) {
    const state = document.querySelector("[data-save-state]");
    const say = (words, tone = "") => { state.textContent = words; state.className = `save-state ${tone}`; };
    let timer, isSaving = false, changes = 0, isOff = false;

    const later = (wait = WAIT) => { clearTimeout(timer); timer = setTimeout(save, wait); };
    const touch = () => { changes += 1; say("正在填写……"); later(); };
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    form.addEventListener("submit", () => { isOff = true; clearTimeout(timer); });
    window.addEventListener("online", () => { if (changes) later(0); });

    async function save() {
      if (isSaving || isOff) { later(); return; }
      isSaving = true;
      const begun = changes;
      say("正在保存……");
      try {
        const response = await fetch(form.action || location.href, {
          method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual",
        });
        if (response.type === "opaqueredirect" || response.status === 401) {
          say("登录已结束，内容保存在本浏览器中，重新登录后可以恢复。", "bad");
        } else if (!(response.headers.get("content-type") ?? "").includes("json")) {
          throw new Error(String(response.status));
        } else {
          done(await response.json(), begun);
        }
      } catch {
        say("没有保存成功（网络不通或服务繁忙），内容保存在本浏览器中，稍后自动再试。", "bad");
        later(AGAIN);
      }
      isSaving = false;
      if (changes !== begun) later();
    }

    function done(answer, begun) {
      if (answer.refused) { say(answer.refused, "bad"); return; }
      for (const [code, revision] of Object.entries(answer.revisions)) form.elements[`revision-${code}`].value = revision;
      for (const name of ["problems", "budget"]) {
        const place = document.querySelector(`[data-live="${name}"]`);
        if (place) place.replaceChildren(...(answer[name] ?? []).map((words) => Object.assign(document.createElement("li"), { textContent: words })));
        if (place) place.closest(".notice").hidden = !(answer[name] ?? []).length;
      }
      answer.conflicts.forEach(merge);
      const held = (answer.withheld ?? []).join("");
      if (changes === begun && !answer.conflicts.length && !held) {
        changes = 0;
        form.dispatchEvent(new Event("saved"));
      }
      say(answer.conflicts.length ? "有内容被他人同时修改，请先选定。" : held || `已自动保存 ${answer.saved_at}`, answer.conflicts.length || held ? "bad" : "good");
    }

    function merge(conflict) {
      const field = (document.getElementById(`id_${conflict.code}`) ?? form.querySelector(`[name^="${conflict.code}"]`)).closest(".field");
      field.querySelector(":scope > .merge")?.remove();
      const notice = document.createElement("div");
      notice.className = "notice warning merge";
      notice.setAttribute("role", "alert");
      notice.innerHTML = '<p></p><blockquote></blockquote><div class="actions"><button type="button" class="button small">保留我的</button><button type="button" class="button secondary small">用对方的</button></div>';
      notice.children[0].textContent = `${conflict.by} 在 ${conflict.at} 修改了“${conflict.label}”，现在是：`;
      notice.children[1].textContent = conflict.theirs || "（空）";
      const [mine, theirs] = notice.querySelectorAll("button");
      mine.addEventListener("click", () => {
        form.elements[`revision-${conflict.code}`].value = conflict.revision;
        notice.remove();
        touch();
        later(0);
      });
      // The page is read anew with what the other one wrote; everything else here has been saved.
      theirs.addEventListener("click", () => { form.dispatchEvent(new Event("saved")); isOff = true; location.reload(); });
      field.prepend(notice);
    }
  }

  function start() {
    conditions(document);
    rows(document);
    budgets(document);
    document.querySelectorAll("form[data-autosave]").forEach(autosave);
  }
  document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", start) : start();
})();
