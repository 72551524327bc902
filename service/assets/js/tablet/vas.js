// A bare line to tap. No handle until the first touch, no marks, no number; untouched is unanswered. It follows a finger
// or a mouse, listens to the arrow keys, and an upward or downward swipe over it scrolls the page and answers nothing.

import { h } from './dom.js';
import { text } from './texts.js';

/** A line for `item` that stands at `value` (or nowhere), and calls `changed(value)` with a decimal text or null. */
export function line(item, value, changed, labelledBy) {
  const least = Number(item.min ?? '0');
  const most = Number(item.max ?? '10');
  const step = Number(item.step ?? '0.1');
  const digits = (String(item.step ?? '0.1').split('.')[1] ?? '').length;
  let now = value;

  const mark = h('span', { class: 'mark', hidden: true });
  const track = h('span', { class: 'track' }, mark);
  const slider = h(
    'div',
    {
      class: 'line',
      role: 'slider',
      tabindex: '0',
      'aria-labelledby': labelledBy,
      'aria-valuemin': String(least),
      'aria-valuemax': String(most),
    },
    h('span', { class: 'end low' }),
    h('span', { class: 'end high' }),
    track,
  );
  const clear = h('button', { type: 'button', class: 'text-button', on: { click: () => set(null, true) } }, text('tablet-line-clear'));

  function draw() {
    const isSet = now != null;
    mark.hidden = !isSet;
    clear.hidden = !isSet;
    if (!isSet) {
      slider.removeAttribute('aria-valuenow');
      slider.setAttribute('aria-valuetext', text('tablet-line-empty'));
      return;
    }
    const share = (Number(now) - least) / (most - least);
    mark.style.left = `${share * 100}%`;
    slider.setAttribute('aria-valuenow', now);
    slider.setAttribute('aria-valuetext', text('tablet-line-value', { number: Math.round(share * 100), low: item.low }));
  }

  /** The nearest value that the item knows. */
  function known(raw) {
    const steps = Math.round((raw - least) / step);
    return Math.min(most, Math.max(least, least + steps * step)).toFixed(digits);
  }

  function set(next, commit) {
    now = next;
    draw();
    if (commit) {
      changed(now);
      if (now == null) slider.focus();
    }
  }

  followPointer(slider, track, {
    start: () => now,
    move: (share) => set(known(least + share * (most - least)), false),
    end: () => changed(now),
    undo: (before) => set(before, false),
  });

  slider.addEventListener('keydown', (event) => {
    const range = most - least;
    const from = now == null ? least + range / 2 : Number(now);
    const target = {
      ArrowRight: from + range / 100,
      ArrowUp: from + range / 100,
      ArrowLeft: from - range / 100,
      ArrowDown: from - range / 100,
      PageUp: from + range / 10,
      PageDown: from - range / 10,
      Home: least,
      End: most,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      // The first arrow puts the mark in the middle; from there it moves.
      set(known(now == null && event.key.startsWith('Arrow') ? from : target), true);
    } else if (now != null && (event.key === 'Delete' || event.key === 'Backspace')) {
      event.preventDefault();
      set(null, true);
    }
  });

  draw();
  return h(
    'div',
    {},
    h('p', { class: 'line-how' }, text('tablet-line-how')),
    slider,
    h('div', { class: 'line-ends' }, h('span', {}, item.low), h('span', {}, item.high)),
    clear,
  );
}

/** Tap or drag; a touch that turns out to be a scroll is undone. */
function followPointer(slider, track, { start, move, end, undo }) {
  let before;
  let active = null;
  const share = (event) => {
    const box = track.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  slider.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || active !== null) return;
    active = event.pointerId;
    before = start();
    slider.setPointerCapture(active);
    move(share(event));
  });
  slider.addEventListener('pointermove', (event) => {
    if (event.pointerId === active) move(share(event));
  });
  slider.addEventListener('pointerup', (event) => {
    if (event.pointerId !== active) return;
    active = null;
    move(share(event));
    end();
  });
  slider.addEventListener('pointercancel', (event) => {
    if (event.pointerId !== active) return;
    active = null;
    undo(before);
  });
}
