/* Every form is sent with the token of the sign-in that holds now.
 *
 * A page that has been open since before a new sign-in in another tab carries the token of the old one, and the server
 * would take nothing from it: what was typed there would be lost. The token that holds is in its cookie.
 */

const NAME = "csrfmiddlewaretoken";

function current() {
  const found = document.cookie.split("; ").find((pair) => /^(__Host-)?csrftoken=/.test(pair));
  return found ? found.slice(found.indexOf("=") + 1) : "";
}

document.addEventListener("formdata", (event) => {
  const token = current();
  if (token && event.formData.has(NAME)) event.formData.set(NAME, token);
});
document.addEventListener("htmx:configRequest", (event) => {
  const token = current();
  if (token && "X-CSRFToken" in event.detail.headers) event.detail.headers["X-CSRFToken"] = token;
});
