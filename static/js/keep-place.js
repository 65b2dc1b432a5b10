// When the part of a live form is swapped, focus stays where it was and what was open stays open.
// Below data-live-land a link leads to the heading of the new part: data-live-heading.
const form = document.querySelector("[data-live-form]");
const part = document.getElementById(form.dataset.liveForm);
const folds = new Map();
let focused;

const details = () => part.querySelectorAll("details[id]");
const chosen = (fold) => fold.querySelectorAll(":checked").length;

form.addEventListener("live:leave", () => {
  const active = document.activeElement;
  focused = part.contains(active) ? place(active) : undefined;
  for (const fold of details()) folds.set(fold.id, { open: fold.open, chosen: chosen(fold) });
});

form.addEventListener("live:shown", ({ detail: { land, isOther } }) => {
  if (isOther) for (const fold of details()) restore(fold, folds.get(fold.id));
  if (land) goTo(heading());
  else if (isOther && focused) goTo(part.querySelector(focused), { preventScroll: true });
});

// A choice made elsewhere, by a chip or by going back, may open it; nothing closes it.
function restore(fold, was) {
  if (was) fold.open = was.open || (fold.open && was.chosen !== chosen(fold));
}

function place(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const { facet, value } = element.dataset;
  return facet ? `a[data-facet="${facet}"][data-value="${value}"]` : "[data-live-heading]";
}

const heading = () => part.querySelector("[data-live-heading]");

function goTo(element, options) {
  element?.focus(options);
  if (document.activeElement !== element) heading().focus(options);
  if (!options) heading().scrollIntoView();
}
