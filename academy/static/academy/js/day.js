// A slider beside the day: moving it shows the page of that day.
const form = document.querySelector("[data-day-form]");
const slider = form?.querySelector(".slider");

function dayAfter(first, days) {
  const day = new Date(`${first}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

if (slider) {
  const range = slider.querySelector("input");
  const field = form.elements.on;
  slider.hidden = false;
  range.addEventListener("input", () => {
    field.value = dayAfter(field.min, Number(range.value));
  });
  range.addEventListener("change", () => form.requestSubmit());
}
