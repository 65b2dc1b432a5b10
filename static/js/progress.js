// Shows how far the work on a list is, without loading the page anew: <div data-progress>. When the
// work has ended, the address leads to another page, and so does this one.
const part = document.querySelector("[data-progress]");

async function follow() {
  const headers = { "X-Fragment": "progress" };
  const response = await fetch(location.href, { headers, cache: "no-store" });
  if (response.redirected) return location.assign(response.url);
  if (response.ok) part.innerHTML = await response.text();
  setTimeout(follow, 1000);
}

setTimeout(follow, 700);
