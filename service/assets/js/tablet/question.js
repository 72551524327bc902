// One question: its words as the publisher wrote them, and the rows, the line or the room to answer with.

import { h } from './dom.js';
import { button, problemNote, screen, title } from './frame.js';
import { items, shownLanguage, startOf, words } from './state.js';
import { language, text } from './texts.js';
import { line } from './vas.js';
import * as written from './written.js';

/** The screen of the current question. `update()` on the element shows what has changed since. */
export function question(state, actions) {
  const form = state.forms[state.form];
  const shown = words(form, language());
  const item = items(form, language())[state.item];
  const lang = shownLanguage(form, language());

  const next = button('', null);
  const wait = h('p', { class: 'wait-note', role: 'status', hidden: true }, text('tablet-saving-wait'));
  // Words that are typed and not kept yet count, and so do those of last time that still stand there.
  let isAnswered = form.answers[item.id] != null || startOf(form, item) !== '';
  const update = () => {
    next.textContent = text(isAnswered ? 'tablet-next' : 'tablet-skip');
    next.classList.toggle('primary', isAnswered);
    wait.hidden = state.waiting === 0;
  };
  const typed = (isFilled) => {
    isAnswered = isFilled;
    update();
  };
  const answer = (value) => {
    actions.answer(item.id, value);
    typed(value != null);
  };
  const answering = answerTo(item, form, { answer, typed, lang });

  const stem = [shown.recall, shown.intro].filter(Boolean);
  const element = screen(
    { place: text('tablet-question-of', { number: state.item + 1, total: shown.items.length }), actions, submit: actions.next },
    [
      stem.map((words) => h('p', { class: 'stem', lang }, words)),
      aboutWords(shown.items[state.item - 1], item, form),
      answering.content,
      problemNote(state.problem),
      shown.notice && h('p', { class: 'small', lang }, shown.notice),
    ]
      .flat()
      .filter(Boolean),
    [button(text('tablet-back'), actions.back), wait, next],
  );
  element.update = update;
  // Keeps what is typed and not kept yet; false when what stands there is no answer.
  element.leave = answering.leave;
  update();
  return element;
}

/** How the item is answered, and what must still be done when the client leaves it. */
function answerTo(item, form, { answer, typed, lang }) {
  if (item.kind === 'vas') return { content: lineQuestion(item, form, answer, lang) };
  if (item.kind !== 'text' && item.kind !== 'number') return { content: choiceQuestion(item, form, answer, lang) };
  const start = startOf(form, item);
  const room =
    item.kind === 'text'
      ? written.words(item, form.answers[item.id] ?? start, typed, answer, 'question')
      : written.number(item, form.answers[item.id], typed, answer, 'question');
  const before = start !== '' && h('p', { class: 'line-how' }, text('tablet-words-before'));
  return { content: [heading(item, { id: 'question', lang }), before, room].filter(Boolean), leave: room.leave };
}

/** The words that a number is asked about stand above its question: a goal above how near it is. */
function aboutWords(before, item, form) {
  const words = before?.kind === 'text' && item.kind !== 'text' ? form.answers[before.id] : null;
  return words && h('p', { class: 'about-words' }, words);
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
