/** Asking for readings: quickly while something is being read, slower the longer it takes, never when idle. */

// Each question costs the server half of what keeping an answer costs, and most readings are there at the first.
const DELAYS = [120, 180, 300, 500, 800, 1300, 2000, 4000, 8000]; // ms
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
