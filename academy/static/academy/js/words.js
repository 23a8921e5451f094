// Counts the words of a text while it is written, and says so when the writer pauses.
const PAUSE = 700;

class WordCount {
  constructor(area) {
    this.area = area;
    this.said = document.getElementById(area.dataset.words);
    this.numbers = new Intl.NumberFormat(document.documentElement.lang);
    area.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.say(), PAUSE);
    });
    if (area.value) this.say();
  }

  say() {
    const count = this.area.value.split(/\s+/u).filter(Boolean).length;
    this.said.textContent = this.said.dataset.label.replace("[count]", this.numbers.format(count));
  }
}

document.querySelectorAll("[data-words]").forEach((area) => new WordCount(area));
