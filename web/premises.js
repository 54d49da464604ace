/* Premises from a file: how far each is from an asset that counts. The file goes to the local daemon
 * only; what comes back stands in the memory of this page alone. */
import { readCsv } from './csv.js';
import { tableOf, upload } from './upload.js';

export const MOST_BYTES = 32 * 1024 * 1024;
/* As the coverage has it: all but those out of service (docs/coverage.md). */
const STATUSES = ['in_service', 'unknown'];

function pathOf({ kind, tag }, day, pairs) {
    const question = [['kind', kind], ...tag.map((one) => ['tag', one]), ...STATUSES.map((one) => ['status', one])];
    return `/v1/batch/nearest?${new URLSearchParams([...question, ['k', 1], ['as_at', day], ...pairs])}`;
}

/* The columns that the daemon adds stand last: the nearest in a straight line, the nearest on foot if the pack has streets,
 * and how the row was placed. */
function takeRow(fields, added, onFoot) {
    const [id, metres] = fields.slice(onFoot ? -3 : -added);
    return { fields: fields.slice(0, -added), nearest: id, metres: metres === '' ? null : Number(metres), match: fields.at(-1) };
}

async function readDay(table, state, day, { progress, signal }) {
    const answer = await upload(pathOf(state, day, table.pairs), table.file, table.type, { progress, signal });
    const rows = [];
    let header = [];
    let added = 3;
    await readCsv(answer.blob, answer.delimiter, (fields, number) => {
        if (number > 0) {
            rows.push(takeRow(fields, added, state.measure === 'walk'));
        } else {
            added = fields.at(-2).endsWith(`walk_${state.kind}_m`) ? 5 : 3;
            header = fields.slice(0, -added);
        }
    }, { signal });
    return { day, rows, batch: answer.batch, header };
}

/** Ask about all rows of `file` on each of the days of the question. Resolves to { header, days },
 * each day with its rows and how they reconcile. Throws an Error with its reason. */
export async function readPremises(file, state, how) {
    if (file.size > MOST_BYTES) {
        throw new Error(`${file.name} has more than 32 MB: nearaid coverage --points takes files of any size`);
    }
    const table = await tableOf(file, [`nearest_${state.kind}_id`, `nearest_${state.kind}_distance_m`, `walk_${state.kind}_id`, `walk_${state.kind}_m`, 'match'], how);
    const days = [];
    for (const day of state.compare ?? [state.as_at]) {
        days.push(await readDay(table, state, day, how));
    }
    return { header: days[0].header, days };
}

/** How the rows of a day come out at a distance: { read, placed, covered, uncovered, unplaced, wrong }.
 * `wrong` says what does not add up, which must never be. */
export function reckon({ rows, batch }, within) {
    const unplaced = rows.filter(({ match }) => match === 'no_location' || match === 'bad').length;
    const known = rows.filter(({ match }) => match === 'found' || match === 'none');
    const covered = known.filter(({ metres }) => metres !== null && metres <= within).length;
    const uncovered = known.length - covered;
    const adds = rows.length === batch.read && covered + uncovered + unplaced === batch.read &&
        unplaced === batch.no_location + batch.bad;
    return {
        read: batch.read, placed: known.length, covered, uncovered, unplaced,
        noLocation: batch.no_location, bad: batch.bad,
        wrong: adds ? null : `${rows.length} rows came back of ${batch.read} read, ${covered} + ${uncovered} + ${unplaced} of them known`,
    };
}

/** The rows without cover on the last day, worst first; those farther than anything known are first. */
export function withoutCover({ days }, within) {
    const last = days[days.length - 1];
    const far = ({ metres }) => metres ?? Infinity;
    return last.rows
        .map((row, at) => ({ ...row, number: at + 1, before: days.length > 1 ? days[0].rows[at] : null }))
        .filter(({ match, metres }) => (match === 'found' || match === 'none') && (metres === null || metres > within))
        .sort((a, b) => (far(a) === far(b) ? a.number - b.number : far(b) - far(a)));
}

export function wasCovered({ before }, within) {
    return before !== null && before.metres !== null && before.metres <= within;
}

const RANKS = { lost: 0, gained: 1, never: 2 };

/** What two days did to each row that is not covered on both: { change: 'lost', 'gained' or 'never' }; the
 * lost first, then the gained, each worst first. Of one day the rows without cover. */
export function turns(premises, within) {
    const bare = withoutCover(premises, within).map((row) => ({ ...row, change: wasCovered(row, within) ? 'lost' : 'never' }));
    const { days } = premises;
    const gained = days.length < 2 ? [] : days[1].rows
        .map((row, at) => ({ ...row, number: at + 1, before: days[0].rows[at], change: 'gained' }))
        .filter((row) => row.match === 'found' && row.metres !== null && row.metres <= within && !wasCovered(row, within));
    return [...bare, ...gained].sort((a, b) => RANKS[a.change] - RANKS[b.change]).map((row, order) => ({ ...row, order }));
}

export function rankOf({ change }) {
    return RANKS[change];
}
