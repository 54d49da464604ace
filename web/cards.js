/* What an answer looks like: the same marks that the daemon writes without JavaScript (README.md). */
import { h } from './dom.js';
import { directionWords, kindWords, reachOf, stateWord, walkWords } from './words.js';
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
        ['Code', holderWords(result.access)],
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

function card(result, query, first) {
    const { distance_m: metres, usable, crosses } = result;
    const { words, isNear } = reachOf(result, query);
    const way = isNear ? [] : [
        ' ', h('span', { class: 'direction' }, directionWords(result.compass)), ', ',
        h('span', { class: 'minutes' }, walkWords(metres)),
    ];
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
    const crossing = first?.crosses.length > 0 ? [{
        code: 'crosses', text: `The straight way to ${first.name} crosses ${crossWords(first.crosses)}`,
    }] : [];
    /* These have a section, and a band, of their own. */
    const isBanded = [...document.querySelectorAll('.band')].some((band) => /^Demonstration/.test(band.textContent));
    const said = ['nearer-left-out', ...(isBanded ? ['indicative'] : [])];
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
        .filter((asset) => !first || asset.distance_m <= first.distance_m)
        .map((asset) => ({ ...asset, words: asset.why }));
    const all = [...shown, ...out].sort((a, b) => a.distance_m - b.distance_m);
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

/** The answer of /v1/nearest: its section and its cards, in the order shown. */
export function answerSection(body, label) {
    const results = inOrder(body.results);
    const cards = results.map((result, index) => ({ result, element: card(result, body.query, index === 0) }));
    const kinds = body.query.kind.map(kindWords).join(', ');
    const accuracy = body.query.accuracy_m > 0 ? `, good to ${Math.ceil(body.query.accuracy_m)} m` : '';
    const section = h('section', { class: 'answer' },
        warningsOf(body),
        nearerOf(body),
        h('h2', {}, `Nearest ${kinds} to ${placeWords(body.query, label)}${accuracy}`),
        h('p', { class: 'say' }, results[0]?.say ?? body.reason?.text ?? 'Nothing was found'),
        h('ol', { class: 'cards' }, cards.map(({ element }) => element)),
        results.length > 0 && body.reason ? h('p', { class: 'short' }, body.reason.text) : null);
    return { section, cards };
}

/** The places that may be meant; `choose(candidate)` takes one. */
export function candidateSection(problem, choose) {
    const { candidates } = problem;
    const ambiguous = problem.code === 'ambiguous-place';
    /* Why they are offered is said once where it is the same of all. */
    const common = candidates.every(({ why }) => why === candidates[0].why) ? candidates[0].why : null;
    const buttons = candidates.map((candidate, index) => {
        const about = [candidate.place, kindWords(candidate.kind)].filter(Boolean).join(', ');
        return h('button', { type: 'button', click: () => choose(candidate) },
            index < 9 ? h('kbd', {}, String(index + 1)) : null, ' ',
            h('span', { class: 'name' }, candidate.name), ` ${about} `,
            common ? null : h('small', { class: 'why' }, candidate.why));
    });
    const section = h('section', { class: 'candidates' },
        h('h2', {}, ambiguous ? 'Which one is meant?' : problem.detail),
        ambiguous || !problem.hint ? null : h('p', { class: 'hint' }, problem.hint),
        common && h('p', { class: 'hint' }, common),
        h('ol', {}, buttons.map((button) => h('li', {}, button))));
    return { section, buttons };
}

export function problemSection(problem) {
    return h('section', { class: 'problem' }, h('h2', {}, problem.title),
        h('p', {}, problem.detail), problem.hint ? h('p', { class: 'hint' }, problem.hint) : null);
}
