/* One click, one record: a form that is on its way is not sent again.
 *
 * data-once="off"   on a form: leave it alone (downloads, searches)
 *
 * The buttons get aria-disabled, never disabled: a disabled button would drop its own name and value and the focus.
 * The form's token, which makes the server take it once only, is left as it is. If no answer has come after
 * 15 seconds, or the reader comes back with the Back button, the form can be sent again.
 */

const WAIT = 15000;
const BY_HTMX = "[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [hx-boost=true] *";
const sending = new WeakMap();

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

function release(form) {
  clearTimeout(sending.get(form));
  sending.delete(form);
  for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
}

function onSubmit(event) {
  const form = event.target;
  if (form.dataset.once === "off" || form.method === "get" || form.method === "dialog") return;
  if (sending.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sending.set(form, setTimeout(() => release(form), WAIT));
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  setTimeout(() => {
    if (event.defaultPrevented && !form.matches(BY_HTMX)) release(form); // Somebody stopped it: it is not on its way.
  });
}

document.addEventListener("submit", onSubmit, true);
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt?.closest?.("form");
  if (form && sending.has(form)) release(form);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) release(form);
});
