/* An ARIA 1.2 combobox over a list that htmx fills (components/combobox.html, combobox_option.html).
 *
 * data-combobox            on the wrapper; data-one, data-many ("{n} ..."), data-none: what is announced
 * data-combobox-value      on a hidden input: gets the picked row's data-value and a "change" event
 * data-combobox-status     on the live region
 * on a row (role=option):  data-value, data-label (goes into the input), data-action (a command, not counted as a match),
 *                          data-href (picking opens that address)
 *
 * Keys: arrows move (Alt+Down opens), Home and End, Enter picks, Esc closes and then empties, Tab leaves.
 * The first row is marked as soon as the list arrives, so Enter alone picks it.
 * Picking sends a bubbling "combobox:pick" event; detail = {value, label, isAction, option, term}.
 */

const inputOf = (box) => box.querySelector("[role=combobox]");
const listOf = (box) => document.getElementById(inputOf(box).getAttribute("aria-controls"));
const optionsOf = (box) => [...listOf(box).querySelectorAll("[role=option]:not([aria-disabled=true])")];
const markedOf = (box) => listOf(box).querySelector("[role=option][aria-selected=true]");

function mark(box, option) {
  const input = inputOf(box);
  for (const other of optionsOf(box)) other.setAttribute("aria-selected", String(other === option));
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  option.id ||= `${listOf(box).id}_${optionsOf(box).indexOf(option)}`;
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function open(box, isOpen) {
  listOf(box).hidden = !isOpen;
  inputOf(box).setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) mark(box, null);
}

function announce(box) {
  const matches = optionsOf(box).filter((option) => !("action" in option.dataset)).length;
  const { one, many, none } = box.dataset;
  const words = matches === 0 ? none : matches === 1 ? one : many.replace("{n}", matches);
  box.querySelector("[data-combobox-status]").textContent = words;
}

function setValue(box, value) {
  const field = box.querySelector("[data-combobox-value]");
  if (!field || field.value === value) return;
  field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(box, option) {
  const input = inputOf(box);
  const { value = "", label = "", href } = option.dataset;
  const isAction = "action" in option.dataset;
  const term = input.value;
  open(box, false);
  if (href) {
    window.location.assign(href);
    return;
  }
  if (!isAction) {
    input.value = label;
    setValue(box, value);
  }
  box.dispatchEvent(new CustomEvent("combobox:pick", { bubbles: true, detail: { value, label, isAction, option, term } }));
}

function move(box, key) {
  const options = optionsOf(box);
  const here = options.indexOf(markedOf(box));
  const last = options.length - 1;
  const next = { ArrowDown: here >= last ? 0 : here + 1, ArrowUp: here <= 0 ? last : here - 1, Home: 0, End: last }[key];
  mark(box, options[next]);
}

function onKey(event) {
  const box = event.target.closest?.("[role=combobox]") && event.target.closest("[data-combobox]");
  if (!box || event.ctrlKey || event.metaKey || event.isComposing) return;
  const isOpen = inputOf(box).getAttribute("aria-expanded") === "true";
  const hasRows = optionsOf(box).length > 0;
  if (event.key === "Escape") {
    if (isOpen) open(box, false);
    else {
      inputOf(box).value = "";
      setValue(box, "");
    }
    event.preventDefault();
  } else if (event.key === "Enter" && isOpen && markedOf(box)) {
    event.preventDefault();
    pick(box, markedOf(box));
  } else if (hasRows && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    if (!isOpen) open(box, true);
    if (!event.altKey) move(box, event.key);
  } else if (isOpen && (event.key === "Home" || event.key === "End")) {
    event.preventDefault();
    move(box, event.key);
  }
}

function onFilled(event) {
  const list = event.detail.target;
  if (list?.getAttribute("role") !== "listbox") return;
  const box = [...document.querySelectorAll("[data-combobox]")].find((one) => listOf(one) === list);
  if (!box || document.activeElement !== inputOf(box)) return;
  const options = optionsOf(box);
  open(box, options.length > 0);
  mark(box, options[0]);
  announce(box);
}

document.addEventListener("keydown", onKey);
document.addEventListener("htmx:afterSwap", onFilled);
document.addEventListener("input", (event) => {
  const box = event.target.matches?.("[role=combobox]") && event.target.closest("[data-combobox]");
  if (box) setValue(box, ""); // What was picked no longer is what stands there.
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("[data-combobox] [role=option]");
  if (option) event.preventDefault(); // Keep the focus in the input.
});
document.addEventListener("click", (event) => {
  const option = event.target.closest?.("[data-combobox] [role=option]:not([aria-disabled=true])");
  for (const box of document.querySelectorAll("[data-combobox]")) {
    if (option && box.contains(option)) pick(box, option);
    else if (!box.contains(event.target)) open(box, false);
  }
});
document.addEventListener("focusout", (event) => {
  const box = event.target.matches?.("[role=combobox]") && event.target.closest("[data-combobox]");
  if (box && !box.contains(event.relatedTarget)) open(box, false);
});
