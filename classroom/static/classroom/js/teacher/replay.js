/** Replay inside a panel: the link to the film opens the player in place of the writing, and plays it. */

import { createPlayer } from "../replay/player.js";

/** Let links `a[data-replay]` inside `frame` play there. Where that fails they lead to the film's own page. */
export function playInPlace(frame, { fetchPart, isTrouble }) {
  frame.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-replay]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const stage = link.closest("[data-answer]")?.querySelector("[data-stage]");
    try {
      const player = await fetchPart(link.href, "[data-player]");
      stage.replaceChildren(player);
      createPlayer(player).play();
    } catch (error) {
      if (!isTrouble(error)) throw error;
      location.assign(link.href);
    }
  });
}
