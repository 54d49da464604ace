/* What is covered is ground, in square kilometres, or on foot streets, in kilometres: where a figure
 * stands in the daemon's answer, and how it is said. */
import { km, km2 } from './figures.js';

const GROUND = {
    size: (row) => row.area_m2,
    covered: (row) => row.covered_m2,
    gap: (row) => row.gap_m2,
    gained: (row) => row.gained_m2,
    lost: (row) => row.lost_m2,
    exact: (row) => row.covered_m2,
    part: ({ m2 }) => m2,
    figure: km2, unit: 'km²', of: '', title: 'Area',
};
const STREETS = {
    size: (row) => row.street_m,
    covered: (row) => row.covered_m,
    gap: (row) => row.gap_m,
    gained: (row) => row.gained_m,
    lost: (row) => row.lost_m,
    exact: (row) => (row.share ?? 0) * row.street_m, /* the metres are rounded */
    part: ({ m, covered_m: covered }) => m ?? covered,
    figure: km, unit: 'km', of: ' of street', title: 'Street',
};

/** The amounts of a question; `words(number)` has the unit, `figure(number)` has not. */
export function amountsOf({ measure }) {
    const amounts = measure === 'walk' ? STREETS : GROUND;
    return { ...amounts, words: (number) => `${amounts.figure(number)} ${amounts.unit}` };
}
