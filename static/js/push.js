// Push on this device: asks the browser, tells the portal. What cannot be done here is said.
(() => {
  const part = document.querySelector("[data-push]");
  if (!part || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const [told, on, off] = ["told", "on", "off"].map((name) => part.querySelector(`[data-push-${name}]`));
  part.hidden = false;
  const say = (words, isOn) => { told.textContent = words; on.hidden = isOn; off.hidden = !isOn; };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function tell(address, values) {
    const data = new URLSearchParams(values);
    const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(address, { method: "POST", body: data, headers: { "X-CSRFToken": token } });
    return { ok: answer.ok, words: (await answer.json()).words };
  }

  async function look() {
    const worker = await navigator.serviceWorker.ready;
    const known = await worker.pushManager.getSubscription();
    say(known ? "此设备已开通推送。" : "开通后，您订阅的信息会直接显示在此设备上；其他设备不受影响。", Boolean(known));
    return [worker, known];
  }

  on.addEventListener("click", async () => {
    try {
      if ((await Notification.requestPermission()) !== "granted") { say("浏览器没有允许通知，请在浏览器设置中允许后再开通。", false); return; }
      const [worker] = await look();
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(part.dataset.push) });
      const answer = await tell(part.dataset.add, { endpoint: made.endpoint, key: text(made.getKey("p256dh")), secret: text(made.getKey("auth")) });
      if (!answer.ok) await made.unsubscribe();
      say(answer.words, answer.ok);
    } catch { say("没有开通：浏览器的推送服务连接不上。站内消息不受影响，可以换个网络再试。", false); }
  });

  off.addEventListener("click", async () => {
    const [, known] = await look();
    if (known) { await tell(part.dataset.drop, { endpoint: known.endpoint }); await known.unsubscribe(); }
    say("此设备已关闭推送。", false);
  });

  look();
})();
