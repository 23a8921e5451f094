// Tells a person that something waits. What comes by push is a number; the words are asked of the site, and where
// nobody is signed in those below do.
const WORDS = {{ words|safe }};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function numberOf(event) {
  try {
    return Number(event.data.json().notice) || 0;
  } catch {
    return 0;
  }
}

async function wordsFor(number) {
  try {
    const answer = await fetch(`${WORDS.ask}?notice=${number}`, { credentials: "same-origin", redirect: "error" });
    return answer.ok ? await answer.json() : WORDS;
  } catch {
    return WORDS;
  }
}

async function show(number) {
  const { title, body, lang, dir, url } = await wordsFor(number);
  await self.registration.showNotification(title, { body, lang, dir, tag: `notice-${number}`, data: { url } });
}

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => new URL(page.url).pathname === url);
  return there ? there.focus() : self.clients.openWindow(url);
}

self.addEventListener("push", (event) => event.waitUntil(show(numberOf(event))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});
