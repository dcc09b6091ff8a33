/* A passkey answers what the page asks; its answer goes with the form that the button stands in. */

for (const button of document.querySelectorAll("button[data-passkey]")) {
  button.hidden = !window.webauthnJSON.supported();
  button.addEventListener("click", async () => {
    const said = button.parentElement.querySelector("output");
    said.textContent = "";
    try {
      const asked = JSON.parse(button.dataset.passkey);
      const answer = await window.webauthnJSON[button.dataset.deed](asked);
      button.form.elements[button.dataset.answer].value = JSON.stringify(answer);
      button.form.requestSubmit();
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
}
