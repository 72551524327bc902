// Answers that are typed: words of the client's own, or a number. Kept when the typing pauses and when the client goes on.

import { h } from './dom.js';
import { text } from './texts.js';

/** Typing that rests this long is kept. */
const PAUSE = 900;
/** How near the limit the room that is left is shown. */
const NEAR = 50;

/**
 * Room for words on `item`, with what was written before. `typed(isFilled)` hears of each change at once, `kept(words)`
 * when the typing pauses; null for no words. `element.leave()` keeps what was not kept yet.
 */
export function words(item, value, typed, kept, labelledBy) {
  const field = h('textarea', {
    class: 'words',
    rows: '4',
    maxlength: item.max_length,
    'aria-labelledby': labelledBy,
    'aria-describedby': 'room',
    autocomplete: 'off',
  });
  field.value = value;
  const room = h('p', { class: 'room', id: 'room', role: 'status' });
  const showRoom = () => {
    const left = item.max_length - field.value.length;
    room.textContent = left <= NEAR ? text('tablet-words-left', { number: left }) : '';
  };
  const keep = afterPause(() => kept(field.value.trim() === '' ? null : field.value));
  field.addEventListener('input', () => {
    showRoom();
    typed(field.value.trim() !== '');
    keep.soon();
  });
  showRoom();
  const element = h('div', { class: 'typed' }, field, room);
  element.leave = keep.now;
  return element;
}

/** Room for a number on `item`. What is no number of the item is told when the client goes on, and not kept. */
export function number(item, value, typed, kept, labelledBy) {
  const field = h('input', {
    class: 'number',
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    maxlength: '16',
    'aria-labelledby': labelledBy,
    'aria-describedby': 'range',
  });
  field.value = value ?? '';
  const range = h('p', { class: 'room', id: 'range' }, text('tablet-number-range', { low: item.min, total: item.max }));
  const read = () => field.value.trim().replace(',', '.');
  const keep = afterPause(() => {
    if (read() === '') kept(null);
    else if (isNumberOf(item, read())) kept(read());
  });
  field.addEventListener('input', () => {
    typed(read() !== '');
    keep.soon();
  });
  const element = h('div', { class: 'typed' }, field, range);
  element.leave = () => {
    keep.now();
    const isRight = read() === '' || isNumberOf(item, read());
    field.setAttribute('aria-invalid', String(!isRight));
    range.classList.toggle('error', !isRight);
    return isRight;
  };
  return element;
}

/** Whether these signs are a number that the item takes: in its range, and whole steps away from its least. */
function isNumberOf(item, signs) {
  if (!/^-?\d+(\.\d+)?$/.test(signs)) return false;
  const [value, least, most, step] = [signs, item.min, item.max, item.step].map(Number);
  const steps = (value - least) / step;
  return value >= least && value <= most && Math.abs(steps - Math.round(steps)) < 1e-6;
}

function afterPause(work) {
  let timer = null;
  const now = () => {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    work();
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  };
  return { soon, now };
}
