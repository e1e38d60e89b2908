/** One answer's panel, fetched from the server, and what a teacher decides in it. Nothing is drawn here twice. */

/** Somebody signed out, or the server is not there: `message` is for people. */
export class Trouble extends Error {}

async function ask(url, options = {}) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch {
    throw new Trouble("The school's computer does not answer. Nothing is lost; try again.");
  }
  if (response.redirected && response.url.includes("/accounts/")) throw new Trouble("You are signed out. Load the page again.");
  if (!response.ok) throw new Trouble("That did not work. Load the page again and try once more.");
  return response;
}

/** The part of a page that `selector` names, as an element of this document. */
export async function fetchPart(url, selector) {
  const response = await ask(url);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const part = page.querySelector(selector);
  if (part === null) throw new Trouble("That did not work. Load the page again.");
  return document.adoptNode(part);
}

/** The panel of the answer at `href`. */
export function fetchPanel(href) {
  const url = new URL(href, location.href);
  url.searchParams.set("part", "panel");
  return fetchPart(url, "[data-answer]");
}

/** Send one of the panel's forms with one field set; resolves when the server has kept it. */
export async function send(form, name, value) {
  const body = new FormData(form);
  body.set(name, value);
  await ask(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
}

/** Mark the panel's answer: "right", "wrong" or "withdraw". */
export const mark = (panel, verdict) => send(panel.querySelector("[data-mark]"), "verdict", verdict);

/** Call `decided(name, value, form)` instead of sending the forms of panels inside `frame`. */
export function takeOverForms(frame, decided) {
  frame.addEventListener("submit", (event) => {
    const { submitter, target: form } = event;
    if (!submitter?.name || !form.matches("[data-mark], [data-late]")) return;
    event.preventDefault();
    decided(submitter.name, submitter.value, form);
  });
}
