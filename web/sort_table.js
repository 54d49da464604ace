/* A table that is sorted by any of its columns. */
import { h } from './dom.js';

function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') {
        return a - b;
    }
    return String(a).localeCompare(String(b), 'en-GB');
}

/* What has no value stands last, whichever way. */
function sorted(rows, { value }, order, tie) {
    const factor = order === 'desc' ? -1 : 1;
    const none = (one) => one === null || one === undefined;
    return [...rows].sort((left, right) => {
        const [a, b] = [value(left), value(right)];
        if (none(a) || none(b)) {
            return none(a) - none(b) || compare(tie(left), tie(right));
        }
        return factor * compare(a, b) || compare(tie(left), tie(right));
    });
}

/** Columns: { id, title, number, own, first, value(row), text(row) }; `own` has texts of a file, of any length; the first is the row's heading. Numbers
 * are sorted downwards at first, texts upwards, unless `first` says otherwise. `top` are rows that stay above. `changed({ sort, order })` hears of what the user chose. */
export function sortTable({ caption, columns, tie, changed }) {
    let rows = [];
    let top = [];
    let state = { sort: columns[0].id, order: 'asc' };
    const body = h('tbody', {});
    const above = h('tbody', { class: 'whole' });
    const heads = new Map();
    const cells = (row) => h('tr', {}, columns.map(({ number, own, text }, at) => (at === 0
        ? h('th', { scope: 'row' }, text(row))
        : h('td', { class: number ? 'number' : own ? 'own' : null }, text(row)))));

    function draw() {
        const column = columns.find(({ id }) => id === state.sort) ?? columns[0];
        for (const [id, head] of heads) {
            const way = state.order === 'desc' ? 'descending' : 'ascending';
            head.setAttribute('aria-sort', id === column.id ? way : 'none');
        }
        above.replaceChildren(...top.map(cells));
        body.replaceChildren(...sorted(rows, column, state.order, tie).map(cells));
    }

    function choose(column) {
        const first = column.first ?? (column.number ? 'desc' : 'asc');
        const other = first === 'desc' ? 'asc' : 'desc';
        const again = state.sort === column.id && state.order === first;
        state = { sort: column.id, order: again ? other : first };
        draw();
        changed?.(state);
    }

    const head = h('tr', {}, columns.map((column) => {
        const cell = h('th', { scope: 'col', class: column.number ? 'number' : null },
            h('button', { type: 'button', click: () => choose(column) }, column.title),
            /* A browser that repeats a heading on the next sheet leaves buttons out. */
            h('span', { class: 'on-paper', 'aria-hidden': 'true' }, column.title));
        heads.set(column.id, cell);
        return cell;
    }));
    const element = h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption },
        h('table', { class: 'sorted' }, h('caption', {}, caption), h('thead', {}, head), above, body));
    return {
        element,
        show(newRows, newTop, sort) {
            rows = newRows;
            top = newTop;
            state = columns.some(({ id }) => id === sort?.sort) ? { ...sort } : state;
            draw();
        },
        rows: () => rows,
    };
}
