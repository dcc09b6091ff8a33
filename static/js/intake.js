// Intake: keys press the buttons of the row in which one is. Without this script each is a button.
const rows = () => [...document.querySelectorAll("[data-row]")];
const boxOf = (row) => row?.querySelector("[name='chosen']");

// The same key on a Ukrainian keyboard.
function latin(event) {
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

function beside(row, step) {
  const every = rows();
  boxOf(every[every.indexOf(row) + step])?.focus();
}

function outOfScope(row) {
  if (boxOf(row)) {
    boxOf(row).checked = true;
  }
  document.querySelector("[name='reason']")?.focus();
}

function keyed(event) {
  const row = event.target.closest("[data-row]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  const key = latin(event);
  const pressed = {
    ArrowDown: () => beside(row, 1),
    ArrowUp: () => beside(row, -1),
    o: () => row.querySelector("[data-open]")?.click(),
    x: () => boxOf(row)?.click(),
    r: () => outOfScope(row),
  }[key] ?? pressing(row.querySelector(`[data-key="${CSS.escape(key)}"]`));
  if (pressed) {
    event.preventDefault();
    pressed();
  }
}

function pressing(button) {
  return button ? () => button.click() : null;
}

document.addEventListener("keydown", keyed);
// Keys work in a row: one is in the first as soon as the page is there, unless something was typed.
if (!document.querySelector(".errornote, #pasted")) {
  boxOf(rows()[0])?.focus({ preventScroll: true });
}
