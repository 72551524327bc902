// The page of power answers while a slider moves: the formula at once, then, where the formula is not exact, simulations
// that the page's answer asks for. Every question that is overtaken is broken off. Texts come from the page.

const PAUSE = 80;
const LONGEST_FETCH = 60000;

const form = document.querySelector('[data-power]');
const lost = document.querySelector('[data-lost]');
let under = new AbortController();
let timer = 0;

function later(trials, milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(() => ask(trials), milliseconds);
}

/** Puts each part of a fresh page in the place of its like; what was opened stays open. */
function put(fresh) {
  const open = document.getElementById('power-numbers')?.open ?? false;
  for (const part of document.querySelectorAll('[data-part]')) {
    const like = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (like && part.innerHTML !== like.innerHTML) part.replaceChildren(...like.childNodes);
  }
  for (const row of form.querySelectorAll('[data-field]')) {
    const wrong = row.querySelector('.problem').textContent !== '';
    row.querySelector('[name]').toggleAttribute('aria-invalid', wrong);
    if (wrong) row.querySelector('[name]').setAttribute('aria-invalid', 'true');
  }
  const numbers = document.getElementById('power-numbers');
  if (numbers) numbers.open = open;
}

async function ask(trials) {
  under.abort();
  const own = (under = new AbortController());
  const query = new URLSearchParams(new FormData(form));
  const address = `${form.getAttribute('action')}?${query}`;
  if (trials) query.set('trials', trials);
  try {
    const signal = AbortSignal.any([own.signal, AbortSignal.timeout(LONGEST_FETCH)]);
    const response = await fetch(`${form.getAttribute('action')}?${query}`, { headers: { Accept: 'text/html' }, credentials: 'same-origin', signal });
    if (response.status === 401 || response.redirected) {
      window.location.reload();
      return;
    }
    if (!response.ok) throw new Error(`the page answered ${response.status}`);
    const text = await response.text();
    if (own.signal.aborted) return;
    put(new DOMParser().parseFromString(text, 'text/html'));
    history.replaceState(null, '', address);
    lost.hidden = true;
    goOn();
  } catch {
    lost.hidden = own.signal.aborted;
  }
}

/** What the answer on the page still wants to know. */
function goOn() {
  const next = document.querySelector('[data-next]');
  if (next) later(next.dataset.next, Number(next.dataset.rest));
}

if (form) {
  for (const row of form.querySelectorAll('[data-field]')) {
    const slider = row.querySelector('[data-slider]');
    const number = row.querySelector('[name]');
    const comma = document.documentElement.lang === 'nl';
    slider.hidden = false;
    slider.addEventListener('input', () => {
      number.value = comma ? slider.value.replace('.', ',') : slider.value;
    });
    number.addEventListener('input', () => {
      slider.value = number.value.replace(',', '.');
    });
  }
  form.addEventListener('input', () => {
    under.abort();
    later('', PAUSE);
  });
  goOn();
}
