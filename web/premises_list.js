/* The part of the coverage view for premises: choosing the file, the count, the list, its file. */
import { h } from './dom.js';
import { count, dayWords, metres, percent } from './figures.js';
import { csvText, safeCell } from './csv.js';
import { targetWords } from './coverage_state.js';
import { saveButton } from './download.js';
import { fileField, progressBar } from './upload.js';
import { rankOf, readPremises, reckon, turns, wasCovered, withoutCover } from './premises.js';
import { sortTable } from './sort_table.js';

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

const CHANGES = { lost: 'lost', gained: 'gained', never: 'not covered' };

function columnsOf(premises) {
    const { days, header } = premises;
    const number = (id, title, value) => ({ id, title, number: true, value: (row) => value(row) ?? Infinity, text: (row) => (value(row) === null ? 'none' : metres(value(row))) });
    const text = (id, title, value) => ({ id, title, value, text: value });
    return [
        { id: 'row', title: 'Row', number: true, first: 'asc', value: (row) => row.number, text: (row) => count(row.number) },
        ...tellingColumns(header).map((at) => ({ ...text(`field${at}`, header[at], (row) => row.fields[at] ?? ''), own: true })),
        ...(days.length < 2 ? [] : [
            { id: 'change', title: 'Cover', first: 'asc', value: rankOf, text: (row) => CHANGES[row.change] },
            text('had', `Nearest on ${dayWords(days[0].day)}`, (row) => row.before.nearest || 'none'),
            number('before', 'Distance then', (row) => row.before.metres)]),
        text('nearest', 'Nearest', (row) => row.nearest || 'none'),
        number('distance', 'Distance', (row) => row.metres),
    ];
}

/* The list with its filter: who loses cover must not drown among those that never had any. */
function listOf(premises, rows) {
    const compared = premises.days.length > 1;
    const table = sortTable({
        caption: compared ? 'Premises that lose or gain cover, or have none' : 'Premises without cover, worst first',
        columns: columnsOf(premises), tie: ({ order }) => order,
    });
    const rest = h('p', { class: 'hint' });
    const show = (change, sort) => {
        const wanted = rows.filter((row) => change === 'all' || row.change === change);
        table.show(wanted.slice(0, LISTED), [], sort);
        rest.replaceChildren(...(wanted.length > LISTED ? [`The ${count(LISTED)} worst of ${count(wanted.length)} are listed; the file has all.`] : []));
    };
    const of = (change) => rows.filter((row) => row.change === change).length;
    const filter = h('select', { id: 'premises-filter', change: () => show(filter.value) },
        [['all', `all (${count(rows.length)})`], ...Object.entries(CHANGES).map(([change, words]) => [change, `${words} (${count(of(change))})`])]
            .map(([value, words]) => h('option', { value }, words)));
    show('all', compared ? { sort: 'change', order: 'asc' } : { sort: 'distance', order: 'desc' });
    return [...(compared ? [h('p', { class: 'filter' }, h('label', { for: 'premises-filter' }, 'Show premises: '), filter)] : []), table.element, rest];
}

function fileOf(premises, list, within) {
    const last = premises.days[premises.days.length - 1];
    const compared = premises.days.length > 1;
    const head = ['row', ...premises.header, 'nearest_asset', 'distance_m', 'as_at', 'within_m',
        ...(compared ? [`covered_${premises.days[0].day}`, 'change', 'asset_before', 'distance_before_m'] : [])];
    const rows = list.map((row) => [row.number, ...premises.header.map((_, at) => safeCell(row.fields[at])),
        safeCell(row.nearest), row.metres ?? '', last.day, within, ...(compared ? [wasCovered(row, within) ? 'yes' : 'no', wasCovered(row, within) ? 'lost' : '',
            safeCell(row.before.nearest), row.before.metres ?? ''] : [])]);
    return csvText([head.map(safeCell), ...rows]);
}

/* Where a row lies, if the table has degrees; the daemon reads more kinds of position than that. */
function placeOf(header) {
    const column = (names) => header.findIndex((name) => names.test(name.trim()));
    const [lat, lon] = [column(/^lat(itude)?$/i), column(/^(lon|lng|long|longitude)$/i)];
    return ({ fields }) => {
        const at = [Number(fields[lat] || NaN), Number(fields[lon] || NaN)];
        return at.every(Number.isFinite) ? at : null;
    };
}

/* For the map: what each row is called, and what it loses. */
function marksOf(premises, rows) {
    const place = placeOf(premises.header);
    const [name] = tellingColumns(premises.header);
    const far = ({ nearest, metres: distance }) => (distance === null ? 'none' : `${nearest}, ${metres(distance)}`);
    return rows.slice(0, LISTED).flatMap((row) => {
        const at = place(row);
        const before = row.before ? `on ${dayWords(premises.days[0].day)} ${far(row.before)}; now ` : 'nearest ';
        return at ? [{ at, change: row.change, words: `${row.fields[name]}: ${CHANGES[row.change]}; ${before}${far(row)}` }] : [];
    });
}

/** The part of the view: its element, and ask(state), which asks about the file again. `mark` gets what is to be
 * marked on the map. */
export function premisesPart(mark = () => {}) {
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
        mark([]);
        input.focus();
    }

    function draw() {
        const within = state.within;
        const target = targetWords(within, state.kind, state.tag, state.measure);
        const sums = premises.days.map((day) => reckon(day, within));
        const wrong = sums.map((one) => one.wrong).filter(Boolean);
        const list = withoutCover(premises, within);
        const rows = turns(premises, within);
        const last = sums[sums.length - 1];
        result.replaceChildren(
            ...wrong.map((text) => h('p', { class: 'loud', role: 'alert' }, `The counts do not add up, do not use them: ${text}`)),
            h('ul', { class: 'sums' }, premises.days.map((day, at) => sumOf(day.day, sums[at], target))),
            h('p', { class: 'actions' }, saveButton('Download those without cover (CSV)',
                () => ['premises-without-cover.csv', fileOf(premises, list, within), 'text/csv'])),
            ...(rows.length > 0 ? listOf(premises, rows) : []));
        mark(marksOf(premises, rows));
        const lost = rows.filter(({ change }) => change === 'lost').length;
        say(`${count(last.uncovered)} of ${count(last.placed)} premises are not covered${sums.length > 1 ? `, ${count(lost)} of them lose cover` : ''}`);
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
        const same = (one) => JSON.stringify([one?.kind, one?.tag, one?.measure, one?.as_at, one?.compare]);
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
            mark([]);
            read();
        } else {
            draw();
        }
    }

    return { element: h('section', { class: 'premises-part', 'aria-label': 'Premises' }, h('h2', {}, 'Premises without cover'), field, forget, bar.element, status, result), ask };
}
