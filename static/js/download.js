/* Hands over a file that was just asked for.
 *
 * data-download-once="<number>"   on a link: followed by itself once, also when htmx brings it; a reload does not repeat it
 */

function handOver() {
  const link = document.querySelector("a[data-download-once]");
  if (!link) return;
  const key = `downloaded-${link.dataset.downloadOnce}`;
  if (sessionStorage.getItem(key)) return;
  sessionStorage.setItem(key, "1");
  link.click();
}

document.addEventListener("htmx:afterSettle", handOver);
handOver();
