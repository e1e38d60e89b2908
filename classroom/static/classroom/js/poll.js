/** Asking for readings: soon at first, slower the longer it takes, never when idle. */

// A question costs half a save: a round begins about when the last reading came, so that a busy server is asked less.
const DELAYS = [200, 200, 300, 400, 800, 1300, 2000, 4000, 8000]; // ms
const SLOWEST = 15_000;
const SOON = 3000; // the latest first question

/** `ask` fetches the attempt, `tell` takes it; `isWaiting`: whether an answer still misses its reading. */
export function createPoll({ ask, isWaiting, tell, after = (ms, what) => setTimeout(what, ms) }) {
  let step = 0;
  let waited = 0; // ms in this round
  let early = 0; // ms: nothing is asked before
  let turn = 0; // a newer round makes timers of the older void

  async function look(mine) {
    if (mine !== turn || !isWaiting()) return;
    try {
      tell(await ask());
    } catch {
      // No network: later.
    }
    if (mine !== turn) return;
    if (isWaiting()) next(mine);
    else early = Math.min(waited * 0.4, SOON);
  }

  function next(mine) {
    const before = waited;
    do waited += DELAYS[step++] ?? SLOWEST;
    while (waited < early);
    after(waited - before, () => look(mine));
  }

  return {
    /** Something new was saved: begin anew. */
    quicken() {
      step = waited = 0;
      turn += 1;
      if (isWaiting()) next(turn);
    },
  };
}
