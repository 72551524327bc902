// The therapists' lines: a bare line to tap, as on the tablet, in the place of the field for a number. Each line listens to
// a tap, to a drag and to the arrow keys; the number stays in a field of the form, and without this script it is typed.

import { line } from './tablet/vas.js';

for (const place of document.querySelectorAll('[data-line]')) {
  const field = place.querySelector('input');
  const statement = place.querySelector('.statement');
  const { min, max, step, low, high } = place.dataset;
  place.querySelector('.typed-mark').hidden = true;
  field.type = 'hidden';
  const changed = (value) => {
    field.value = value ?? '';
  };
  place.append(line({ min, max, step, low, high }, field.value || null, changed, statement.id));
}
