// The map that can be moved, over the one that the server drew: points where a place is known, rings
// and areas as wide as the doubt where it is not. Without it the drawn map stays as it is.

const NOT_COUNTED = ["not_supported", "refuted"];

openNew();
document.addEventListener("htmx:afterSettle", openNew); // a filter was set in place

function openNew() {
  const figure = document.querySelector("figure.places[data-places]:not([data-open])");
  if (figure && window.L) open(figure);
}

async function open(figure) {
  figure.dataset.open = "";
  const answer = await fetch(figure.dataset.places);
  if (!answer.ok) return;
  const { features } = await answer.json();
  const map = over(figure);
  const groups = [...grouped(features.filter(isCounted)).values()];
  for (const group of groups.sort((a, b) => closeness(a[0]) - closeness(b[0]))) {
    const layer = drawn(group[0], 1000 * figure.dataset.nearKm).addTo(map);
    layer.bindPopup(list(group, JSON.parse(figure.dataset.words)));
    reachable(layer, group);
  }
  figure.querySelector(".key").hidden = false;
}

// The drawing becomes the ground of the map; its links stay.
function over(figure) {
  const drawing = figure.querySelector("svg");
  const [south, west, north, east] = figure.dataset.bounds.split(",").map(Number);
  const { zoomIn, zoomOut, close } = figure.dataset;
  const frame = document.createElement("div");
  frame.className = "moving";
  drawing.replaceWith(frame);
  const bounds = L.latLngBounds([south, west], [north, east]);
  const coarse = matchMedia("(pointer: coarse)").matches;
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(frame, {
    zoomAnimation: moves, fadeAnimation: moves, inertia: moves, attributionControl: false, dragging: !coarse, scrollWheelZoom: false, zoomSnap: 0, zoomDelta: 1,
    maxBounds: bounds, maxBoundsViscosity: 1, maxZoom: 12, zoomControl: false,
  });
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.fitBounds(bounds);
  map.setMinZoom(map.getZoom());
  L.svgOverlay(drawing, bounds, { interactive: true }).addTo(map);
  map.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", close);
  });
  const scale = () => drawing.style.setProperty("--zoom", 2 ** (map.getZoom() - map.getMinZoom()));
  map.on("zoomend zoomlevelschange", scale);
  afterDragging(map, frame);
  onPaper(map, frame, bounds);
  return map;
}

// A map is as wide as the screen that it was laid out for, and would be cut off by the sheet.
function onPaper(map, frame, bounds) {
  const fit = (width) => {
    frame.style.inlineSize = width;
    map.invalidateSize({ animate: false });
    map.setMinZoom(0);
    map.fitBounds(bounds, { animate: false });
    map.setMinZoom(map.getZoom());
  };
  addEventListener("beforeprint", () => fit("640px"));
  addEventListener("afterprint", () => fit(""));
}

// A link on which a drag ends was not followed.
function afterDragging(map, frame) {
  let dragged = false;
  map.on("dragstart", () => { dragged = true; });
  frame.addEventListener("pointerdown", () => { dragged = false; }, true);
  frame.addEventListener("click", (event) => { if (dragged) event.preventDefault(); }, true);
}

function isCounted({ geometry, properties }) {
  const asked = new URLSearchParams(location.search).get("assessment");
  return geometry && (asked || !NOT_COUNTED.includes(properties.assessment));
}

function grouped(features) {
  const groups = new Map();
  for (const feature of features) {
    const key = precision(feature) + JSON.stringify(feature.geometry);
    groups.set(key, [...(groups.get(key) ?? []), feature]);
  }
  return groups;
}

function precision({ properties }) {
  return String(properties.place_precision ?? "");
}

// What is known best lies on top.
function closeness(feature) {
  if (feature.geometry.type !== "Point") return 0;
  return precision(feature) === "1" ? 2 : 1;
}

// Never a pin for what is known less well: the ring of a near place is as wide as "near" may be.
function drawn(feature, near) {
  const { type, coordinates } = feature.geometry;
  if (type !== "Point") return L.geoJSON(feature, { style: { className: "somewhere" } }).getLayers()[0];
  const [longitude, latitude] = coordinates;
  if (precision(feature) === "1") return L.circleMarker([latitude, longitude], { radius: 6, className: "exact" });
  return L.circle([latitude, longitude], { radius: near, className: "near" });
}

function list(group, words) {
  const items = document.createElement("ul");
  for (const { properties } of group) {
    const link = document.createElement("a");
    link.href = new URL(properties.url).pathname;
    link.textContent = title(properties);
    const item = document.createElement("li");
    item.append(link, ...numbers(properties, words));
    items.append(item);
  }
  return items;
}

function title({ title_en, title_uk }) {
  return inLanguage({ en: title_en, uk: title_uk });
}

function inLanguage(text) {
  return text[document.documentElement.lang] || text.en || text.uk;
}

// The number of people killed as a list says it; of an order alone there is none.
function numbers(properties, words) {
  if (properties.is_order && !properties.is_killing) return [];
  const { killed_low: low, killed_best: best, killed_high: high, killed_given: given } = properties;
  const killed = { low, best, high, given, inferred: properties.killed_inferred };
  const mark = killed.inferred ? ` (${words.inferred})` : "";
  return [document.createElement("br"), `${words.killed}: ${people(killed, words)}${mark}`];
}

function people({ given, ...killed }, words) {
  const number = estimate(killed, words);
  if (number || !given.length) return number || words.not_stated;
  const figures = given.map((one) => filled(words.given, { figure: figure(one, words), who: one.by.map(inLanguage).join(", ") }));
  return (given.length > 1 ? words.differ : words.not_settled).replace("%s", () => figures.join("; "));
}

function figure({ qualifier, ...ends }, words) {
  if (!qualifier) return estimate(ends, words);
  const stated = new Set([ends.low, ends.best, ends.high].filter((end) => end !== null));
  const number = stated.size === 1 ? [...stated][0] : estimate(ends, words);
  return `${words.qualifiers[qualifier]} ${number}`.trim();
}

function estimate({ low, best, high }, words) {
  if (best !== null && (low ?? best) === best && (high ?? best) === best) return `${best}`;
  const range = between(low, high, words);
  return best === null ? range : filled(words.best, { best, range });
}

function between(low, high, words) {
  if (low === null && high === null) return "";
  if (high === null) return words.at_least.replace("%s", low);
  if (low === null) return words.at_most.replace("%s", high);
  return low === high ? `${low}` : `${low}–${high}`;
}

function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

// By keyboard too.
function reachable(layer, group) {
  const shape = layer.getElement();
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", "button");
  shape.setAttribute("aria-label", group.map(({ properties }) => title(properties)).join("; "));
  shape.addEventListener("keydown", (event) => { if (event.key === "Enter") layer.openPopup(); });
}
