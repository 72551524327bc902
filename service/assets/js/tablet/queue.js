// What is on its way to the service. An answer goes into the store first and to the service at once; it leaves the store
// when the service has acknowledged it. Without a connection it stays and is tried again, slower each time.
//
// A row: { assignmentId, token, idempotencyKey, answers: { item: { value, language, sent } }, submission, touchedAt, stuck }

import * as api from './api.js';
import * as store from './store.js';

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;

let wait = FIRST_WAIT;
let timer = null;
let flushing = null;
let tell = () => {};
// Rows are read, changed and written one after the other, or two quick taps would undo each other.
let turn = Promise.resolve();

/** Calls `listener({ waiting, stuck, problem })` whenever something was sent or could not be. */
export function onChange(listener) {
  tell = listener;
}

function inTurn(work) {
  const mine = turn.then(work);
  turn = mine.catch(() => {});
  return mine;
}

/** A key of our own: `randomUUID` needs a secure context, which a tablet in a plain network may not have. */
function newKey() {
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

/** The row of an assignment, made when it is first opened. A row left by a crash goes on under the new token. */
export function begin(assignmentId, token) {
  return inTurn(async () => {
    const row = await rowOf(assignmentId, token);
    await store.put(row);
    return row;
  });
}

export async function answer(assignmentId, token, itemId, value, language) {
  await inTurn(async () => {
    const row = await rowOf(assignmentId, token);
    if (row.submission) return;
    row.answers[itemId] = { value, language, sent: false };
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

/** Sends what waits, one row after the other. Two calls at once share one walk and then look again. */
export function flush() {
  if (flushing) {
    flushing.again = true;
    return flushing.walk;
  }
  clearTimeout(timer);
  const state = { again: false };
  state.walk = (async () => {
    let outcome;
    do {
      state.again = false;
      outcome = await locked(walk);
    } while (state.again);
    flushing = null;
    if (outcome.waiting > 0) {
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
function locked(work) {
  return navigator.locks ? navigator.locks.request('peil-tablet-queue', work) : work();
}

async function walk() {
  const outcome = { waiting: 0, stuck: 0, problem: null };
  for (const { assignmentId } of await store.all()) {
    try {
      await send(assignmentId);
    } catch (error) {
      await refused(assignmentId, error, outcome);
    }
    const left = await store.get(assignmentId);
    if (left?.stuck) outcome.stuck += 1;
    else if (left && hasUnsent(left)) outcome.waiting += 1;
  }
  return outcome;
}

export function hasUnsent(row) {
  return Boolean(row.submission) || Object.values(row.answers).some((answer) => !answer.sent);
}

async function send(assignmentId) {
  const row = await store.get(assignmentId);
  if (!row || row.stuck) return;
  if (row.submission) {
    // The submission carries every answer, so single ones need not go first.
    await api.submit(row.token, assignmentId, row.submission);
    await inTurn(() => store.remove(assignmentId));
    return;
  }
  for (const [itemId, answer] of Object.entries(row.answers)) {
    if (answer.sent) continue;
    await api.saveAnswer(row.token, assignmentId, itemId, answer.value, answer.language);
    await inTurn(async () => {
      const now = await store.get(assignmentId);
      const same = now?.answers[itemId];
      // It may have been changed while it was on its way; then the newer one still has to go.
      if (same && same.value === answer.value && same.language === answer.language) {
        same.sent = true;
        await store.put(now);
      }
    });
  }
}

async function refused(assignmentId, error, outcome) {
  if (!(error instanceof api.Problem) || error.passes) return;
  if (error.kind === 'already-submitted') {
    await inTurn(() => store.remove(assignmentId));
    return;
  }
  // Nothing is thrown away: the row waits until the client enters again, or changes what was refused.
  outcome.problem = error;
  const mayBeSentAgain = error.status === 401;
  await inTurn(async () => {
    const row = await store.get(assignmentId);
    if (row) await store.put({ ...row, stuck: true, submission: mayBeSentAgain ? row.submission : null });
  });
}

/** Forgets rows of forms that were opened and hold nothing unsent. */
export async function forgetSent() {
  for (const row of await store.all()) {
    if (!hasUnsent(row)) await inTurn(() => store.remove(row.assignmentId));
  }
}

window.addEventListener('online', () => {
  wait = FIRST_WAIT;
  flush();
});
