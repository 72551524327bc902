// The client's tablet: holds the state, shows the screen that belongs to it, and does what a screen asks for.

import * as api from './api.js';
import * as handover from './handover.js';
import { watchIdle } from './idle.js';
import * as queue from './queue.js';
import { question } from './question.js';
import { resetSize } from './frame.js';
import * as screens from './screens.js';
import * as state from './state.js';
import * as store from './store.js';
import { language, setLanguage, text } from './texts.js';

const root = document.getElementById('tablet');
const homeLanguage = language();
let now = state.empty();
let shown = null;

function show(screen, changes = {}) {
  // What was typed belongs to the question that is left, so it is kept before anything changes.
  shown?.leave?.();
  Object.assign(now, { screen, problem: null, sending: false }, changes);
  draw();
  window.scrollTo(0, 0);
  (shown.querySelector('input:not([type=radio])') ?? shown.querySelector('h1'))?.focus({ preventScroll: true });
}

function draw() {
  shown = now.screen === 'question' ? question(now, actions) : screens[now.screen](now, actions);
  root.replaceChildren(shown);
}

/** Shows what went wrong on a screen, and brings back what was typed. */
function fail(screen, error) {
  const problem = error instanceof api.Problem ? error : { text: text('tablet-offline') };
  show(screen, { problem });
}

const actions = {
  async openSession(typed) {
    const code = state.tidyCode(typed);
    if (code === '') return show('code', { problem: { text: text('tablet-code-empty') } });
    now.code = typed;
    try {
      const session = await api.openSession(code);
      rememberCode(code);
      return show('name', { session, code });
    } catch (error) {
      return fail('code', error);
    }
  },

  toCode() {
    rememberCode('');
    show('code', { session: null, code: '' });
  },

  choose(member) {
    // Whoever sat here before is no part of what follows.
    show('own', { member, mine: [], open: [], forms: [], later: false, waiting: 0, stuck: 0, already: false });
  },

  toName() {
    show('name', { member: null });
  },

  async enter(typed) {
    const own = typed.replace(/\s/g, '');
    if (!/^\d{4,8}$/.test(own)) return show('own', { problem: { text: text('tablet-own-empty') } });
    try {
      const entry = await api.enter(now.code, now.member.membership_id, own);
      const open = state.stillAsked(entry, await takeUp(entry));
      Object.assign(now, { token: entry.token, open, lineGiven: entry.line_given, lineOf: entry.line_of });
      if (state.hasBothSides(open)) return show('side');
      if (open.length > 0) return ask(open);
      if (now.waiting + now.stuck > 0) return wait();
      return show(now.already ? 'already' : 'nothing');
    } catch (error) {
      return fail(error.kind === 'expired-code' || error.kind === 'wrong-code' ? 'code' : 'own', error);
    }
  },

  chooseSide(phase) {
    ask(state.ofSide(now.open, phase), phase === 'before');
  },

  toSide() {
    show('side');
  },

  begin() {
    // Goes on where somebody stopped: at the first question without an answer.
    const [first] = state.skipped(now, language());
    show('question', first ?? { form: 0, item: 0 });
  },

  answer(itemId, value) {
    const form = now.forms[now.form];
    state.give(form, itemId, value);
    queue.answer(form.assignmentId, now.token, itemId, value, state.shownLanguage(form, language()));
  },

  next() {
    // What is no answer stays on the screen, with what is wrong with it.
    if (shown.leave?.() === false) return;
    acceptStart();
    const place = state.after(now, language());
    if (place) show('question', place);
    else show('check');
  },

  back() {
    if (now.screen === 'check') return show('question');
    const place = state.before(now, language());
    return place ? show('question', place) : show('before');
  },

  goTo(place) {
    show('question', place);
  },

  async submit() {
    if (now.sending) return;
    now.sending = true;
    draw();
    const responses = now.forms.map((form) => ({ assignmentId: form.assignmentId, response: responseOf(form) }));
    const mine = count(await queue.submit(now.token, responses));
    now.already ||= mine.already;
    if (mine.problem) return refused(mine.problem);
    return mine.waiting + mine.stuck > 0 ? wait() : finish();
  },

  done() {
    leave('/t/done');
  },

  stop() {
    leave('/t');
  },

  /** To the question about the line, with forms that stay open. */
  toLine() {
    leave('/t/done', ['open']);
  },

  changeLanguage(tag) {
    const typed = shown.querySelector('input:not([type=radio])')?.value;
    shown.leave?.();
    setLanguage(tag);
    draw();
    if (typed) shown.querySelector('input').value = typed;
    shown.querySelector(`[data-language="${tag}"]`)?.focus();
  },
};

/** Asks these forms; with `later` others stay for after the session. */
function ask(forms, later = false) {
  show('before', { forms, later, form: 0, item: 0 });
}

/** Going on over words of last time that still stand there gives them as the answer. */
function acceptStart() {
  const item = state.items(now.forms[now.form], language())[now.item];
  const words = state.startOf(now.forms[now.form], item);
  if (words !== '') actions.answer(item.id, words);
}

/** The forms to do, with what is left unsent on this tablet laid over what the service has. */
async function takeUp(entry) {
  const forms = state.formsToDo(entry);
  const whole = new Set();
  let isLeft = false;
  for (const { assignment_id: assignmentId } of entry.forms) {
    const row = await queue.begin(assignmentId, entry.token);
    if (!row) continue;
    isLeft = true;
    const form = forms.find((form) => form.assignmentId === assignmentId);
    for (const [itemId, { value }] of Object.entries(form ? row.answers : {})) state.give(form, itemId, value);
    if (row.submission || !form) whole.add(assignmentId);
  }
  now.mine = entry.forms.map((form) => form.assignment_id);
  const sending = isLeft ? queue.flush() : null;
  if (whole.size === 0) return forms;
  // A form that was finished without a connection goes first; when it arrives there is nothing left to ask.
  const outcome = await sending;
  now.already ||= count(outcome).already;
  return forms.filter(({ assignmentId }) => !whole.has(assignmentId) || outcome.get(assignmentId)?.stuck);
}

/** What an outcome means for the client who sits here, and for the tablet as a whole. */
function count(outcome) {
  const mine = queue.sum(outcome, now.mine);
  Object.assign(now, { waiting: mine.waiting, stuck: mine.stuck, tablet: queue.sum(outcome) });
  return mine;
}

function responseOf(form) {
  const shown = state.shownLanguage(form, language());
  return {
    instrument_id: form.instrumentId,
    instrument_version: form.instrumentVersion,
    item_hash: form.itemHash,
    text_hash: form.texts[shown].text_hash,
    language: shown,
    // Only what was answered or taken back here: of the rest the service keeps what it has.
    answers: { ...form.given },
  };
}

/** The service refused: the answers stay, and the client reads what to do. */
function refused(problem) {
  if (problem.status === 401) return show('own', { problem, token: null });
  return show('check', { problem });
}

/** Finished without a connection: the answers leave the screen and the memory, the queue keeps trying. */
function wait() {
  const { mine, waiting, stuck, already, later } = now;
  now = { ...state.empty(), mine, waiting, stuck, already, later };
  show('waiting');
}

/** Everything of this client was sent. When a form had been sent before, the client hears which version counts. */
function finish() {
  if (!now.already) return leave('/t/done');
  const { later, token, lineGiven, lineOf } = now;
  now = { ...state.empty(), later, token, lineGiven, lineOf };
  return show('already');
}

/** The end for this client: nothing of it stays in memory, on the screen or in the history. */
function leave(address, words = []) {
  // The last page hears the language, and whether something stays open or for after the session; not who was here.
  const hears = [language() !== homeLanguage && language(), now.later && words.length === 0 && 'later', ...words].filter(Boolean);
  const away = address === '/t/done' && hears.length > 0 ? `${address}#${hears.join('+')}` : address;
  if (address === '/t/done') handover.give(now);
  wipe();
  window.location.replace(away);
}

function wipe() {
  shown?.leave?.();
  now = state.empty();
  shown = null;
  root.replaceChildren();
  resetSize();
}

/** The code that stands on the wall, for the next client in this tab. It opens names and nothing more. */
function rememberCode(code) {
  try {
    if (code) sessionStorage.setItem('peil-session-code', code);
    else sessionStorage.removeItem('peil-session-code');
  } catch {
    // Then the next client types it again.
  }
}

queue.onChange((outcome) => {
  const mine = count(outcome);
  if (now.screen === 'waiting') {
    now.already ||= mine.already;
    if (mine.waiting + mine.stuck === 0) return finish();
  }
  if (now.screen === 'question' && mine.problem?.status === 401) return refused(mine.problem);
  if (now.screen === 'question' && mine.problem) return show('question', { problem: mine.problem });
  if (now.screen === 'code' && !now.problem && !root.querySelector('input')?.value) return show('code');
  return shown?.update?.();
});

window.addEventListener('pagehide', wipe);
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload();
});

watchIdle({
  warnSeconds: Number(root.dataset.warnSeconds),
  wipeSeconds: Number(root.dataset.wipeSeconds),
  applies: () => now.member !== null || now.screen === 'waiting' || now.screen === 'already',
  wipe: () => leave('/t'),
});

// What was handed to a page that never opened is nobody's.
handover.take();
store.persist();
show('code', { code: root.dataset.code });
queue.flush();
if (root.dataset.code) actions.openSession(root.dataset.code);
