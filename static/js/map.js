// The map is a picture until somebody wants to move it. What that needs weighs more than the page: it
// is loaded then, and the map takes the picture's place. Without this script its numbers are links.

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "mouse") wanted(event);
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("a")) wanted(event);
});

function wanted(event) {
  const figure = event.target.closest(".map-frame, .asks-to-move")?.closest("figure.places:not([data-open])");
  if (figure) open(figure).catch(() => figure.removeAttribute("data-open")); // asked for again, it may come
}

async function open(figure) {
  figure.dataset.open = "";
  const { leaflet, style, moving, marks } = figure.dataset;
  const [{ move }, closer] = await Promise.all([import(moving), drawn(marks), import(leaflet), styled(style)]);
  if (figure.isConnected) move(figure, closer);
}

async function drawn(address) {
  const answer = await fetch(address);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector(".letters") ?? Promise.reject(answer.status);
}

function styled(href) {
  return new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href, onload: resolve, onerror: reject });
    document.head.append(link);
  });
}
