/* Small comforts of the lists and the receipt. Every page works without them. */

/* How many rows are ticked, said beside what can be done with them. */
function count(form) {
  const place = form.querySelector("[data-selected]");
  if (!place) return;
  const ticked = form.querySelectorAll('input[name="document"]:checked').length;
  const words = place.dataset;
  place.textContent = ticked === 0 ? words.none : ticked === 1 ? words.one : words.many.replace("{n}", ticked);
}
function countAll() {
  for (const form of document.querySelectorAll("form.chosen")) count(form);
}
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.chosen");
  if (form) count(form);
});
document.addEventListener("htmx:afterSettle", countAll);
countAll();

/* A page worth printing says so. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.closest("[hidden]")?.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}
