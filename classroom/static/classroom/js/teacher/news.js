/** News of a class: an event stream while the page is seen, asking now and then where no stream can be had. */

const ASK_EVERY = 3000; // ms, without a stream

/**
 * @param {string} url  of the event stream
 * @param {{onVersion: (version: number | null) => void, onStatus: (status: string) => void}} told
 *   `onVersion(null)` means: ask the server, it may have changed.
 * @returns {{pause: () => void, resume: () => void, isPaused: () => boolean}}
 */
export function listen(url, { onVersion, onStatus }) {
  let stream = null;
  let timer = 0;
  let paused = false;

  const stop = () => {
    stream?.close();
    stream = null;
    clearInterval(timer);
    timer = 0;
  };

  const askNowAndThen = () => {
    stop();
    onStatus("asking");
    timer = setInterval(() => onVersion(null), ASK_EVERY);
  };

  const start = () => {
    stop();
    if (paused || document.hidden) return;
    if (!("EventSource" in window)) {
      askNowAndThen();
      return;
    }
    stream = new EventSource(url);
    stream.addEventListener("open", () => onStatus("live"));
    stream.addEventListener("message", (event) => onVersion(Number(event.data)));
    stream.addEventListener("bye", () => {
      stop();
      onStatus("over");
    });
    stream.addEventListener("error", () => {
      // CONNECTING: the browser tries again by itself. CLOSED: there is no stream to be had here.
      if (stream?.readyState === EventSource.CLOSED) askNowAndThen();
      else onStatus("lost");
    });
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else start();
  });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (event) => {
    if (event.persisted) start();
  });
  start();

  return {
    isPaused: () => paused,
    pause() {
      paused = true;
      stop();
      onStatus("paused");
    },
    resume() {
      paused = false;
      start();
      onVersion(null);
    },
  };
}
