/* Puts a phrase into a text where the caret stands. Without this script the button sends the form, and the server adds it last.
 *
 * data-phrase         on a button: the words
 * data-phrase-target  on the same button: the id of the textarea
 */

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-phrase]");
  const text = button && document.getElementById(button.dataset.phraseTarget);
  if (!text) return;
  event.preventDefault();
  const before = text.value.slice(0, text.selectionStart);
  const lead = before && !/\s$/.test(before) ? "\n" : "";
  text.setRangeText(lead + button.dataset.phrase, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
});
