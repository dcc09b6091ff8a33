// The map that can be moved, made of the picture that the server drew; `map.js` loads it when it is
// asked for. Its numbers split where there is room: an oblast into its raions, a raion into places.

// How often the map is doubled before a number of this kind may split.
const SPLITS_FROM = { area: 0.6, raion: 1.6 };
const RANKS_AT_FIRST = 5; // as the server has it: `map_names.py`
const FEW = 12; // rings that can be read beside each other
const DEEPEST = 6.5;

// `closer`: numbers with what they split into, and names, in place of the few in the picture.
export function move(figure, closer) {
  const drawing = figure.querySelector("svg.map");
  drawing.querySelector(".letters").replaceWith(closer);
  const map = over(figure, drawing);
  const again = () => draw(map, drawing);
  map.on("zoomend moveend", again);
  again();
  keys(map, drawing);
  drawing.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    tell(map, figure, link.dataset.of ? seen(drawing, link) : link);
  });
  drawing.setAttribute("aria-describedby", "map-keys");
  goesBack(map, figure);
}

// The button that asked for the map stays, so that nothing moves, and leads back.
function goesBack(map, figure) {
  const { back, bounds } = figure.dataset;
  const asked = figure.querySelector(".asks-to-move");
  asked.textContent = back;
  asked.addEventListener("click", () => map.fitBounds(degrees(bounds)));
  if (asked === document.activeElement) current(figure)?.focus({ preventScroll: true });
}

// The drawing becomes the ground of the map.
function over(figure, drawing) {
  const { zoomIn, zoomOut, bounds: all, shown, whole } = figure.dataset;
  const frame = document.createElement("div");
  frame.className = "moving";
  drawing.replaceWith(frame);
  drawing.setAttribute("viewBox", whole);
  const bounds = degrees(all);
  const coarse = matchMedia("(pointer: coarse)").matches;
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, {
    zoomAnimation: moves, fadeAnimation: moves, inertia: moves, attributionControl: false, dragging: !coarse, scrollWheelZoom: false, zoomSnap: 0, zoomDelta: 1,
    maxBounds: bounds, maxBoundsViscosity: 1, maxZoom: 12, zoomControl: false, keyboard: false,
  });
  const control = L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.zoomControls = control.getContainer();
  // + and − do the same: the map is one stop.
  map.zoomControls.querySelectorAll("a").forEach((button) => { button.tabIndex = -1; });
  map.fitBounds(bounds, { animate: false });
  map.setMinZoom(map.getZoom());
  map.fitBounds(degrees(shown), { animate: false });
  L.svgOverlay(drawing, bounds, { interactive: true }).addTo(map);
  afterDragging(map, frame);
  onPaper(map, frame, bounds, degrees(shown));
  return map;
}

function degrees(text) {
  const [south, west, north, east] = text.split(",").map(Number);
  return L.latLngBounds([south, west], [north, east]);
}

// A map is as wide as the screen that it was laid out for, and would be cut off by the sheet.
function onPaper(map, frame, bounds, shown) {
  const fit = (width) => {
    frame.style.inlineSize = width;
    map.invalidateSize({ animate: false });
    map.setMinZoom(0);
    map.fitBounds(bounds, { animate: false });
    map.setMinZoom(map.getZoom());
    map.fitBounds(shown, { animate: false });
  };
  addEventListener("beforeprint", () => fit("640px"));
  addEventListener("afterprint", () => fit(""));
}

// A link on which a drag ends was not followed.
function afterDragging(map, frame) {
  let dragged = false;
  map.on("dragstart", () => { dragged = true; });
  frame.addEventListener("pointerdown", () => { dragged = false; }, true);
  frame.addEventListener("click", (event) => {
    if (!dragged) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}

// What is shown

function draw(map, drawing) {
  const depth = map.getZoom() - map.getMinZoom();
  drawing.style.setProperty("--zoom", 2 ** depth);
  drawing.querySelector(".lands").setAttribute("stroke-opacity", 4 ** -depth);
  drawing.classList.add("measuring");
  const placed = split(drawing, depth);
  const named = written(map, drawing, depth, placed);
  drawing.classList.remove("measuring");
  drawing.querySelectorAll(".name").forEach((name) => name.classList.toggle("on", named.has(name)));
  const rings = marks(drawing).filter((mark) => mark.matches(".near"));
  drawing.classList.toggle("few", depth >= SPLITS_FROM.raion && rings.length <= FEW);
  stop(drawing, current(drawing));
}

// Open each number whose parts cover neither each other nor another number; answers what is covered.
function split(drawing, depth) {
  const splits = [...drawing.querySelectorAll(".marks > .split")];
  let placed = splits.map((one) => [one, box(face(one))]);
  for (let waiting = splits; waiting.length;) {
    const one = waiting.shift();
    const parts = [...(one.querySelector(":scope > .parts")?.children ?? [])];
    const boxes = parts.map((part) => box(face(part)));
    const others = placed.filter(([other]) => other !== one).map(([, other]) => other);
    const opens = boxes.length > 0 && depth >= SPLITS_FROM[level(one)] && (depth >= DEEPEST || fits(boxes, others));
    one.classList.toggle("open", opens);
    if (!opens) continue;
    placed = placed.filter(([other]) => other !== one).concat(parts.map((part, n) => [part, boxes[n]]));
    waiting = [...parts, ...waiting];
  }
  return placed;
}

function fits(boxes, others) {
  return boxes.every((one, n) => !boxes.slice(0, n).concat(others).some((other) => overlap(one, other)));
}

// Names in the order of the drawing, the larger first; that of a number before all others.
function written(map, drawing, depth, placed) {
  const view = map.getContainer().getBoundingClientRect();
  const taken = placed.map(([, one]) => one).concat(box(map.zoomControls));
  const ofMarks = placed.map(([one]) => one.querySelector(":scope > .mark > .name")).filter(Boolean);
  const others = [...drawing.querySelectorAll(".names > .name")].filter((name) => name.dataset.rank <= RANKS_AT_FIRST + depth);
  const named = new Set();
  for (const name of ofMarks.concat(others)) {
    const one = box(name);
    if (!lies(one, view) || taken.some((other) => overlap(one, other))) continue;
    taken.push(one);
    named.add(name);
  }
  return named;
}

function box(element) {
  return element.getBoundingClientRect();
}

function face(one) {
  return one.querySelector(":scope > .mark > .face");
}

function level(one) {
  return one.querySelector(":scope > .mark").classList[1];
}

function overlap(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function lies(one, view) {
  return one.left >= view.left && one.right <= view.right && one.top >= view.top && one.bottom <= view.bottom;
}

// Which number is meant

function marks(drawing) {
  return [...drawing.querySelectorAll(".mark")].filter((mark) => mark.checkVisibility());
}

// The number of an outline, or the first of those into which it has split.
function seen(drawing, outline) {
  const mark = drawing.querySelector(`.mark[data-key="${outline.dataset.of}"]`);
  return mark.checkVisibility() ? mark : outline;
}

// The map is one stop of the keyboard: the number that was last meant, or what stands in its stead.
function current(drawing) {
  const last = drawing.querySelector('.mark[tabindex="0"]');
  const shown = marks(drawing);
  if (!last || shown.includes(last)) return last ?? shown[0];
  const above = shown.find((mark) => mark.parentElement.contains(last));
  return above ?? shown.find((mark) => last.parentElement.contains(mark));
}

function stop(drawing, mark) {
  const last = drawing.querySelector('.mark[tabindex="0"]');
  if (!mark || last === mark) return;
  const hadFocus = last === document.activeElement;
  last?.setAttribute("tabindex", "-1");
  mark.setAttribute("tabindex", "0");
  if (hadFocus) mark.focus({ preventScroll: true });
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function keys(map, drawing) {
  drawing.addEventListener("focusin", (event) => stop(drawing, event.target.closest(".mark")));
  drawing.addEventListener("keydown", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key in ARROWS) go(map, drawing, mark, ARROWS[event.key]);
    else if (event.key === "+" || event.key === "=") map.setZoomAround(where(map, mark), map.getZoom() + 1);
    else if (event.key === "-") map.setZoomAround(where(map, mark), map.getZoom() - 1);
    else return;
    event.preventDefault();
  });
}

// To the nearest number this way; what lies aside counts as farther.
function go(map, drawing, mark, [right, down]) {
  const from = middle(mark);
  const farness = (other) => {
    const to = middle(other);
    const [x, y] = [to.x - from.x, to.y - from.y];
    const along = x * right + y * down;
    return along > 1 ? along + 2 * Math.abs(x * down + y * right) : Infinity;
  };
  const far = new Map(marks(drawing).filter((other) => other !== mark).map((other) => [other, farness(other)]));
  const [next] = [...far.keys()].sort((a, b) => far.get(a) - far.get(b));
  if (!next || far.get(next) === Infinity) return map.panBy([80 * right, 80 * down]);
  stop(drawing, next);
  next.focus({ preventScroll: true });
  map.panInside(where(map, next), { padding: [40, 40] });
}

function middle(mark) {
  const { left, right, top, bottom } = box(mark.querySelector(":scope > .face") ?? mark);
  return L.point((left + right) / 2, (top + bottom) / 2);
}

function where(map, mark) {
  const frame = box(map.getContainer());
  return map.containerPointToLatLng(middle(mark).subtract([frame.left, frame.top]));
}

// What a number counts: the list says it in words, and is asked only when a number is opened

async function tell(map, figure, mark) {
  const { close, closer, list } = figure.dataset;
  const address = mark.href.baseVal;
  const panel = document.createElement("section");
  panel.className = "opened";
  panel.classList.toggle("at-start", middle(mark).x > middle(map.getContainer()).x);
  const words = Object.assign(document.createElement("p"), { textContent: mark.querySelector("title").textContent, tabIndex: -1 });
  const entries = document.createElement("ul");
  const ways = document.createElement("p");
  if (mark.parentElement.querySelector(":scope > .parts")) ways.append(button(closer, () => look(map, mark)));
  ways.append(Object.assign(document.createElement("a"), { textContent: list, href: address }), button(close, () => shut(figure)));
  panel.append(words, ways, entries);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") shut(figure); });
  shut(figure);
  mark.classList.add("chosen");
  map.getContainer().after(panel);
  words.focus({ preventScroll: true });
  if (mark.matches(".rest")) return; // the list has the whole area
  entries.append(...(await found(address)));
  panel.scrollIntoView({ block: "nearest" });
}

function shut(figure) {
  const panel = figure.querySelector(".opened");
  const mark = figure.querySelector(".chosen");
  const hadFocus = panel?.contains(document.activeElement);
  panel?.remove();
  mark?.classList.remove("chosen");
  if (hadFocus) (mark.matches(".mark") && mark.checkVisibility() ? mark : current(figure))?.focus({ preventScroll: true });
}

function look(map, mark) {
  const at = where(map, mark);
  shut(map.getContainer().closest("figure"));
  map.setView(at, Math.min(map.getZoom() + 1.5, map.getMaxZoom()));
}

async function found(address) {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelectorAll(".entries > li");
}

function button(text, click) {
  const made = Object.assign(document.createElement("button"), { textContent: text, type: "button" });
  made.addEventListener("click", click);
  return made;
}
