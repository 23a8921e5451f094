// Makes a list that is moved about, by buttons or by dragging, of items that each have a select for their place.
class Ordering {
  constructor(field) {
    this.field = field;
    this.list = field.querySelector("ol");
    this.said = field.querySelector("[aria-live]");
    for (const item of this.items.sort(byPlace)) this.list.append(item);
    for (const item of this.items) this.equip(item);
    this.field.classList.add("movable");
    this.showEnds();
  }

  get items() {
    return [...this.list.children];
  }

  equip(item) {
    item.querySelector("select").hidden = true;
    item.querySelector(".moves").hidden = false;
    for (const button of item.querySelectorAll("[data-move]")) {
      button.addEventListener("click", () => this.step(item, button));
    }
    item.addEventListener("pointerdown", (event) => this.grip(item, event));
  }

  step(item, button) {
    const up = button.dataset.move === "-1";
    if (up) item.previousElementSibling?.before(item);
    else item.nextElementSibling?.after(item);
    this.moved(item);
    if (!button.disabled) button.focus();
    else item.querySelector("[data-move]:not([disabled])").focus();
  }

  grip(item, event) {
    if (event.button !== 0 || event.target.closest("button") || event.pointerType === "touch") return;
    event.preventDefault();
    const before = this.items.indexOf(item);
    const follow = (move) => this.follow(item, move.clientY);
    item.setPointerCapture(event.pointerId);
    item.classList.add("moving");
    item.addEventListener("pointermove", follow);
    const release = () => {
      item.removeEventListener("pointermove", follow);
      item.classList.remove("moving");
      if (this.items.indexOf(item) !== before) this.moved(item);
    };
    item.addEventListener("lostpointercapture", release, { once: true });
  }

  // The others make way: an item that is itself put elsewhere in the document loses the pointer.
  follow(item, y) {
    const items = this.items;
    const from = items.indexOf(item);
    const to = items.findIndex((other) => y <= other.getBoundingClientRect().bottom);
    const over = to === -1 ? items.length - 1 : to;
    if (over > from) item.before(...items.slice(from + 1, over + 1));
    else if (over < from) item.after(...items.slice(over, from));
  }

  moved(item) {
    this.items.forEach((one, index) => { one.querySelector("select").value = String(index + 1); });
    this.showEnds();
    const places = item.querySelector("select").options;
    const shown = (number) => places[number].text; // in the reader's digits
    const words = this.field.dataset.moved.replace("[place]", shown(this.items.indexOf(item) + 1));
    this.said.textContent = words.replace("[count]", shown(this.items.length));
    item.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  }

  showEnds() {
    const last = this.items.length - 1;
    this.items.forEach((item, index) => {
      item.querySelector("[data-move='-1']").disabled = index === 0;
      item.querySelector("[data-move='1']").disabled = index === last;
    });
  }
}

function byPlace(one, other) {
  const place = (item) => Number(item.querySelector("select").value) || 1000; // what has none stays below
  return place(one) - place(other);
}

document.querySelectorAll("[data-ordering]").forEach((field) => new Ordering(field));
