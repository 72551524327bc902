// The service as the tablet sees it. A refusal is a Problem; a service that cannot be reached is Unreachable.

/** The service understood and refused. `kind` is the last part of the problem's type. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.title ?? `status ${status}`);
    this.status = status;
    this.kind = String(body.type ?? '').split(/[/:#]/).pop();
    this.detail = body.detail ?? '';
  }

  /** The same request may well succeed later: a database in trouble, a proxy without its service, too many requests. */
  get passes() {
    return this.status >= 500 || this.status === 429;
  }
}

/** Nobody answered: no network, or a service that is starting. Worth another try. */
export class Unreachable extends Error {}

const TIMEOUT = 15000;

/** `outlives`: the request goes on when the page is left. */
async function call(method, path, body, token, outlives = false) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json, application/problem+json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(`/api/v1/tablet/${path}`, {
      method,
      headers,
      body: body === null ? undefined : JSON.stringify(body),
      keepalive: outlives,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    throw new Unreachable();
  }
  if (response.status === 204) return null;
  if (response.ok) return response.json().catch(() => ({}));
  throw new Problem(response.status, await response.json().catch(() => ({})));
}

export function openSession(code) {
  return call('POST', 'session', { code });
}

export function enter(code, membershipId, clientCode) {
  return call('POST', 'entry', { code, membership_id: membershipId, client_code: clientCode });
}

export function saveAnswer(token, assignmentId, itemId, value, language) {
  const path = `assignments/${encodeURIComponent(assignmentId)}/answers/${encodeURIComponent(itemId)}`;
  return call('PUT', path, { value, language }, token);
}

/** Whether the group may see this client's line tonight; gives what stands. Each yes has a key of its own. A no names the yes
 *  that may still be under way: that comes too late then. */
export async function sayLine(token, given, key) {
  return (await call('PUT', 'line', { given, key }, token, true)).given;
}

/** What stands of it, for who got no reply; the yes that may still be under way comes too late from now on. */
export async function askLine(token, key) {
  return (await call('PUT', 'line', { given: null, key }, token)).given;
}

export function submit(token, assignmentId, response) {
  return call('POST', `assignments/${encodeURIComponent(assignmentId)}/response`, response, token);
}
