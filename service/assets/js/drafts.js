// A page with several forms: saving one of them opens the page anew, and what was typed in the others stands there again.
// It stays in this tab, under the token of this login; another login in the same tab removes it unread.

const OWN = 'peil-drafts:';
const token = document.querySelector('main form input[name="csrf"]')?.value;
const forms = [...document.querySelectorAll('main form[method="post"]')];
const shown = new Map();

/** The fields that somebody fills in; what the page itself sends along is no draft. */
function fields(form) {
  const typed = 'textarea, select, input:not([type="hidden"]), [data-line] input';
  return [...form.querySelectorAll(typed)].filter((field) => field.name);
}

function address(form) {
  return new URL(form.action).pathname;
}

function forget() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(OWN) && key !== OWN + token) sessionStorage.removeItem(key);
  }
}

/** Puts back what was typed, where the service still shows what it showed then. */
function restore() {
  const drafts = JSON.parse(sessionStorage.getItem(OWN + token) ?? '{}');
  sessionStorage.removeItem(OWN + token);
  const refused = new URLSearchParams(window.location.search).has('problem');
  for (const form of forms) {
    const draft = drafts[address(form)];
    if (!draft || (draft.sent && !refused)) continue;
    for (const field of fields(form)) {
      const [before, typed] = draft.fields[field.name] ?? [];
      if (typed !== undefined && field.value === before) field.value = typed;
    }
  }
}

function keep(sent) {
  const drafts = {};
  for (const form of forms) {
    const changed = fields(form).filter((field) => field.value !== shown.get(field));
    if (changed.length === 0) continue;
    const typed = changed.map((field) => [field.name, [shown.get(field), field.value]]);
    drafts[address(form)] = { sent: form === sent, fields: Object.fromEntries(typed) };
  }
  if (Object.keys(drafts).length > 0) sessionStorage.setItem(OWN + token, JSON.stringify(drafts));
}

if (token) {
  forget();
  for (const form of forms) for (const field of fields(form)) shown.set(field, field.value);
  restore();
  let sent = null;
  document.addEventListener('submit', (event) => {
    sent = event.target;
  });
  window.addEventListener('pagehide', () => keep(sent));
}
