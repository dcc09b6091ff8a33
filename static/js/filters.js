// Filters update the list in place with htmx, which is loaded when they are first used: most readers
// use none. Without this script a page is loaded whose filters are closed.
const filters = document.querySelector("#filters");
const form = filters?.querySelector("form");
const isNarrow = window.matchMedia("(max-width: 59.99rem)");
let loading = null;
let isShown = false;

function load() {
  loading ??= loaded().then(() => import(filters.dataset.htmx)).finally(() => {
    form.removeEventListener("change", early);
    form.removeEventListener("submit", early);
  });
  return loading;
}

// Before all is loaded, htmx would wait for an event that may have passed.
function loaded() {
  return new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else window.addEventListener("load", resolve, { once: true });
  });
}

// What is chosen or sent before htmx hears it is done once more; without htmx a page is loaded.
function early(event) {
  const { target, submitter } = event;
  const again = {
    change: () => target.dispatchEvent(new Event("change", { bubbles: true })),
    submit: () => form.requestSubmit(submitter),
  }[event.type];
  if (event.type === "submit") event.preventDefault();
  load().then(again, again);
}

for (const use of ["pointerover", "focusin"]) filters?.addEventListener(use, load, { once: true });
form?.addEventListener("change", early);
form?.addEventListener("submit", early);

// Going back to a list that an earlier visit drew in place.
window.addEventListener("popstate", ({ state }) => {
  if (state?.htmx && !loading) window.location.reload();
});

// On a phone, the button of the filters closes them and leads to the list that they found.
form?.addEventListener("submit", () => {
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
