// What a page does with one step of a scenario; the same text runs in every browser.
// Bodies are isomorphic: each character of a string is one byte.
const bytesOf = (text) => Uint8Array.from(text, (c) => c.charCodeAt(0));
const textOf = (buffer) => Array.from(new Uint8Array(buffer), (b) => String.fromCharCode(b)).join("");

async function fetchStep(url, init) {
  const { form, blob, stream, ...rest } = init || {};
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

function xhrStep(url, step) {
  return new Promise((resolve) => {
    try {
      const xhr = new XMLHttpRequest();
      xhr.open(step.method || "GET", url);
      xhr.responseType = "arraybuffer";
      if (step.withCredentials) xhr.withCredentials = true;
      for (const [name, value] of step.headers || []) xhr.setRequestHeader(name, value);
      if (step.upload) xhr.upload.onprogress = () => {};
      xhr.onload = () => resolve({
        ok: true, status: xhr.status, url: xhr.responseURL,
        headers: xhr.getAllResponseHeaders().split("\r\n").filter(Boolean)
          .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
        body: textOf(xhr.response || new ArrayBuffer(0)),
      });
      xhr.onerror = () => resolve({ ok: false, error: "error", status: xhr.status });
      xhr.onabort = () => resolve({ ok: false, error: "abort", status: xhr.status });
      xhr.ontimeout = () => resolve({ ok: false, error: "timeout", status: xhr.status });
      xhr.send(step.body);
    } catch (error) {
      resolve({ ok: false, error: String(error) });
    }
  });
}

const runStep = (step) =>
  "fetch" in step ? fetchStep(step.fetch, step.init) : xhrStep(step.xhr, step);

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
