// The workspace as an app: its service worker. Every page works without it.
(() => {
  const address = document.currentScript.dataset.worker;
  if (address && "serviceWorker" in navigator) navigator.serviceWorker.register(address).catch(() => {});
})();
