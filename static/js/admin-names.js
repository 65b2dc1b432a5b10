// Gives the autocomplete boxes of the admin the name of their field, which their library leaves out.

const UNNAMED = ".select2-selection__rendered:not([aria-label])";

function nameBoxes() {
  for (const box of document.querySelectorAll(UNNAMED)) {
    const select = box.closest(".select2-container").previousElementSibling;
    const name = select?.labels?.[0]?.textContent.replace(/:$/, "") ?? select?.ariaLabel;
    if (name) box.setAttribute("aria-label", name.trim());
  }
}

// the library builds its boxes whenever it is ready, and again in each row that is added
new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
nameBoxes();
