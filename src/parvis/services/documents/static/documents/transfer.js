/* « Transférer des documents »: files go up one by one, can be cancelled, survive a lost connection,
   and then the very form of the page is sent with what they became. Without this script the form
   carries the files itself. Every sentence stands in the page. */

const form = document.querySelector("[data-transfer]");
const find = (name) => form.querySelector(`[data-${name}]`);
const words = find("words").dataset;
const { address, organisation } = form.dataset;
const input = form.querySelector('input[type="file"]');
const list = find("files");
const body = list.querySelector("tbody");
const alertPlace = find("alert");
const sendButton = find("send");
const sendLabel = find("send-label");

const limit = Number(words.limit);
const most = Number(words.most);
const extensions = new Set(words.extensions.split(" "));
const token = form.querySelector('input[name="csrfmiddlewaretoken"]').value;

const AT_ONCE = 2;
const PIECE = 5_000_000;
const RETRIES = [0, 1000, 2000, 4000, 8000, 15000, 30000, 30000, 60000, 60000];
/* Worth another try: the connection, a server in trouble, another writer. Anything else is final. */
const PASSING = new Set([0, 409, 423, 500, 502, 503, 504]);

let items = [];
let running = false;
let leaving = false;

/* ── Words ──────────────────────────────────────────────────────────────────────────────────── */
function size(octets) {
  const say = (word, number, digits) =>
    word.replace("{n}", number.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits }));
  if (octets < 1000) return say(words.octets, octets, 0);
  if (octets < 999_500) return say(words.kilo, octets / 1000, 0);
  if (octets < 999_950_000) return say(words.mega, octets / 1e6, 1);
  return say(words.giga, octets / 1e9, 1);
}
const KINDS = { waiting: "", sending: "accent", checking: "accent", done: "good", refused: "bad", stopped: "warn" };

/* ── The list ───────────────────────────────────────────────────────────────────────────────── */
function show(item) {
  const status = item.row.querySelector("[data-status]");
  status.textContent = words[`say${item.state[0].toUpperCase()}${item.state.slice(1)}`];
  status.className = KINDS[item.state] ? `state state-${KINDS[item.state]}` : "state";
  item.row.querySelector("[data-reason]").textContent = item.reason;
  item.row.querySelector("progress").value = item.size ? (100 * item.sent) / item.size : 0;
}

function showAll() {
  const going = items.filter((item) => item.state !== "refused");
  const left = going.filter((item) => item.state !== "done").length;
  const whole = going.reduce((sum, item) => sum + item.size, 0);
  const sent = going.reduce((sum, item) => sum + item.sent, 0);
  list.hidden = items.length === 0;
  find("clear").hidden = items.length === 0;
  find("remaining").textContent = left;
  find("overall").value = whole ? (100 * sent) / whole : 0;
}

function set(item, state, reason = "") {
  item.state = state;
  item.reason = reason;
  show(item);
  showAll();
}

function warn(sentence) {
  alertPlace.textContent = sentence;
}

function announce() {
  const going = items.filter((item) => item.state !== "refused");
  const done = going.filter((item) => item.state === "done").length;
  find("announce").textContent = words.sayProgress.replace("{done}", done).replace("{all}", going.length);
}

function remove(item) {
  items = items.filter((other) => other !== item);
  if (item.upload) item.upload.abort(Boolean(item.upload.url)).catch(() => {});
  else if (item.id) discard(item.id);
  item.row.remove();
  if (!items.some((other) => other.state === "refused")) warn("");
  showAll();
  work();
}

/* Uploads of an earlier answer of the server have an identifier and nothing else. */
function discard(id) {
  fetch(`${address}${id}/`, {
    method: "DELETE",
    headers: { "Tus-Resumable": "1.0.0", "X-CSRFToken": token },
  }).catch(() => {});
}

function adopt(row, item) {
  row.querySelector("[data-remove]").hidden = false;
  row.querySelector("[data-remove]").addEventListener("click", () => {
    const next = row.nextElementSibling?.querySelector("[data-remove]");
    remove(item);
    (next ?? input).focus();
  });
  items.push(item);
}

/* A long name may break after « _ »: browsers see one word. */
function breakable(name) {
  const [first, ...others] = name.split("_");
  return [first, ...others.flatMap((part) => ["_", document.createElement("wbr"), part])];
}

/* ── Choosing ───────────────────────────────────────────────────────────────────────────────── */
function fault(file) {
  const dot = file.name.lastIndexOf(".");
  if (!extensions.has(file.name.slice(dot + 1).toLowerCase()) || dot < 0) return words.sayExtension;
  if (file.size === 0) return words.sayEmpty;
  if (file.size > limit) return words.sayLarge.replace("{size}", size(file.size)).replace("{limit}", size(limit));
  return "";
}

function add(files) {
  warn("");
  for (const file of files) {
    if (items.filter((item) => item.state !== "refused").length >= most) {
      warn(words.sayMost.replace("{n}", most));
      break;
    }
    const twin = items.some(
      ({ file: other }) =>
        other?.name === file.name && other.size === file.size && other.lastModified === file.lastModified,
    );
    if (twin) {
      warn(words.sayTwice.replace("{name}", file.name));
      continue;
    }
    const row = find("row").content.firstElementChild.cloneNode(true);
    for (const place of row.querySelectorAll("[data-name]")) place.replaceChildren(...breakable(file.name));
    row.querySelector("[data-show-size]").textContent = size(file.size);
    body.append(row);
    const item = { file, row, size: file.size, sent: 0, state: "waiting", reason: "", id: "", upload: null };
    adopt(row, item);
    const refusal = fault(file);
    set(item, refusal ? "refused" : "waiting", refusal);
  }
  sendLabel.textContent = sendLabel.dataset.usual;
  if (running) work();
}

/* ── Transferring ───────────────────────────────────────────────────────────────────────────── */
function start(item) {
  set(item, "sending");
  item.upload = new tus.Upload(item.file, {
    endpoint: address,
    chunkSize: PIECE,
    retryDelays: RETRIES,
    removeFingerprintOnSuccess: true,
    headers: { "X-CSRFToken": token },
    metadata: organisation
      ? { filename: item.file.name, organisation }
      : { filename: item.file.name },
    onProgress: (sent, whole) => {
      item.sent = sent;
      set(item, sent === whole ? "checking" : "sending");
    },
    onShouldRetry: (error) => {
      const passing = PASSING.has(error.originalResponse?.getStatus() ?? 0);
      if (passing && !error.originalResponse) set(item, "sending", words.sayLost);
      return passing;
    },
    onSuccess: () => {
      item.id = item.upload.url.replace(/\/$/, "").split("/").pop();
      item.sent = item.size;
      set(item, "done");
      announce();
      work();
    },
    onError: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      const type = error.originalResponse?.getHeader("Content-Type") ?? "";
      const sentence = type.startsWith("text/plain") ? error.originalResponse.getBody() : "";
      if (PASSING.has(status) && !sentence) set(item, "stopped", words.sayGivenUp);
      else set(item, status === 507 || status === 429 ? "stopped" : "refused", sentence || words.sayGone);
      work();
    },
  });
  /* The same file, begun on this page or before a reload, goes on where it stood. */
  item.upload
    .findPreviousUploads()
    .then((before) => {
      if (before.length) item.upload.resumeFromPreviousUpload(before[0]);
      if (items.includes(item)) item.upload.start();
    })
    .catch(() => item.upload.start());
}

function work() {
  if (!running) return;
  const active = items.filter((item) => item.state === "sending" || item.state === "checking").length;
  const waiting = items.filter((item) => item.state === "waiting");
  for (const item of waiting.slice(0, Math.max(0, AT_ONCE - active))) start(item);
  if (active === 0 && waiting.length === 0) finish();
}

function finish() {
  running = false;
  sendButton.disabled = false;
  const troubled = items.some((item) => item.state === "refused" || item.state === "stopped");
  if (troubled) {
    const refused = items.some((item) => item.state === "refused");
    warn(refused ? words.sayRefusals : words.sayGivenUp);
    const only = items.some((item) => item.state === "done") && !items.some((item) => item.state === "stopped");
    sendLabel.textContent = only ? words.sayFinish : sendLabel.dataset.usual;
    return;
  }
  if (items.length) submit();
}

/* The form of the page goes out with the identifiers instead of the files. */
function submit() {
  for (const item of items.filter(({ state }) => state === "done")) {
    const hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = "uploads";
    hidden.value = item.id;
    form.append(hidden);
  }
  input.disabled = true;
  sendButton.disabled = true;
  find("announce").textContent = words.sayRecording;
  leaving = true;
  form.submit();
}

form.addEventListener("submit", (event) => {
  if (!items.length) return;
  event.preventDefault();
  warn("");
  for (const item of items.filter(({ state }) => state === "stopped")) set(item, "waiting");
  if (!items.some(({ state }) => state === "waiting")) {
    if (items.some(({ state }) => state === "done")) submit();
    else warn(words.sayRefusals);
    return;
  }
  running = true;
  sendButton.disabled = true;
  work();
});

/* What stopped for want of a connection goes on with it. */
window.addEventListener("online", () => {
  const stopped = items.filter((item) => item.state === "stopped" && item.reason === words.sayGivenUp);
  if (!stopped.length) return;
  for (const item of stopped) set(item, "waiting");
  warn("");
  running = true;
  work();
});
window.addEventListener("beforeunload", (event) => {
  if (items.length && !leaving) event.preventDefault();
});
/* Back from the next page: the browser may have kept this one as it was. */
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

/* ── The page, once ─────────────────────────────────────────────────────────────────────────── */
sendLabel.dataset.usual = sendLabel.textContent;
for (const place of form.querySelectorAll("[data-with-script]")) place.hidden = false;
for (const hidden of form.querySelectorAll('input[type="hidden"][name="uploads"]')) hidden.remove();
for (const row of body.querySelectorAll("[data-upload]")) {
  const octets = Number(row.dataset.size);
  adopt(row, { file: null, row, size: octets, sent: octets, state: "done", reason: "", id: row.dataset.upload, upload: null });
}
showAll();

input.addEventListener("change", () => {
  add(input.files);
  input.value = "";
});
find("clear").addEventListener("click", () => {
  for (const item of [...items]) remove(item);
  running = false;
  sendButton.disabled = false;
  warn("");
  input.focus();
});
const drop = find("drop");
drop.classList.add("is-enhanced");
for (const kind of ["dragenter", "dragover"]) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
}
for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("is-over"));
drop.addEventListener("drop", (event) => {
  event.preventDefault();
  add(event.dataTransfer.files);
});
