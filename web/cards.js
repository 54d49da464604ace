/* What an answer looks like: the same marks that the daemon writes without JavaScript (README.md). */
import { h } from './dom.js';
import { directionWords, distanceWords, goOf, kindWords, reachOf, stateWord, walkWords } from './words.js';
import { briefly } from './warnings.js';

function lockWords(access) {
    if (access === null || access.locked === null) {
        return 'not known whether it is locked';
    }
    return access.locked ? 'locked' : 'not locked';
}

function holderWords(access) {
    const named = [access?.holder, access?.phone].filter(Boolean).join(', ');
    const parts = [named && `from ${named}`, access?.checked && `tried on ${access.checked}`];
    return [parts.filter(Boolean).join('; '), access?.note].filter(Boolean).join('. ');
}

function details(result) {
    const days = result.age_days === null ? '' : ` (${result.age_days} day${result.age_days === 1 ? '' : 's'} ago)`;
    const rows = [
        ['Address', [result.address, result.postcode].filter(Boolean).join(', ')],
        ['Lock', lockWords(result.access)],
        ['Code', result.access?.code_here ? 'held here: F4' : ''],
        ['Holder', holderWords(result.access)],
        ['Last checked', result.last_checked ? `${result.last_checked}${days}` : 'never'],
        ['Grid reference', result.position.gridref],
        ['what3words', result.w3w ? `///${result.w3w}` : ''],
    ];
    return h('dl', {}, rows.filter(([, text]) => text)
        .flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)]));
}

function crossWords(crosses) {
    return crosses.map(({ name, kind }) => name ?? kindWords(kind)).join(', ');
}

/* What follows the distance: the direction, how long the walk is, the straight line beside a walk. */
function wayOf(result, isNear, hasStreets) {
    const isKnown = (result.walk_m ?? null) !== null;
    const minutes = walkWords(goOf(result));
    const unknown = hasStreets && !isKnown
        ? ['; ', h('span', { class: 'unknown-walk' }, 'the way on foot is not known')] : [];
    if (isNear) {
        return unknown;
    }
    const direction = h('span', { class: 'direction' }, directionWords(result.compass));
    const long = result.too_far || minutes === '' ? [] : [', ', h('span', { class: 'minutes' }, minutes)];
    return isKnown
        ? [...long, '; ', h('span', { class: 'straight' },
            `${distanceWords(result.distance_m)} ${directionWords(result.compass)} in a straight line`)]
        : [' ', direction, ...long, ...unknown];
}

function card(result, query, first, hasStreets) {
    const { usable, walk_m: walk } = result;
    const { words, isNear } = reachOf(result, query);
    const way = wayOf(result, isNear, hasStreets);
    /* Where the way is known nobody has to go straight. */
    const crosses = (walk ?? null) === null ? result.crosses : [];
    return h('li', {
        class: first ? 'card first' : 'card', tabindex: -1,
        'data-id': result.id, 'data-state': usable.state,
    },
    h('h3', { class: 'name' }, result.name),
    h('p', { class: 'reach' }, h('span', { class: 'distance' }, words), ...way),
    h('p', { class: 'state' }, h('strong', {}, stateWord(result)), `: ${usable.why}`),
    result.siting && h('p', { class: 'siting' }, result.siting),
    crosses.length > 0 ? h('p', { class: 'crosses' },
        `The straight way crosses ${crossWords(crosses)}: the walk is longer`) : null,
    details(result));
}

/** The best result first, the others by distance. */
export function inOrder(results) {
    const best = results.filter((result) => result.best);
    return [...best, ...results.filter((result) => !result.best)];
}

function warningsOf(body) {
    const first = inOrder(body.results)[0];
    const crossing = first?.crosses.length > 0 && (first.walk_m ?? null) === null ? [{
        code: 'crosses', text: `The straight way to ${first.name} crosses ${crossWords(first.crosses)}`,
    }] : [];
    /* These have a section, and a band, of their own. */
    const isBanded = [...document.querySelectorAll('.band')].some((band) => /^Demonstration/.test(band.textContent));
    const said = ['nearer-left-out', 'too-far-to-send', 'no-network', ...(isBanded ? ['indicative'] : [])];
    const all = [...crossing, ...briefly(body.warnings.filter(({ code }) => !said.includes(code)))];
    return h('ul', { class: 'warnings' },
        all.map(({ code, text }) => h('li', { 'data-code': code }, text)));
}

/* Those nearer than the one offered first: which, and why not they. */
function nearerOf(body) {
    const first = inOrder(body.results)[0];
    const shown = body.results.filter((result) => result.rank < first.rank)
        .map((result) => ({ ...result, words: `${stateWord(result)}: ${result.usable.why}` }));
    const out = body.left_out
        .filter((asset) => !first || goOf(asset) <= goOf(first))
        .map((asset) => ({ ...asset, words: asset.why }));
    const all = [...shown, ...out].sort((a, b) => goOf(a) - goOf(b));
    if (all.length === 0) {
        return null;
    }
    return h('section', { class: 'nearer' }, h('h3', {}, 'Nearer, but not to be relied on'),
        h('ul', {}, all.map((asset) =>
            h('li', {}, h('span', { class: 'name' }, asset.name), `, ${reachOf(asset, body.query).words}: ${asset.words}`))));
}

function placeWords(query, label) {
    if (label) {
        return label;
    }
    const place = query.place && [query.place.name, query.place.place].filter(Boolean).join(', ');
    return place || query.postcode || query.gridref || `${query.lat}, ${query.lon}`;
}

/* How the place that was heard is read back, and what else sounds like it; absent where the daemon
 * does not say. Returns null, or the list with what is offered in it. */
function heardOf({ query }, take, from) {
    const others = (query.sounds_like ?? []).map((other) => ({ kind: 'postcode', name: other.postcode, ...other }));
    if (!query.read_back && others.length === 0) {
        return { element: null, others: [] };
    }
    const element = h('ul', { class: 'heard-as' },
        query.read_back ? h('li', { class: 'read-back' }, `Read back: ${query.read_back}`) : null,
        others.map((other, index) => h('li', { class: 'sounds-like' }, 'Sounds like ',
            h('button', { type: 'button', click: () => take(other) },
                from + index < 9 ? [h('kbd', {}, `Alt+${from + index + 1}`), ' '] : null,
                `${other.name}, ${distanceWords(other.distance_m)} off`))));
    return { element, others };
}

/* Too far to send anybody: said before all else. */
function farOf(body) {
    const far = body.warnings.find(({ code }) => code === 'too-far-to-send');
    return far ? h('p', { class: 'too-far' }, far.text) : null;
}

/** The answer of /v1/nearest: its section, its cards in the order shown, the place for the commands,
 * and what the words heard sound like as well, which `take(other)` asks for. */
export function answerSection(body, label, take) {
    const results = inOrder(body.results);
    const cards = results.map((result, index) => ({ result, element: card(result, body.query, index === 0, Boolean(body.network)) }));
    const kinds = body.query.kind.map(kindWords).join(', ');
    const accuracy = body.query.accuracy_m > 0 ? `, good to ${Math.ceil(body.query.accuracy_m)} m` : '';
    const heard = heardOf(body, take, cards.length);
    const place = h('div', { class: 'acts' });
    const section = h('section', { class: body.data.indicative ? 'answer demonstration' : 'answer' },
        body.data.indicative ? h('p', { class: 'across' }, 'DEMONSTRATION') : null,
        farOf(body),
        warningsOf(body),
        nearerOf(body),
        h('h2', {}, `Nearest ${kinds} to ${placeWords(body.query, label)}${accuracy}`),
        heard.element,
        h('h3', { class: 'to-say' }, 'Say'),
        h('p', { class: 'say' }, results.length > 0 ? '' : body.reason?.text ?? 'Nothing was found'),
        results.length > 0 ? [h('h3', { class: 'to-know' }, 'For you'), h('p', { class: 'operator' })] : [],
        place,
        h('ol', { class: 'cards' }, cards.map(({ element }) => element)),
        results.length > 0 && body.reason ? h('p', { class: 'short' }, body.reason.text) : null);
    return { section, cards, place, others: heard.others };
}

/** What is said of a refusal, where there is something to say: of a position far outside. */
export function saidOf({ say }) {
    return say ? [h('h3', { class: 'to-say' }, 'Say'), h('p', { class: 'say' }, say.caller),
        h('h3', { class: 'to-know' }, 'For you'), h('p', { class: 'operator' }, say.operator)] : [];
}

export function problemSection(problem) {
    return h('section', { class: 'problem' }, ...saidOf(problem), h('h2', {}, problem.title),
        h('p', {}, problem.detail), problem.hint ? h('p', { class: 'hint' }, problem.hint) : null);
}
