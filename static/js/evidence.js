// One click a cell: every select of the grid becomes a button that goes through its choices.
// Of hundreds of cells only those are sent that were changed. Without this script the selects stay,
// and all are sent.
const SIGNS = { "": "", supports: "✓", contradicts: "✗", context: "○" };
const form = document.querySelector("#evidence-form");
const selects = [...document.querySelectorAll("table.grid select")];
const details = document.querySelector("#evidence-details");
const template = document.querySelector("#evidence-detail");
const about = document.querySelector("#evidence-about");
const give = document.querySelector("[name=_details]");

function show(button, select) {
  const choice = select.selectedOptions[0];
  button.textContent = SIGNS[select.value];
  button.dataset.stance = select.value;
  button.title = choice.textContent;
  button.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${choice.textContent}`);
}

function fieldsetOf(name) {
  return [...details.children].find((one) => one.dataset.cell === name);
}

// What differs in a cell can be said as soon as it is set, not only after saving.
function offerDetails(select) {
  const name = select.dataset.cell;
  const fieldset = fieldsetOf(name);
  const option = [...about.options].find((one) => one.value === name);
  if (fieldset) {
    fieldset.hidden = !select.value;
  } else if (!select.value) {
    option?.remove();
  } else if (!option) {
    about.add(new Option(select.getAttribute("aria-label").replace(", ", " · "), name));
  }
}

function addDetails(option) {
  const name = option.value;
  const fieldset = template.content.firstElementChild.cloneNode(true);
  fieldset.dataset.cell = name;
  fieldset.querySelector("legend").textContent = option.text;
  for (const field of fieldset.querySelectorAll("[name]")) {
    field.name = field.name.replace(/^cell/, name);
    field.id = `id_${field.name}`;
  }
  for (const label of fieldset.querySelectorAll("label")) {
    label.htmlFor = label.htmlFor.replace(/^id_cell/, `id_${name}`);
  }
  details.append(fieldset);
  fieldset.querySelector("select, input").focus();
  option.remove();
}

give.addEventListener("click", (event) => {
  event.preventDefault();
  if (about.selectedOptions.length) {
    addDetails(about.selectedOptions[0]);
  }
});

function isChanged(field) {
  if (!field.options) {
    return field.value !== field.defaultValue;
  }
  const first = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(first, 0);
}

// What a refused form brought back was changed before, and is sent again.
form.addEventListener("formdata", ({ formData }) => {
  for (const select of selects) {
    const own = fieldsetOf(select.dataset.cell)?.querySelectorAll("[name]") ?? [];
    const fields = [select, ...own];
    if (!("touched" in select.dataset) && !fields.some(isChanged)) {
      fields.forEach((field) => formData.delete(field.name));
    }
  }
});

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

for (const select of selects) {
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
