// Warn before a page with unsaved typing is left. Without this script only the warning is missing.
const form = document.querySelector("#content-main form[method=post]");
let changed = document.querySelector(".errornote, .stale") !== null;
let leaving = false;

form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("change", () => { changed = true; });
form?.addEventListener("submit", () => { leaving = true; });

window.addEventListener("beforeunload", (event) => {
  if (changed && !leaving) {
    event.preventDefault();
  }
});
