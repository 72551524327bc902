// The page after the last answer. Keeps sending what could not be sent yet, and leads the next client to the same session.

import { askAboutLine } from './line_question.js';
import * as queue from './queue.js';
import { setLanguage, text } from './texts.js';

const heard = window.location.hash.slice(1).split('+');
const chosen = heard.find((word) => word === 'nl' || word === 'en');
if (chosen) {
  setLanguage(chosen);
  for (const element of document.querySelectorAll('[data-text]')) element.textContent = text(element.dataset.text);
}

document.querySelector('[data-later]').hidden = !heard.includes('later');
// Who came for the line alone has not finished: nothing here thanks him, nor tells him to hand the tablet back.
const isOpen = heard.includes('open');
document.querySelector('[data-open]').hidden = !isOpen;
document.querySelector('[data-hand-back]').hidden = isOpen;
if (isOpen) document.querySelector('h1').textContent = text('tablet-show-choice');

const waiting = document.querySelector('[data-waiting]');
queue.onChange((outcome) => {
  const left = queue.sum(outcome);
  waiting.hidden = left.waiting + left.stuck + left.lines === 0;
  // What is stuck does not go by itself. Whoever sits here next need not know that somebody took back his line: it is told
  // where a session is opened, and goes on being tried here.
  waiting.textContent = left.stuck > 0
    ? text('tablet-staff-stuck', { number: left.stuck })
    : text(left.waiting > 0 ? 'tablet-done-waiting' : 'tablet-done-trying');
});
queue.flush();
askAboutLine();

const next = document.querySelector('[data-next]');
try {
  const code = sessionStorage.getItem('peil-session-code');
  if (code) next.href = `/t/${encodeURIComponent(code)}`;
} catch {
  // Then the next client types the code.
}
// A link that replaces this page: going back shows neither this page nor the form before it.
next.addEventListener('click', (event) => {
  event.preventDefault();
  window.location.replace(next.href);
});

document.querySelector('h1')?.focus();
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});
