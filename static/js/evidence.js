// One click a cell: every select of the grid becomes a button that goes through its choices.
// Without this script the selects stay.
const SIGNS = { "": "", supports: "✓", contradicts: "✗", context: "○" };
const details = document.querySelector("#evidence-details");
const template = document.querySelector("#evidence-detail");

function show(button, select) {
  const choice = select.selectedOptions[0];
  button.textContent = SIGNS[select.value];
  button.dataset.stance = select.value;
  button.title = choice.textContent;
  button.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${choice.textContent}`);
}

// What differs in the cell can be said as soon as it is set, not only after saving.
function offerDetails(select) {
  const name = select.dataset.cell;
  let fieldset = [...details.children].find((one) => one.dataset.cell === name);
  if (!fieldset && select.value) {
    fieldset = template.content.firstElementChild.cloneNode(true);
    fieldset.dataset.cell = name;
    fieldset.querySelector("legend").textContent = select.getAttribute("aria-label").replace(", ", " · ");
    for (const field of fieldset.querySelectorAll("[name]")) {
      field.name = field.name.replace(/^cell/, name);
      field.id = `id_${field.name}`;
    }
    for (const label of fieldset.querySelectorAll("label")) {
      label.htmlFor = label.htmlFor.replace(/^id_cell/, `id_${name}`);
    }
    details.append(fieldset);
  }
  if (fieldset) {
    fieldset.hidden = !select.value;
  }
}

function set(select, button, index) {
  select.selectedIndex = (index + select.options.length) % select.options.length;
  show(button, select);
  offerDetails(select);
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function neighbour(button, key) {
  const cell = button.closest("td");
  const row = cell.parentElement;
  const beside = {
    ArrowLeft: cell.previousElementSibling,
    ArrowRight: cell.nextElementSibling,
    ArrowUp: row.previousElementSibling?.cells[cell.cellIndex],
    ArrowDown: row.nextElementSibling?.cells[cell.cellIndex],
  }[key];
  return beside?.querySelector("button");
}

for (const select of document.querySelectorAll("table.grid select")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "cell";
  select.hidden = true;
  select.after(button);
  show(button, select);
  button.addEventListener("click", () => set(select, button, select.selectedIndex + 1));
  button.addEventListener("keydown", (event) => {
    const beside = neighbour(button, event.key);
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      beside?.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      set(select, button, 0);
    }
  });
}
