/* CSV, exactly: fields in quotes may hold separators, line ends and doubled quotes; LF, CR LF and a CR
 * alone end a row; a quote inside a plain field, or inside quotes where neither a quote nor the
 * end of the field follows, is a letter like others; blank lines are no rows. Those
 * are the daemon's own rules (docs/join.md). */

const START = 0; /* of a field */
const PLAIN = 1;
const QUOTED = 2;
const CLOSED = 3; /* after a quote that ends the field, or is the first of a doubled one, or neither */

/** A reader of text that comes in pieces: push(text) as often as there is some, then end().
 * `row(fields)` is called for each row. */
export function csvReader(delimiter, row) {
    let fields = [];
    let field = '';
    let state = START;

    function endField() {
        fields.push(field);
        field = '';
        state = START;
    }

    /* The line end after a CR is a blank line, and so nothing. */
    function endRow() {
        if (fields.length > 0 || field !== '' || state !== START) {
            endField();
            const whole = fields;
            fields = [];
            row(whole);
        }
    }

    function endOfPlain(text, from) {
        let to = from;
        while (to < text.length && text[to] !== delimiter && text[to] !== '\n' && text[to] !== '\r') {
            to += 1;
        }
        return to;
    }

    /* Take what begins at `at`; returns where the next begins. */
    function step(text, at) {
        const letter = text[at];
        if (state === QUOTED) {
            const quote = text.indexOf('"', at);
            const to = quote < 0 ? text.length : quote;
            field += text.slice(at, to);
            state = quote < 0 ? QUOTED : CLOSED;
            return quote < 0 ? to : to + 1;
        }
        if (letter === '"' && state !== PLAIN) {
            field += state === CLOSED ? '"' : '';
            state = QUOTED;
            return at + 1;
        }
        if (letter === delimiter) {
            endField();
            return at + 1;
        }
        if (letter === '\n' || letter === '\r') {
            endRow();
            return at + 1;
        }
        if (state === CLOSED) {
            field += '"';
            state = QUOTED;
            return at;
        }
        const to = endOfPlain(text, at);
        field += text.slice(at, to);
        state = PLAIN;
        return to;
    }

    return {
        push(text) {
            let at = 0;
            while (at < text.length) {
                at = step(text, at);
            }
        },
        end: endRow,
    };
}

/** A cell as it is written: in quotes where it must be. */
export function csvCell(value) {
    const text = String(value ?? '');
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same of a text of somebody else's: what a spreadsheet would take for a formula has a ' in
 * front. Plain numbers stay numbers. */
export function safeCell(value) {
    const text = String(value ?? '');
    const harmless = !/^[=+\-@\t\r]/.test(text) || /^-?\d+(\.\d+)?$/.test(text);
    return csvCell(harmless ? text : `'${text}`);
}

/** Rows of cells that are written already. */
export function csvText(rows) {
    return rows.map((cells) => `${cells.join(',')}\n`).join('');
}

const LOOKED_AT_BYTES = 65536;
const PAUSE_AFTER_MS = 25;
const ENDS = /[,;\t|\r\n]/;

/** The texts at the beginning of a file of rows that stand between delimiters of any kind: what may be
 * names of columns. What the file is, is found by the daemon. */
export async function beginning(file) {
    const bytes = new Uint8Array(await file.slice(0, LOOKED_AT_BYTES).arrayBuffer());
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) ? 'utf-16le' : (bytes[0] === 0xfe && bytes[1] === 0xff) ? 'utf-16be' : null;
    const text = new TextDecoder(wide ?? 'utf-8').decode(bytes);
    return text.split(ENDS).map((cell) => cell.trim().replace(/^"|"$/g, ''));
}

/** Read a Blob of UTF-8, row by row, `row(fields, number)` with 0 for the first; the page goes on
 * meanwhile. `progress(share)` is called now and then. */
export async function readCsv(blob, delimiter, row, { progress, signal } = {}) {
    let number = 0;
    let units = 0;
    const csv = csvReader(delimiter, (fields) => { row(fields, number); number += 1; });
    const reader = blob.stream().pipeThrough(new TextDecoderStream()).getReader();
    let since = performance.now();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        signal?.throwIfAborted();
        csv.push(piece.value);
        units += piece.value.length;
        if (performance.now() - since > PAUSE_AFTER_MS) {
            progress?.(Math.min(1, units / blob.size));
            await new Promise((resolve) => { setTimeout(resolve); });
            since = performance.now();
        }
    }
    csv.end();
}
