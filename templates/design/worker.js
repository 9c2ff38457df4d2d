{% load static %}// The workspace's service worker: an offline page where the network is down, and what is pushed. It keeps nobody's pages.
const KEPT = "offline-1";
const OFFLINE = "{% url 'offline' %}";
const FILES = [OFFLINE, "{% static 'css/tokens.css' %}", "{% static 'css/layout.css' %}", "{% static 'css/components.css' %}", "{% static 'css/portal.css' %}", "{% static 'css/access.css' %}", "{% static 'img/favicon.svg' %}"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const request = event.request;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE)));
  else if (FILES.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => caches.match(request)));
});

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : {};
  const wishes = { body: told.body || "", icon: "{% static 'img/favicon.svg' %}", lang: "zh-CN", data: { url: told.url, leave: told.leave } };
  if (told.leave) wishes.actions = [{ action: "leave", title: "退订这一类" }];
  event.waitUntil(self.registration.showNotification(told.title || "新消息", wishes));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, leave } = event.notification.data || {};
  if (event.action === "leave" && leave) event.waitUntil(fetch(leave, { method: "POST", credentials: "omit" }));
  else event.waitUntil(self.clients.openWindow(url || "{% url 'news:feed' %}"));
});
