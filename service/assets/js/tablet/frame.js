// What stands around every screen of the tablet: the place in the form, the language, the size of letters, the buttons.

import { h } from './dom.js';
import { language, problemText, text } from './texts.js';

const LARGEST = 3;
let size = 0;

function setSize(next) {
  document.documentElement.classList.remove(`size-${size}`);
  size = Math.min(LARGEST, Math.max(0, next));
  document.documentElement.classList.add(`size-${size}`);
}

export function resetSize() {
  setSize(0);
}

/** One screen: its top line, its content, and at its foot the buttons. With `submit` it is a form. */
export function screen({ place = '', actions, submit }, content, buttons) {
  const main = h('main', { class: 'tablet-screen' }, top(place, actions));
  const foot = buttons.length > 0 ? h('div', { class: 'tablet-buttons' }, buttons) : null;
  if (!submit) {
    main.append(...content.filter(Boolean));
    if (foot) main.append(foot);
    return main;
  }
  const send = (event) => {
    event.preventDefault();
    submit();
  };
  main.append(h('form', { novalidate: true, autocomplete: 'off', on: { submit: send } }, content, foot));
  return main;
}

function top(place, actions) {
  return h(
    'div',
    { class: 'tablet-top' },
    h('span', {}, place),
    h('div', { class: 'tablet-tools' }, languages(actions), h('span', { class: 'gap' }), sizes()),
  );
}

function languages(actions) {
  return h(
    'div',
    { role: 'group', 'aria-label': text('tablet-language') },
    ['nl', 'en'].map((tag) =>
      h(
        'button',
        {
          type: 'button',
          lang: tag,
          'aria-pressed': String(tag === language()),
          data: { language: tag },
          on: { click: () => actions.changeLanguage(tag) },
        },
        tag === 'nl' ? 'Nederlands' : 'English',
      ),
    ),
  );
}

function sizes() {
  const smaller = h('button', { type: 'button', 'aria-label': text('tablet-smaller') }, 'A');
  const larger = h('button', { type: 'button', class: 'larger', 'aria-label': text('tablet-larger') }, 'A');
  const change = (by) => {
    setSize(size + by);
    // aria-disabled and not disabled: a button that is pressed to its end keeps the focus.
    smaller.setAttribute('aria-disabled', String(size === 0));
    larger.setAttribute('aria-disabled', String(size === LARGEST));
  };
  smaller.addEventListener('click', () => change(-1));
  larger.addEventListener('click', () => change(1));
  change(0);
  return [smaller, larger];
}

/** The heading of a screen. It takes the focus, so that it is read aloud when the screen changes. */
export function title(words, attributes = {}) {
  return h('h1', { tabindex: '-1', ...attributes }, words);
}

export function button(label, press, { primary = false } = {}) {
  return h('button', { type: press ? 'button' : 'submit', class: primary ? 'button primary' : 'button', on: press ? { click: press } : {} }, label);
}

/** What went wrong, in words; nothing when nothing did. */
export function problemNote(problem) {
  if (!problem) return null;
  const { title: heading, what } = problem.kind ? problemText(problem) : { title: problem.text, what: '' };
  return h('div', { class: 'error', role: 'alert', id: 'error' }, h('strong', {}, heading), what);
}
