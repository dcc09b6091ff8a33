// The desk: what is typed is saved on the server a second after typing stops, buttons replace the
// sections in place, and keys press buttons. Without this script each button posts the whole form.
const form = document.querySelector("#desk-form");
const said = document.querySelector("#desk-saved");
const work = () => document.querySelector("#desk-work");
let waiting = null;
let changed = false;
// One request after the other: each saves upon what the one before saved.
let last = Promise.resolve();
let underWay = 0;

function inTurn(deed) {
  underWay += 1;
  last = last.then(deed, deed).finally(() => {
    underWay -= 1;
  });
  return last;
}

// Saving

function saveSoon() {
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(() => inTurn(save), 1000);
}

// As a form without files is sent: so many fields are read of no other kind.
function asTyped(fields) {
  return new URLSearchParams([...fields].map(([name, text]) => [name, text.replace(/\r?\n/g, "\r\n")]));
}

async function save() {
  if (!changed) {
    return;
  }
  changed = false;
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body: asTyped(new FormData(form)) });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
    if (told.version !== undefined) {
      form.elements.version.value = told.version;
    } else {
      changed = true;
      if (!told.refused) {
        await renew();
      }
    }
    said.textContent = told.said ?? told.refused ?? form.dataset.notSaved;
  } catch {
    changed = true;
    said.textContent = form.dataset.notSaved;
  }
  if (changed && said.textContent === form.dataset.notSaved) {
    clearTimeout(waiting);
    waiting = setTimeout(() => inTurn(save), 10_000);
  }
}

// Whoever signed in again, in another tab, has another token: without it nothing is taken.
async function renew() {
  const answer = await fetch(form.action);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("#desk-form [name=csrfmiddlewaretoken]");
  if (token) {
    form.elements.csrfmiddlewaretoken.value = token.value;
  }
}

// Sections in place

function typed() {
  return new Map([...work().querySelectorAll("[name]")].filter((one) => one.id).map((one) => [one.id, valueOf(one)]));
}

function valueOf(control) {
  return control.type === "checkbox" ? control.checked : control.value;
}

// `since`: how often one had gone elsewhere when it was pressed. Who goes on while the answer is on
// its way stays there; so does whoever pressed nothing but left `changedOne` changed.
async function press(pressed, since = null, changedOne = null) {
  // While it waited for its turn the section may have been replaced.
  const button = pressed.isConnected ? pressed : placeAgain(pressed);
  if (!button) {
    return;
  }
  clearTimeout(waiting);
  changed = false;
  const posted = new FormData(form, button);
  const before = typed();
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: asTyped(posted) });
  } catch {
    said.textContent = form.dataset.notSaved;
    changed = true;
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.querySelector("#desk-work");
  if (!next) {
    // Signed out, or something else answers: that page holds what was typed, and says so.
    said.textContent = form.dataset.notSaved;
    await renew();
    saveSoon();
    return;
  }
  const saved = page.querySelector("#desk-saved");
  said.textContent = answer.ok ? saved.textContent : next.querySelector("#desk-wrong p")?.textContent ?? "";
  const here = document.activeElement;
  if (since === null && here !== changedOne && here?.matches("#desk-work select")) {
    // The list may be open, and would be closed: the sections are replaced when one leaves it.
    form.elements.version.value = next.querySelector("[name=version]").value;
    isOutdated = true;
    return;
  }
  replace(next, before);
  if (since === moves) {
    focusAfter(button.value, answer.ok);
  }
}

// What is proposed follows the address and the text, what a statement is made of and what a fact says.
const PROPOSED_BY = "#id_source-url, #id_source-text, #incident [name], #statements :is([name$=-chain], [name$=-kind], [name$=-counted], [name$=-period])";
let isOutdated = false;

function changedTo(event) {
  if (event.target.matches(PROPOSED_BY)) {
    inTurn(() => changed && proposeAnew(event.target));
  }
}

function proposeAnew(changedOne) {
  return press(form.querySelector(".desk-top [value='go:']"), null, changedOne);
}

function left(event) {
  if (isOutdated && event.target.matches("select")) {
    inTurn(() => isOutdated && proposeAnew());
  }
}

// What was typed while the answer was on its way stays.
function replace(next, before) {
  const now = typed();
  const here = document.activeElement;
  const at = here?.selectionStart;
  const open = new Set([...work().querySelectorAll("details[open]")].map(placeOf));
  work().replaceWith(document.adoptNode(next));
  isOutdated = false;
  for (const [id, value] of now) {
    const control = document.getElementById(id);
    if (control && before.get(id) !== value) {
      control[control.type === "checkbox" ? "checked" : "value"] = value;
      saveSoon();
    }
  }
  for (const details of work().querySelectorAll("details")) {
    details.open ||= open.has(placeOf(details));
  }
  prepare();
  const again = placeAgain(here);
  bring(again, { preventScroll: true });
  if (typeof at === "number" && again?.setSelectionRange) {
    again.setSelectionRange(at, at);
  }
}

const CONTROLS = "a[href], button, input:not([type=hidden]), select, summary, textarea";

// The control that stands now where another one stood.
function placeAgain(control) {
  if (!control || control.isConnected) {
    return null;
  }
  if (control.id) {
    return document.getElementById(control.id);
  }
  if (control.matches("button")) {
    return work().querySelector(`button[value="${CSS.escape(control.value)}"]`);
  }
  // What has neither is found by its place in what is around it.
  const around = control.closest("[id]");
  const place = [...around.querySelectorAll(CONTROLS)].indexOf(control);
  return document.getElementById(around.id)?.querySelectorAll(CONTROLS)[place];
}

function placeOf(details) {
  return details.closest("[id]")?.id;
}

function firstIn(place) {
  return place?.querySelector("input:not([type=hidden]), select, textarea, button");
}

// Where one goes on after a button.
function focusAfter(value, isDone) {
  const [name, about] = value.split(/:(.*)/);
  const one = isDone ? NEXT[name]?.(about) : work().querySelector("#desk-wrong");
  bring(one ?? document.getElementById(`id_${about}`) ?? firstIn(document.getElementById(about)) ?? work().querySelector("h2"));
}

// How often somebody went to another control; not counted is where this script brings them.
let moves = 0;
let isBrought = false;

function bring(control, options) {
  isBrought = true;
  control?.focus(options);
  isBrought = false;
}

const NEXT = {
  statement: (number) => number
    ? [...document.querySelectorAll(`#sentence-${number} .desk-statement textarea[name$=paraphrase_en]`)].at(-1)
    : [...document.querySelectorAll("#statements > .desk-statement textarea[name$=paraphrase_en]")].at(-1),
  skip: (number) => document.querySelector(`#sentence-${number} ~ li [data-make]`) ?? document.querySelector(`#sentence-${number} [data-skip]`),
  take: (about) => about === "source"
    ? firstAsked(document.getElementById(about)) ?? document.querySelector("#statements [data-make], #statements [data-go]")
    : about.startsWith("facts-") && about.includes(",")
      ? firstOf(about, firstAsked) ?? firstOf(about, titlesOf)
    : /^incidents-\d+-title_en,/.test(about)
      ? firstOf(about, nextIncident)
    : /^statements-\d+$/.test(about)
      ? firstAsked(document.getElementById(about)) ?? nextSentence(about)
      : /^(facts|actors)-\d+$/.test(about)
        ? nextRow(about)
        : null,
  row: () => document.querySelector("#statements > .desk-statement:last-of-type [name$=-locator]"),
  incident: (number) => number
    ? document.getElementById(`id_statements-${number}-goes_to`)
    : document.querySelector("#incident article:last-of-type [name$=-which]"),
  existing: (about) => document.getElementById(`id_incidents-${about.split(":")[0]}-existing`),
  count: () => [...document.querySelectorAll(".desk-count [name$=-number]")].at(-1),
  link: () => firstIn([...document.querySelectorAll(".desk-link")].at(-1)),
  actor: () => firstIn([...document.querySelectorAll(".desk-actor")].at(-1)),
  known: (about) => firstIn(document.getElementById(about.split(":")[0])) ?? document.querySelector("#actors [data-go]"),
  before: (number) => document.getElementById(`id_statements-${number}-chain`),
  go: (section) => firstIn(document.getElementById({ source: "statements", statements: "actors", actors: "incident", incident: "end" }[section])),
  more: (about) => {
    const [of, fact] = about.split(":");
    const rows = [...document.querySelectorAll(`.desk-fact:has([name$=-of][value="${of}"]) input[value="${fact}"][name$=-fact]`)];
    return rows.at(-1)?.closest("fieldset").querySelector("[name$=-value]");
  },
};

// What is asked for and still empty.
function firstAsked(place) {
  return [...(place?.querySelectorAll("[data-asked]") ?? [])].find((control) => !control.value);
}

// What is found in the incident that these controls are of.
function firstOf(controls, find) {
  const place = document.getElementById(controls.match(/incidents-\d+/)?.[0]);
  return place && find(place);
}

function nextIncident(one) {
  return firstIn(one.nextElementSibling?.querySelector("[data-row]")) ?? document.querySelector("#id_reason");
}

function nextSentence(row) {
  const here = document.getElementById(row)?.closest("li");
  let one = here?.nextElementSibling;
  while (one && (one.classList.contains("is-made") || one.classList.contains("is-skipped"))) {
    one = one.nextElementSibling;
  }
  return one?.querySelector("[data-make]") ?? document.querySelector("#statements [data-go]");
}

// The next row of which something is proposed or still asked for; behind the last one, what follows.
function nextRow(row) {
  const here = document.getElementById(row);
  let next = here?.nextElementSibling;
  while (next?.matches("[data-row]")) {
    const control = next.querySelector("[data-take]") ?? firstAsked(next);
    if (control) {
      return control;
    }
    next = next.nextElementSibling;
  }
  const incident = here?.closest(".desk-incident");
  return incident ? titlesOf(incident) : here?.closest("section").querySelector("[data-go]");
}

function titlesOf(incident) {
  return document.getElementById(`${incident.id}-titles`).querySelector("[data-take], [name$=-title_en]");
}

// Names that begin like what is typed

let asking = null;

function complete(event) {
  const field = event.target;
  const kind = field.dataset.complete;
  if (!kind) {
    return;
  }
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const begun = field.value.split(/[‹<←]/).at(-1).trimStart();
    if (begun.length < 2 || begun.includes("[")) {
      return;
    }
    const before = field.value.slice(0, field.value.length - begun.length);
    try {
      const answer = await fetch(`${form.dataset[kind]}?${new URLSearchParams({ q: begun.trim(), ...(field.name.endsWith("-chain") && { how: "on" }) })}`);
      const { names } = await answer.json();
      // Bodies, ways of knowing and places by their names; what has a reference, by what it says.
      const found = Array.isArray(names) ? names.map((name) => ["", name]) : Object.entries(names).map(([name, says]) => [says, name]);
      field.list.replaceChildren(...found.map(([says, name]) => new Option(says, kind === "actors" ? before + name : name)));
    } catch {
      // Nothing is proposed then.
    }
  }, 250);
}

function offer(selector, kind) {
  for (const field of work().querySelectorAll(selector)) {
    const list = document.createElement("datalist");
    list.id = `${field.id}-names`;
    field.after(list);
    field.setAttribute("list", list.id);
    field.dataset.complete = kind;
  }
}

function prepare() {
  offer("input[name$=-chain], input[name=source-publisher], input[name$=-body]", "actors");
  offer("input[name^=incidents-][name$=-existing]", "incidents");
  offer("input[name^=links-][name$=-to]", "statements");
  for (const fact of work().querySelectorAll("input[name$=-fact]")) {
    const field = fact.closest("fieldset").querySelector("[name$=-value]");
    const kind = { place: "places", involvement: "actors" }[fact.value];
    if (kind) {
      offer(`#${CSS.escape(field.id)}`, kind);
    }
  }
}

// Keys

function keyed(event) {
  const here = event.target;
  const row = here.closest("[data-row]");
  const sentence = here.closest(".desk-sentence");
  if (sentence && here.matches("button") && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const lines = [...document.querySelectorAll(".desk-sentence")];
    const place = lines.indexOf(sentence);
    const pressed = {
      s: () => sentence.querySelector("[data-make]").click(),
      x: () => sentence.querySelector("[data-skip]").click(),
      ArrowDown: () => lines[place + 1]?.querySelector("[data-make]").focus(),
      ArrowUp: () => lines[place - 1]?.querySelector("[data-make]").focus(),
    }[event.key.length === 1 ? latin(event) : event.key];
    if (pressed) {
      event.preventDefault();
      pressed();
      return;
    }
  }
  const button = {
    F2: () => row?.querySelector("[data-take]"),
    F8: () => (here.closest(".desk-incident") ?? here.closest("section"))?.querySelector("[data-take-all]"),
    F4: () => row?.querySelector("[data-before]"),
    F9: () => row?.querySelector("[data-incident]"),
    Enter: () => (event.ctrlKey || event.metaKey) && here.closest("section")?.querySelector("[data-go]"),
  }[event.key]?.();
  if (button) {
    event.preventDefault();
    button.click();
  } else if (event.key === "F2" && row) {
    // With nothing left to take one goes on as after taking it.
    event.preventDefault();
    bring(NEXT.take(row.id));
  }
}

// The same key on a Ukrainian keyboard.
function latin(event) {
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
}

if (form) {
  prepare();
  form.addEventListener("input", saveSoon);
  form.addEventListener("change", saveSoon);
  form.addEventListener("change", changedTo);
  form.addEventListener("focusout", left);
  form.addEventListener("input", (event) => {
    // What is pasted is whole; what is typed is when one leaves the field.
    if (event.inputType === "insertFromPaste") {
      changedTo(event);
    }
  });
  form.addEventListener("input", complete);
  form.addEventListener("keydown", keyed);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.dataset.leaves !== undefined) {
      if (underWay) {
        // Of what was pressed before, the answer comes first: it says upon which version to save.
        event.preventDefault();
        const { value } = event.submitter;
        last.then(() => form.querySelector(`[data-leaves][value="${value}"]`)?.click());
        return;
      }
      clearTimeout(waiting);
      changed = false;
      return;
    }
    event.preventDefault();
    const since = moves;
    inTurn(() => press(event.submitter, since));
  });
  form.addEventListener("focusin", () => {
    moves += isBrought ? 0 : 1;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
    }
  });
}
