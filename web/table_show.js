/* The counts of the table view: how the rows come out, the ranking, the map in five classes. */
import { h } from './dom.js';
import { AreaMap, swatch } from './area_map.js';
import { authorityChoice, authorityTable, byAuthority } from './authorities.js';
import { csvCell, csvText, safeCell } from './csv.js';
import { count, percent } from './figures.js';
import { sortTable } from './sort_table.js';
import { classesOf } from './table_count.js';

const share = (number, of) => percent(of > 0 ? number / of : null);

/** How every row read comes out, with what it is a part of. */
export function outcome({ left, read }, placed) {
    const rows = [['in a ward', placed], ['none: in no ward', left.none],
        ['no location: the position is blank', left.no_location], ['bad: cannot be read', left.bad]];
    return h('table', { class: 'outcome' }, h('caption', {}, 'Every row read'),
        h('thead', {}, h('tr', {}, ['Rows', 'Count', `Share of ${count(read)} read`].map((title) => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, rows.map(([title, number]) => h('tr', {}, h('th', { scope: 'row' }, title),
            h('td', { class: 'number' }, count(number)), h('td', { class: 'number' }, share(number, read))))),
        h('tfoot', {}, h('tr', {}, h('th', { scope: 'row' }, 'read'), h('td', { class: 'number' }, count(read)),
            h('td', { class: 'number' }, share(read, read)))));
}

/* Beyond so many wards their ranking is shown by authority. */
const MOST_ROWS = 1000;

/** The counts by authority, if there are several, then the wards; of very many wards those of the authority that is
 * chosen, as elements. */
export function rankings(rows, placed, read) {
    const named = rows.map((row) => ({ ...row, authority: { code: row.authority, name: row.authority } }));
    const sums = byAuthority(named, (row) => ({ count: row.count }));
    const first = authorityTable(sums, [['count', 'Count', count], ['placed', `Of ${count(placed)} placed`,
        (value) => share(value, placed), (row) => row.sums.count]], 'count');
    if (first === null || rows.length <= MOST_ROWS) {
        return [...(first ? [h('div', { class: 'authorities' }, first)] : []), h('div', { class: 'ranking' }, rankingTable(rows, placed, read).element)];
    }
    const table = rankingTable([], placed, read);
    return [h('div', { class: 'authorities' }, first), authorityChoice(sums, 'table-authority', (code) =>
        table.show(rows.filter(({ authority }) => authority === code), [])), h('div', { class: 'ranking' }, table.element)];
}

/* The ranking, sorted by any column. */
function rankingTable(rows, placed, read) {
    const number = (id, title, value, text) => ({ id, title, number: true, value, text });
    const table = sortTable({
        caption: 'Wards by rank',
        tie: ({ code }) => code,
        columns: [
            { id: 'name', title: 'Ward', value: ({ name }) => name, text: ({ name }) => name },
            { id: 'authority', title: 'Authority', value: ({ authority }) => authority, text: ({ authority }) => authority },
            { id: 'rank', title: 'Rank', number: true, first: 'asc', value: ({ rank }) => rank, text: ({ rank, tied }) => `${rank}${tied ? '=' : ''}` },
            number('count', 'Count', (row) => row.count, (row) => count(row.count)),
            number('placed', `Of ${count(placed)} placed`, (row) => row.count, (row) => share(row.count, placed)),
            number('read', `Of ${count(read)} read`, (row) => row.count, (row) => share(row.count, read)),
        ],
    });
    table.show(rows, [], { sort: 'rank', order: 'asc' });
    return table;
}

/** The ranking as a file: the columns and shares of `nearaid table --format csv`. */
export function rankingCsv(rows, placed, { left, read }, { vintage, data }) {
    const head = ['rank', 'ward_code', 'ward_name', 'authority_name', 'count', 'share_placed_percent', 'share_all_percent',
        'rows_placed', 'rows_all', 'rows_none', 'rows_no_location', 'rows_bad', 'vintage', 'pack_digest', 'transformation', 'indicative'];
    const part = (number, of) => (of > 0 ? ((100 * number) / of).toFixed(4) : '');
    return csvText([head, ...rows.map((row) => [row.rank, row.code, safeCell(row.name), safeCell(row.authority), row.count,
        part(row.count, placed), part(row.count, read), placed, read, left.none, left.no_location, left.bad,
        csvCell(vintage), data.pack, csvCell(data.transformation), data.indicative ? 'yes' : 'no'])]);
}

/** The map in `section`: draw(collection, rows) by class. */
export function choropleth(section) {
    const map = new AreaMap(section, 'table');
    let fitted = null;
    return {
        draw(collection, rows) {
            const { of, classes } = classesOf(rows);
            const counts = new Map(rows.map((row) => [row.code, row]));
            const zeros = rows.filter((row) => row.count === 0).length;
            const wards = (number) => `${count(number)} ward${number === 1 ? '' : 's'}`;
            map.drawAreas(collection, ({ code }) => ({ className: 'outline', fill: of(counts.get(code)?.count ?? 0) }),
                ({ code, name }) => {
                    const row = counts.get(code);
                    return `Ward: ${name}${row ? `, ${count(row.count)} rows, rank ${row.rank}${row.tied ? '=' : ''}` : ''}`;
                });
            map.entitle('Rows by ward: counts, not rates');
            map.legend([...classes.map(({ name, least, most, wards: number }) =>
                [swatch(name), `${least === most ? count(least) : `${count(least)} to ${count(most)}`}: ${wards(number)}`]),
            ...(zeros > 0 ? [[swatch('zero'), `0: ${wards(zeros)}`]] : []),
            [null, 'These are counts: where more people are, more happens. For rates, with the people of each ward, run nearaid table --rate']]);
            if (fitted !== collection) {
                map.fit();
            }
            fitted = collection;
        },
        fit: () => map.map.invalidateSize({ animate: false }),
    };
}
