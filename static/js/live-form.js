// A GET form that shows its result without loading the page anew: <form data-live-form>.
// data-live-target: id of the part to swap; data-live-status: id of the role=status element.
const updates = new WeakMap();

async function update(form, url, push) {
  if (url.href === location.href) return;
  updates.get(form)?.abort();
  const controller = new AbortController();
  updates.set(form, controller);
  const target = document.getElementById(form.dataset.liveTarget);
  const focused = document.activeElement?.id;
  const open = [...target.querySelectorAll("details[id]")].map((part) => [part.id, part.open]);
  target.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(url, {
      headers: { "X-Fragment": "results" },
      signal: controller.signal,
    });
    if (!response.ok) throw new Error(response.status);
    target.innerHTML = await response.text();
    for (const [id, was] of open) document.getElementById(id)?.toggleAttribute("open", was);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const summary = target.querySelector("[data-live-summary]");
    document.getElementById(form.dataset.liveStatus).textContent = summary?.textContent ?? "";
    if (push) history.pushState({ live: true }, "", url);
    target.removeAttribute("aria-busy");
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
}

function address(form) {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) {
    if (value && value !== form.elements[name].dataset?.usual) url.searchParams.append(name, value);
  }
  return url;
}

for (const form of document.querySelectorAll("[data-live-form]")) {
  let pause;
  form.addEventListener("change", () => update(form, address(form), true));
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(pause);
    pause = setTimeout(() => update(form, address(form), true), 300);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update(form, address(form), true);
  });
  addEventListener("popstate", () => location.reload());
}
