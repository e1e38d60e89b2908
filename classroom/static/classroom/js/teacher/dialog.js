/** An answer's panel in a dialog over its page: looked at, marked, left for the one beside it. */

import { onKeys, showKeys } from "./keys.js";
import { Trouble, fetchPanel, mark, send, takeOverForms } from "./panel.js";

/**
 * @param {{linkTo: (answer: string) => HTMLElement | null, decided: (kept: object) => void}} page
 *   `linkTo` finds what leads to an answer on the page: the focus goes back there; `decided` hears what was kept.
 * @returns {{open: (href: string) => Promise<void>, refresh: () => Promise<void>, isOpen: () => boolean}}
 */
export function answerDialog({ linkTo, decided }) {
  const dialog = document.querySelector("[data-dialog]");
  const body = dialog.querySelector("[data-dialog-body]");
  const said = dialog.querySelector("[data-said]");
  showKeys(dialog);

  let shown = "";
  const panel = () => body.querySelector("[data-answer]");
  const here = () => panel() && linkTo(panel().dataset.answer);

  const show = async (href) => {
    const fresh = await fetchPanel(href);
    shown = href;
    body.replaceChildren(fresh);
    if (!dialog.open) dialog.showModal();
    fresh.querySelector("h2").focus();
    return fresh;
  };

  const open = async (href) => {
    try {
      await show(href);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      location.assign(href); // the page itself can say better what is wrong
    }
  };

  const refresh = async () => {
    if (!dialog.open) return;
    try {
      const fresh = await show(shown);
      said.textContent = fresh.querySelector(".verdict")?.textContent ?? "";
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      said.textContent = error.message;
    }
  };

  const decide = async (act) => {
    try {
      const about = panel().dataset.answer;
      decided(await act());
      if (panel().dataset.answer === about) await refresh(); // else one has gone on meanwhile
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      said.textContent = error.message;
    }
  };

  const go = (where) => {
    const link = panel().querySelector(`[data-nav="${where}"]`);
    if (link) open(link.href);
  };

  body.addEventListener("click", (event) => {
    const link = event.target.closest("[data-nav]");
    if (link === null || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open(link.href);
  });
  takeOverForms(body, (name, value, form) => decide(() => send(form, name, value)));
  const withdraw = () => {
    if (panel().dataset.source === "teacher") decide(() => mark(panel(), "withdraw"));
  };
  onKeys(dialog, {
    r: () => decide(() => mark(panel(), "right")),
    w: () => decide(() => mark(panel(), "wrong")),
    u: withdraw,
    arrowleft: () => go("left"),
    arrowright: () => go("right"),
    arrowup: () => go("up"),
    arrowdown: () => go("down"),
    k: () => go("up"),
    j: () => go("down"),
  }, () => dialog.open);
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // beside it
  });
  dialog.addEventListener("close", () => here()?.focus());
  return { open, refresh, isOpen: () => dialog.open };
}
