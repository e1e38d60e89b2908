/** Asking for readings: quickly while something is being read, slower the longer it takes, never when idle. */

const DELAYS = [70, 100, 100, 100, 150, 250, 400, 700, 1200, 2000, 4000, 8000]; // ms
const SLOWEST = 15_000;

/**
 * @param {{ask: () => Promise<object>, isWaiting: () => boolean, tell: (facts: object) => void, after?: Function}} world
 *   `ask` fetches the attempt; `isWaiting` says whether any answer still misses its reading
 */
export function createPoll({ ask, isWaiting, tell, after = (ms, what) => setTimeout(what, ms) }) {
  let step = 0;
  let turn = 0; // a newer round makes timers of the older void

  async function look(mine) {
    if (mine !== turn || !isWaiting()) return;
    try {
      tell(await ask());
    } catch {
      // The network is away: the outbox says so; here it only means "later".
    }
    if (mine === turn && isWaiting()) next(mine);
  }

  const next = (mine) => after(DELAYS[step++] ?? SLOWEST, () => look(mine));

  return {
    /** Something new was saved: begin anew with the shortest waits. */
    quicken() {
      step = 0;
      turn += 1;
      if (isWaiting()) next(turn);
    },
  };
}
