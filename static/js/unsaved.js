// Warn before a page with unsaved typing is left, and send nothing twice by a double click.
// Without this script only that is missing.
const form = document.querySelector("#content-main form[method=post]");
let changed = document.querySelector(".errornote, .stale") !== null;
let leaving = false;

form?.addEventListener("input", () => { changed = true; });
form?.addEventListener("change", () => { changed = true; });
form?.addEventListener("submit", (event) => {
  if (leaving) {
    event.preventDefault();
    return;
  }
  leaving = true;
  // The answer may never come: then it can be sent again.
  setTimeout(() => { leaving = false; }, 10_000);
});

window.addEventListener("beforeunload", (event) => {
  if (changed && !leaving) {
    event.preventDefault();
  }
});
