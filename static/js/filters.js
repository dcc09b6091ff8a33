// On a phone, the button of the filters closes them and leads to the list that they found. Without
// this script a page is loaded whose filters are closed.
const filters = document.querySelector("#filters");
const isNarrow = window.matchMedia("(max-width: 59.99rem)");
let isShown = false;

filters?.querySelector("form").addEventListener("submit", () => {
  isShown = isNarrow.matches;
});

// What is refused is said above the filters, each line leading to its field: they stay open.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status === 400) {
    document.querySelector("#refused")?.focus();
  } else if (isShown && event.detail.xhr?.status === 200) {
    filters.open = false;
    document.querySelector("#results")?.focus();
  }
  isShown = false;
});
