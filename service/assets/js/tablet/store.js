// What must outlive a crash of the page: one row an assignment in IndexedDB, until the service has acknowledged it.
// Never localStorage. Where IndexedDB fails, rows live in memory and the service still gets every answer at once. A row has
// no age at which it is dropped: what cannot be sent is told on the first screen until it is sent.

const DATABASE = 'peil-tablet';
const ROWS = 'rows';

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
  const kept = await run('readwrite', (rows) => rows.put(row));
  // In memory only what the database did not take: another tab may send and remove a row.
  if (kept === undefined) memory.set(row.assignmentId, row);
  else memory.delete(row.assignmentId);
}

export async function get(assignmentId) {
  return memory.get(assignmentId) ?? (await run('readonly', (rows) => rows.get(assignmentId)));
}

export async function remove(assignmentId) {
  memory.delete(assignmentId);
  await run('readwrite', (rows) => rows.delete(assignmentId));
}

/** Every row that waits, the last touched first: those are of the client who sits here. */
export async function all() {
  const kept = (await run('readonly', (rows) => rows.getAll())) ?? [];
  const rows = new Map([...kept, ...memory.values()].map((row) => [row.assignmentId, row]));
  return [...rows.values()].sort((one, other) => other.touchedAt - one.touchedAt);
}

/** Asks the browser to keep the rows when space runs short. */
export async function persist() {
  try {
    await navigator.storage?.persist?.();
  } catch {
    // The rows are kept as well as the browser likes.
  }
}
