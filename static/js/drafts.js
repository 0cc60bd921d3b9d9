/* Saves what is being typed on the server, so that a long note is never lost.
 *
 * data-draft-url        on a form: where its fields are posted (the whole form, CSRF token included); any 2xx is a yes
 * data-draft-status     on an element in the form (components/draft_status.html); its data-saved ("... {time}"),
 *                       data-failed and data-signed-out are the words
 * data-draft-sign-in    on a link in the form, hidden: shown to whoever has been signed out
 * data-draft-skip       on an input: it starts no saving (it is still sent)
 *
 * Saving waits for a pause of 0.8 s, at most 5 s of steady typing. A failed one is tried again after 3, 6, 12 ... 60 s
 * and as soon as the network is back. Leaving the page sends what is not yet saved.
 *
 * A form is sent when what it holds is saved: whoever has been signed out meanwhile stays on the page with the text,
 * and is told so. Without an answer within 4 s the form is sent as it is.
 */

const PAUSE = 800;
const AT_MOST = 5000;
const RETRY_FIRST = 3000;
const RETRY_MOST = 60000;
const PATIENCE = 4000;

function clock() {
  const now = new Date();
  return `${String(now.getHours()).padStart(2, "0")}.${String(now.getMinutes()).padStart(2, "0")}`;
}

function isSignedOut(response) {
  return response !== null && (response.type === "opaqueredirect" || response.status === 401 || response.status === 403);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.draftUrl;
    this.status = form.querySelector("[data-draft-status]");
    this.saved = this.snapshot();
    this.retry = RETRY_FIRST;
    this.timer = null;
    this.since = 0;
    this.isSending = false;
    this.isOver = false;
    this.isAsking = false;
    this.isSure = false;
    form.addEventListener("input", (event) => this.changed(event));
    form.addEventListener("change", (event) => this.changed(event));
    form.addEventListener("combobox:pick", (event) => this.changed(event));
    // On the window, before once.js on the document: a form that is asked about first is not on its way yet.
    window.addEventListener("submit", (event) => { if (event.target === form) this.submitted(event); }, true);
    window.addEventListener("pagehide", () => this.flush());
    window.addEventListener("online", () => this.save());
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.isOver = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.flush(); });
  }

  snapshot() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return new URLSearchParams(data).toString();
  }

  changed(event) {
    if (event.target.hasAttribute?.("data-draft-skip")) return;
    this.isOver = false;
    this.since ||= Date.now();
    this.wait(Date.now() - this.since > AT_MOST ? 0 : PAUSE);
  }

  /* Held back while it is asked whether the text is saved; then sent by the same button. */
  async submitted(event) {
    const button = event.submitter;
    if (this.isAsking) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const body = this.snapshot();
    if (this.isSure || body === this.saved || button?.hasAttribute("formaction")) {
      this.isSure = false;
      this.isOver = true;
      clearTimeout(this.timer);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(this.timer);
    this.isAsking = true;
    let response = null;
    try {
      response = await this.post(body, false, AbortSignal.timeout(PATIENCE));
    } catch {
      response = null; // No answer: the browser says what it says of the form.
    }
    this.isAsking = false;
    if (isSignedOut(response)) {
      this.answer(response, body);
      this.status?.scrollIntoView({ block: "nearest" });
      return;
    }
    this.isSure = true;
    this.form.requestSubmit(button);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  say(state, words) {
    const link = this.form.querySelector("[data-draft-sign-in]");
    if (link) link.hidden = words !== this.status?.dataset.signedOut;
    if (!this.status || !words) return;
    this.status.dataset.state = state;
    this.status.textContent = words.replace("{time}", clock());
  }

  async save() {
    const body = this.snapshot();
    if (this.isOver || this.isSending || body === this.saved || !this.form.isConnected) return;
    this.isSending = true;
    this.since = 0;
    let response = null;
    try {
      response = await this.post(body, false);
    } catch {
      response = null; // No network: said and tried again below.
    }
    this.isSending = false;
    this.answer(response, body);
  }

  answer(response, body) {
    const { saved, failed, signedOut } = this.status?.dataset ?? {};
    if (this.isOver) return;
    if (response?.ok) {
      this.saved = body;
      this.retry = RETRY_FIRST;
      this.say("saved", saved);
      if (this.snapshot() !== body) this.wait(PAUSE);
      return;
    }
    this.say("failed", isSignedOut(response) ? signedOut : failed);
    this.wait(this.retry);
    this.retry = Math.min(this.retry * 2, RETRY_MOST);
  }

  post(body, keepalive, signal) {
    return fetch(this.url, {
      method: "POST",
      body,
      keepalive,
      signal,
      redirect: "manual",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch" },
    });
  }

  flush() {
    const body = this.snapshot();
    if (this.isOver || body === this.saved) return;
    clearTimeout(this.timer);
    this.post(body, true).then((response) => { if (response.ok) this.saved = body; }, () => this.wait(this.retry));
  }
}

const known = new WeakSet();
function start(root) {
  for (const form of root.querySelectorAll("form[data-draft-url]")) {
    if (known.has(form)) continue;
    known.add(form);
    new Draft(form);
  }
}
document.addEventListener("htmx:afterSettle", (event) => start(event.target.parentElement ?? document));
start(document);
