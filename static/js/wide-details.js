// <details data-wide-open> stands open where there is room beside the results. Browsers that
// know ::details-content do it by CSS alone.
const wide = matchMedia("(min-width: 62rem)");

function adapt() {
  for (const part of document.querySelectorAll("details[data-wide-open]")) part.open ||= wide.matches;
}

if (!CSS.supports("selector(::details-content)")) {
  adapt();
  wide.addEventListener("change", adapt);
  new MutationObserver(adapt).observe(document.body, { childList: true, subtree: true });
}
