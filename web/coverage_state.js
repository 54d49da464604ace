/* What is asked of the coverage, as it stands in the address after #. A position never does. */
import { count, today } from './figures.js';
import { aKind } from './words.js';

export const LEAST_M = 25;
export const MOST_M = 2000;
const USUAL_M = 250;
const DAY = /^\d{4}-\d\d-\d\d$/;

function distanceOf(text) {
    const metres = Number(text);
    return text !== null && Number.isFinite(metres) && metres >= LEAST_M && metres <= MOST_M ? metres : USUAL_M;
}

/** From URLSearchParams; what is not there, or makes no sense, is the usual. */
export function stateOf(parameters, kinds, hasStreets) {
    const kind = parameters.get('kind');
    const day = parameters.get('as_at');
    const days = (parameters.get('compare') ?? '').split(',');
    const compared = days.length === 2 && days.every((one) => DAY.test(one));
    const sort = /^(-?)([a-z_0-9]+)$/.exec(parameters.get('sort') ?? (compared ? '-lost' : '-gap'));
    return {
        kind: kinds.includes(kind) ? kind : kinds[0],
        tag: parameters.getAll('tag').filter((tag) => tag.includes('=')).slice(0, 1),
        within: distanceOf(parameters.get('within')),
        measure: hasStreets && parameters.get('measure') === 'walk' ? 'walk' : 'straight',
        as_at: DAY.test(day ?? '') ? day : today(),
        compare: compared ? days : null,
        sort: { sort: sort?.[2] ?? 'gap', order: sort?.[1] === '' ? 'asc' : 'desc' },
    };
}

/** What is covered, in words: within 250 m, or 250 m on foot, of a radio premises with scheme: pubwatch. */
export function targetWords(within, kind, tags, measure) {
    const having = tags.length > 0 ? ` with ${tags.map((tag) => tag.replace('=', ': ')).join(', ')}` : '';
    return `within ${count(within)} m ${measure === 'walk' ? 'on foot ' : ''}of ${aKind(kind)}${having}`;
}

/** As pairs for the address. Today is not written: the address then means the day it is opened. */
export function pairsOf({ kind, tag, within, measure, as_at: day, compare, sort }) {
    const pairs = [['kind', kind], ...tag.map((one) => ['tag', one]), ['within', within]];
    if (measure === 'walk') {
        pairs.push(['measure', measure]);
    }
    if (compare) {
        pairs.push(['compare', compare.join(',')]);
    } else if (day !== today()) {
        pairs.push(['as_at', day]);
    }
    return [...pairs, ['sort', `${sort.order === 'desc' ? '-' : ''}${sort.sort}`]];
}
