// The tray at the top counts what came since the page was opened, for as long as somebody looks at it.
const PAUSE = 30_000;
const tray = document.querySelector("[data-unread]");
const said = document.getElementById("unread-said");
let asked = Date.now();
let clock = 0;

function words(place) {
  return place.querySelector(".visually-hidden").textContent;
}

function count(place) {
  return Number(place.querySelector("[data-count]")?.dataset.count ?? 0);
}

function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const came = count(fresh.content) > count(tray);
  if (count(fresh.content) === count(tray)) return;
  tray.replaceChildren(fresh.content);
  said.textContent = came ? words(tray) : "";
}

async function look() {
  if (document.visibilityState !== "visible" || Date.now() - asked < PAUSE - 1000) return;
  asked = Date.now();
  try {
    const answer = await fetch(tray.dataset.unread, { cache: "no-cache", redirect: "manual" });
    if (answer.ok) show(await answer.text());
    if (answer.type === "opaqueredirect") clearInterval(clock); // signed out meanwhile
  } catch {
    // without a network the next look may find one
  }
}

if (tray) {
  clock = setInterval(look, PAUSE);
  document.addEventListener("visibilitychange", look);
}
