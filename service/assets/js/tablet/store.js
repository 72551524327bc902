// What must outlive a crash of the page: one row an assignment in IndexedDB, until the service has acknowledged it.
// Never localStorage. Where IndexedDB fails, rows live in memory and the service still gets every answer at once.

const DATABASE = 'peil-tablet';
const ROWS = 'rows';
const OLDEST = 14 * 24 * 60 * 60 * 1000;

const memory = new Map();
let opened;

function open() {
  opened ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(ROWS, { keyPath: 'assignmentId' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opened;
}

async function run(mode, work) {
  const database = await open();
  if (!database) return undefined;
  return new Promise((resolve) => {
    try {
      const transaction = database.transaction(ROWS, mode);
      const request = work(transaction.objectStore(ROWS));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => resolve(undefined);
      transaction.onabort = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  });
}

export async function put(row) {
  memory.set(row.assignmentId, row);
  await run('readwrite', (rows) => rows.put(row));
}

export async function get(assignmentId) {
  return (await run('readonly', (rows) => rows.get(assignmentId))) ?? memory.get(assignmentId);
}

export async function remove(assignmentId) {
  memory.delete(assignmentId);
  await run('readwrite', (rows) => rows.delete(assignmentId));
}

/** Every row that waits; rows past their age are dropped, so that an unused tablet forgets. */
export async function all() {
  const kept = (await run('readonly', (rows) => rows.getAll())) ?? [];
  const rows = new Map([...memory, ...kept.map((row) => [row.assignmentId, row])]);
  for (const row of [...rows.values()]) {
    if (Date.now() - row.touchedAt > OLDEST) {
      rows.delete(row.assignmentId);
      await remove(row.assignmentId);
    }
  }
  return [...rows.values()];
}

/** Asks the browser to keep the rows when space runs short. */
export async function persist() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // The rows are kept as well as the browser likes.
  }
}
