// The words of the screen, in the language that the client chose.

const all = JSON.parse(document.getElementById('texts')?.textContent ?? '{}');
let chosen = document.documentElement.lang === 'en' ? 'en' : 'nl';

export function language() {
  return chosen;
}

export function setLanguage(next) {
  if (!all[next]) return;
  chosen = next;
  document.documentElement.lang = next;
}

/** The text at a key, with its places filled in: text('tablet-question-of', { number: 3, total: 9 }). */
export function text(key, places = {}) {
  const words = all[chosen]?.[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (whole, name) => (name in places ? String(places[name]) : whole));
}

/** What to say about a problem: what happened and what to do, or what the server said when the problem is a new one. */
export function problemText(problem) {
  const known = all[chosen]?.[`problem-${problem.kind}-title`];
  if (!known) return { title: text('problem-internal-title'), what: problem.detail || text('problem-internal-do') };
  return { title: known, what: text(`problem-${problem.kind}-do`) };
}
