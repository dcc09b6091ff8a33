// Comments on lines of a review page are kept on the server a second after typing stops, for whoever
// types them alone; and names of colleagues are offered after “@”. Without this script a button keeps
// the comments, each deed of the page does so too, and names are typed in full.
const form = document.querySelector("#ask");
const said = document.querySelector("#ask-kept");
const changed = new Map();
let waiting = null;
let last = Promise.resolve();
let keeping = 0;

function isOnLine(element) {
  return element instanceof HTMLTextAreaElement && element.form === form && element.name.startsWith("ask-");
}

// Keeping

function keepSoon(area) {
  changed.set(area.name, area);
  clearTimeout(waiting);
  waiting = setTimeout(() => (last = last.then(keep, keep)), 1000);
}

function posted(areas) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  for (const area of areas) {
    body.append(area.name, area.value);
    body.append("had", area.name.slice("ask-".length));
  }
  return body;
}

async function keep() {
  const areas = [...changed.values()];
  if (areas.length === 0) {
    return;
  }
  changed.clear();
  keeping += 1;
  try {
    const answer = await fetch(form.dataset.keep, { method: "POST", body: posted(areas), keepalive: true });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    said.textContent = told.said ?? told.refused ?? form.dataset.notKept;
    if (told.said) {
      areas.forEach(remember);
    } else if (!told.refused) {
      keepLater(areas);
    }
  } catch {
    said.textContent = form.dataset.notKept;
    keepLater(areas);
  } finally {
    keeping -= 1;
  }
}

function keepLater(areas) {
  for (const area of areas) {
    changed.set(area.name, changed.get(area.name) ?? area);
  }
  clearTimeout(waiting);
  waiting = setTimeout(() => (last = last.then(keep, keep)), 10_000);
}

// The page says then that it had this comment: emptied and sent, it is kept no more.
function remember(area) {
  const line = area.name.slice("ask-".length);
  if (![...form.elements].some((one) => one.name === "had" && one.value === line)) {
    const had = document.createElement("input");
    Object.assign(had, { type: "hidden", name: "had", value: line });
    form.append(had);
  }
}

// Names

let names = null;
let list = null;
let box = null;

function begun(area) {
  return area.value.slice(0, area.selectionStart).match(/(?:^|[\s(])@([^\s@]*)$/u)?.[1] ?? null;
}

async function offer(area) {
  const asked = begun(area);
  if (asked === null) {
    close();
    return;
  }
  names ??= fetch(form.dataset.colleagues).then((answer) => (answer.ok ? answer.json() : { names: [] }));
  const known = (await names.catch(() => ({ names: [] }))).names;
  if (begun(area) !== asked || document.activeElement !== area) {
    return;
  }
  show(area, known.filter((name) => name.toLowerCase().startsWith(asked.toLowerCase())).slice(0, 8));
}

function show(area, found) {
  close();
  if (found.length === 0) {
    return;
  }
  box = area;
  list = document.createElement("ul");
  list.role = "listbox";
  list.id = "ask-names";
  list.className = "meant";
  list.ariaLabel = form.dataset.names;
  found.forEach((name, place) => {
    const option = document.createElement("li");
    option.role = "option";
    option.id = `ask-names-${place}`;
    option.ariaSelected = String(place === 0);
    option.textContent = name;
    list.append(option);
  });
  area.after(list);
  area.setAttribute("aria-controls", list.id);
  area.setAttribute("aria-activedescendant", list.firstElementChild.id);
}

function close() {
  list?.remove();
  box?.removeAttribute("aria-controls");
  box?.removeAttribute("aria-activedescendant");
  list = box = null;
}

function move(step) {
  const options = [...list.children];
  const place = options.findIndex((one) => one.ariaSelected === "true");
  const next = options[(place + step + options.length) % options.length];
  for (const one of options) {
    one.ariaSelected = String(one === next);
  }
  box.setAttribute("aria-activedescendant", next.id);
}

function take(option) {
  const area = box;
  const start = area.selectionStart - begun(area).length;
  area.setRangeText(`${option.textContent} `, start, area.selectionStart, "end");
  close();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  if (isOnLine(event.target)) {
    keepSoon(event.target);
  }
  if (event.target instanceof HTMLTextAreaElement) {
    offer(event.target);
  }
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target !== box) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" || event.key === "Tab") {
    take(list.querySelector("[aria-selected=true]"));
  } else if (event.key === "Escape") {
    close();
  } else {
    return;
  }
  event.preventDefault();
});

// Before the field loses the focus.
document.addEventListener("pointerdown", (event) => {
  const option = event.target instanceof Element ? event.target.closest("#ask-names [role=option]") : null;
  if (option) {
    event.preventDefault();
    take(option);
  }
});

document.addEventListener("focusout", close);

// What the form sends is not kept once more after it; what is on its way arrives first.
form.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  changed.clear();
  if (keeping > 0) {
    event.preventDefault();
    last.finally(() => form.requestSubmit(event.submitter));
  }
});
window.addEventListener("pagehide", keep);
