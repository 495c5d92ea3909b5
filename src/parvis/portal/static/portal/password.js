/* The checklist of a new password, line by line while typing.
   CHECKS says the same as CHECKS in accounts/password_rules.py. */

const isDigit = (sign) => sign >= "0" && sign <= "9" && sign.length === 1;
const isLetter = (sign) => sign.toLowerCase() !== sign.toUpperCase();

/* Signs are counted as Python counts them: one for each code point. */
export const CHECKS = {
  different: (signs, password, identifier) =>
    signs.length > 0 && password.toLowerCase() !== identifier.toLowerCase(),
  length: (signs, password, identifier, value) => signs.length >= value,
  "digit-letter-special": (signs) =>
    signs.some(isDigit) &&
    signs.some(isLetter) &&
    signs.some((sign) => !isDigit(sign) && !isLetter(sign)),
  kinds: (signs, password, identifier, value) =>
    [
      (sign) => isLetter(sign) && sign === sign.toUpperCase(),
      (sign) => isLetter(sign) && sign === sign.toLowerCase(),
      isDigit,
      (sign) => !isDigit(sign) && !isLetter(sign),
    ].filter((isKind) => signs.some(isKind)).length >= value,
  "upper-and-lower": (signs) =>
    signs.some((sign) => isLetter(sign) && sign === sign.toUpperCase()) &&
    signs.some((sign) => isLetter(sign) && sign === sign.toLowerCase()),
};

export function holds(kind, password, identifier, value) {
  return CHECKS[kind]([...password], password, identifier, value);
}

for (const list of document.querySelectorAll("[data-checklist]")) {
  const input = document.getElementById(list.dataset.checklist);
  const lines = [...list.querySelectorAll("[data-kind]")];
  const announcement = list.querySelector("[role=status]");
  let pause;

  const update = () => {
    let met = 0;
    for (const line of lines) {
      const { kind, value } = line.dataset;
      const isMet = holds(kind, input.value, list.dataset.identifier, Number(value));
      line.dataset.met = String(isMet);
      line.querySelector(".checklist-state").textContent = isMet ? list.dataset.done : list.dataset.toDo;
      met += isMet ? 1 : 0;
    }
    return met;
  };

  input.addEventListener("input", () => {
    const met = update();
    clearTimeout(pause);
    /* Told once the person stops typing, not at every key. */
    pause = setTimeout(() => {
      announcement.textContent = list.dataset.count
        .replace("{met}", met)
        .replace("{all}", lines.length);
    }, 1000);
  });
  update();
}
