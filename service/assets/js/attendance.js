// Attendance, saved at each tap: one member a message, the newest tap only, tried again until the service has it. What is not
// saved yet is named; the page warns before it is left then. Without this script the form's own button saves all of it.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;

/** Messages of one form: the newest word of each member, sent one at a time. */
class Register {
  constructor(form) {
    this.form = form;
    this.waiting = new Map();
    this.busy = false;
    this.wait = FIRST_WAIT;
    this.state = form.querySelector('[data-state]');
  }

  note(field, word) {
    this.waiting.set(field, word);
    this.show();
    this.wait = FIRST_WAIT;
    this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    try {
      while (this.waiting.size > 0) {
        const [field, word] = this.waiting.entries().next().value;
        await this.send(field, word);
        // A newer tap on the same member goes next.
        if (this.waiting.get(field) === word) this.waiting.delete(field);
        this.show();
      }
      this.wait = FIRST_WAIT;
    } catch (problem) {
      this.show(problem.message);
      if (problem.message !== 'refused') {
        this.timer = setTimeout(() => this.run(), this.wait);
        this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      }
    } finally {
      this.busy = false;
    }
  }

  async send(field, word) {
    const body = new URLSearchParams({ csrf: this.form.elements.csrf.value, [field]: word });
    let response;
    try {
      response = await fetch(this.form.action, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        credentials: 'same-origin',
        redirect: 'error',
        signal: AbortSignal.timeout(10000),
        body,
      });
    } catch {
      throw new Error('lost');
    }
    if (response.status >= 500 || response.status === 429) throw new Error('lost');
    if (!response.ok) throw new Error('refused');
  }

  /** One line under the form for all members, and a sign at each row. */
  show(problem) {
    const names = [];
    for (const row of this.form.querySelectorAll('[data-member]')) {
      const waits = this.waiting.has(row.dataset.member);
      if (waits) names.push(row.dataset.name);
      const chosen = row.querySelector('input:checked');
      row.querySelector('[data-saving]').hidden = !waits;
      row.querySelector('[data-saved]').hidden = waits || !chosen;
    }
    const words = this.state.dataset;
    const text = names.length === 0 ? words.saved : (problem ? words[problem] : words.saving).replace('{names}', names.join(', '));
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.classList.toggle('warn', Boolean(problem) && names.length > 0);
    this.state.classList.toggle('notice', Boolean(problem) && names.length > 0);
  }
}

/** The summary of a row's reasons says which one was chosen; the reasons fold away after it. */
function tell(row) {
  const absent = row.querySelector('details');
  const chosen = absent.querySelector('input:checked');
  const words = absent.querySelector('[data-absent]');
  words.textContent = chosen ? `${words.dataset.absent} ${chosen.closest('label').querySelector('[data-reason]').textContent}` : words.dataset.none;
  absent.classList.toggle('chosen', Boolean(chosen));
}

for (const form of document.querySelectorAll('[data-attendance]')) {
  const register = new Register(form);
  form.querySelector('.save')?.remove();
  form.addEventListener('submit', (event) => event.preventDefault());
  // A tap chooses and is done; the keys walk along the reasons first.
  let tapped = false;
  form.addEventListener('pointerdown', () => {
    tapped = true;
  });
  form.addEventListener('keydown', () => {
    tapped = false;
  });
  form.addEventListener('change', (event) => {
    const row = event.target.closest('[data-member]');
    if (!row) return;
    tell(row);
    const absent = event.target.closest('details');
    if (absent && tapped) {
      absent.open = false;
      absent.querySelector('summary').focus({ preventScroll: true });
    }
    register.note(row.dataset.member, event.target.value);
  });
  window.addEventListener('online', () => register.run());
  window.addEventListener('beforeunload', (event) => {
    if (register.waiting.size > 0) event.preventDefault();
  });
}
