// Keeps every panel of a page up to date: listens for "changed", fetches the panel anew and puts it in place, with open
// details, focus and scroll as they were. Texts come from the page.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
// What is shown to a group may not stay when nobody answers whether it still may.
const LONGEST_FETCH = 8000;
// An open page takes at most one twentieth of one thread of the service, and looks this often however busy that is.
const REST_PER_FETCH = 20;
const LONGEST_REST = 8000;

const hint = document.querySelector('[data-live-hint]');
const note = document.querySelector('[data-live-note]');
const lost = document.querySelector('[data-live-lost]');

function panels() {
  return [...document.querySelectorAll('[data-live-panel]')];
}

/** What the reader has done to a panel, to be done to its successor. */
function remember(panel) {
  const focused = panel.contains(document.activeElement) ? document.activeElement : null;
  return {
    open: [...panel.querySelectorAll('details[open][id]')].map((details) => details.id),
    scrolled: [...panel.querySelectorAll('.scroll')].map((box) => box.scrollLeft),
    focus: focused && pathTo(focused, panel),
    x: window.scrollX,
    y: window.scrollY,
  };
}

function restore(panel, memory) {
  for (const id of memory.open) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  panel.querySelectorAll('.scroll').forEach((box, at) => {
    box.scrollLeft = memory.scrolled[at] ?? 0;
  });
  if (memory.focus) at(panel, memory.focus)?.focus({ preventScroll: true });
  window.scrollTo({ left: memory.x, top: memory.y, behavior: 'instant' });
}

/** Where an element stands inside a panel: an id when it or a parent has one, and steps from there. */
function pathTo(element, panel) {
  const steps = [];
  let here = element;
  while (here !== panel && !here.id) {
    steps.unshift([...here.parentElement.children].indexOf(here));
    here = here.parentElement;
  }
  return { id: here.id, steps };
}

function at(panel, { id, steps }) {
  let here = id && id !== panel.id ? document.getElementById(id) : panel;
  for (const step of steps) here = here?.children[step];
  return here;
}

/** Fetches a panel and puts it in place; gives how many milliseconds the service took. */
async function refresh(panel) {
  const begun = performance.now();
  const response = await fetch(panel.dataset.panel, { headers: { Accept: 'text/html' }, credentials: 'same-origin', signal: AbortSignal.timeout(LONGEST_FETCH) });
  if (response.status === 401 || response.redirected) {
    window.location.reload();
    return 0;
  }
  if (!response.ok) throw new Error(`panel answered ${response.status}`);
  const text = await response.text();
  const took = performance.now() - begun;
  const parsed = new DOMParser().parseFromString(text, 'text/html');
  const fresh = parsed.querySelector('[data-live-panel]');
  if (!fresh) throw new Error('no panel in the answer');
  const memory = remember(panel);
  panel.replaceWith(document.adoptNode(fresh));
  restore(fresh, memory);
  countAlerts(fresh);
  note.textContent = hint.dataset.updated.replace('{time}', fresh.dataset.updatedAt);
  return took;
}

/** The number beside the alerts in the navigation, as the fresh panel tells it. */
function countAlerts(panel) {
  const badge = document.querySelector('[data-alerts-badge]');
  const unseen = panel.dataset.unseenAlerts;
  if (!badge || unseen === undefined) return;
  badge.querySelector('[data-alerts-number]').textContent = unseen;
  badge.hidden = unseen === '0';
}

/** How long to rest after a fetch that took so many milliseconds: in step with the service. Answered at once, hardly at all,
 *  so that a score is seen when it is there; the busier the service, the less the pages that stand open ask of it. */
function restAfter(took) {
  const longest = panels().map((panel) => Number(panel.dataset.rest ?? LONGEST_REST));
  return Math.min(took * REST_PER_FETCH, ...longest);
}

/** Fetches every panel; gives how long to rest after it. */
async function fetchAll() {
  const took = await Promise.all(panels().map(refresh));
  lost.hidden = true;
  return restAfter(Math.max(...took));
}

/** Runs one refresh at a time; an event during a refresh, or during the rest after it, leads to one more. */
function refresher() {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    do {
      again = false;
      const pause = await fetchAll().catch(() => {
        // Not sooner for whatever is told meanwhile: a service that does not answer is not asked more often for it.
        lost.hidden = false;
        again = true;
        return FIRST_WAIT * 3;
      });
      await new Promise((rested) => setTimeout(rested, pause));
    } while (again);
    running = false;
  };
}

function listen(address, run) {
  let wait = FIRST_WAIT;
  function connect() {
    const source = new EventSource(address);
    source.addEventListener('open', () => {
      wait = FIRST_WAIT;
      // What changed while nobody listened is fetched now; the first time, that is since the page was made.
      run();
    });
    source.addEventListener('changed', run);
    source.addEventListener('message', (event) => {
      if (event.data === 'changed') run();
    });
    source.addEventListener('error', () => {
      source.close();
      lost.hidden = false;
      setTimeout(connect, wait * (0.75 + Math.random() / 2));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    window.addEventListener('pagehide', () => source.close(), { once: true });
  }
  connect();
}

if (hint && panels().length > 0) {
  const run = refresher();
  for (const address of new Set(panels().map((panel) => panel.dataset.events))) listen(address, run);
  // A page that comes back from the browser's memory has lost its connection and may be old.
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) window.location.reload();
  });
}
