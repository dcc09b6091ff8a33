// Say while somebody types an address that its item is already here.
// Without this script the same is said when the source is saved, and on its review page.
const region = document.querySelector("#same-item");
const form = region?.closest("form");
let waiting = null;
let asked = null;

function typed() {
  return new URLSearchParams({
    url: form.elements.url.value,
    holds_several: form.elements.holds_several.checked ? "on" : "",
    record: region.dataset.record,
  }).toString();
}

async function ask() {
  const question = typed();
  if (question === asked) {
    return;
  }
  asked = question;
  const answer = await fetch(`${region.dataset.address}?${question}`);
  // Meanwhile more may have been typed: then its answer is on the way.
  if (answer.ok && question === asked) {
    region.innerHTML = await answer.text();
  }
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 600);
}

if (form) {
  asked = typed();
  // On top of the form it would be out of sight of whoever types on a telephone.
  form.elements.url.closest(".form-row")?.append(region);
  form.addEventListener("input", askSoon);
  form.addEventListener("change", askSoon);
}
