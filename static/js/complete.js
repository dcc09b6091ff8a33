// Offer what a name may mean while it is typed: a combobox with a list (ARIA Authoring Practices).
// Without this script the page offers it once the form was sent.
const SHORTEST = 2;
const WAIT = 150;
let box = null;
let list = null;
let waiting = null;
let asked = 0;

function isOurs(element) {
  return element instanceof HTMLInputElement && element.dataset.complete !== undefined;
}

// The fields are drawn anew with each list that is found, so that each is made ready when it is used.
function takeUp(input) {
  if (box === input && list?.isConnected) {
    return;
  }
  close();
  box = input;
  list = document.createElement("ul");
  list.role = "listbox";
  list.id = `${input.id}_meant`;
  list.className = "meant";
  list.hidden = true;
  list.ariaLabel = input.labels?.[0]?.textContent ?? input.ariaLabel;
  input.after(list);
  input.role = "combobox";
  input.autocomplete = "off";
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
}

function close() {
  clearTimeout(waiting);
  asked += 1;
  if (list) {
    list.hidden = true;
    list.replaceChildren();
  }
  box?.setAttribute("aria-expanded", "false");
  box?.removeAttribute("aria-activedescendant");
}

async function ask(input) {
  const text = input.value.trim().replace(/^!/, "");
  const own = (asked += 1);
  if (text.length < SHORTEST) {
    close();
    return;
  }
  const answer = await fetch(`${input.dataset.complete}?${new URLSearchParams({ q: text })}`);
  // Meanwhile more may have been typed, or something chosen.
  if (!answer.ok || own !== asked) {
    return;
  }
  const { results } = await answer.json();
  if (own === asked) {
    offer(input, results);
  }
}

function offer(input, results) {
  const options = results.map(({ value, label }, place) => {
    const option = document.createElement("li");
    option.role = "option";
    option.id = `${list.id}_${place}`;
    option.dataset.value = value;
    option.ariaSelected = "false";
    option.textContent = label;
    return option;
  });
  list.replaceChildren(...options);
  list.hidden = options.length === 0;
  input.setAttribute("aria-expanded", String(options.length > 0));
  input.removeAttribute("aria-activedescendant");
}

function chosen() {
  return list?.querySelector("[aria-selected=true]") ?? null;
}

function move(step) {
  const options = [...list.children];
  const place = options.indexOf(chosen());
  const next = place < 0 && step < 0 ? options.length - 1 : (place + step + options.length) % options.length;
  for (const option of options) {
    option.ariaSelected = String(option === options[next]);
  }
  options[next].scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", options[next].id);
}

function take(option) {
  const isLeftOut = box.value.trim().startsWith("!");
  box.value = (isLeftOut ? "!" : "") + option.dataset.value;
  close();
  box.form.requestSubmit();
}

document.addEventListener("focusin", (event) => {
  if (isOurs(event.target)) {
    takeUp(event.target);
  } else {
    close();
  }
});

document.addEventListener("input", (event) => {
  if (isOurs(event.target)) {
    takeUp(event.target);
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT, event.target);
  }
});

document.addEventListener("keydown", (event) => {
  if (!isOurs(event.target) || !list || list.hidden) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    move(event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  } else if (event.key === "Enter" && chosen()) {
    take(chosen());
    event.preventDefault();
  } else if (event.key === "Escape") {
    close();
    event.preventDefault();
  }
});

// Before the field loses the focus, which would close the list.
document.addEventListener("pointerdown", (event) => {
  const option = event.target instanceof Element ? event.target.closest(".meant [role=option]") : null;
  if (option && list?.contains(option)) {
    event.preventDefault();
    take(option);
  }
});
