// A GET form that shows its result without loading the page anew: <form data-live-form="id of the
// part to swap" data-live-status="id of its role=status element">. The first element of the part
// says what it holds: data-title for the page, data-summary to announce. Links of the form to its
// own address are live too. Events of the form: live:leave and live:shown, before and after a swap.
const form = document.querySelector("[data-live-form]");
const part = document.getElementById(form.dataset.liveForm);
let shown = location.pathname + location.search;
let running;

async function show(url, { push = true, sync = false, land = false } = {}) {
  running?.abort();
  const { signal } = (running = new AbortController());
  const isOther = url.pathname + url.search !== shown;
  part.toggleAttribute("aria-busy", false);
  try {
    if (isOther) await swap(url, signal, push);
    if (sync) followAddress(url);
    form.dispatchEvent(new CustomEvent("live:shown", { detail: { land, isOther } }));
  } catch (error) {
    if (!signal.aborted) location[push ? "assign" : "replace"](url);
  }
}

async function swap(url, signal, push) {
  part.setAttribute("aria-busy", "true");
  // not from the browser's cache, which might take the part for the page
  const headers = { "X-Fragment": "results" };
  const response = await fetch(url, { headers, signal, cache: "no-store" });
  if (!response.ok) throw new Error(response.status);
  const html = await response.text();
  form.dispatchEvent(new CustomEvent("live:leave"));
  part.innerHTML = html;
  part.removeAttribute("aria-busy");
  if (push) history.pushState(null, "", url);
  shown = url.pathname + url.search;
  const { title, summary } = part.firstElementChild.dataset;
  document.title = title;
  document.getElementById(form.dataset.liveStatus).textContent = summary;
  for (const link of document.querySelectorAll("a[hreflang]")) link.search = url.search;
}

function followAddress(url) {
  for (const field of form.elements) {
    if (field.name && !part.contains(field)) field.value = url.searchParams.get(field.name) ?? "";
  }
}

// The address that the browser would send the form to, without what is usual: data-usual.
function address() {
  const url = new URL(form.action);
  const data = new FormData(form);
  for (const name of new Set(data.keys())) {
    const values = data.getAll(name).map((value) => value.trim().replace(/\s+/g, " "));
    const usual = form.querySelector(`[name="${name}"]`).closest("[data-usual]")?.dataset.usual;
    if (values.join(" ") === usual) continue;
    for (const value of values.filter(Boolean)) url.searchParams.append(name, value);
  }
  return url;
}

form.addEventListener("change", ({ target }) => {
  if (target.name && target.type !== "search") show(address());
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const url = address();
  followAddress(url);
  show(url, { land: part.contains(event.submitter) });
});
form.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.getAttribute("href"), location);
  if (url.origin + url.pathname !== form.action || url.hash) return;
  event.preventDefault();
  show(url, { sync: true, land: Boolean(link.closest("[data-live-land]")) });
});
addEventListener("popstate", () => show(new URL(location), { push: false, sync: true }));
addEventListener("pagehide", () => running?.abort());
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  form.reset(); // choices whose answer never came
  show(new URL(location), { push: false, sync: true });
});
