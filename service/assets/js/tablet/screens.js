// The screens before and after the questions. Each takes the state and what can be done, and gives an element.

import { h } from './dom.js';
import { button, problemNote, screen, title } from './frame.js';
import { answered, hasBothSides, items, skipped, words } from './state.js';
import { language, problemText, text } from './texts.js';

export function code(state, actions) {
  const input = h('input', {
    id: 'code',
    class: 'letters',
    type: 'text',
    value: state.code,
    autocomplete: 'off',
    autocapitalize: 'characters',
    autocorrect: 'off',
    spellcheck: 'false',
    maxlength: '16',
    'aria-describedby': state.problem ? 'error' : null,
    'aria-invalid': state.problem ? 'true' : null,
  });
  return screen(
    { actions, submit: () => actions.openSession(input.value) },
    [
      title(text('tablet-code-title')),
      h('p', { class: 'lead' }, text('tablet-code-lead')),
      h('div', { class: 'tablet-field' }, h('label', { for: 'code' }, text('tablet-code-label')), input),
      problemNote(state.problem),
      staffNote(state),
    ].flat(),
    [h('span'), button(text('tablet-code-button'), null, { primary: true })],
  );
}

/** For the therapist, before a client has entered: what still waits on this tablet. */
function staffNote(state) {
  const { stuck, waiting, lines } = state.tablet;
  return [
    lines > 0 && h('p', { class: 'notice' }, text('tablet-staff-line', { number: lines })),
    stuck > 0 && h('p', { class: 'notice' }, text('tablet-staff-stuck', { number: stuck })),
    waiting > 0 && h('p', { class: 'notice' }, text('tablet-staff-waiting', { number: waiting })),
  ];
}

export function name(state, actions) {
  const { members } = state.session;
  return screen(
    { place: state.session.group_name, actions },
    [
      title(text('tablet-name-title')),
      h('p', { class: 'lead' }, text(members.length > 0 ? 'tablet-name-lead' : 'tablet-name-none')),
      h(
        'ul',
        { class: 'names' },
        members.map((member) =>
          h('li', {}, h('button', { type: 'button', on: { click: () => actions.choose(member) } }, member.pseudonym)),
        ),
      ),
    ],
    [button(text('tablet-back'), actions.toCode)],
  );
}

export function own(state, actions) {
  const input = h('input', {
    id: 'own',
    type: 'password',
    inputmode: 'numeric',
    pattern: '[0-9]*',
    autocomplete: 'off',
    maxlength: '8',
    'aria-describedby': state.problem ? 'error' : null,
    'aria-invalid': state.problem ? 'true' : null,
  });
  const show = h('button', { type: 'button', class: 'text-button', 'aria-pressed': 'false' }, text('tablet-own-show'));
  show.addEventListener('click', () => {
    const hidden = input.type === 'password';
    input.type = hidden ? 'text' : 'password';
    show.textContent = text(hidden ? 'tablet-own-hide' : 'tablet-own-show');
    show.setAttribute('aria-pressed', String(hidden));
    input.focus();
  });
  return screen(
    { place: state.session.group_name, actions, submit: () => actions.enter(input.value) },
    [
      title(text('tablet-own-title')),
      h('p', { class: 'lead' }, text('tablet-own-lead', { name: state.member.pseudonym })),
      h('div', { class: 'tablet-field' }, h('label', { for: 'own' }, text('tablet-own-label')), input),
      show,
      problemNote(state.problem),
    ],
    [button(text('tablet-own-not-me'), actions.toName), button(text('tablet-code-button'), null, { primary: true })],
  );
}

/** Asked when forms are open on both sides of the session: where does the client stand? */
export function side(state, actions) {
  const way = (label, phase) =>
    h('li', {}, h('button', { type: 'button', on: { click: () => actions.chooseSide(phase) } }, text(label)));
  return screen(
    { actions },
    [
      title(text('tablet-side-title')),
      h('p', { class: 'lead' }, text('tablet-side-lead')),
      h('ul', { class: 'names ways' }, way('tablet-side-before', 'before'), way('tablet-side-after', 'after')),
    ],
    [h('span', { class: 'ways-out' }, button(text('tablet-stop'), actions.stop), toLine(state, actions))],
  );
}

/** The way to what the client said about his line, which he can take back at any time; none where that is not asked. */
function toLine(state, actions) {
  return state.lineGiven !== null && button(text('tablet-show-choice'), actions.toLine);
}

export function before(state, actions) {
  // Who pressed the wrong side can go back to it.
  const [back, goBack] = hasBothSides(state.open) ? ['tablet-back', actions.toSide] : ['tablet-stop', actions.stop];
  return screen(
    { actions },
    [
      title(text('tablet-before-title')),
      h(
        'ul',
        { class: 'points' },
        h('li', {}, text('tablet-before-who')),
        h('li', {}, text('tablet-before-live')),
        h('li', {}, text('tablet-before-skip')),
        h('li', {}, text('tablet-before-need')),
      ),
    ],
    [h('span', { class: 'ways-out' }, button(text(back), goBack), toLine(state, actions)), button(text('tablet-before-button'), actions.begin, { primary: true })],
  );
}

export function nothing(state, actions) {
  return screen(
    { actions },
    [title(text('tablet-nothing-title')), h('p', { class: 'lead' }, text('tablet-nothing-lead'))],
    [h('span'), button(text('tablet-waiting-button'), actions.done, { primary: true })],
  );
}

export function check(state, actions) {
  return screen(
    { actions },
    [
      title(text('tablet-check-title')),
      h('p', { class: 'lead' }, text('tablet-check-lead')),
      state.forms.map((form, at) => checkForm(state, form, at, actions)),
      problemNote(state.problem),
    ].flat(),
    [
      button(text('tablet-back'), actions.back),
      button(text(state.sending ? 'tablet-sending' : 'tablet-check-button'), actions.submit, { primary: true }),
    ],
  );
}

/** How much of one form was answered, and a way to each question that was skipped. Never the answers themselves. */
function checkForm(state, form, at, actions) {
  const { title: name } = words(form, language());
  const places = { title: name, number: answered(form, language()), total: items(form, language()).length };
  const open = skipped(state, language()).filter((place) => place.form === at);
  return h(
    'section',
    { class: 'check' },
    h('h2', {}, text('tablet-check-count', places)),
    open.length > 0 && h('p', {}, text('tablet-check-skipped')),
    open.length > 0 && h('ul', { class: 'places' }, open.map((place) => h('li', {}, toPlace(place, name, actions)))),
  );
}

function toPlace(place, form, actions) {
  const number = place.item + 1;
  const label = text('tablet-check-go', { number, title: form });
  return h('button', { type: 'button', 'aria-label': label, on: { click: () => actions.goTo(place) } }, text('tablet-question', { number }));
}

export function waiting(state, actions) {
  const lead = h('p', { class: 'lead', role: 'status' });
  const update = () => {
    lead.textContent = text(state.stuck > 0 ? 'tablet-waiting-stuck' : 'tablet-waiting-lead');
  };
  const element = screen(
    { actions },
    [title(text('tablet-waiting-title')), lead],
    [h('span'), button(text('tablet-waiting-button'), actions.done, { primary: true })],
  );
  element.update = update;
  update();
  return element;
}

/** One of the client's forms was sent before, with other answers: those count. */
export function already(state, actions) {
  return screen(
    { actions },
    [title(problemText({ kind: 'already-submitted' }).title), h('p', { class: 'lead' }, text('tablet-already-lead'))],
    [h('span'), button(text('tablet-waiting-button'), actions.done, { primary: true })],
  );
}
