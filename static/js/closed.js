// What is closed opens where an address leads into it, and on paper; not every browser does so itself.
// What stands behind a warning stays closed.
function openAround(element) {
  for (let one = element; one; one = one.parentElement?.closest("details")) {
    if (one.matches("details:not(.graphic)")) one.open = true;
  }
}

function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  openAround(target.matches("tbody") ? target.querySelector("details") : target.closest("details"));
  target.scrollIntoView();
}

function openAll() {
  document.querySelectorAll("details:not(.graphic)").forEach((one) => { one.open = true; });
}

addEventListener("hashchange", openTarget);
addEventListener("beforeprint", openAll);
openTarget();
