/* The slow question: what the assets of a kind cover. */
import { NoAnswer } from './ask.js';

const TRIES = 6;
const MOST_WAIT_S = 30;
const GIVE_UP_MS = 180000;

/** Why the daemon does not answer this question: `hint` may say what to do. */
export class Refused extends Error {
    constructor({ detail, hint }) {
        super([detail, hint].filter(Boolean).join('. '));
    }
}

function waited(seconds, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, 1000 * seconds);
        signal.addEventListener('abort', () => {
            clearTimeout(timer);
            reject(signal.reason);
        });
    });
}

function parsed(text, response) {
    try {
        return JSON.parse(text);
    } catch {
        throw new NoAnswer(`The daemon answered ${response.status}`);
    }
}

async function once(path, signal) {
    try {
        const response = await fetch(path, {
            headers: { Accept: 'application/json, application/geo+json' }, signal, credentials: 'omit', referrerPolicy: 'no-referrer',
        });
        return { response, text: await response.text() };
    } catch (error) {
        throw signal.aborted ? error : new NoAnswer('The daemon does not answer');
    }
}

/** Ask for `path`; resolves to { text, body }: the daemon's bytes and what they say. While it is busy it is
 * asked again after the time it names, a few times; `busy(words)` says so. Throws Refused or NoAnswer,
 * or what `signal` was given up with. */
export async function askSlowly(path, { signal, busy }) {
    const limits = AbortSignal.any([signal, AbortSignal.timeout(GIVE_UP_MS)]);
    for (let tries = 1; ; tries += 1) {
        const { response, text } = await once(path, limits);
        const body = parsed(text, response);
        if (response.ok) {
            return { text, body };
        }
        if (body.code !== 'busy' || tries === TRIES) {
            throw new Refused(body);
        }
        const seconds = Math.min(MOST_WAIT_S, Math.max(1, Number(response.headers.get('Retry-After')) || 1));
        busy(`The daemon is busy: asking again in ${seconds} second${seconds === 1 ? '' : 's'} (${tries} of ${TRIES - 1})`);
        await waited(seconds, limits);
    }
}

/** The parameters of a question: what is covered. */
export function questionOf({ kind, tag, within, measure, as_at: day, compare }) {
    const pairs = [['kind', kind], ...tag.map((one) => ['tag', one]), ['within', within],
        ...(measure === 'walk' ? [['measure', measure]] : [])];
    return [...pairs, compare ? ['compare', compare.join(',')] : ['as_at', day]];
}

export function coveragePath(state, more = []) {
    return `/v1/coverage?${new URLSearchParams([...questionOf(state), ...more])}`;
}
