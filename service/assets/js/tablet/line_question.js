// May the group see my line tonight? Asked on the last page, beside its thanks: who does not answer has said no. What was
// chosen is with the service at once. The question leaves the page by itself: the next who sits here must not answer it.

import * as api from './api.js';
import { take } from './handover.js';
import { text } from './texts.js';

const LEAVES_AFTER = 120000;

/** Asks the client who was just here, when there is somebody to ask. */
export function askAboutLine() {
  const section = document.querySelector('[data-line-question]');
  let asked = take();
  if (!asked || !section) return;
  const said = section.querySelector('[data-line-said]');
  const choices = [...section.querySelectorAll('input')];
  let timer;

  const stands = () => {
    for (const choice of choices) choice.checked = (choice.value === 'yes') === asked.lineGiven;
  };

  const leave = () => {
    asked = null;
    section.remove();
  };

  const stay = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, LEAVES_AFTER);
  };

  async function choose(lineGiven) {
    stay();
    said.textContent = '';
    try {
      await api.sayLine(asked.token, lineGiven);
      if (!asked) return;
      asked.lineGiven = lineGiven;
      said.textContent = text(lineGiven ? 'tablet-show-is-yes' : 'tablet-show-is-no');
    } catch (error) {
      if (!asked) return;
      // It stays what it was, and the screen says so.
      stands();
      said.textContent = text(error.kind === 'session-is-closed' ? 'tablet-show-closed' : 'tablet-show-not-saved');
    }
  }

  for (const choice of choices) choice.addEventListener('change', () => choose(choice.value === 'yes'));
  stands();
  stay();
  section.hidden = false;
}
