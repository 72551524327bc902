// One question: its words as the publisher wrote them, and the rows or the line to answer with.

import { h } from './dom.js';
import { button, problemNote, screen, title } from './frame.js';
import { items, shownLanguage, words } from './state.js';
import { language, text } from './texts.js';
import { line } from './vas.js';

/** The screen of the current question. `update()` on the element shows what has changed since. */
export function question(state, actions) {
  const form = state.forms[state.form];
  const shown = words(form, language());
  const item = items(form, language())[state.item];
  const lang = shownLanguage(form, language());

  const next = button('', null);
  const wait = h('p', { class: 'wait-note', role: 'status', hidden: true }, text('tablet-saving-wait'));
  const update = () => {
    const isAnswered = form.answers[item.id] != null;
    next.textContent = text(isAnswered ? 'tablet-next' : 'tablet-skip');
    next.classList.toggle('primary', isAnswered);
    wait.hidden = state.waiting === 0;
  };
  const answer = (value) => {
    actions.answer(item.id, value);
    update();
  };

  const stem = [shown.recall, shown.intro].filter(Boolean);
  const element = screen(
    { place: text('tablet-question-of', { number: state.item + 1, total: shown.items.length }), actions, submit: actions.next },
    [
      stem.map((words) => h('p', { class: 'stem', lang }, words)),
      item.kind === 'vas' ? lineQuestion(item, form, answer, lang) : choiceQuestion(item, form, answer, lang),
      problemNote(state.problem),
      shown.notice && h('p', { class: 'small', lang }, shown.notice),
    ].flat(),
    [button(text('tablet-back'), actions.back), wait, next],
  );
  element.update = update;
  update();
  return element;
}

/** Longer than this, a text takes a smaller letter. */
const LONG = 110;

function heading(item, attributes) {
  return title(item.text, { class: item.text.length > LONG ? 'question long' : 'question', ...attributes });
}

function choiceQuestion(item, form, answer, lang) {
  return h(
    'fieldset',
    { lang },
    h('legend', {}, heading(item)),
    h(
      'div',
      { class: 'options' },
      item.options.map((option) =>
        h(
          'label',
          { class: 'option' },
          h('input', {
            type: 'radio',
            name: item.id,
            value: option.value,
            checked: form.answers[item.id] === option.value,
            on: { change: () => answer(option.value) },
          }),
          h('span', {}, option.label),
        ),
      ),
    ),
  );
}

function lineQuestion(item, form, answer, lang) {
  return [heading(item, { id: 'question', lang }), line(item, form.answers[item.id] ?? null, answer, 'question')];
}
