// Gives the autocomplete boxes of the admin the name of their field, which their library leaves out.

function nameBoxes(root) {
  for (const select of root.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling?.querySelector(".select2-selection__rendered");
    const name = select.labels[0]?.textContent.replace(/:$/, "") ?? select.ariaLabel;
    if (box && name) box.setAttribute("aria-label", name.trim());
  }
}

addEventListener("load", () => nameBoxes(document));
// a row was added; the library builds its box in a listener that came before
document.addEventListener("formset:added", (event) => setTimeout(nameBoxes, 0, event.target));
