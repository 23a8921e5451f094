// Looks again by itself while something is being done: after as many seconds as data-again says.
document.querySelectorAll("[data-again]").forEach((place) => {
  setTimeout(() => window.location.reload(), Number(place.dataset.again) * 1000);
});
