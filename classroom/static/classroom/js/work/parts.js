/** What only some questions need, and the page fetches where it has one: cards to tap, figures to write in. */
export const partsOf = async (place, known) => ({
  ...(place.querySelector(".tapped") && (await import("./tapped.js"))),
  ...(known.some(({ figure }) => figure) && (await import("./figure.js"))),
});
