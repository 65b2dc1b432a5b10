// Suggestions below a search box: <input data-suggest="address" data-suggest-label="their name">.
// A combobox as ARIA 1.2 describes it; the address answers with role=option links in HTML, and with
// data-summary on the first element for what to announce.
const PAUSE = 150; // milliseconds without a key before it asks, so that it asks no more often

function combine(box) {
  const list = make("div", { id: `${box.id}-suggestions`, class: "suggestions", role: "listbox" });
  const status = make("p", { class: "unseen", role: "status" });
  const options = () => [...list.querySelectorAll("[role=option]")];
  let active, timer, running;

  set(list, { "aria-label": box.dataset.suggestLabel });
  box.parentElement.append(list, status);
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
  open(false);

  function open(isOpen) {
    list.hidden = !isOpen;
    set(box, { "aria-expanded": isOpen });
    activate();
  }

  function activate(option) {
    if (active) set(active, { "aria-selected": false });
    active = option;
    box.removeAttribute("aria-activedescendant");
    if (!active) return;
    set(active, { "aria-selected": true });
    set(box, { "aria-activedescendant": active.id });
    active.scrollIntoView({ block: "nearest" });
  }

  function stop() {
    clearTimeout(timer);
    running?.abort();
  }

  function close() {
    stop();
    status.textContent = "";
    open(false);
  }

  async function ask() {
    const url = new URL(box.dataset.suggest, location);
    url.searchParams.set("q", box.value);
    running = new AbortController();
    try {
      const response = await fetch(url, { signal: running.signal });
      list.innerHTML = response.ok ? await response.text() : "";
    } catch {
      return; // overtaken, or offline: the box works without
    }
    for (const [number, option] of options().entries()) option.id = `${list.id}-${number}`;
    open(options().length > 0);
    status.textContent = list.firstElementChild?.dataset.summary ?? "";
  }

  box.addEventListener("input", () => {
    stop();
    if (box.value.trim()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active) active.click();
    else if (event.key in MOVES && !event.altKey && !event.shiftKey) {
      stop(); // a late answer would take the choice away
      const all = list.hidden ? [] : options();
      const next = MOVES[event.key](all, all.indexOf(active));
      if (!next) return;
      activate(next);
    } else return;
    event.preventDefault();
  });
  box.form.addEventListener("submit", close);
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus
  list.addEventListener("click", () => close());
}

// From all options and the number of the active one, -1 for none: the next to be active.
const MOVES = {
  ArrowDown: (all, at) => all[(at + 1) % all.length],
  ArrowUp: (all, at) => all.at(at < 0 ? -1 : at - 1),
  Home: (all, at) => at >= 0 && all[0],
  End: (all, at) => at >= 0 && all.at(-1),
};

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function make(tag, attributes) {
  const element = document.createElement(tag);
  set(element, attributes);
  return element;
}

document.querySelectorAll("[data-suggest]").forEach(combine);
