/* Keyboard shortcuts. They can be turned off in the user menu (WCAG 2.1.4); the choice stays in this browser.
 *
 * data-shortcut-search     on an input: "/" moves there
 * data-shortcut-submit     on a form: Ctrl+Enter (Cmd+Enter) sends it. From inside a form that has the mark, that form;
 *                          otherwise the first on the page
 * data-chips               on a group of checkboxes or radio buttons: one stop of Tab, arrows move between them,
 *                          1-9 choose by number, space toggles as usual
 * data-shortcuts-toggle    on a button (data-on, data-off: its words): turns the single-key shortcuts on and off
 */

const STORED = "hemvag.shortcuts";
const isOn = () => localStorage.getItem(STORED) !== "off";

function isTyping(element) {
  if (element.isContentEditable) return true;
  if (element.matches("textarea, select")) return true;
  return element.matches("input") && !/^(checkbox|radio|button|submit|reset|file)$/.test(element.type);
}

function onSlash(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !isOn() || isTyping(event.target)) return;
  const search = document.querySelector("[data-shortcut-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

function onSubmitKeys(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = event.target.closest("form[data-shortcut-submit]") || document.querySelector("form[data-shortcut-submit]");
  if (!form || (event.target.form && event.target.form !== form)) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[type=submit]:not([formaction]):not([name])") || undefined);
}

const boxesOf = (group) => [...group.querySelectorAll("input[type=checkbox], input[type=radio]")].filter((box) => !box.disabled);

function moveTo(boxes, box) {
  for (const other of boxes) other.tabIndex = other === box ? 0 : -1;
  box.focus();
}

function onChipKeys(event) {
  const group = event.target.closest?.("[data-chips]");
  if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
  const boxes = boxesOf(group);
  const here = boxes.indexOf(event.target);
  if (/^[1-9]$/.test(event.key)) {
    const box = boxes[Number(event.key) - 1];
    if (!box) return;
    event.preventDefault();
    box.click();
    moveTo(boxes, box);
    return;
  }
  // Radio buttons move by arrows in the browser itself.
  if (here < 0 || event.target.type === "radio") return;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  const next = { Home: 0, End: boxes.length - 1 }[event.key] ?? (step && (here + step + boxes.length) % boxes.length);
  if (next === undefined) return;
  event.preventDefault();
  moveTo(boxes, boxes[next]);
}

function prepareChips(root) {
  for (const group of root.querySelectorAll("[data-chips]")) {
    const boxes = boxesOf(group).filter((box) => box.type === "checkbox");
    boxes.forEach((box, index) => { box.tabIndex = index === 0 ? 0 : -1; });
  }
}

function showToggle(button) {
  const on = isOn();
  button.hidden = false;
  button.setAttribute("aria-pressed", String(on));
  button.querySelector("span").textContent = on ? button.dataset.on : button.dataset.off;
}

document.addEventListener("keydown", onSlash);
document.addEventListener("keydown", onSubmitKeys);
document.addEventListener("keydown", onChipKeys);
document.addEventListener("focusin", (event) => {
  const group = event.target.type === "checkbox" && event.target.closest("[data-chips]");
  if (group) for (const box of boxesOf(group)) box.tabIndex = box === event.target ? 0 : -1;
});
document.addEventListener("htmx:afterSettle", (event) => prepareChips(event.target));
for (const button of document.querySelectorAll("[data-shortcuts-toggle]")) {
  showToggle(button);
  button.addEventListener("click", () => {
    localStorage.setItem(STORED, isOn() ? "off" : "on");
    showToggle(button);
  });
}
prepareChips(document);
