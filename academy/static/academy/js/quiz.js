// Saves an answer as soon as it is given, and says "Saved" only when the server has said so.
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 30000;

class AutoSave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[role=status]");
    this.changes = 0; // how often the answer was changed
    this.stored = 0; // up to which change the server has it
    this.sending = false;
    this.closed = false;
    this.pause = FIRST_PAUSE;
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => { this.closed = true; });
    window.addEventListener("online", () => this.send());
    window.addEventListener("pageshow", () => { this.closed = false; });
    window.addEventListener("beforeunload", (event) => { if (!this.closed && this.waiting) event.preventDefault(); });
  }

  get waiting() {
    return this.stored < this.changes;
  }

  changed() {
    this.changes += 1;
    this.pause = FIRST_PAUSE;
    this.send();
  }

  say(state, words) {
    this.status.dataset.state = state;
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  async send() {
    if (this.sending || this.closed || !this.waiting) return;
    clearTimeout(this.timer);
    this.sending = true;
    const change = this.changes;
    if (this.status.dataset.state !== "failed") this.say("saving", this.status.dataset.saving);
    try {
      await this.store(change);
    } catch {
      this.retry(this.status.dataset.failed);
    } finally {
      this.sending = false;
    }
    if (change < this.changes) this.send();
  }

  async store(change) {
    const response = await fetch(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    if (response.type === "opaqueredirect") return this.retry(this.status.dataset.signedOut);
    const answer = await response.json();
    if (response.status === 409) {
      this.closed = true;
      return this.say("failed", answer.reason);
    }
    if (!answer.saved) throw new Error("not saved");
    this.stored = change;
    this.pause = FIRST_PAUSE;
    if (!this.waiting) this.say("saved", this.status.dataset.saved);
  }

  retry(words) {
    this.say("failed", words);
    this.timer = setTimeout(() => this.send(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new AutoSave(form));
