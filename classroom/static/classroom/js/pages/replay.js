/** The page of one answer's film: the player, and printing the stills. */

import { createPlayer } from "../replay/player.js";

const place = document.querySelector("[data-player]");
if (place) createPlayer(place);

const print = document.querySelector("[data-print]");
if (print) print.hidden = false;
print?.addEventListener("click", () => window.print());
