/**
 * The helper of a child's pages (a service worker): opens the writing page without a network, once it was loaded.
 *
 * `FACTS` stands above this (views/offline.py). It keeps the files that pages are made of, by version, and of one child,
 * the one whose page was fetched last, the pages themselves. Those go when the child goes, when another child or nobody
 * is signed in, and when they are older than a session. It never touches a teacher's page, a JSON door or the outbox.
 */

const SHELL = `shell-${FACTS.version}`;
const PATIENCE = 8000; // ms
const PAGES = `pages-${FACTS.version}`;
const KNOWN = /(<script id="known" type="application\/json">)[^]*?(<\/script>)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FACTS.files)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === FACTS.finished) return event.respondWith(forget().then(() => fetch(request)));
  if (request.method !== "GET") return;
  if (FACTS.files.includes(url.pathname) && request.mode !== "navigate") return event.respondWith(ofShell(request));
  if (request.mode === "navigate" && isChilds(url.pathname)) event.respondWith(page(request));
});

self.addEventListener("message", (event) => {
  if (event.data.type === "forget") event.waitUntil(forget());
  if (event.data.type === "keep") event.waitUntil(keep(event.data.path, event.data.known));
});

const isChilds = (path) => path === FACTS.home || FACTS.pages.some((start) => path.startsWith(start));
const isOwn = (path) => isChilds(path) && path !== FACTS.home && !path.startsWith("/c/");

/** The files of this version, else of the version that an open page was made by, else from the server. */
const ofShell = async (request) => (await caches.match(request)) ?? fetch(request);

/** A child's page: from the server where it can be had, else as it was last. */
async function page(request) {
  const { pathname } = new URL(request.url);
  const before = await kept(pathname);
  // A network that lets nothing through is none; who has nothing else waits for it as long as it takes.
  const patience = new Promise((_, fail) => before && setTimeout(fail, PATIENCE));
  try {
    const reply = await Promise.race([fetch(request), patience]);
    if (reply.status > 501 && before) return before; // the server starts again, or is busy
    await remember(pathname, reply.clone());
    return reply;
  } catch {
    return before ?? (await caches.match(FACTS.offline)) ?? Response.error();
  }
}

/** Keep a page that says whose it is; one that nobody is signed in for ends what was kept. */
async function remember(path, reply) {
  if (!reply.ok || reply.redirected || reply.type !== "basic") return;
  const child = reply.headers.get("X-Child");
  if (!child) return isChilds(path) ? forget() : undefined;
  if (child !== (await whose())) await forget();
  await put(path, await reply.text(), reply.headers, child);
  // The page is this version's: what is left of older ones serves nobody any more.
  const old = (await caches.keys()).filter((name) => name !== SHELL && name !== PAGES);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function put(path, text, headers, child) {
  const kept = new Headers(headers);
  kept.delete("Content-Encoding");
  kept.delete("Content-Length");
  kept.set("X-Child", child);
  if (!kept.has("X-Kept")) kept.set("X-Kept", String(Date.now()));
  await (await caches.open(PAGES)).put(path, new Response(text, { headers: kept }));
}

/** The page as it was kept, unless it is older than a session may be. */
async function kept(path) {
  for (const name of (await caches.keys()).filter((one) => one.startsWith("pages-"))) {
    const found = await (await caches.open(name)).match(path);
    if (!found) continue;
    const age = Date.now() - Number(found.headers.get("X-Kept"));
    if (age >= 0 && age < FACTS.longest) return found;
    await forget();
  }
}

/** The child whose pages are kept, "" for none. */
async function whose() {
  const pages = await caches.open(PAGES);
  const [first] = await pages.keys();
  return first ? ((await pages.match(first))?.headers.get("X-Child") ?? "") : "";
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("pages-")).map((name) => caches.delete(name)));
}

/**
 * An open page asks to be kept, with what stands in it by now: it was fetched before this helper was there, or has been
 * written in since. The list of what is to do is kept beside it, for the way back.
 */
async function keep(path, known) {
  if (!isOwn(path)) return;
  for (const one of [path, FACTS.todo]) {
    if (!(await kept(one))) await fetch(one, { credentials: "same-origin" }).then((reply) => remember(one, reply), () => {});
  }
  const found = known && (await kept(path));
  if (!found) return;
  // As Django writes JSON into a page: no sign in it can end the script.
  const json = JSON.stringify(known).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const text = (await found.clone().text()).replace(KNOWN, (_, begin, end) => begin + json + end);
  await put(path, text, found.headers, found.headers.get("X-Child"));
}
