/* Tables for the daemon: chosen or dropped, sent to it and nowhere else, kept nowhere. */
import { h } from './dom.js';
import { inspectCsv } from './csv.js';

/* A file that misses the field must not take the browser away from the page. */
for (const name of ['dragover', 'drop']) {
    addEventListener(name, (event) => {
        if (event.dataTransfer?.types.includes('Files')) {
            event.preventDefault();
        }
    });
}

/** A field for a file, which may also be dropped on it. `take(file)` gets it. */
export function fileField(id, title, hint, take) {
    const input = h('input', {
        id, type: 'file', accept: '.csv,.txt,text/csv', 'aria-describedby': `${id}-hint`,
        change: () => input.files.length > 0 && take(input.files[0]),
    });
    const field = h('div', {
        class: 'drop',
        dragover: (event) => {
            event.preventDefault();
            field.classList.add('over');
        },
        dragleave: () => field.classList.remove('over'),
        drop: (event) => {
            event.preventDefault();
            field.classList.remove('over');
            const file = [...event.dataTransfer.files][0];
            if (file) {
                /* The field names the file that was taken last, however it came. */
                input.files = event.dataTransfer.files;
                take(file);
            }
        },
    }, h('label', { for: id }, title), input, h('p', { id: `${id}-hint`, class: 'hint' }, hint));
    return { field, input };
}

/** A bar with its words. */
export function progressBar(label) {
    const bar = h('div', {
        class: 'bar', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100,
    }, h('progress', { max: 100, 'aria-hidden': 'true' }));
    const words = h('span', { class: 'words' });
    const element = h('div', { class: 'progress', hidden: true }, bar, words);
    return {
        element,
        set(share, text) {
            const percent = Math.round(100 * share);
            element.hidden = false;
            bar.firstChild.value = percent;
            bar.setAttribute('aria-valuenow', percent);
            bar.setAttribute('aria-valuetext', text);
            words.replaceChildren(text);
        },
        hide: () => { element.hidden = true; },
    };
}

/** Look at a file and say how it is to be asked about: { type, pairs, header, delimiter }, where
 * `pairs` are parameters. Throws an Error with its reason when it cannot be read as a table. */
export async function tableOf(file, added) {
    const { charset, delimiter, header, gzip } = await inspectCsv(file);
    if (gzip) {
        throw new Error(`${file.name} is packed (gzip): unpack it first`);
    }
    if (file.size === 0) {
        throw new Error(`${file.name} is empty`);
    }
    const pairs = delimiter === ',' ? [] : [['delimiter', delimiter === '\t' ? 'tab' : delimiter]];
    const taken = new Set(header.map((name) => name.trim().toLowerCase()));
    if (added.some((name) => taken.has(name.toLowerCase()))) {
        pairs.push(['prefix', 'nearaid_']);
    }
    return { type: `text/csv; charset=${charset}`, pairs, header, delimiter };
}

/** `read=4, inside=1` as { read: 4, inside: 1 }. */
function reconciling(text) {
    return Object.fromEntries((text ?? '').split(/\s*,\s*/).filter(Boolean).map((part) => {
        const [name, count] = part.split('=');
        return [name, Number(count)];
    }));
}

async function problemOf(request) {
    try {
        const { detail, hint } = JSON.parse(await request.response.text());
        return [detail, hint].filter(Boolean).join('. ');
    } catch {
        return `The daemon answered ${request.status}`;
    }
}

/** Send `file` to `path`. `progress(share)` hears of the sending. Resolves to { blob, batch, line }: the
 * answer, and how it reconciles; throws an Error with its reason. */
export function upload(path, file, type, { progress, signal } = {}) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const gone = () => reject(new Error('The daemon does not answer, or has stopped reading: is the file too large?'));
        request.open('POST', path);
        request.responseType = 'blob';
        request.setRequestHeader('Content-Type', type);
        request.setRequestHeader('Accept', 'text/csv');
        request.upload.addEventListener('progress', ({ loaded, total }) => progress?.(total > 0 ? loaded / total : 1));
        request.addEventListener('error', gone);
        request.addEventListener('abort', () => reject(new DOMException('given up', 'AbortError')));
        request.addEventListener('load', async () => {
            if (request.status === 200) {
                const line = request.getResponseHeader('Nearaid-Batch');
                resolve({ blob: request.response, batch: reconciling(line), line });
            } else {
                reject(new Error(await problemOf(request)));
            }
        });
        signal?.addEventListener('abort', () => request.abort());
        request.send(file);
    });
}
