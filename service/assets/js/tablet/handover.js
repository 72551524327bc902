// From the forms to the page after them: what asking about the line needs. It stands in the tab's own storage for as long as
// the next page takes to open, and is gone from there before that page shows anything.

const PLACE = 'peil-line';

export function give({ token, lineGiven, lineOf }) {
  if (!token || lineGiven == null) return;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ token, lineGiven, lineOf }));
  } catch {
    // Then it is not asked this time.
  }
}

/** What was handed over, once; null when nothing was. */
export function take() {
  try {
    const handed = sessionStorage.getItem(PLACE);
    sessionStorage.removeItem(PLACE);
    return JSON.parse(handed);
  } catch {
    return null;
  }
}
