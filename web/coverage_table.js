/* The wards of a coverage as a table, and as a file. */
import { authorityChoice, authorityTable, byAuthority, shareOf } from './authorities.js';
import { h } from './dom.js';
import { amountsOf } from './coverage_amounts.js';
import { count, dayWords, percent } from './figures.js';
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

/* An amount of ground or of streets; `name` is that of amountsOf. */
const amount = (amounts, id, title, name, of = (row) => row) =>
    number(id, `${title} ${amounts.unit}`, (row) => amounts[name](of(row)), amounts.figure);

function oneDay(amounts) {
    return [
        ...NAMES,
        number('assets', 'Assets', (row) => row.assets, count),
        number('share', 'Covered %', (row) => row.share, percent),
        amount(amounts, 'covered', 'Covered', 'covered'),
        amount(amounts, 'gap', 'Gap', 'gap'),
        amount(amounts, 'area', amounts.title, 'size'),
    ];
}

function twoDays([from, to], amounts) {
    return [
        ...NAMES,
        number('share_from', `Covered % ${from}`, (row) => row.from.share, percent),
        number('share', `Covered % ${to}`, (row) => row.to.share, percent),
        amount(amounts, 'gained', 'Gained', 'gained'),
        amount(amounts, 'lost', 'Lost', 'lost'),
        number('gap', `Gap ${amounts.unit} then`, (row) => amounts.gap(row.to), amounts.figure),
        amount(amounts, 'area', amounts.title, 'size'),
    ];
}

/* One row an area: of the only day, or of both with what changes. Areas without a street have nothing to say
 * about streets. */
function rowsOf({ query, days, changes }) {
    const whole = { name: 'The whole', code: 'whole' };
    const told = (row) => query.measure !== 'walk' || row.street_m > 0;
    if (changes === null) {
        return { rows: days[0].areas.filter(told), top: [{ ...whole, ...days[0].whole }] };
    }
    const joined = (change, from, to) => ({ ...change, from, to });
    return {
        rows: changes.areas.map((change, at) => joined(change, days[0].areas[at], days[1].areas[at])).filter(told),
        top: [{ ...whole, ...joined(changes.whole, days[0].whole, days[1].whole) }],
    };
}

/* Beyond so many wards their rows are shown by authority. */
const MOST_ROWS = 1000;

/* By authority: what the wards come to. */
function authorities(rows, compared, days, amounts) {
    const { size, exact, gap, gained, lost, figure, unit } = amounts;
    const sums = byAuthority(rows, (row) => (compared
        ? { area: size(row.from), area_to: size(row.to), from: exact(row.from), to: exact(row.to), gained: gained(row), lost: lost(row) }
        : { area: size(row), covered: exact(row), gap: gap(row), assets: row.assets }));
    const columns = compared
        ? [['share_from', `Covered % ${days[0]}`, percent, shareOf('from', 'area')], ['share', `Covered % ${days[1]}`, percent, shareOf('to', 'area_to')],
            ['gained', `Gained ${unit}`, figure], ['lost', `Lost ${unit}`, figure]]
        : [['assets', 'Assets', count], ['share', 'Covered %', percent, shareOf('covered', 'area')], ['covered', `Covered ${unit}`, figure], ['gap', `Gap ${unit}`, figure]];
    return { sums, table: authorityTable(sums, columns, compared ? 'lost' : 'gap') };
}

/** The tables of an answer, as elements: authorities, if there are several, and wards. Of very many wards those of the
 * authority that is chosen. `sort` is how the wards are sorted, `changed` hears of another way. */
export function coverageTables(body, sort, changed) {
    const compared = body.changes !== null;
    const days = body.days.map((day) => day.as_at);
    const amounts = amountsOf(body.query);
    const within = `${body.query.within_m} m${body.query.measure === 'walk' ? ' on foot' : ''}`;
    const { rows, top } = rowsOf(body);
    const { sums, table: first } = authorities(rows, compared, days, amounts);
    const table = sortTable({
        caption: compared ? `Wards: within ${within}, ${dayWords(days[0])} and ${dayWords(days[1])}`
            : `Wards: within ${within} on ${dayWords(days[0])}`,
        columns: compared ? twoDays(days, amounts) : oneDay(amounts),
        tie: (row) => row.code, changed,
    });
    const wards = h('div', { class: 'table' }, table.element);
    table.show(rows.length > MOST_ROWS && first ? [] : rows, top, sort);
    return [...(first ? [h('div', { class: 'authorities' }, first)] : []),
        ...(rows.length > MOST_ROWS && first ? [authorityChoice(sums, 'coverage-authority', (code) =>
            table.show(rows.filter((row) => row.authority.code === code), top))] : []), wards];
}

const fixed = (value, digits) => (value === null || value === undefined ? '' : value.toFixed(digits));

function csvCells(cells, body, change) {
    if (body.changes !== null) {
        const { gained, lost } = amountsOf(body.query);
        cells.push(...(change ? [fixed(gained(change), 1), fixed(lost(change), 1)] : ['', '']));
    }
    return cells;
}

function streetRow(body, at, day, change) {
    return csvCells([csvCell(at.code), csvCell(at.name), day.as_at, at.valid === false ? 'no' : 'yes', at.assets, fixed(at.street_m, 1),
        body.query.within_m, fixed(at.covered_m, 1), fixed(at.share, 6), fixed(at.gap_m, 1)], body, change);
}

function csvRow(body, at, day, change) {
    const names = [at.code, at.name, at.authority?.code, at.authority?.name].map(csvCell);
    const figures = [fixed(at.area_m2, 1), body.query.within_m, fixed(at.covered_m2, 1), fixed(at.share, 6), fixed(at.gap_m2, 1)];
    return csvCells([...names, day.as_at, at.valid === false ? 'no' : 'yes', at.assets, ...figures], body, change);
}

/** The bytes that `nearaid coverage --format csv` writes of the same question. */
export function coverageCsv(body) {
    const streets = body.query.measure === 'walk';
    const named = streets
        ? ['code', 'name', 'as_at', 'valid', 'assets', 'street_m', 'within_m', 'covered_m', 'share', 'gap_m', 'gained_m', 'lost_m']
        : ['code', 'name', 'authority_code', 'authority_name', 'as_at', 'valid', 'assets', 'area_m2', 'within_m', 'covered_m2', 'share', 'gap_m2', 'gained_m2', 'lost_m2'];
    const head = body.changes === null ? named.slice(0, -2) : named;
    const line = (pick, change) => body.days.map((day, number) =>
        (streets ? streetRow : csvRow)(body, pick(day), day, number === 1 ? change : null));
    const areas = body.days[0].areas.flatMap((_, at) => line((day) => day.areas[at], body.changes?.areas[at]));
    const whole = line((day) => ({ code: 'whole', ...day.whole }), body.changes?.whole);
    return csvText([head, ...areas, ...whole]);
}
