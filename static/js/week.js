/* Keys on a row of "Min vecka": K done, F move, A cancel, up and down to another row.
 *
 * They work only while the focus is on something in a row, and not at all when shortcuts are turned off.
 * After a row has been settled the focus is on the row that has taken its place.
 */

const isOn = () => localStorage.getItem("hemvag.shortcuts") !== "off";
const rows = () => [...document.querySelectorAll("[data-duty]")];
let place = null;

function land(row) {
  (row?.querySelector("[data-key]") || row?.querySelector("a"))?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !isOn()) return;
  const row = event.target.closest?.("[data-duty]");
  if (!row) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const all = rows();
    const next = all[all.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    land(next);
    return;
  }
  const button = row.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

document.addEventListener("htmx:beforeSwap", () => {
  const row = document.activeElement?.closest?.("[data-duty]");
  place = row ? rows().indexOf(row) : null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (place === null) return;
  const all = rows();
  if (all.length) land(all[Math.min(place, all.length - 1)]);
  else document.getElementById("my-week")?.focus();
  place = null;
});
