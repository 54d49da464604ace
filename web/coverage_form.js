/* The question about coverage: kind, tag, distance and how it is measured, one day or two. */
import { h } from './dom.js';
import { kindWords } from './words.js';
import { LEAST_M, MOST_M } from './coverage_state.js';

const STEP_M = 25;
/* Moves of the slider are one question when they end for so long. */
const SETTLE_MS = 250;

/* The tags of a kind with the number of assets that have each, by name. */
function tagsOf(assets, kind) {
    const found = new Map();
    for (const { tags } of assets.filter((asset) => asset.kind === kind)) {
        for (const [name, value] of Object.entries(tags ?? {})) {
            const tag = `${name}=${value}`;
            found.set(tag, (found.get(tag) ?? 0) + 1);
        }
    }
    return [...found].sort(([a], [b]) => a.localeCompare(b));
}

function fields(kinds) {
    const date = (id) => h('input', { id, type: 'date', required: true, min: '1900-01-01', max: '2199-12-31' });
    const range = { min: LEAST_M, max: MOST_M };
    return {
        kind: h('select', { id: 'coverage-kind' }, kinds.map((kind) => h('option', { value: kind }, kindWords(kind)))),
        tag: h('select', { id: 'coverage-tag' }),
        slider: h('input', { id: 'coverage-slider', type: 'range', step: STEP_M, ...range, 'aria-label': 'Distance in metres, slider' }),
        within: h('input', { id: 'coverage-within', type: 'number', step: 1, required: true, inputmode: 'numeric', ...range }),
        measure: h('select', { id: 'coverage-measure' }, h('option', { value: 'straight' }, 'in a straight line'), h('option', { value: 'walk' }, 'on foot')),
        first: date('coverage-first'),
        two: h('input', { id: 'coverage-two', type: 'checkbox' }),
        second: date('coverage-second'),
    };
}

/** The form; on foot is offered if the pack `hasStreets`. `changed(state)` hears of each question that makes sense; `wrong(text)` of
 * others. */
export function coverageForm({ kinds, assets, hasStreets, changed, wrong }) {
    const field = fields(kinds);
    let kept = null;
    let timer = null;
    const firstLabel = h('label', { for: 'coverage-first' }, 'As at');
    const secondPart = h('p', {}, h('label', { for: 'coverage-second' }, 'and'), field.second);

    function offerTags(chosen) {
        const tags = tagsOf(assets, field.kind.value);
        const strange = chosen.filter((tag) => !tags.some(([known]) => known === tag));
        field.tag.replaceChildren(h('option', { value: '' }, 'all of them'),
            ...tags.map(([tag, count]) => h('option', { value: tag }, `${tag.replace('=', ': ')} (${count})`)),
            ...strange.map((tag) => h('option', { value: tag }, `${tag.replace('=', ': ')} (none)`)));
        field.tag.value = chosen[0] ?? '';
    }

    function dress() {
        secondPart.hidden = !field.two.checked;
        firstLabel.replaceChildren(field.two.checked ? 'Between' : 'As at');
    }

    function read() {
        const asked = [field.within, field.first, ...(field.two.checked ? [field.second] : [])];
        const bad = asked.find((one) => !one.checkValidity());
        asked.forEach((one) => one.toggleAttribute('aria-invalid', one === bad));
        if (bad) {
            wrong(bad === field.within ? `The distance is a whole number of metres from ${LEAST_M} to ${MOST_M}` : 'Give the date');
            return;
        }
        if (field.two.checked && field.second.value < field.first.value) {
            wrong('The second date is before the first');
            return;
        }
        kept = {
            ...kept, kind: field.kind.value, tag: field.tag.value === '' ? [] : [field.tag.value],
            within: Number(field.within.value), measure: field.measure.value, as_at: field.first.value,
            compare: field.two.checked ? [field.first.value, field.second.value] : null,
        };
        changed(kept);
    }

    function soon() {
        clearTimeout(timer);
        timer = setTimeout(read, SETTLE_MS);
    }

    field.slider.addEventListener('input', () => { field.within.value = field.slider.value; soon(); });
    field.within.addEventListener('input', () => { field.slider.value = field.within.value; soon(); });
    [field.first, field.second].forEach((one) => one.addEventListener('change', soon));
    [field.tag, field.measure].forEach((one) => one.addEventListener('change', soon));
    field.kind.addEventListener('change', () => { offerTags([]); soon(); });
    field.two.addEventListener('change', () => {
        field.second.value ||= field.first.value;
        /* First is what is lost, not the largest moor; with one day what is not covered. */
        const [usual, other] = field.two.checked ? ['gap', 'lost'] : ['lost', 'gap'];
        if (kept?.sort.sort === usual && kept.sort.order === 'desc') {
            kept = { ...kept, sort: { sort: other, order: 'desc' } };
        }
        dress();
        soon();
    });

    const element = h('form', { class: 'question', submit: (event) => { event.preventDefault(); clearTimeout(timer); read(); } },
        h('p', {}, h('label', { for: 'coverage-kind' }, 'Kind'), field.kind),
        h('p', {}, h('label', { for: 'coverage-tag' }, 'Those with'), field.tag),
        h('p', { class: 'distance-field' }, h('label', { for: 'coverage-within' }, 'Distance (metres)'), field.slider, field.within),
        h('p', { hidden: !hasStreets }, h('label', { for: 'coverage-measure' }, 'Measured'), field.measure),
        h('p', {}, firstLabel, field.first),
        secondPart,
        h('p', {}, h('label', { class: 'tick' }, field.two, ' two dates: gained and lost')));

    return {
        element,
        /* How the table is sorted is part of the question that is kept. */
        sort: (sort) => { kept = { ...kept, sort }; },
        write(state) {
            clearTimeout(timer);
            kept = state;
            field.kind.value = state.kind;
            offerTags(state.tag);
            field.within.value = state.within;
            field.slider.value = state.within;
            field.measure.value = state.measure;
            field.two.checked = state.compare !== null;
            field.first.value = state.compare?.[0] ?? state.as_at;
            field.second.value = state.compare?.[1] ?? '';
            dress();
        },
    };
}
