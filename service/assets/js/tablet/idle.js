// Nobody touches the tablet: first a question, then the screen is wiped. Nothing counts down in sight, and the question
// can be answered with one tap. What was answered is with the service already.

import { h } from './dom.js';
import { text } from './texts.js';

export function watchIdle({ warnSeconds, wipeSeconds, applies, wipe, lead = 'tablet-idle-lead' }) {
  let timers = [];
  let dialog = null;

  function close() {
    dialog?.close();
    dialog?.remove();
    dialog = null;
  }

  function warn() {
    if (!applies()) return;
    const stay = h('button', { type: 'button', class: 'button primary' }, text('tablet-idle-button'));
    dialog = h(
      'dialog',
      { 'aria-labelledby': 'idle' },
      h('h2', { id: 'idle' }, text('tablet-idle-title')),
      h('p', { class: 'lead' }, text(lead)),
      stay,
    );
    stay.addEventListener('click', restart);
    dialog.addEventListener('cancel', restart);
    document.body.append(dialog);
    dialog.showModal();
  }

  function restart() {
    close();
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(warn, warnSeconds * 1000),
      setTimeout(() => {
        close();
        if (applies()) wipe();
        else restart();
      }, wipeSeconds * 1000),
    ];
  }

  for (const event of ['pointerdown', 'keydown', 'input']) {
    // While the question stands, only its own button counts.
    document.addEventListener(event, () => dialog ?? restart(), { passive: true });
  }
  restart();
}
