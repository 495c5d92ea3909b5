/* Small comforts. Every page works without them. */

/* A password can be shown while it is typed. */
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    input.focus();
  });
  /* Else the browser would remember it as plain text. */
  input.form.addEventListener("submit", () => { input.type = "password"; });
}

/* What unfolds folds again on Escape, on a click elsewhere, and when the focus goes on. */
function fold(details) {
  details.open = false;
  if (details.contains(document.activeElement)) details.querySelector("summary").focus();
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const details of document.querySelectorAll("details.unfold[open]")) fold(details);
});
document.addEventListener("click", (event) => {
  for (const details of document.querySelectorAll("details.unfold[open]")) {
    if (!details.contains(event.target)) details.open = false;
  }
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const details = target.closest("details.unfold[open]");
  if (details && relatedTarget && !details.contains(relatedTarget)) details.open = false;
});

/* The people of the demonstration fill the sign-in form. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-identifier][data-password]");
  if (!button) return;
  const { identifier, password } = button.dataset;
  document.getElementById("id_login").value = identifier;
  document.getElementById("id_password").value = password;
  const submit = document.querySelector(".form .btn-primary");
  submit.scrollIntoView({ block: "center" });
  submit.focus();
});
for (const button of document.querySelectorAll("[data-password][hidden]")) button.hidden = false;

/* A box that ticks every box of its list, in lists that a search has just brought too. */
function tickAll(all) {
  const boxes = [...document.querySelectorAll(`input[name="${all.dataset.ticks}"]`)];
  all.closest("[hidden]")?.removeAttribute("hidden");
  const update = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", update);
  update();
}
for (const all of document.querySelectorAll("[data-ticks]")) tickAll(all);
document.addEventListener("htmx:load", (event) => {
  const brought = event.detail.elt;
  for (const all of brought.querySelectorAll?.("[data-ticks]") ?? []) {
    if (all.closest("[hidden]")) tickAll(all);
  }
});
