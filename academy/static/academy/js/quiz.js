// Saves an answer as soon as it is given, and says "Saved" only when the server has said so.
const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 30000;
const TYPING = 1000;

class AutoSave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector(".save-state");
    this.changed = new Set(); // numbers of questions whose answer the server may not have
    this.sending = false;
    this.closed = false; // the form is on its way, or is not taken any more
    this.over = false; // the time is up
    this.pause = FIRST_PAUSE;
    form.addEventListener("change", (event) => this.note(event.target, 0));
    form.addEventListener("input", (event) => { if (event.target.matches("textarea, input[type=text]")) this.note(event.target, TYPING); });
    form.addEventListener("submit", () => { this.closed = true; });
    document.addEventListener("timeup", () => { this.over = true; this.send(); });
    window.addEventListener("online", () => this.send());
    window.addEventListener("pageshow", () => { this.closed = false; });
    window.addEventListener("beforeunload", (event) => { if (!this.closed && !this.over && this.waiting) event.preventDefault(); });
  }

  get waiting() {
    return this.sending || this.changed.size > 0;
  }

  note(field, delay) {
    const question = field.closest("[data-question]")?.dataset.question;
    if (!question) return;
    this.changed.add(question);
    this.pause = FIRST_PAUSE;
    this.later(delay);
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  say(state, words) {
    this.status.dataset.state = state;
    if (this.status.textContent !== words) this.status.textContent = words;
  }

  // Only what changed here: another window may know more of the other questions.
  fields(questions) {
    const data = new FormData(this.form);
    const ours = (name) => questions.has(/^q(\d+)(-|$)/.exec(name)?.[1]) || name === "csrfmiddlewaretoken";
    [...new Set(data.keys())].filter((name) => !ours(name)).forEach((name) => data.delete(name));
    return data;
  }

  async send() {
    if (this.sending || this.closed || !this.changed.size) return;
    clearTimeout(this.timer);
    const questions = this.changed;
    this.changed = new Set();
    this.sending = true;
    if (this.status.dataset.state !== "failed") this.say("saving", this.status.dataset.saving);
    const problem = await this.store(questions).catch(() => this.status.dataset.failed);
    this.sending = false;
    if (problem) this.retry(questions, problem);
    else if (this.changed.size) this.send();
  }

  // Returns why it was not stored and is to be tried again.
  async store(questions) {
    const response = await fetch(this.form.action, {
      method: "POST",
      body: this.fields(questions),
      headers: { Accept: "application/json" },
      redirect: "manual",
      keepalive: true,
    });
    if (response.type === "opaqueredirect") return this.status.dataset.signedOut;
    const answer = await response.json();
    if (response.status === 409) {
      this.closed = true;
      this.say("failed", answer.reason);
      if (answer.result) location.assign(answer.result);
      return "";
    }
    if (!answer.saved) return this.status.dataset.failed;
    this.pause = FIRST_PAUSE;
    questions.forEach((question) => { this.form.elements[`q${question}`].value = answer.sequence; });
    document.dispatchEvent(new CustomEvent("clock", { detail: answer.left }));
    if (!this.changed.size) this.say("saved", this.status.dataset.saved);
    return "";
  }

  retry(questions, words) {
    questions.forEach((question) => this.changed.add(question));
    this.say("failed", words);
    this.later(this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
  }
}

document.querySelectorAll("form[data-autosave]").forEach((form) => new AutoSave(form));
