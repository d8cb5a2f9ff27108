// What a page does with one step of a scenario; the same text runs in every browser.
// Bodies are isomorphic: each character of a string is one byte.
const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const textOf = (buffer) => Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");

// What gives up a call: a signal that is aborted already, later, or by its own timeout.
function signalOf({ aborted, abort, timeout }) {
  if (aborted) return AbortSignal.abort();
  if (timeout !== undefined) return AbortSignal.timeout(timeout);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), abort);
  return controller.signal;
}

async function fetchStep(url, init) {
  const { form, blob, stream, signal, ...rest } = init || {};
  if (signal) rest.signal = signalOf(signal);
  if (form) rest.body = new URLSearchParams(form);
  if (blob) rest.body = new Blob([blob[0]], { type: blob[1] });
  try {
    if (stream !== undefined) {
      rest.body = new ReadableStream({
        start(controller) { controller.enqueue(bytesOf(stream)); controller.close(); },
      });
      rest.duplex = "half";
    }
    const response = await fetch(url, rest);
    const body = textOf(await response.arrayBuffer());
    return {
      ok: true, type: response.type, status: response.status, url: response.url,
      redirected: response.redirected, headers: [...response.headers], body,
    };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

const xhrHeaders = (xhr) => xhr.getAllResponseHeaders().split("\r\n").filter(Boolean)
  .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]);

// A synchronous call gives no ArrayBuffer in a document: each byte comes as one character.
const xhrBody = (xhr, sync) => sync
  ? Array.from(xhr.responseText, (c) => String.fromCharCode(c.charCodeAt(0) & 0xff)).join("")
  : textOf(xhr.response || new ArrayBuffer(0));

function xhrStep(url, step) {
  return new Promise((resolve) => {
    try {
      const xhr = new XMLHttpRequest();
      xhr.open(step.method || "GET", url, !step.sync);
      if (step.sync) xhr.overrideMimeType("text/plain; charset=x-user-defined");
      else xhr.responseType = "arraybuffer";
      if (step.withCredentials) xhr.withCredentials = true;
      if (step.timeout) xhr.timeout = step.timeout;
      for (const [name, value] of step.headers || []) xhr.setRequestHeader(name, value);
      if (step.upload) xhr.upload.onprogress = () => {};
      const loaded = () => resolve({
        ok: true, status: xhr.status, url: xhr.responseURL, headers: xhrHeaders(xhr),
        body: xhrBody(xhr, step.sync),
      });
      if (!step.sync) {  // a synchronous call throws what else would be an event
        xhr.onload = loaded;
        for (const error of ["error", "abort", "timeout"]) {
          xhr[`on${error}`] = () => resolve({ ok: false, error, status: xhr.status });
        }
      }
      if (step.abort !== undefined) setTimeout(() => xhr.abort(), step.abort);
      xhr.send(step.body);
      if (step.sync) loaded();
    } catch (error) {
      resolve({ ok: false, error: String(error) });
    }
  });
}

// The elements that load a URL; a font is loaded by a FontFace, whose promise tells more.
const ELEMENTS = {
  img: ["img", {}],
  script: ["script", {}],
  module: ["script", { type: "module" }],
  stylesheet: ["link", { rel: "stylesheet" }],
};

function elementStep(kind, step) {
  if (kind === "font") {
    return new FontFace("font", `url(${JSON.stringify(step.url)})`).load()
      .then(() => ({ ok: true }), (error) => ({ ok: false, error: String(error) }));
  }
  return new Promise((resolve) => {
    const [name, properties] = ELEMENTS[kind];
    const element = Object.assign(document.createElement(name), properties);
    const { crossorigin, referrerPolicy } = step;
    if (crossorigin !== undefined) element.setAttribute("crossorigin", crossorigin);
    if (referrerPolicy !== undefined) element.setAttribute("referrerpolicy", referrerPolicy);
    element.onload = () => { element.remove(); resolve({ ok: true }); };
    element.onerror = () => { element.remove(); resolve({ ok: false, error: "error" }); };
    element[name === "link" ? "href" : "src"] = step.url;
    document.body.append(element);
  });
}

function eventSourceStep(url, step) {
  return new Promise((resolve) => {
    try {
      const source = new EventSource(url, { withCredentials: Boolean(step.withCredentials) });
      let opened = false;
      const done = (result) => {
        const closed = source.readyState === EventSource.CLOSED;
        if (!closed) source.close();
        setTimeout(() => resolve({ ...result, closed }), 50);
      };
      source.onopen = () => { opened = true; };
      source.onmessage = (event) => done({ ok: true, data: event.data });
      source.onerror = () => done(opened ? { ok: true } : { ok: false, error: "error" });
    } catch (error) {
      resolve({ ok: false, error: String(error) });
    }
  });
}

async function beaconStep(url, step) {
  let body = step.body;
  if (step.form) body = new URLSearchParams(step.form);
  if (step.blob) body = new Blob([step.blob[0]], { type: step.blob[1] });
  try {
    const queued = navigator.sendBeacon(url, body);
    await new Promise((later) => setTimeout(later, 250));  // it goes on behind the script's back
    return { ok: queued };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

function runStep(step) {
  if (step.worker) return runInWorker(step);
  if ("together" in step) return Promise.all(step.together.map(runStep));
  if ("fetch" in step) return fetchStep(step.fetch, step.init);
  if ("xhr" in step) return xhrStep(step.xhr, step);
  if ("element" in step) return elementStep(step.element, step);
  if ("eventsource" in step) return eventSourceStep(step.eventsource, step);
  return beaconStep(step.beacon, step);
}

// A dedicated worker of the page's origin, one a document.
let labWorker = null;
function runInWorker({ worker, ...step }) {
  labWorker ||= new Worker("/worker.js");
  return new Promise((resolve) => {
    labWorker.onmessage = (event) => resolve(event.data);
    labWorker.postMessage(step);
  });
}

// In a sandboxed frame the step comes, and its result goes, by postMessage.
function runInFrame(step) {
  return new Promise((resolve) => {
    const listen = (event) => { removeEventListener("message", listen); resolve(event.data); };
    addEventListener("message", listen);
    document.querySelector("iframe").contentWindow.postMessage(step, "*");
  });
}

function addFrame() {
  return new Promise((resolve) => {
    for (const old of document.querySelectorAll("iframe")) old.remove();
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.src = "http://app.test/inner.html";
    frame.onload = () => resolve(true);
    document.body.append(frame);
  });
}
