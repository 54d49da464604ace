/* Offences counted by ward: the joined table read row by row, never as a whole. */
import { readCsv } from './csv.js';

const CLASSES = 5;
/* What the daemon adds, in this order, last in each row. */
export const ADDED = ['ward_code', 'ward_name', 'authority_code', 'authority_name', 'match'];
const LEFT = { none: 'none', no_location: 'no_location', bad: 'bad' };

/** Count the joined table in `blob`; resolves to { wards, left, read, strange }: a Map of code to { code,
 * name, authority, count }, the rows not placed by reason, all rows, and those with no verdict known. */
export async function countJoined(blob, delimiter, how) {
    const wards = new Map();
    const left = { none: 0, no_location: 0, bad: 0 };
    let read = 0;
    let strange = 0;
    await readCsv(blob, delimiter, (fields, number) => {
        if (number === 0) {
            return;
        }
        read += 1;
        const [code, name, , authority, match] = fields.slice(-ADDED.length);
        if (match === 'inside' || match === 'boundary' || match === 'postcode') {
            const ward = wards.get(code) ?? { code, name, authority, count: 0 };
            ward.count += 1;
            wards.set(code, ward);
        } else if (LEFT[match] !== undefined) {
            left[match] += 1;
        } else {
            strange += 1;
        }
    }, how);
    return { wards, left, read, strange };
}

/** What does not add up, in words, or null: the wards, what is left out, and the rows the daemon says
 * it has read. */
export function mismatch({ wards, left, read, strange }, batch) {
    const placed = [...wards.values()].reduce((sum, { count }) => sum + count, 0);
    const same = read === batch.read && strange === 0 && placed === batch.inside + batch.boundary + (batch.postcode ?? 0) &&
        left.none === batch.none && left.no_location === batch.no_location && left.bad === batch.bad &&
        placed + left.none + left.no_location + left.bad === batch.read;
    return same ? null : `${placed} in wards + ${left.none} none + ${left.no_location} no location + ${left.bad} bad ` +
        `are not the ${batch.read} rows read${strange > 0 ? `; ${strange} rows came back without a verdict` : ''}`;
}

/** The wards with their ranks, the largest count first, then by code: equal counts share the higher rank.
 * `all` are those of the vintage, of which those without a row count 0. */
export function ranked({ wards }, all) {
    const rows = new Map(all.map(({ code, name, authority }) =>
        [code, { code, name, authority: authority?.name ?? '', count: 0 }]));
    wards.forEach((ward, code) => rows.set(code, ward));
    const list = [...rows.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
    let rank = 0;
    return list.map((row, at) => {
        rank = at > 0 && list[at - 1].count === row.count ? rank : at + 1;
        const tied = list[at - 1]?.count === row.count || list[at + 1]?.count === row.count;
        return { ...row, rank, tied };
    });
}

/** Five classes with about as many wards each, equal counts never parted, 0 apart: the rule of the map
 * that `nearaid table --map` draws. Returns { of(count), classes } with each { name, least, most, wards }. */
export function classesOf(rows) {
    const values = rows.map(({ count }) => count).filter((count) => count > 0).sort((a, b) => a - b);
    const of = (count) => {
        const below = values.findIndex((value) => value >= count);
        return count === 0 ? 'zero' : `class${Math.floor((below * CLASSES) / values.length)}`;
    };
    const classes = new Map();
    for (const value of values) {
        const name = of(value);
        const one = classes.get(name) ?? { name, least: value, most: value, wards: 0 };
        classes.set(name, { ...one, most: value, wards: one.wards + 1 });
    }
    return { of, classes: [...classes.values()] };
}
