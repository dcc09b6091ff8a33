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

function ticking(row, field) {
  return () => {
    if (boxOf(row)) {
      boxOf(row).checked = true;
    }
    document.querySelector(`.intake-deeds [name='${field}']`)?.focus();
  };
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
    r: ticking(row, "reason"),
    g: ticking(row, "tag"),
  }[key] ?? pressing(row.querySelector(`[data-key="${CSS.escape(key)}"]`));
  if (pressed) {
    event.preventDefault();
    pressed();
  }
}

function pressing(button) {
  return button ? () => button.click() : null;
}

// What is out of scope leaves the list: one goes on with the next link that is not ticked.
let here = null;

function goesOn(event) {
  const next = event.target.elements.next;
  const every = rows();
  const after = every.slice(every.indexOf(here) + 1).find((row) => !boxOf(row)?.checked);
  if (next && after) {
    next.value = boxOf(after).value;
  }
}

document.addEventListener("keydown", keyed);
document.addEventListener("focusin", (event) => {
  here = event.target.closest("[data-row]") ?? here;
});
document.querySelector(".intake-form")?.addEventListener("submit", goesOn);
// Keys work in a row: one is in the first as soon as the page is there, unless the address names
// another, whose box the browser goes to itself, or something is to be read.
if (!location.hash && !document.querySelector(".errornote, #pasted")) {
  boxOf(rows()[0])?.focus({ preventScroll: true });
}
