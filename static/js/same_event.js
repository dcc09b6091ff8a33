// Say while somebody types that the event may have a record already.
// Without this script the same is said when the form is saved.
const region = document.querySelector("#same-event");
const form = region?.closest("form");
let waiting = null;
let asked = "";

async function ask() {
  const typed = new URLSearchParams({
    title: form.elements.title_en.value,
    occurred: form.elements.occurred.value,
    place: form.elements.place.value,
    record: region.dataset.record,
  }).toString();
  if (typed === asked) {
    return;
  }
  asked = typed;
  const answer = await fetch(`${region.dataset.address}?${typed}`);
  // Meanwhile more may have been typed: then its answer is on the way.
  if (answer.ok && typed === asked) {
    region.innerHTML = await answer.text();
  }
}

function askSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 600);
}

form?.addEventListener("input", askSoon);
form?.addEventListener("change", askSoon);
// The list of places is select2, whose changes only jQuery hears.
window.django?.jQuery(form).on("change", "#id_place", askSoon);
