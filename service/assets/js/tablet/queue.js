// What is on its way to the service. An answer goes into the store first and to the service at once; it leaves the store
// when the service has acknowledged it. Without a connection it stays and is tried again, slower each time.
//
// A row: { assignmentId, token, idempotencyKey, answers: { item: { value, language } }, submission, touchedAt, stuck }
//
// Who takes back that the group may see his line, and leaves before that was heard, has a row too: { assignmentId, token,
// refusedLine, touchedAt, stuck }, where assignmentId is the key of the yes. The page on which he said it sends it itself. It
// leaves the store when the service has heard it; what refuses it may be a proxy, so it is tried again also when it is stuck.

import * as api from './api.js';
import * as store from './store.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
// A consent is over twelve hours after it was given; twice that, for clocks that differ.
const CONSENT_IS_OVER = 24 * 60 * 60 * 1000;

let wait = FIRST_WAIT;
let timer = null;
let flushing = null;
let tell = () => {};
// Rows are read, changed and written one after the other, or two quick taps would undo each other.
let turn = Promise.resolve();
// Kept here, and sent by somebody else on this page.
const sentHere = new Set();

/** Calls `listener(outcome)` whenever something was sent or could not be; `sum` reads an outcome. */
export function onChange(listener) {
  tell = listener;
}

function inTurn(work) {
  const mine = turn.then(() => locked('peil-tablet-rows', work));
  turn = mine.catch(() => {});
  return mine;
}

/** A key of our own: `randomUUID` needs a secure context, which a tablet in a plain network may not have. */
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function rowOf(assignmentId, token) {
  const old = await store.get(assignmentId);
  const row = old ?? { assignmentId, idempotencyKey: newKey(), answers: {}, submission: null };
  return { ...row, token, stuck: false, touchedAt: Date.now() };
}

/** The row that a crash or an earlier visit left of an assignment, if any. It goes on under the new token. */
export function begin(assignmentId, token) {
  return inTurn(async () => {
    if (!(await store.get(assignmentId))) return null;
    const row = await rowOf(assignmentId, token);
    await store.put(row);
    return row;
  });
}

export async function answer(assignmentId, token, itemId, value, language) {
  await inTurn(async () => {
    const row = await rowOf(assignmentId, token);
    if (row.submission) return;
    row.answers[itemId] = { value, language };
    await store.put(row);
  });
  return flush();
}

/** Puts whole forms in the queue. Each key was chosen once, so that sending a form twice stores it once. */
export async function submit(token, responses) {
  for (const { assignmentId, response } of responses) {
    await inTurn(async () => {
      const row = await rowOf(assignmentId, token);
      row.submission = { idempotency_key: row.idempotencyKey, ...response };
      await store.put(row);
    });
  }
  return flush();
}

/** Keeps a no about the line until it is heard. This page sends it; the next one does if it has to. */
export async function keepNo(token, key) {
  sentHere.add(key);
  await store.put({ assignmentId: key, token, refusedLine: true, touchedAt: Date.now(), stuck: false });
}

/** The no was heard. */
export function forgetNo(key) {
  return store.remove(key);
}

/** The page that had to send the no was refused: from now on it goes with what else waits here, and is told. */
export function passOnNo(key) {
  sentHere.delete(key);
  return flush();
}

/** Sends what waits, one row after the other. Two calls at once share one walk and then look again. */
export function flush() {
  if (flushing) {
    flushing.again = true;
    return flushing.walk;
  }
  clearTimeout(timer);
  const state = { again: false };
  state.walk = (async () => {
    const problems = new Map();
    let outcome;
    do {
      state.again = false;
      outcome = await locked('peil-tablet-queue', () => walk(problems));
    } while (state.again);
    flushing = null;
    const left = sum(outcome);
    // A refused no is tried again too: until it is heard the wall may show a line.
    if (left.waiting + left.lines > 0) {
      timer = setTimeout(flush, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } else {
      wait = FIRST_WAIT;
    }
    tell(outcome);
    return outcome;
  })();
  flushing = state;
  return state.walk;
}

/** One tab at a time where the browser can do that; the service stores once in any case. */
function locked(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

/** Tries every row once. Gives by assignment whether it waits or is stuck, and what the service had against it. */
async function walk(problems) {
  const outcome = new Map();
  for (const { assignmentId } of await store.all()) {
    if (sentHere.has(assignmentId)) continue;
    const row = await store.get(assignmentId);
    if (row && (!row.stuck || row.refusedLine)) {
      problems.delete(assignmentId);
      await send(row).catch((error) => refused(row, error, problems));
    }
    const left = await store.get(assignmentId);
    if (left) outcome.set(assignmentId, { waiting: !left.stuck, stuck: left.stuck, isLine: Boolean(left.refusedLine) });
  }
  for (const [assignmentId, problem] of problems) outcome.set(assignmentId, { ...outcome.get(assignmentId), problem });
  return outcome;
}

/** The outcome of these assignments, or of the whole tablet. `already`: a form was sent before, with other answers; `lines`:
 *  how many took back their line and were refused. */
export function sum(outcome, assignments = [...outcome.keys()]) {
  const rows = assignments.map((assignmentId) => outcome.get(assignmentId) ?? {});
  const isAlready = ({ problem }) => problem?.kind === 'already-submitted';
  return {
    waiting: rows.filter((row) => row.waiting).length,
    stuck: rows.filter((row) => row.stuck && !row.isLine).length,
    lines: rows.filter((row) => row.stuck && row.isLine).length,
    problem: rows.find((row) => row.problem && !isAlready(row))?.problem ?? null,
    already: rows.some(isAlready),
  };
}

async function send(row) {
  const { assignmentId, token } = row;
  if (row.refusedLine) {
    await api.sayLine(token, false, assignmentId);
    await store.remove(assignmentId);
    return;
  }
  if (row.submission) {
    // The submission carries every answer, so single ones need not go first.
    await api.submit(token, assignmentId, row.submission).catch(async (error) => {
      // A form that was refused for one answer must not keep back another one that somebody has to read soon.
      if (isRefusal(error) && error.kind !== 'already-submitted') await sendAnswers(row).catch(() => {});
      throw error;
    });
    await inTurn(() => store.remove(assignmentId));
    return;
  }
  await sendAnswers(row);
  await inTurn(() => forgetEmpty(assignmentId));
}

/** Sends each answer by itself: one that is refused stays, and must not keep back the others. */
async function sendAnswers({ assignmentId, token, answers }) {
  const errors = [];
  for (const [itemId, answer] of Object.entries(answers)) {
    try {
      await api.saveAnswer(token, assignmentId, itemId, answer.value, answer.language);
      await inTurn(() => forget(assignmentId, itemId, answer));
    } catch (error) {
      // Without a connection, or with a token whose time is over, the others fare no better.
      if (!(error instanceof api.Problem) || error.status === 401) throw error;
      errors.push(error);
    }
  }
  // What may succeed later keeps the row waiting; a refusal sets it aside.
  if (errors.length > 0) throw errors.find((error) => error.passes) ?? errors[0];
}

/** The service said no for good, to this message; the client's next entry does not change that. */
function isRefusal(error) {
  return error instanceof api.Problem && !error.passes && error.status !== 401;
}

async function forget(assignmentId, itemId, answer) {
  const now = await store.get(assignmentId);
  const same = now?.answers[itemId];
  // It may have been changed while it was on its way; then the newer one still has to go.
  if (!same || same.value !== answer.value || same.language !== answer.language) return;
  // What the service has is not kept on a shared tablet.
  delete now.answers[itemId];
  await store.put(now);
}

/** A row stays for as long as it holds something that the service has not acknowledged. */
async function forgetEmpty(assignmentId) {
  const row = await store.get(assignmentId);
  if (row && !row.submission && Object.keys(row.answers).length === 0) await store.remove(assignmentId);
}

async function refused(sent, error, problems) {
  if (!(error instanceof api.Problem) || error.passes) return;
  if (sent.refusedLine) {
    // After so long nothing is left to be taken back; until then a refusal, whoever's, is not that somebody heard it.
    const isOver = Date.now() - sent.touchedAt > CONSENT_IS_OVER;
    await (isOver ? store.remove(sent.assignmentId) : store.put({ ...sent, stuck: true }));
    return;
  }
  problems.set(sent.assignmentId, error);
  const isAlready = error.kind === 'already-submitted';
  const mayBeSentAgain = error.status === 401;
  await inTurn(async () => {
    const row = await store.get(sent.assignmentId);
    // The whole form was put here while a single answer was on its way: the form's own reply decides.
    if (!row || (row.submission && !sent.submission)) return;
    // The form is closed, and what was sent first counts.
    if (isAlready) await store.remove(row.assignmentId);
    // Else nothing is thrown away: the row waits until the client enters again, or changes what was refused.
    else await store.put({ ...row, stuck: true, submission: mayBeSentAgain ? row.submission : null });
  });
}

window.addEventListener('online', () => {
  wait = FIRST_WAIT;
  flush();
});
