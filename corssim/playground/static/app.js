// The page sends its fields to corssim and shows what comes back. It knows no rule of CORS.

const $ = (id) => document.getElementById(id);
const form = $("form");
const timings = [];                       // milliseconds from a key to the new verdicts
window.corssim = { timings };
let beginning = null;                     // what the program offers: defaults, presets, lessons
let clock = 0;
let asking = false;
let askAgain = false;
let changedAt = 0;

/** An element with attributes and children; text is only ever text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

async function post(path, data) {
  const answer = await fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data),
  });
  const type = answer.headers.get("Content-Type") || "";
  const told = type.includes("json") ? await answer.json() : { error: await answer.text() };
  if (!answer.ok) throw new Error(told.error || `the program answered ${answer.status}`);
  return told;
}

// --- the state ---------------------------------------------------------------------------------

function collect() {
  const state = { policy: {}, clock };
  for (const field of form.elements) {
    if (field.dataset.policy) {
      state.policy[field.dataset.policy] = field.type === "checkbox" ? field.checked : field.value;
    } else if (field.name) {
      state[field.name] = field.value;
    }
  }
  return state;
}

function show(state) {
  for (const field of form.elements) {
    const policy = field.dataset.policy;
    const value = policy ? (state.policy || {})[policy] : field.name ? state[field.name] : undefined;
    if (value === undefined) continue;
    if (field.type === "checkbox") field.checked = value; else field.value = value;
  }
  if (state.clock !== undefined) setClock(state.clock);
  arrange();
}

function arrange() {
  $("by-policy").hidden = $("server").value !== "policy";
  $("by-answers").hidden = $("server").value !== "answers";
  $("by-live").hidden = $("server").value !== "live";
}

function setClock(seconds) {
  clock = seconds;
  const stops = beginning.stops;
  let nearest = 0;
  stops.forEach((stop, at) => { if (stop.seconds <= seconds) nearest = at; });
  $("clock").value = nearest;
  const exact = stops[nearest].seconds === seconds;
  const told = exact ? stops[nearest].told : `${seconds} seconds`;
  $("clock-told").value = told;
  $("clock").setAttribute("aria-valuetext", told);
}

/** The state as a fragment: what differs from the beginning, in base64url. */
function packed() {
  const state = collect();
  const differing = {};
  for (const [name, value] of Object.entries(state)) {
    if (JSON.stringify(value) !== JSON.stringify(beginning.state[name])) differing[name] = value;
  }
  const bytes = new TextEncoder().encode(JSON.stringify(differing));
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function unpacked(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

function fromAddress() {
  const found = /^#s=([\w-]*)$/.exec(location.hash);
  if (!found) return false;
  try {
    show({ ...structuredClone(beginning.state), ...unpacked(found[1]) });
  } catch {
    problem("The link's state cannot be read.");
  }
  return true;
}

// --- asking ------------------------------------------------------------------------------------

async function ask() {
  if (asking) { askAgain = true; return; }
  asking = true;
  const since = changedAt;
  try {
    const answer = await post("/api/answer", collect());
    history.replaceState(null, "", `#s=${packed()}`);
    problem("");
    render(answer);
    if (since) timings.push(performance.now() - since);
  } catch (error) {
    problem(error.message);
  }
  asking = false;
  document.body.dataset.settled = String(Number(document.body.dataset.settled || 0) + 1);
  if (askAgain) { askAgain = false; ask(); }
}

function changed() {
  changedAt = performance.now();
  arrange();
  ask();
}

function problem(text) {
  $("problem").hidden = !text;
  $("problem").textContent = text;
  $("browsers").classList.toggle("old", Boolean(text));
}

// --- showing -----------------------------------------------------------------------------------

function render(answer) {
  const verdicts = answer.browsers.map((one) => `${one.title} ${one.ok ? "allows" : "blocks"}`);
  $("summary").textContent = verdicts.join(", ") + ".";
  const open = openParts();
  $("browsers").replaceChildren(...answer.browsers.map((one) => column(one, open)));
  $("apply").hidden = !answer.fixable;
  $("finding-list").replaceChildren(...answer.findings.map(findingOf));
  if (!answer.findings.length) {
    $("finding-list").replaceChildren(make("p", {}, "Nothing is amiss."));
  }
}

/** The parts that a person has opened or closed stay so. */
function openParts() {
  const parts = new Map();
  for (const part of document.querySelectorAll("#browsers details[data-part]")) {
    parts.set(part.dataset.part, part.open);
  }
  return parts;
}

function part(name, title, open, ...children) {
  const details = make("details", { "data-part": name }, make("summary", {}, title), ...children);
  details.open = open.has(name) ? open.get(name) : name.endsWith("picture");
  return details;
}

function column(one, open) {
  const verdict = one.ok ? "allowed" : "blocked";
  return make(
    "article", { class: `${one.name} ${one.ok ? "ok" : "no"}`, "aria-labelledby": `of-${one.name}` },
    make("div", { class: "head" },
      make("h3", { id: `of-${one.name}` }, one.title),
      make("span", { class: "verdict" }, verdict)),
    make("h4", {}, "Console"),
    consoleOf(one),
    part(`${one.name}-picture`, "Sequence", open, picture(one)),
    part(`${one.name}-steps`, "Checks, in order", open, stepsOf(one)),
    make("h4", {}, "What the script may read"),
    readsOf(one),
    keptOf(one),
  );
}

function consoleOf(one) {
  if (!one.console.length) return make("p", {}, "nothing");
  const lines = one.console.map((line) => make("li", { class: line.level },
    make("span", { class: "text" }, line.text)));
  return make("ul", { class: "console" }, ...lines);
}

function picture(one) {
  const drawn = new DOMParser().parseFromString(one.svg, "image/svg+xml").documentElement;
  const frame = make("div", { class: "picture", tabindex: "0", role: "group",
    "aria-label": `Sequence in ${one.title}` });
  frame.append(document.importNode(drawn, true));
  return frame;
}

function stepsOf(one) {
  const items = one.steps.map((step) => {
    const item = make("li", { class: step.failed ? "failed" : null }, step.text);
    if (step.link) {
      item.append(" ", make("a", { href: step.link, target: "_blank", rel: "noreferrer" },
        "the step of the standard"));
    }
    return item;
  });
  return make("ol", { class: "steps" }, ...items);
}

function readsOf(one) {
  if (!one.reads) return make("p", { class: "reads" }, one.error || "nothing");
  const lines = [`${one.reads.type} ${one.reads.status}`,
    ...one.reads.headers.map(([name, value]) => `${name}: ${value}`), one.reads.body];
  return make("div", { class: "reads" }, ...lines.filter(Boolean).map((line) => make("div", {}, line)));
}

function keptOf(one) {
  const parts = one.kept.map((entry) => {
    const told = entry.left > 0
      ? `Preflight remembered for ${entry.seconds} s; ${entry.left} s are left.`
      : `Preflight was remembered for ${entry.seconds} s, and is forgotten.`;
    const left = make("meter", { min: 0, max: entry.seconds || 1, value: entry.left,
      "aria-label": `Time left in ${one.title}` });
    return make("div", { class: "kept" }, make("p", {}, told), left);
  });
  if (one.again) {
    const sent = one.again.sent.join(", ") || "nothing";
    parts.push(make("p", { class: "again" }, `The second call sends: ${sent}.`));
  }
  return make("div", {}, parts.length ? make("h4", {}, "Preflight cache") : null, ...parts);
}

function findingOf(finding) {
  const browsers = finding.browsers.join(", ");
  return make(
    "div", { class: `finding ${finding.severity}` },
    make("h3", {}, finding.title),
    make("p", {}, `${finding.id}${browsers ? ` (${browsers})` : ""}. ${finding.explanation}`),
    make("p", {}, make("strong", {}, "Change: "), finding.advice, " ",
      make("a", { href: finding.step, target: "_blank", rel: "noreferrer" }, "The step.")),
    finding.code ? make("pre", { tabindex: "0", role: "region",
      "aria-label": `Fix for ${finding.id}` }, finding.code) : null,
  );
}

// --- what the buttons do -----------------------------------------------------------------------

async function applyFix() {
  try {
    const { state } = await post("/api/fix", collect());
    show(state);
    changed();
    $("results").focus();
  } catch (error) {
    problem(error.message);
  }
}

async function read() {
  const told = $("read-told");
  try {
    const found = await post("/api/import", { text: $("pasted").value });
    told.replaceChildren(make("p", {}, found.told));
    for (const cause of found.causes || []) {
      told.append(make("p", {}, make("strong", {}, cause.title), ` ${cause.explanation} ${cause.advice}`));
    }
    show(found.state);
    changed();
  } catch (error) {
    told.replaceChildren(make("p", {}, error.message));
  }
}

async function share() {
  history.replaceState(null, "", `#s=${packed()}`);
  try {
    await navigator.clipboard.writeText(location.href);
    $("shared").textContent = "Copied.";
  } catch {
    $("shared").textContent = "The address bar holds the link.";
  }
}

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function carry(kind) {
  try {
    const form = kind === "png" ? "svg" : kind;
    const made = await post("/api/export", {
      state: collect(), form, browser: $("export-browser").value,
    });
    const blob = new Blob([made.text], { type: made.type });
    if (kind === "png") save("corssim.png", await rasterised(made.text));
    else save(made.name, blob);
  } catch (error) {
    problem(error.message);
  }
}

async function rasterised(text) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = make("canvas", { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

async function begin(number) {
  const lesson = beginning.lessons[number];
  $("lesson").hidden = !lesson;
  if (!lesson) return;
  $("lesson-title").textContent = `${Number(number) + 1}. ${lesson.title}`;
  $("lesson-question").textContent = lesson.question;
  $("lesson-answer").open = false;
  $("lesson-told").replaceChildren();
  show({ ...structuredClone(beginning.state), ...lesson.state,
    policy: { ...beginning.state.policy, ...lesson.state.policy } });
  changed();
  const { told } = await (await fetch(`/api/lessons/${number}`)).json();
  $("lesson-told").replaceChildren(...told.map((line) => make("li", {}, line)));
}

// --- the beginning -----------------------------------------------------------------------------

function fill(select, entries) {
  for (const [value, text] of entries) select.append(make("option", { value }, text));
}

async function start() {
  beginning = await (await fetch("/api/begin")).json();
  fill($("fix"), Object.entries(beginning.kinds));
  fill($("preset"), beginning.presets.map((one, at) => [at, one.title]));
  fill($("lesson-choice"), beginning.lessons.map((one, at) => [at, `${at + 1}. ${one.title}`]));
  fill($("export-browser"), beginning.browsers);
  $("clock").max = beginning.stops.length - 1;
  $("live-hosts").textContent = beginning.live.join(", ") || "no host (see corssim serve --help)";
  for (const kind of [...beginning.exports, "png"]) {
    const button = make("button", { type: "button" }, kind);
    button.addEventListener("click", () => carry(kind));
    $("exports").append(button, " ");
  }
  form.addEventListener("input", (event) => {
    if (event.target.name || event.target.dataset.policy) changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  $("clock").addEventListener("input", () => {
    setClock(beginning.stops[$("clock").value].seconds);
    changed();
  });
  $("preset").addEventListener("change", () => {
    const chosen = beginning.presets[$("preset").value];
    if (chosen) { show({ ...structuredClone(beginning.state), ...chosen.state }); changed(); }
  });
  $("lesson-choice").addEventListener("change", () => begin($("lesson-choice").value));
  $("apply").addEventListener("click", applyFix);
  $("read").addEventListener("click", read);
  $("share").addEventListener("click", share);
  addEventListener("hashchange", () => { if (fromAddress()) ask(); });
  show(beginning.state);
  fromAddress();
  ask();
}

start();
