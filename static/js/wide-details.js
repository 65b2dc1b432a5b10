// <details data-wide-open> stands open where there is room beside the results, and elsewhere closes
// when the form is sent. Browsers that know ::details-content open it by CSS alone.
const wide = matchMedia("(min-width: 62rem)");
const byScript = !CSS.supports("selector(::details-content)");
const parts = () => document.querySelectorAll("details[data-wide-open]");

function adapt() {
  for (const part of parts()) part.open ||= wide.matches && byScript;
}

adapt();
wide.addEventListener("change", adapt);
document.addEventListener("live:shown", adapt, true);
document.addEventListener("submit", close, true); // before anybody looks where things are

function close({ submitter }) {
  for (const part of parts()) if (part.contains(submitter)) part.open = wide.matches && byScript;
}
