// Say while somebody types what is here already: the region asks its address about some fields.
// Without this script the same is said when the form is saved.
const region = document.querySelector("[data-fields]");
const form = region?.closest("form");
let waiting = null;
let asked = "";

// What is asked for, by the field of the form that has it, the first that is
// filled in: "title:title_en|title_uk place".
function typed() {
  const fields = new FormData(form);
  const question = new URLSearchParams();
  for (const field of region.dataset.fields.split(" ")) {
    const [name, of = name] = field.split(":");
    const texts = of.split("|").map((one) => fields.get(one));
    question.set(name, texts.find(Boolean) ?? "");
  }
  question.set("record", region.dataset.record);
  return question.toString();
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
  // What the page came with is the answer to what stands in it.
  asked = region.dataset.answered === undefined ? "" : typed();
  // On top of the form it would be out of sight of whoever types on a telephone.
  form.elements[region.dataset.beside]?.closest(".form-row")?.append(region);
  form.addEventListener("input", askSoon);
  form.addEventListener("change", askSoon);
  // Lists to choose from are select2, whose changes only jQuery hears.
  window.django?.jQuery(form).on("change", "select", askSoon);
}
