/* Fills in a form from a button beside it.
 *
 * data-fill   on a button: {"id of an input": "value", ...}; then the form's own button gets the focus
 */

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-fill]");
  if (!button) return;
  let last = null;
  for (const [id, value] of Object.entries(JSON.parse(button.dataset.fill))) {
    last = document.getElementById(id);
    if (last) last.value = value;
  }
  last?.form?.querySelector("button[type=submit]")?.focus();
});
