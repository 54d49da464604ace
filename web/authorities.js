/* Wards added up by authority: what an officer asks first, and of a pack of very many wards all that is
 * shown until an authority is chosen. */
import { h } from './dom.js';
import { count } from './figures.js';
import { sortTable } from './sort_table.js';

const number = (id, title, value, text) => ({ id, title, number: true, value, text: (row) => text(value(row)) });
const NAME = { id: 'name', title: 'Authority', value: ({ name }) => name, text: ({ name }) => name };

/** Rows of { authority: { code, name } } as one a authority, each { code, name, wards, sums }; `parts(row)` gives
 * figures by name, which are added. Empty unless every row has an authority and there are several. */
export function byAuthority(rows, parts) {
    const found = new Map();
    for (const row of rows) {
        const { code, name } = row.authority ?? {};
        if (!code) {
            return [];
        }
        const sum = found.get(code) ?? { code, name: name ?? code, wards: 0, sums: {} };
        sum.wards += 1;
        for (const [part, value] of Object.entries(parts(row))) {
            sum.sums[part] = (sum.sums[part] ?? 0) + (value ?? 0);
        }
        found.set(code, sum);
    }
    return found.size > 1 ? [...found.values()] : [];
}

/** Their table; null if there is none. `columns`: [part, title, words] of sums, or a function of the row for `part`. */
export function authorityTable(rows, columns, sort, caption = 'By authority') {
    if (rows.length === 0) {
        return null;
    }
    const table = sortTable({
        caption,
        tie: ({ code }) => code,
        columns: [NAME, number('wards', 'Wards', ({ wards }) => wards, count), ...columns.map(([id, title, words, value]) =>
            number(id, title, value ?? (({ sums }) => sums[id]), words))],
    });
    table.show(rows, [], { sort, order: 'desc' });
    return table.element;
}

/** A choice of authority, for very many wards; `chosen(code)` hears of it, '' for none. */
export function authorityChoice(rows, id, chosen) {
    const list = h('select', { id, change: () => chosen(list.value) },
        h('option', { value: '' }, 'choose an authority'),
        [...rows].sort((a, b) => a.name.localeCompare(b.name)).map(({ code, name }) => h('option', { value: code }, name)));
    return h('p', { class: 'filter' }, h('label', { for: id }, 'Wards of '), list);
}

/** The share of a sum of square metres. */
export function shareOf(part, whole) {
    return ({ sums }) => (sums[whole] > 0 ? sums[part] / sums[whole] : null);
}
