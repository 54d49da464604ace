/* Questions to the daemon. A position goes in a body, never in an address, so that it is in no log
 * and no history. */

/** From here on the caller is told to take the printed list. */
export const SLOW_MS = 3000;
const GIVE_UP_MS = 20000;

/** No answer, or one that is none: not a refusal with a reason, which is an answer. */
export class NoAnswer extends Error {}

async function read(response) {
    const type = response.headers.get('Content-Type') ?? '';
    if (response.status >= 500 || !/[/+]json/.test(type)) {
        throw new NoAnswer(`The daemon answered ${response.status}`);
    }
    return { ok: response.ok, status: response.status, body: await response.json() };
}

/** Ask; `json` is posted. `incident` is the number of the incident, for the audit log.
 * Resolves to { ok, status, body }. `slow` is called once when there is no
 * answer after SLOW_MS. Throws NoAnswer. */
export async function ask(path, { json, token, incident, slow, signal } = {}) {
    const headers = { Accept: 'application/json, application/geo+json' };
    const giveUp = new AbortController();
    const stop = () => giveUp.abort();
    signal?.addEventListener('abort', stop);
    if (json !== undefined) {
        headers['Content-Type'] = 'application/json';
    }
    if (token) {
        headers.Authorization = `Bearer ${token}`;
    }
    if (incident) {
        headers['X-Incident'] = incident;
    }
    const timers = [setTimeout(stop, GIVE_UP_MS), setTimeout(() => slow?.(), SLOW_MS)];
    try {
        return await read(await fetch(path, {
            method: json === undefined ? 'GET' : 'POST',
            headers,
            body: json === undefined ? undefined : JSON.stringify(json),
            signal: giveUp.signal,
            credentials: 'omit',
            referrerPolicy: 'no-referrer',
        }));
    } catch (error) {
        throw error instanceof NoAnswer ? error : new NoAnswer('The daemon does not answer');
    } finally {
        timers.forEach(clearTimeout);
        signal?.removeEventListener('abort', stop);
    }
}

/** Questions of which only the last one counts: asking again, or cancel(), gives the one before
 * up, which then resolves to null whatever comes of it. */
export function lastQuestion() {
    let current = null;
    const cancel = () => {
        current?.abort();
        current = null;
    };
    return {
        cancel,
        async ask(path, options) {
            cancel();
            const mine = new AbortController();
            current = mine;
            const ofMine = (then) => (...args) => (current === mine ? then(...args) : null);
            try {
                const slow = ofMine(() => options.slow?.());
                const answer = await ask(path, { ...options, slow, signal: mine.signal });
                return current === mine ? answer : null;
            } catch (error) {
                if (current !== mine) {
                    return null;
                }
                throw error;
            }
        },
    };
}
