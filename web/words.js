/* Words for figures and verdicts: those of the daemon's own page and of the sentence to read out
 * (docs/say.md), so that what is read and what is seen agree. */

const WALK_M_S = 1.79;
const HERE_M = 10;
/* A longer walk is not said: nobody should be sent on it. */
const WALK_MINUTES = 90;
const POINTS = { N: 'north', E: 'east', S: 'south', W: 'west' };

const titles = new Map();

/** What the pack calls its kinds: pairs of kind and title. */
export function nameKinds(pairs) {
    pairs.forEach(([kind, title]) => titles.set(kind, title));
}

/** A kind in words: its title, else its name. */
export function kindWords(kind) {
    return titles.get(kind) ?? kind.replaceAll('_', ' ');
}

/** "a cabinet", "an office". */
export function aKind(kind) {
    const words = kindWords(kind);
    return `${/^[aeiou]/i.test(words) ? 'an' : 'a'} ${words}`;
}

export function distanceWords(metres) {
    if (metres < HERE_M) {
        return 'less than 10 metres';
    }
    if (metres < 995) {
        return `${Math.round(metres / 10) * 10} metres`;
    }
    const kilometres = metres < 9950 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000);
    return `${kilometres} kilometre${kilometres === 1 ? '' : 's'}`;
}

/** Metres to go: on foot where that is known, else in a straight line. */
export function goOf({ walk_m: walk, distance_m: metres }) {
    return walk ?? metres;
}

/** How far a result is: { words, isNear }. Near is what is there, or no farther than the position asked
 * for is good to: then no direction can be told, and the words are how far it may be at most. */
export function reachOf(result, { accuracy_m: asked }) {
    const { position, walk_m: walk } = result;
    const metres = goOf(result);
    const isNear = metres < HERE_M || metres <= asked;
    const most = metres + asked + (position?.accuracy_m ?? 0);
    if (!isNear || most < HERE_M) {
        return { words: `${distanceWords(metres)}${(walk ?? null) === null ? '' : ' on foot'}`, isNear };
    }
    return { words: `within about ${distanceWords(most < 995 ? Math.ceil(most / 10) * 10 : most)}`, isNear };
}

/** NNE: north-north-east. */
export function directionWords(compass) {
    return [...compass].map((point) => POINTS[point]).join('-');
}

/** How long the walk is; nothing of one that nobody should walk. */
export function walkWords(metres) {
    const minutes = Math.max(1, Math.ceil(metres / WALK_M_S / 60));
    return minutes > WALK_MINUTES ? '' : `about ${minutes} minute${minutes === 1 ? "'s" : "s'"} walk each way`;
}

/** The verdict in a word that cannot be overlooked. */
export function stateWord({ status, usable }) {
    if (usable.state === 'yes') {
        return 'USABLE';
    }
    if (usable.state === 'no') {
        return status === 'out_of_service' ? 'OUT OF SERVICE' : 'CLOSED';
    }
    const old = /(^|; )last checked \d+ days? ago/.test(usable.why);
    return old && status === 'in_service' ? 'STALE' : 'UNKNOWN';
}
