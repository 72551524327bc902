// May the group see my line this session? Asked on the last page, above the way on: who does not answer has said no. A
// choice is the client's own tap on the button: nothing stands chosen that nobody chose, and an arrow key sends nothing. The
// question leaves the page by itself, after it said so: the next who sits here must not answer it.

import * as api from './api.js';
import { take } from './handover.js';
import { watchIdle } from './idle.js';
import { language, text } from './texts.js';

const WARNS_AFTER = 120;
const LEAVES_AFTER = 180;

/** Asks the client who was just here, when there is somebody to ask. */
export function askAboutLine() {
  const section = document.querySelector('[data-line-question]');
  let asked = take();
  if (!asked || !section) return;
  const said = section.querySelector('[data-line-said]');
  const choices = [...section.querySelectorAll('input')];

  // A no is kept nowhere: only a yes that stands is shown as chosen.
  const stands = () => {
    for (const choice of choices) choice.checked = asked.lineGiven && choice.value === 'yes';
  };

  const leave = () => {
    asked = null;
    section.remove();
  };

  async function save() {
    const chosen = choices.find((choice) => choice.checked);
    said.textContent = chosen ? '' : text('tablet-show-none');
    if (!chosen) return;
    const lineGiven = chosen.value === 'yes';
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

  const questionnaire = asked.lineOf?.[language()] ?? '';
  section.querySelector('#line-what').textContent = text('tablet-show-what', { questionnaire });
  section.querySelector('[data-line-save]').addEventListener('click', save);
  // What was said of an earlier choice is not true of the next one until that is kept.
  for (const choice of choices) choice.addEventListener('change', () => (said.textContent = ''));
  stands();
  watchIdle({
    warnSeconds: WARNS_AFTER,
    wipeSeconds: LEAVES_AFTER,
    lead: 'tablet-show-idle',
    applies: () => asked !== null,
    wipe: leave,
  });
  section.hidden = false;
}
