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
    layer.bindPopup(list(group));
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
  return String(properties.place?.precision ?? "");
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

function list(group) {
  const items = document.createElement("ul");
  for (const { properties } of group) {
    const link = document.createElement("a");
    link.href = new URL(properties.url).pathname;
    link.textContent = title(properties);
    const item = document.createElement("li");
    item.append(link);
    items.append(item);
  }
  return items;
}

function title({ title }) {
  return title[document.documentElement.lang] || title.en;
}

// By keyboard too.
function reachable(layer, group) {
  const shape = layer.getElement();
  shape.setAttribute("tabindex", "0");
  shape.setAttribute("role", "button");
  shape.setAttribute("aria-label", group.map(({ properties }) => title(properties)).join("; "));
  shape.addEventListener("keydown", (event) => { if (event.key === "Enter") layer.openPopup(); });
}
