/* The part of the coverage view for premises: choosing the file, the count, the list, its file. */
import { h } from './dom.js';
import { count, dayWords, metres, percent } from './figures.js';
import { csvText, safeCell } from './csv.js';
import { targetWords } from './coverage_state.js';
import { saveButton } from './download.js';
import { fileField, progressBar } from './upload.js';
import { readPremises, reckon, wasCovered, withoutCover } from './premises.js';

const LISTED = 1000;
/* Columns that say which premises a row is, if the table has them. */
const TELLING = /^(.*name.*|address|postcode|post code)$/i;

function tellingColumns(header) {
    const found = header.flatMap((name, at) => (TELLING.test(name.trim()) ? [at] : [])).slice(0, 4);
    return found.length > 0 ? found : [0];
}

function sumOf(day, sums, target) {
    const left = sums.unplaced > 0
        ? ` + ${count(sums.unplaced)} could not be placed (${count(sums.noLocation)} no location, ${count(sums.bad)} bad)` : ' + 0 could not be placed';
    return h('li', {}, `On ${dayWords(day)} ${count(sums.covered)} of ${count(sums.placed)} premises are ${target} (${percent(sums.placed > 0 ? sums.covered / sums.placed : null)}): `,
        `${count(sums.covered)} covered + ${count(sums.uncovered)} not covered${left} = ${count(sums.read)} read`);
}

function listTable(premises, list, within) {
    const columns = tellingColumns(premises.header);
    const compared = premises.days.length > 1;
    const heads = ['Row', ...columns.map((at) => premises.header[at]), 'Nearest', 'Distance',
        ...(compared ? [`Covered ${dayWords(premises.days[0].day)}`] : [])];
    const rowOf = (row) => h('tr', {}, h('td', { class: 'number' }, count(row.number)),
        columns.map((at, first) => (first === 0 ? h('th', { scope: 'row' }, row.fields[at] ?? '') : h('td', {}, row.fields[at] ?? ''))),
        h('td', {}, row.nearest || 'none'), h('td', { class: 'number' }, row.metres === null ? 'none' : metres(row.metres)),
        compared ? h('td', {}, wasCovered(row, within) ? 'yes: lost' : 'no') : null);
    const caption = 'Premises without cover, worst first';
    return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
        h('table', {}, h('caption', {}, caption),
            h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col' }, head)))),
            h('tbody', {}, list.slice(0, LISTED).map(rowOf))));
}

function fileOf(premises, list, within) {
    const last = premises.days[premises.days.length - 1];
    const compared = premises.days.length > 1;
    const head = ['row', ...premises.header, 'nearest_asset', 'distance_m', 'as_at', 'within_m',
        ...(compared ? [`covered_${premises.days[0].day}`] : [])];
    const rows = list.map((row) => [row.number, ...premises.header.map((_, at) => safeCell(row.fields[at])),
        safeCell(row.nearest), row.metres ?? '', last.day, within, ...(compared ? [wasCovered(row, within) ? 'yes' : 'no'] : [])]);
    return csvText([head.map(safeCell), ...rows]);
}

/** The part of the view: its element, and ask(state), which asks about the file again. */
export function premisesPart() {
    let file = null;
    let current = null;
    let state = null;
    let premises = null;
    const bar = progressBar('Premises');
    const status = h('p', { class: 'status', role: 'status' });
    const say = (text) => status.replaceChildren(text);
    const result = h('div', { class: 'premises' });
    const forget = h('button', { type: 'button', hidden: true, click: () => clear() }, 'Forget the premises');
    const { field, input } = fileField('premises-file', 'Premises (CSV): choose a file, or drop it here',
        'Read in the browser and sent to the daemon on this machine only; stored nowhere.',
        (chosen) => {
            file = chosen;
            premises = null;
            ask(state);
        });

    function clear() {
        current?.abort();
        file = null;
        premises = null;
        input.value = '';
        forget.hidden = true;
        bar.hide();
        say('');
        result.replaceChildren();
        input.focus();
    }

    function draw() {
        const within = state.within;
        const target = targetWords(within, state.kind, state.tag);
        const sums = premises.days.map((day) => reckon(day, within));
        const wrong = sums.map((one) => one.wrong).filter(Boolean);
        const list = withoutCover(premises, within);
        const last = sums[sums.length - 1];
        const rest = list.length > LISTED
            ? h('p', { class: 'hint' }, `The ${count(LISTED)} worst of ${count(list.length)} are listed; the file has all.`) : null;
        result.replaceChildren(
            ...wrong.map((text) => h('p', { class: 'loud', role: 'alert' }, `The counts do not add up, do not use them: ${text}`)),
            h('ul', { class: 'sums' }, premises.days.map((day, at) => sumOf(day.day, sums[at], target))),
            h('p', { class: 'actions' }, saveButton('Download those without cover (CSV)',
                () => ['premises-without-cover.csv', fileOf(premises, list, within), 'text/csv'])),
            ...(list.length > 0 ? [listTable(premises, list, within)] : []), ...(rest ? [rest] : []));
        say(`${count(last.uncovered)} of ${count(last.placed)} premises are not covered`);
    }

    async function read() {
        current?.abort();
        const mine = new AbortController();
        current = mine;
        try {
            const answer = await readPremises(file, state, {
                signal: mine.signal,
                progress: (share) => bar.set(share, share < 1 ? `${file.name}: ${Math.round(100 * share)}% sent` : `${file.name}: waiting for the answer`),
            });
            if (current === mine) {
                premises = answer;
                draw();
            }
        } catch (error) {
            if (current === mine) {
                premises = null;
                say('');
                result.replaceChildren(h('p', { class: 'loud', role: 'alert' }, `${file.name}: ${error.message}`));
            }
        }
        if (current === mine) {
            bar.hide();
        }
    }

    /** Ask about the file, if there is one: anew, or only the distance has changed. */
    function ask(next) {
        const same = (one) => JSON.stringify([one?.kind, one?.tag, one?.as_at, one?.compare]);
        const anew = premises === null || same(state) !== same(next);
        state = next;
        if (file === null) {
            return;
        }
        forget.hidden = false;
        if (anew) {
            premises = null;
            say('');
            result.replaceChildren();
            read();
        } else {
            draw();
        }
    }

    return { element: h('section', { class: 'premises-part', 'aria-label': 'Premises' }, h('h2', {}, 'Premises without cover'), field, forget, bar.element, status, result), ask };
}
