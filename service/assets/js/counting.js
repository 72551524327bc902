// A page that waits for something that is being counted asks now and then whether it is there. Then it is opened anew, unless
// somebody is at work on it: under their hands nothing changes, and it says so.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const LONGEST_FETCH = 8000;

const waiting = document.querySelector('[data-counting]');

function show() {
  if (document.activeElement === document.body) {
    window.location.reload();
    return;
  }
  waiting.querySelector('[data-under-way]').hidden = true;
  waiting.querySelector('[data-there]').hidden = false;
}

async function isCounted() {
  const response = await fetch(waiting.dataset.counting, { headers: { Accept: 'application/json' }, credentials: 'same-origin', signal: AbortSignal.timeout(LONGEST_FETCH) });
  // Nobody is logged in any more: the page itself leads to where that is mended.
  if (response.status === 401 || response.redirected) return true;
  return response.ok && (await response.json()).counted;
}

async function ask(wait) {
  // A service that does not answer is asked again, like one that is not ready.
  if (await isCounted().catch(() => false)) show();
  else setTimeout(() => ask(Math.min(wait * 1.5, LONGEST_WAIT)), wait);
}

if (waiting) setTimeout(() => ask(FIRST_WAIT), FIRST_WAIT);
