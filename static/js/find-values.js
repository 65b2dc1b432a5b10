// A box that narrows a long list of choices while somebody types: <input data-find="id of the list">.
// data-hits is what to announce; [data-nothing] shows when there is no hit.
const form = document.querySelector("[data-live-form]");
const status = document.getElementById(form.dataset.liveStatus);
const typed = new Map();
const stood = new Map();

// As the search does it: case and accents do not count, and ä = ae = a.
const fold = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/([aou])e+/g, "$1");

function narrow(box) {
  const list = document.getElementById(box.dataset.find);
  const words = fold(box.value).trim();
  let hits = 0;
  for (const row of list.querySelectorAll("li")) {
    row.hidden = !fold(row.querySelector("label").textContent).includes(words);
    hits += !row.hidden;
  }
  for (const part of list.querySelectorAll("details")) {
    if (words && !stood.has(part.id)) stood.set(part.id, part.open);
    part.hidden = !part.querySelector("li:not([hidden])");
    if (words) part.open = true;
    else if (stood.has(part.id)) part.open = stood.get(part.id);
    if (!words) stood.delete(part.id);
  }
  box.parentElement.querySelector("[data-nothing]").hidden = hits > 0;
  return hits;
}

// What was typed outlives the box, which is swapped with its list.
function restore() {
  for (const box of form.querySelectorAll("[data-find]")) {
    if (!typed.get(box.id)) continue;
    box.value = typed.get(box.id);
    narrow(box);
  }
}

form.addEventListener("input", ({ target }) => {
  if (!target.dataset.find) return;
  typed.set(target.id, target.value);
  status.textContent = target.dataset.hits.replace("{number}", narrow(target));
});
form.addEventListener("keydown", (event) => {
  if (event.target.dataset.find && event.key === "Enter") event.preventDefault();
});
form.addEventListener("live:shown", restore);
