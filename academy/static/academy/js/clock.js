// Counts the time of an attempt down, asks the server now and then whether it has changed, and shows the result when
// it is up. The server decides: it hands in by itself, whatever happens here.
const ASK_EACH = 45;
const MARKS = [[300, "five"], [60, "one"]];

class Clock {
  constructor(box) {
    this.box = box;
    this.face = box.querySelector("[role=timer]");
    this.status = box.querySelector("[role=status]");
    this.words = box.querySelector(".until");
    this.set(Number(box.dataset.left));
    this.face.hidden = false;
    this.asked = performance.now();
    document.addEventListener("clock", (event) => this.correct(event.detail));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
    this.timer = setInterval(() => this.tick(), 500);
    this.tick();
  }

  get left() {
    return Math.max(0, Math.ceil((this.end - performance.now()) / 1000));
  }

  set(seconds) {
    this.end = performance.now() + seconds * 1000;
    this.before = seconds;
  }

  correct(seconds) {
    this.asked = performance.now();
    if (seconds === null || Math.abs(seconds - this.left) < 5) return;
    this.set(seconds);
    this.words.hidden = true; // they name the moment that was
    this.status.textContent = this.status.dataset.changed;
  }

  async ask() {
    this.asked = performance.now();
    const answer = await fetch(this.box.dataset.ask, { headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    if (answer?.ok) this.correct((await answer.json()).left);
  }

  tick() {
    const left = this.left;
    const pad = (number) => number.toLocaleString(document.documentElement.lang, { minimumIntegerDigits: 2, useGrouping: false });
    this.face.textContent = `${pad(Math.floor(left / 60))}:${pad(left % 60)}`;
    MARKS.filter(([mark]) => this.before > mark && left <= mark).forEach(([, words]) => { this.status.textContent = this.status.dataset[words]; });
    this.box.classList.toggle("short", left <= MARKS[1][0]);
    this.before = left;
    if (left === 0) this.over();
    else if (performance.now() - this.asked > ASK_EACH * 1000) this.ask();
  }

  over() {
    clearInterval(this.timer);
    this.status.classList.remove("visually-hidden");
    this.status.textContent = this.status.dataset.over;
    document.dispatchEvent(new Event("timeup"));
    // Answers that are on their way are taken until then.
    setTimeout(() => location.assign(this.box.dataset.result), (Number(this.box.dataset.grace) + 2) * 1000);
  }
}

document.querySelectorAll(".clock").forEach((box) => new Clock(box));
