/* Keeps the keyboard's place.
 *
 * data-focus              on an element (the error summary): gets the focus when the page opens, or when htmx brings it
 * data-focus-after-swap   on an element inside what htmx swaps in: gets the focus if it was lost in the swap
 * data-title-prefix       on the error summary: put before the page's title when htmx brings it ("Fel:")
 * data-connection-lost    on <body>: what to say when a request gets no answer
 * data-more               on <details>: closes with Esc and with a click outside
 *
 * Links in an error summary move the focus into the field, with its label in sight.
 */

const FOCUSABLE = "input:not([type=hidden]), select, textarea, a[href], button";

function give(element) {
  if (!element.matches(FOCUSABLE) && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

function focusSummary(root) {
  const summary = root.querySelector("[data-focus]");
  if (!summary) return false;
  give(summary);
  const prefix = summary.dataset.titlePrefix;
  if (prefix && !document.title.startsWith(prefix)) document.title = `${prefix} ${document.title}`;
  return true;
}

function goToField(event) {
  const link = event.target.closest?.(".error-summary a[href^='#']");
  if (!link) return;
  const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const caption = field.closest("fieldset")?.querySelector("legend") || field.labels?.[0] || field;
  caption.scrollIntoView({ block: "start" });
  field.focus({ preventScroll: true });
}

let hadFocus = false;

function rememberFocus(event) {
  hadFocus = Boolean(event.detail.target?.contains(document.activeElement));
}

function keepFocus(event) {
  const target = [event.detail.target, event.target].find((one) => one?.isConnected);
  if (!target || focusSummary(target)) return;
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (hadFocus && isLost) give(target.querySelector("[data-focus-after-swap]") || target);
  hadFocus = false;
}

function tellConnectionLost() {
  const place = document.getElementById("messages");
  const text = document.body.dataset.connectionLost;
  if (!place || !text || place.querySelector("[data-lost]")) return;
  const bar = document.createElement("div");
  bar.className = "flash flash-error";
  bar.dataset.lost = "";
  const words = document.createElement("p");
  words.textContent = text;
  bar.append(words);
  place.prepend(bar);
}

document.addEventListener("click", goToField);
document.addEventListener("htmx:beforeSwap", rememberFocus);
document.addEventListener("htmx:afterSettle", keepFocus);
for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(name, tellConnectionLost);
}
document.addEventListener("htmx:afterOnLoad", () => document.querySelector("[data-lost]")?.remove());

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-more][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-more][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

focusSummary(document);
