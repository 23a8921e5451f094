// What every page has: "/" leads to the search field; an open menu closes on Escape or a click beside it;
// a long outline beside the text shows where one is.
const field = document.querySelector(".search input");
const menus = [...document.querySelectorAll("details.menu")];

function writing(target) {
  return target.isContentEditable || target.matches("input, textarea, select");
}

function close(menu) {
  const had = menu.contains(document.activeElement);
  menu.open = false;
  if (had) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") menus.filter((menu) => menu.open).forEach(close);
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (field?.checkVisibility()) {
    event.preventDefault();
    field.focus();
  }
});

document.addEventListener("click", (event) => {
  menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
});

const rail = document.querySelector(".rail");
const here = rail?.querySelector("[aria-current]");
if (here) rail.scrollTop = here.getBoundingClientRect().top - rail.getBoundingClientRect().top - rail.clientHeight / 3;
