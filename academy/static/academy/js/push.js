// Lets this browser tell a person when something waits. The button shows itself only where that is possible.
const part = document.getElementById("browsers");
const form = document.getElementById("this-browser");
const { key, worker } = form.dataset;

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

async function present() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription || text(subscription.options.applicationServerKey) === key) return subscription;
  await subscription.unsubscribe(); // it was made for a key that we no longer have
  return null;
}

function rowOf(subscription) {
  return [...part.querySelectorAll("form[data-endpoint]")].find((row) => row.dataset.endpoint === subscription?.endpoint);
}

async function subscribe(event) {
  event.preventDefault();
  if ((await Notification.requestPermission()) !== "granted") {
    document.getElementById("push-refused").hidden = false;
    return;
  }
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  form.elements.endpoint.value = made.endpoint;
  form.elements.p256dh.value = text(made.getKey("p256dh"));
  form.elements.auth.value = text(made.getKey("auth"));
  form.submit();
}

async function start() {
  const subscription = await present();
  const row = rowOf(subscription);
  form.hidden = Boolean(row);
  row?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await subscription.unsubscribe();
    row.submit();
  });
  form.addEventListener("submit", (event) => subscribe(event).catch(() => {
    document.getElementById("push-failed").hidden = false;
  }));
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) start();
else document.getElementById("push-unsupported").hidden = false;
