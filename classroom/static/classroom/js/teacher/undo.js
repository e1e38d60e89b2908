/** The bar that says what can be taken back, with its button and Ctrl+Z. The server knows what was decided last. */

import { Trouble, allKept, decideAt } from "./panel.js";
import { gettext } from "../words.js";

const isTyping = (element) => element.closest("input:not([type=checkbox]), textarea, select") !== null;

/**
 * @param {{undone?: (url: string) => void, isActive?: () => boolean}} [told]  `undone` hears which decision went
 * @returns {{offer: (undo: {url: string, words: string} | null) => void, undo: () => Promise<void>, say: (words: string) => void}}
 */
export function undoBar({ undone = () => {}, isActive = () => true } = {}) {
  const bar = document.querySelector("[data-undo-bar]");
  const form = bar.querySelector("[data-undo-form]");
  const words = bar.querySelector("[data-undo-words]");
  const said = bar.querySelector("[data-undo-said]");
  let url = bar.hidden ? "" : form.getAttribute("action");
  let busy = false;

  const show = () => {
    bar.hidden = !url && !said.textContent;
    form.hidden = !url;
    document.body.classList.toggle("has-undo-bar", !bar.hidden);
    document.body.style.setProperty("--undo-bar", `${bar.offsetHeight}px`); // what sticks to the foot stays above it
  };

  const offer = (undo) => {
    url = undo ? undo.url : "";
    form.action = url;
    words.textContent = undo ? undo.words : "";
    show();
  };

  const say = (text) => {
    said.textContent = text;
    show();
  };

  const undo = async () => {
    if (busy) return;
    busy = true;
    await allKept(); // or the decision before the last one would go
    if (!url) {
      busy = false;
      say(gettext("There is nothing to take back."));
      return;
    }
    const asked = url;
    try {
      const answer = await decideAt(asked, new FormData(form));
      offer(answer.undo);
      say(answer.words);
      undone(asked);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (error.answer?.undo !== undefined) offer(error.answer.undo);
      say(error.message);
    } finally {
      busy = false;
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    undo();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (isTyping(event.target) || !isActive()) return; // there, Ctrl+Z takes back typing
    event.preventDefault();
    undo();
  });
  show();
  return { offer, undo, say };
}
