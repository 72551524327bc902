// May the group see my line this session? Asked on the last page, above the way on: who does not answer has said no. A
// choice is the client's own tap on the button: nothing stands chosen that nobody chose, and an arrow key sends nothing. The
// question leaves the page by itself, after it said so: the next who sits here must not answer it.
//
// A choice whose reply got lost may be kept or not. Then the page says so, and asks the service what stands before it sends
// anything else. Each yes has a key, and the question what stands names it: a yes that arrives later than that counts for
// nothing, so what the page tells stays true. A no is kept on the tablet until it is heard, whoever sits here next.

import * as api from './api.js';
import { take } from './handover.js';
import { watchIdle } from './idle.js';
import { forgetNo, keepNo, newKey, passOnNo } from './queue.js';
import { language, text } from './texts.js';

const WARNS_AFTER = 120;
const LEAVES_AFTER = 180;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;
// Where the service says why not.
const WORDS = { 'session-is-closed': 'tablet-show-closed', 'line-said-too-often': 'tablet-show-often' };

/** Asks the client who was just here, when there is somebody to ask. */
export function askAboutLine() {
  const section = document.querySelector('[data-line-question]');
  const asked = take();
  if (!asked || !section) return;
  const said = section.querySelector('[data-line-said]');
  const button = section.querySelector('[data-line-save]');
  const choices = [...section.querySelectorAll('input')];
  let isHere = true;
  // Whether the choice that is on its way is a yes; null while nothing is.
  let wanted = null;
  // The key of the choice that is on its way, or was last.
  let key = null;

  // A no is kept nowhere: only a yes that stands is shown as chosen.
  const stands = () => {
    for (const choice of choices) choice.checked = asked.lineGiven && choice.value === 'yes';
  };

  const leave = () => {
    isHere = false;
    section.remove();
  };

  async function save() {
    const chosen = choices.find((choice) => choice.checked);
    if (wanted !== null) {
      // One choice is on its way. A no is heard at once, and goes out when it is known what stands.
      if (chosen?.value === 'no') refuse();
      return;
    }
    said.textContent = chosen ? '' : text('tablet-show-none');
    if (!chosen) return;
    wanted = chosen.value === 'yes';
    key = newKey();
    if (!wanted) refuse();
    let now;
    try {
      now = await kept();
      const isKept = now === wanted;
      asked.lineGiven = now === true;
      said.textContent = text(!isKept ? 'tablet-show-not-saved' : now ? 'tablet-show-is-yes' : 'tablet-show-is-no');
      stands();
      if (isKept && !now) choices.find((choice) => choice.value === 'no').checked = true;
    } catch (error) {
      // It stays what it was, and what that is may have changed since: it is asked anew before anything is shown.
      now = await heard(() => api.askLine(asked.token, key)).catch(() => null);
      asked.lineGiven = now === true;
      stands();
      const words = WORDS[error.kind] ?? 'tablet-show-not-saved';
      said.textContent = text(now === null ? 'tablet-show-lost' : words);
    }
    // A no that was refused stays here until it is heard: it may be a proxy that refused it.
    if (!wanted && now === false) forgetNo(key);
    else if (!wanted) passOnNo(key);
    wanted = null;
  }

  /** From here on it is a no, and stays one for whoever opens this tablet next, also when he leaves before it was heard. */
  function refuse() {
    wanted = false;
    keepNo(asked.token, key);
  }

  /**
   * Sends the choice, and gives what stands then. A yes is sent once, for one tap; a no again and again until it is heard,
   * also when the question has left the page.
   */
  async function kept() {
    const first = wanted;
    let given = await heard(() => api.sayLine(asked.token, first, key));
    for (let wait = FIRST_WAIT; (given === null && (isHere || !wanted)) || (given && !wanted); wait = Math.min(wait * 2, LONGEST_WAIT)) {
      if (given === null) {
        said.textContent = text('tablet-show-unknown');
        await connected(wait);
        given = await heard(() => api.askLine(asked.token, key));
      } else {
        given = await heard(() => api.sayLine(asked.token, false, key));
      }
    }
    return given;
  }

  const questionnaire = asked.lineOf?.[language()] ?? '';
  section.querySelector('#line-what').textContent = text('tablet-show-what', { questionnaire });
  button.addEventListener('click', save);
  // What was said of an earlier choice is not true of the next one until that is kept.
  for (const choice of choices) choice.addEventListener('change', () => wanted ?? (said.textContent = ''));
  stands();
  watchIdle({
    warnSeconds: WARNS_AFTER,
    wipeSeconds: LEAVES_AFTER,
    lead: 'tablet-show-idle',
    applies: () => isHere,
    wipe: leave,
  });
  section.hidden = false;
}

/** What the service answered; null when nobody knows whether it heard. */
async function heard(request) {
  try {
    return await request();
  } catch (error) {
    if (error instanceof api.Problem && !error.passes) throw error;
    return null;
  }
}

/** Until the connection is back, or it is time to try. */
function connected(wait) {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(timer);
      window.removeEventListener('online', go);
      resolve();
    };
    const timer = setTimeout(go, wait);
    window.addEventListener('online', go);
  });
}
