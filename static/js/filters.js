// On a phone, the button of the filters closes them and leads to the list that they found. Without
// this script a page is loaded whose filters are closed.
const filters = document.querySelector("#filters");
const isNarrow = window.matchMedia("(max-width: 59.99rem)");
let isShown = false;

filters?.querySelector("form").addEventListener("submit", () => {
  isShown = isNarrow.matches;
});

// Errors stay beside the fields that they are of.
document.addEventListener("htmx:afterSettle", (event) => {
  if (!isShown || event.detail.xhr?.status !== 200) {
    isShown = false;
    return;
  }
  isShown = false;
  filters.open = false;
  document.querySelector("#results")?.focus();
});
