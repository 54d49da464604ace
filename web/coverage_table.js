/* The wards of a coverage as a table, and as a file. */
import { authorityChoice, authorityTable, byAuthority, shareOf } from './authorities.js';
import { h } from './dom.js';
import { count, dayWords, km2, percent } from './figures.js';
import { sortTable } from './sort_table.js';
import { csvCell, csvText } from './csv.js';

const number = (id, title, value, words) => ({
    id, title, number: true, value, text: (row) => (value(row) === null || value(row) === undefined ? 'none' : words(value(row))),
});

const NAMES = [
    { id: 'name', title: 'Ward', value: (row) => row.name ?? row.code, text: (row) => row.name ?? row.code },
    {
        id: 'authority', title: 'Authority', value: (row) => row.authority?.name ?? null,
        text: (row) => row.authority?.name ?? '',
    },
];
const SIZE = number('area', 'Area km²', (row) => row.area_m2, km2);

const ONE_DAY = [
    ...NAMES,
    number('assets', 'Assets', (row) => row.assets, count),
    number('share', 'Covered %', (row) => row.share, percent),
    number('covered', 'Covered km²', (row) => row.covered_m2, km2),
    number('gap', 'Gap km²', (row) => row.gap_m2, km2),
    SIZE,
];

function twoDays([from, to]) {
    return [
        ...NAMES,
        number('share_from', `Covered % ${from}`, (row) => row.from.share, percent),
        number('share', `Covered % ${to}`, (row) => row.to.share, percent),
        number('gained', 'Gained km²', (row) => row.gained_m2, km2),
        number('lost', 'Lost km²', (row) => row.lost_m2, km2),
        number('gap', 'Gap km² then', (row) => row.to.gap_m2, km2),
        SIZE,
    ];
}

/* One row an area: of the only day, or of both with what changes. */
function rowsOf({ days, changes }) {
    const whole = { name: 'The whole', code: 'whole' };
    if (changes === null) {
        return { rows: days[0].areas, top: [{ ...whole, ...days[0].whole }] };
    }
    const joined = (change, from, to) => ({ ...change, from, to });
    return {
        rows: changes.areas.map((change, at) => joined(change, days[0].areas[at], days[1].areas[at])),
        top: [{ ...whole, ...joined(changes.whole, days[0].whole, days[1].whole) }],
    };
}

/* Beyond so many wards their rows are shown by authority. */
const MOST_ROWS = 1000;

/* By authority: what the wards come to. */
function authorities(rows, compared, days) {
    const sums = byAuthority(rows, (row) => (compared
        ? { area: row.from.area_m2, area_to: row.to.area_m2, from: row.from.covered_m2, to: row.to.covered_m2, gained: row.gained_m2, lost: row.lost_m2 }
        : { area: row.area_m2, covered: row.covered_m2, gap: row.gap_m2, assets: row.assets }));
    const columns = compared
        ? [['share_from', `Covered % ${days[0]}`, percent, shareOf('from', 'area')], ['share', `Covered % ${days[1]}`, percent, shareOf('to', 'area_to')],
            ['gained', 'Gained km²', km2], ['lost', 'Lost km²', km2]]
        : [['assets', 'Assets', count], ['share', 'Covered %', percent, shareOf('covered', 'area')], ['covered', 'Covered km²', km2], ['gap', 'Gap km²', km2]];
    return { sums, table: authorityTable(sums, columns, compared ? 'lost' : 'gap') };
}

/** The tables of an answer, as elements: authorities, if there are several, and wards. Of very many wards those of the
 * authority that is chosen. `sort` is how the wards are sorted, `changed` hears of another way. */
export function coverageTables(body, sort, changed) {
    const compared = body.changes !== null;
    const days = body.days.map((day) => day.as_at);
    const within = body.query.within_m;
    const { rows, top } = rowsOf(body);
    const { sums, table: first } = authorities(rows, compared, days);
    const table = sortTable({
        caption: compared ? `Wards: within ${within} m, ${dayWords(days[0])} and ${dayWords(days[1])}`
            : `Wards: within ${within} m on ${dayWords(days[0])}`,
        columns: compared ? twoDays(days) : ONE_DAY,
        tie: (row) => row.code, changed,
    });
    const wards = h('div', { class: 'table' }, table.element);
    table.show(rows.length > MOST_ROWS && first ? [] : rows, top, sort);
    return [...(first ? [h('div', { class: 'authorities' }, first)] : []),
        ...(rows.length > MOST_ROWS && first ? [authorityChoice(sums, 'coverage-authority', (code) =>
            table.show(rows.filter((row) => row.authority.code === code), top))] : []), wards];
}

const fixed = (value, digits) => (value === null || value === undefined ? '' : value.toFixed(digits));

function csvRow(body, at, day, change) {
    const names = [at.code, at.name, at.authority?.code, at.authority?.name].map(csvCell);
    const figures = [fixed(at.area_m2, 1), body.query.within_m, fixed(at.covered_m2, 1), fixed(at.share, 6), fixed(at.gap_m2, 1)];
    const cells = [...names, day.as_at, at.valid === false ? 'no' : 'yes', at.assets, ...figures];
    if (body.changes !== null) {
        cells.push(...(change ? [fixed(change.gained_m2, 1), fixed(change.lost_m2, 1)] : ['', '']));
    }
    return cells;
}

/** The bytes that `nearaid coverage --format csv` writes of the same question. */
export function coverageCsv(body) {
    const head = ['code', 'name', 'authority_code', 'authority_name', 'as_at', 'valid', 'assets', 'area_m2',
        'within_m', 'covered_m2', 'share', 'gap_m2', ...(body.changes === null ? [] : ['gained_m2', 'lost_m2'])];
    const line = (pick, change) => body.days.map((day, number) =>
        csvRow(body, pick(day), day, number === 1 ? change : null));
    const areas = body.days[0].areas.flatMap((_, at) => line((day) => day.areas[at], body.changes?.areas[at]));
    const whole = line((day) => ({ code: 'whole', ...day.whole }), body.changes?.whole);
    return csvText([head, ...areas, ...whole]);
}
