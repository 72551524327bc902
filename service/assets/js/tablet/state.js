// What is on the tablet now: who, which forms, which answers, which screen. In memory only.

export function empty() {
  return {
    screen: 'code',
    code: '',
    session: null,
    member: null,
    token: null,
    // Whether the group may see the client's line tonight; null where that is not asked.
    lineGiven: null,
    // The name of the questionnaire that it is of, by language.
    lineOf: null,
    // Every form that is open, those that are asked now, and whether others stay for after the session.
    open: [],
    forms: [],
    later: false,
    form: 0,
    item: 0,
    problem: null,
    // The assignments of the client who sits here, also when nothing else of him is kept, and what is left of them.
    mine: [],
    waiting: 0,
    stuck: 0,
    already: false,
    // What is left on the whole tablet, whosever it is.
    tablet: { waiting: 0, stuck: 0, lines: 0 },
  };
}

/** A form without words that somebody compared is not shown for now; what was answered of it before still goes. */
function isShown(form) {
  return Object.keys(form.forms).length > 0;
}

/** The forms still to be filled in, each with the answers the service has already. */
export function formsToDo(entry) {
  return entry.forms
    .filter((form) => !form.submitted && isShown(form))
    .map((form) => ({
      assignmentId: form.assignment_id,
      phase: form.phase,
      instrumentId: form.instrument_id,
      instrumentVersion: form.instrument_version,
      itemHash: form.item_hash,
      texts: form.forms,
      answers: { ...form.answers },
      // Words of last time to go on from: no answer until the client passes the question.
      start: { ...form.start },
      // What was answered or taken back here: item to value or null.
      given: {},
    }));
}

/** Whether there are forms on both sides of the session, so that the client must say where he is. */
export function hasBothSides(forms) {
  return ['before', 'after'].every((phase) => forms.some((form) => form.phase === phase));
}

/** The forms that can still be asked: who sent one for after the session is not asked what was for before it. */
export function stillAsked(entry, open) {
  const isOpen = ({ assignment_id: assignmentId }) => open.some((form) => form.assignmentId === assignmentId);
  const isOver = entry.forms.some((form) => form.phase === 'after' && isShown(form) && !isOpen(form));
  return open.filter((form) => !isOver || form.phase !== 'before');
}

/** The forms of one side of the session, with those that have no side. */
export function ofSide(forms, phase) {
  return forms.filter((form) => form.phase === phase || form.phase === 'any');
}

/** An answer, or null for one that is taken back. */
export function give(form, itemId, value) {
  form.given[itemId] = value ?? null;
  if (value == null) delete form.answers[itemId];
  else form.answers[itemId] = value;
}

/** The words that stand in an item's room before the client touches it; none once it was answered or emptied. */
export function startOf(form, item) {
  return item.kind === 'text' && !(item.id in form.answers) && !(item.id in form.given) ? (form.start[item.id] ?? '') : '';
}

/** A form's words in this language, or in the one language it has. */
export function words(form, language) {
  return form.texts[language] ?? form.texts.nl ?? Object.values(form.texts)[0];
}

/** The language in which a form's words really stand. */
export function shownLanguage(form, language) {
  return form.texts[language] ? language : form.texts.nl ? 'nl' : Object.keys(form.texts)[0];
}

export function items(form, language) {
  return words(form, language).items;
}

export function answered(form, language) {
  return items(form, language).filter((item) => form.answers[item.id] != null).length;
}

/** Every question without an answer, as places to go to. */
export function skipped(state, language) {
  return state.forms.flatMap((form, formAt) =>
    items(form, language).flatMap((item, itemAt) => (form.answers[item.id] == null ? [{ form: formAt, item: itemAt }] : [])),
  );
}

/** The place after this one; none after the last. */
export function after(state, language) {
  if (state.item + 1 < items(state.forms[state.form], language).length) return { form: state.form, item: state.item + 1 };
  if (state.form + 1 < state.forms.length) return { form: state.form + 1, item: 0 };
  return null;
}

/** The place before this one; none before the first. */
export function before(state, language) {
  if (state.item > 0) return { form: state.form, item: state.item - 1 };
  if (state.form > 0) return { form: state.form - 1, item: items(state.forms[state.form - 1], language).length - 1 };
  return null;
}

/** A code as people type it: case, spaces and dashes do not matter. No sign of a code looks like another one. */
export function tidyCode(typed) {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
