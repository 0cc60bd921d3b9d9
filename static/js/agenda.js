/* The order of an agenda by dragging. Without script, and by keyboard, the buttons up and down do the same.
 *
 * data-agenda   on the list; its items have data-item and are draggable. Dropping sends #agenda-order.
 */

const list = document.querySelector("[data-agenda]");
const form = document.getElementById("agenda-order");
let dragged = null;

function send() {
  form.querySelectorAll("input[name=item]").forEach((input) => input.remove());
  for (const line of list.querySelectorAll("[data-item]")) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = "item";
    input.value = line.dataset.item;
    form.append(input);
  }
  form.submit();
}

if (list && form) {
  list.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("[data-item]");
    if (dragged) dragged.classList.add("is-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-item]");
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const box = over.getBoundingClientRect();
    over[event.clientY > box.top + box.height / 2 ? "after" : "before"](dragged);
  });
  list.addEventListener("drop", (event) => { if (dragged) { event.preventDefault(); send(); } });
  list.addEventListener("dragend", () => { if (dragged) dragged.classList.remove("is-dragged"); dragged = null; });
}
