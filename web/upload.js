/* Tables for the daemon: chosen or dropped, sent to it and nowhere else, kept nowhere. */
import { h } from './dom.js';
import { beginning } from './csv.js';

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
        id, type: 'file', accept: '.csv,.tsv,.txt,.gz,.xlsx,.zip,.geojson,.json,text/csv', 'aria-describedby': `${id}-hint`,
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

/* Workbooks, zip files and GeoJSON, by their first bytes. */
async function isPacked(file) {
    const [first, second, third] = new Uint8Array(await file.slice(0, 3).arrayBuffer());
    const mark = first === 0xef && second === 0xbb && third === 0xbf;
    const begin = mark ? new Uint8Array(await file.slice(3, 4).arrayBuffer())[0] : first;
    return (first === 0x50 && second === 0x4b) || begin === 0x7b || begin === 0x1e;
}

/** Have the daemon make CSV of a file that is none; how it is to be asked about: { file, type, pairs,
 * found }, where `pairs` are parameters and `found` says what was in it. Throws an Error with its reason
 * when it cannot be read as a table. */
export async function tableOf(file, added, how) {
    if (file.size === 0) {
        throw new Error(`${file.name} is empty`);
    }
    let csv = file;
    let found = [];
    if (await isPacked(file)) {
        const answer = await upload('/v1/batch/csv', file, 'application/octet-stream', how);
        csv = answer.blob;
        found = answer.found;
    }
    const taken = new Set((await beginning(csv)).map((name) => name.toLowerCase()));
    const pairs = added.some((name) => taken.has(name.toLowerCase())) ? [['prefix', 'nearaid_']] : [];
    return { file: csv, type: 'text/csv', pairs, found };
}

const PLURALS = { titles: 'above the header skipped', decimal_commas: 'with decimal commas', month_first: 'with the month first' };
const DELIMITERS = { ';': 'the delimiter is a semicolon', tab: 'the delimiter is a tab', '|': 'the delimiter is a bar' };

/* The dictionary of the header Nearaid-Table (RFC 9651) as words, and the delimiter for reading on. */
function tableSaid(text) {
    const said = /said=%"([^"]*)"/.exec(text ?? '');
    if (said) {
        return { delimiter: ',', found: decodeURIComponent(said[1]).split('; ') };
    }
    const all = Object.fromEntries([...(text ?? '').matchAll(/(\w+)=(?:"((?:\\.|[^"])*)"|(\d+))/g)]
        .map(([, name, words, number]) => [name, words?.replace(/\\(.)/g, '$1') ?? Number(number)]));
    const delimiter = all.delimiter === 'tab' ? '\t' : all.delimiter ?? ',';
    const counts = Object.entries(PLURALS).filter(([name]) => all[name] > 0).map(([name, words]) =>
        `${all[name]} ${name === 'titles' ? 'row' : 'column'}${all[name] === 1 ? '' : 's'} ${words}`);
    return {
        delimiter,
        found: [DELIMITERS[all.delimiter], all.encoding && all.encoding !== 'UTF-8' ? `the encoding is ${all.encoding}` : null,
            ...counts].filter(Boolean),
    };
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

/** Send `file` to `path`. `progress(share)` hears of the sending. Resolves to { blob, batch, line, delimiter,
 * found }: the answer, how it reconciles, and what was found in the file; throws an Error with its
 * reason. */
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
                resolve({
                    blob: request.response, batch: reconciling(line), line, ...tableSaid(request.getResponseHeader('Nearaid-Table')),
                });
            } else {
                reject(new Error(await problemOf(request)));
            }
        });
        signal?.addEventListener('abort', () => request.abort());
        request.send(file);
    });
}
