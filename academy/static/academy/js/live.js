// A region that looks again by itself, after as many seconds as data-live says, for as long as somebody looks at it.
// What has the focus keeps it, by its id; nothing is exchanged while somebody writes or has a menu open.
// Changed counts are said once, and nothing else is.
const region = document.querySelector("[data-live]");
const said = document.querySelector("[data-live-said]");
let asked = Date.now();
let clock = 0;

function counts(place) {
  return place.querySelector("[data-live-counts]")?.innerText.replace(/\s+/g, " ").trim() ?? "";
}

function busy() {
  return region.matches(":focus-within") && document.activeElement.matches("input, textarea, select");
}

function show(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-live]");
  if (!fresh || busy()) return;
  const before = counts(region);
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  region.replaceChildren(...fresh.childNodes);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (said && counts(region) !== before) said.textContent = counts(region);
}

async function look() {
  const pause = Number(region.dataset.live) * 1000;
  if (document.visibilityState !== "visible" || Date.now() - asked < pause - 1000) return;
  asked = Date.now();
  try {
    const answer = await fetch(window.location.href, { cache: "no-cache", redirect: "manual" });
    if (answer.ok) show(await answer.text());
    if (answer.type === "opaqueredirect") clearInterval(clock); // signed out meanwhile
  } catch {
    // without a network the next look may find one
  }
}

if (region) {
  clock = setInterval(look, Number(region.dataset.live) * 1000);
  document.addEventListener("visibilitychange", look);
}
