/* The drop-in desk by keyboard. The page works without it; with it nothing needs the mouse or a wait.
 *
 * data-desk on the form: data-who says who comes: "", "known", "new" or "anonymous".
 *   a row of the search (or a hit among radio buttons) carries what the form fills in: data-situation,
 *   data-interpreter and a <template> with the household's card, so choosing needs no request
 * Keys: Enter in the empty search, "-" or Alt+A: anonymous. Arrow down in the empty search: booked today.
 *   Enter in another one-line field: on to the next field (Ctrl+Enter saves: shortcuts.js).
 */

const form = document.querySelector("form[data-desk]");
const search = document.getElementById("id_who");
const card = document.getElementById("desk-picked");
const fresh = document.getElementById("desk-new");
const list = document.getElementById("id_who_list");

function focusTopics() {
  form.querySelector("[data-desk-topics] input").focus();
}

/** An anonymous visit can't be booked on or apply: those steps go away, and the digits follow. */
function fitSteps() {
  let number = 0;
  for (const chip of form.querySelectorAll("[data-desk-steps] .chip")) {
    const box = chip.querySelector("input");
    box.disabled = form.dataset.who === "anonymous" && "needsHousehold" in chip.dataset;
    if (box.disabled && box.checked) form.querySelector("[data-desk-steps] input").checked = true;
    if (!box.disabled) chip.querySelector("kbd").textContent = String(++number);
  }
}

function closeList() {
  if (!list) return;
  list.hidden = true;
  list.replaceChildren();
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
}

/** Say who comes. `kind` is what the style sheet asks for, `value` what the server gets. */
function setWho(kind, value) {
  const field = form.elements.who;
  form.dataset.who = kind;
  field.value = value;
  if (fresh) fresh.hidden = kind !== "new";
  if (kind !== "known") card.replaceChildren();
  fitSteps();
  for (const radio of form.querySelectorAll("input[name=pick]")) radio.checked = radio.value === value;
  form.dispatchEvent(new Event("change"));
}

function chooseKnown(row) {
  setWho("known", row.dataset.value || row.value);
  card.replaceChildren(row.closest("li, label").querySelector("template").content.cloneNode(true));
  search.value = row.dataset.label;
  form.elements.situation.value = row.dataset.situation;
  form.elements.booking_interpreter.value = row.dataset.interpreter;
  focusTopics();
}

function chooseAnonymous() {
  closeList();
  setWho("anonymous", "anonymous");
  if (search) search.value = "";
  card.replaceChildren(document.getElementById("desk-anonymous").content.cloneNode(true));
  focusTopics();
}

/** "Amira Lindgren" becomes a given and a family name, digits the identity number. */
function chooseNew(term) {
  closeList();
  setWho("new", "new");
  search.value = "";
  const [given, family, born] = ["given_name", "family_name", "born"].map((name) => form.elements[`new-${name}`]);
  const words = term.trim().split(/\s+/).filter(Boolean);
  if (/^[\d\s+-]+$/.test(term) && term.trim()) born.value = term.trim();
  else if (words.length > 1) [given.value, family.value] = [words[0], words.slice(1).join(" ")];
  else if (words.length) family.value = words[0];
  for (const field of [given, family]) field.value = field.value.replace(/(^|[\s-])\p{Ll}/gu, (sign) => sign.toUpperCase());
  form.querySelector(".desk-more").open = true;
  (given.value ? (family.value ? born : family) : given).focus();
  askDuplicates();
}

/** At the library nearly everybody is anonymous: one key for each topic, and save. */
function onPlace(place) {
  const isTally = place === "citizens_office";
  form.toggleAttribute("data-tally", isTally);
  if (isTally && !form.dataset.who) chooseAnonymous();
  else if (!isTally && form.dataset.who === "anonymous") {
    setWho("", "");
    search.focus();
  }
}

let asking = 0;
function askDuplicates() {
  clearTimeout(asking);
  asking = setTimeout(() => window.htmx.trigger("#desk-duplicates", "desk:duplicates"), 350);
}

function onWay(event) {
  const way = event.target.closest?.("[data-desk-way]");
  if (!way) return;
  event.preventDefault();
  if (way.dataset.deskWay === "anonymous") chooseAnonymous();
  else chooseNew(search.value);
}

function onPick(event) {
  const { option, value, isAction, term } = event.detail;
  if (!isAction) chooseKnown(option);
  else if (value === "anonymous") chooseAnonymous();
  else chooseNew(term);
}

function offer() {
  search.dataset.offering = "";
  window.htmx.trigger(search, "desk:offer");
}

function onSearchKey(event) {
  if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  const isEmpty = search.value.trim() === "";
  const isOpen = search.getAttribute("aria-expanded") === "true";
  if (event.key === "Enter" && !isOpen) {
    event.preventDefault();
    if (isEmpty && !form.elements.who.value) chooseAnonymous();
    else if (form.elements.who.value) focusTopics();
    else window.htmx.trigger(search, "input");
  } else if (event.key === "ArrowDown" && isEmpty && !isOpen) {
    event.preventDefault();
    offer();
  } else if (event.key === "-" && isEmpty) {
    event.preventDefault();
    chooseAnonymous();
  }
}

/** Enter moves on; only Ctrl+Enter and the button save, so that half a visit is never logged. */
function onEnter(event) {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches?.("input:not([role=combobox])") || event.target.form !== form) return;
  event.preventDefault();
  const stops = [...form.elements].filter((one) => one.type !== "hidden" && one.tabIndex >= 0 && one.checkVisibility());
  const group = event.target.closest("[data-chips]");
  const next = stops.slice(stops.indexOf(event.target) + 1).find((one) => !group || !group.contains(one));
  next?.focus();
}

function onBeforeRequest(event) {
  if (event.target !== search) return;
  const isOffer = "offering" in search.dataset;
  delete search.dataset.offering;
  if (search.value.trim() === "" && !isOffer) {
    event.preventDefault();
    closeList();
  }
  list.dataset.for = search.value.trim();
}

function onFilled(event) {
  // An answer to what no longer stands there.
  if (event.detail.target === list && (list.dataset.for !== search.value.trim() || form.elements.who.value)) closeList();
}

/** A draft is kept for the note's sake: without one, ticking and choosing save nothing and say nothing. */
function fitDraft() {
  const isEmpty = form.elements.note.value.trim() === "";
  const others = form.querySelectorAll("input, select, textarea:not([name=note]), [data-combobox]");
  for (const one of [form, ...others]) one.toggleAttribute("data-draft-skip", isEmpty || one === search);
}

function start() {
  // Captured: before drafts.js asks whether the field counts.
  form.addEventListener("input", fitDraft, true);
  form.addEventListener("change", fitDraft, true);
  form.addEventListener("combobox:pick", fitDraft, true);
  fitDraft();
  form.addEventListener("click", onWay);
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.code === "KeyA" && !event.ctrlKey && search) {
      event.preventDefault();
      chooseAnonymous();
    }
  });
  document.addEventListener("keydown", onEnter);
  fitSteps();
  if (!search) return;
  // Before combobox.js, which would otherwise take Enter as the marked row's.
  search.addEventListener("keydown", onSearchKey);
  search.addEventListener("input", () => { if (form.dataset.who) setWho("", ""); });
  // Somebody is chosen: typing puts another in their place.
  search.addEventListener("focus", () => { if (form.elements.who.value) search.select(); });
  search.addEventListener("click", () => { if (search.value === "" && !form.elements.who.value) offer(); });
  form.addEventListener("combobox:pick", onPick);
  form.addEventListener("change", (event) => {
    if (event.target.name === "pick") chooseKnown(event.target);
    if (event.target.name === "place") onPlace(event.target.value);
  });
  fresh?.querySelector("[data-desk-identity]").addEventListener("input", askDuplicates);
  document.addEventListener("htmx:beforeRequest", onBeforeRequest);
  document.addEventListener("htmx:afterSwap", onFilled);
}

if (form) start();
