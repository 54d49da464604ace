/* The coverage view, for the licensing officer: what the assets of a kind reach, where the gaps are,
 * and which premises lie in them. */
import { h } from './dom.js';
import { ask } from './ask.js';
import { askSlowly, coveragePath } from './coverage_ask.js';
import { coverageForm } from './coverage_form.js';
import { coverageMap } from './coverage_map.js';
import { pairsOf, stateOf, targetWords } from './coverage_state.js';
import { coverageCsv, coverageTables } from './coverage_table.js';
import { save } from './download.js';
import { amountsOf } from './coverage_amounts.js';
import { count, dayWords, percent } from './figures.js';
import { premisesPart } from './premises_list.js';
import { keepState } from './views.js';
import { warningList } from './warnings.js';

const NAME = 'coverage';
const MOST_ASSETS = 10000;
/* Of more areas than a browser draws at once there is the table alone. */
const MOST_AREAS = 1000;

function leftOut({ assets, assets_off_network: off = 0 }) {
    const reasons = [['tag', assets.left_out_by_tag], ['status', assets.left_out_by_status],
        ['date', assets.left_out_by_date], ['lack of a position on the grid', assets.left_out_off_grid]];
    const some = reasons.filter(([, number]) => number > 0).map(([why, number]) => `${count(number)} left out by ${why}`);
    const near = off > 0 ? `; ${count(off)} of those that count ${off === 1 ? 'is' : 'are'} near no street` : '';
    return `${count(assets.counted)} of ${count(assets.existing)} assets count${some.length > 0 ? `, ${some.join(', ')}` : ''}${near}`;
}

/* The answer in a few sentences: what is read out, and printed. */
function sentences({ query, days, changes }) {
    const what = targetWords(query.within_m, query.kind[0], query.tag, query.measure);
    const { size, covered, gap, gained, lost, words, of } = amountsOf(query);
    const told = days.map(({ whole, ...day }) => `On ${dayWords(day.as_at)} ${percent(whole.share)} of ${words(size(whole))}${of} lies ${what}: ` +
        `${words(covered(whole))} covered, ${words(gap(whole))} not. ${leftOut(day)}.`);
    return changes === null ? told
        : [...told, `Between the two ${words(gained(changes.whole))} are gained and ${words(lost(changes.whole))} lost.`];
}

/* The same in a few words, for who listens. */
function shortOf({ query, days, changes }) {
    const { whole } = days[days.length - 1];
    const { covered, gained, lost, words } = amountsOf(query);
    const within = `Within ${count(query.within_m)} m${query.measure === 'walk' ? ' on foot' : ''}`;
    return changes === null ? `${within}: ${percent(whole.share)} covered, ${words(covered(whole))}`
        : `${within}: ${words(gained(changes.whole))} gained, ${words(lost(changes.whole))} lost`;
}

function fileName({ query }, ending) {
    return `coverage-${query.kind[0]}-${query.within_m}m-${query.measure === 'walk' ? 'on-foot-' : ''}${(query.compare ?? [query.as_at]).join('-')}.${ending}`;
}

class CoverageView {
    constructor(panel, { kinds, assets, hasStreets }) {
        this.kinds = kinds;
        this.hasStreets = hasStreets;
        this.state = null;
        this.current = null;
        this.wards = new Map();
        this.status = h('p', { class: 'status', role: 'status' });
        this.trouble = h('div', { role: 'alert' });
        this.result = h('div', { class: 'result' });
        this.table = h('div', { class: 'tables' });
        this.mapSection = h('section', { class: 'map area-map', 'aria-label': 'Map of the coverage' });
        this.actions = this.buttons();
        this.premises = premisesPart((list) => this.map?.drawPremises(list));
        this.form = coverageForm({
            kinds, assets, hasStreets, changed: (state) => this.ask(state),
            wrong: (text) => this.fail(text),
        });
        panel.append(h('h2', { class: 'heard' }, 'Coverage'), this.form.element, this.status, this.trouble, h('div', { class: 'beside' },
            h('div', { class: 'figures' }, this.result, this.actions, this.table), this.mapSection), this.premises.element);
        this.map = window.L ? coverageMap(this.mapSection, kinds) : null;
    }

    buttons() {
        const button = (title, click) => h('button', { type: 'button', click }, title);
        return h('p', { class: 'actions', hidden: true },
            button('Download the table (CSV)', () => save(fileName(this.body, 'csv'), coverageCsv(this.body), 'text/csv')),
            this.geoButton = button('Download the map (GeoJSON)', () => this.saveGeojson()),
            button('Print', () => print()));
    }

    /* Where no map is drawn, of very many wards, it is asked for now. */
    async saveGeojson() {
        const { body } = this;
        const name = fileName(body, 'geojson');
        try {
            const how = { signal: new AbortController().signal, busy: (words) => this.say(words) };
            const text = this.geojson ?? (await askSlowly(coveragePath(this.state, [['f', 'geojson']]), how)).text;
            if (this.body === body) {
                save(name, text, 'application/geo+json');
            }
        } catch (error) {
            this.say(error.message);
        }
    }

    say(text) {
        this.status.replaceChildren(text);
    }

    /* What was answered before goes: nobody is to take it for the answer to this. */
    fail(text) {
        this.current?.abort();
        this.current = null;
        this.clear();
        this.say('');
        this.trouble.replaceChildren(h('p', { class: 'loud' }, text));
    }

    clear() {
        this.body = null;
        this.geojson = null;
        this.actions.hidden = true;
        this.result.replaceChildren();
        this.table.replaceChildren();
        this.map?.clear();
    }

    keep() {
        keepState(NAME, pairsOf(this.state));
    }

    come(parameters) {
        if (this.state === null || [...parameters].length > 0) {
            const state = stateOf(parameters, this.kinds, this.hasStreets);
            const other = this.state === null || JSON.stringify(state) !== JSON.stringify(this.state);
            this.form.write(state);
            if (other) {
                this.ask(state);
            }
        }
        this.keep();
        this.map?.fit();
    }

    async ask(state) {
        this.state = { ...state };
        this.keep();
        this.current?.abort();
        const mine = new AbortController();
        this.current = mine;
        this.trouble.replaceChildren();
        this.result.setAttribute('aria-busy', 'true');
        this.say('Asking ...');
        this.premises.ask(this.state);
        try {
            await this.answer(mine);
        } catch (error) {
            if (this.current === mine) {
                this.fail(error.message);
            }
        }
        if (this.current === mine || this.current === null) {
            this.result.removeAttribute('aria-busy');
        }
    }

    /* First the figures, then the map, which takes longer. */
    async answer(mine) {
        const how = { signal: mine.signal, busy: (words) => this.current === mine && this.say(words) };
        const { body } = await askSlowly(coveragePath(this.state), how);
        if (this.current !== mine) {
            return;
        }
        this.showFigures(body);
        this.map?.fit();
        if (body.days[0].areas.length <= MOST_AREAS) {
            const { text, body: collection } = await askSlowly(coveragePath(this.state, [['f', 'geojson']]), how);
            const standing = await this.standing(how);
            const wards = await this.wardsOf(body.layer);
            if (this.current !== mine) {
                return;
            }
            this.geojson = text;
            this.geoButton.disabled = false;
            this.map?.draw(collection, wards, standing);
        } else {
            this.geoButton.disabled = false;
            this.map?.clear();
        }
        this.result.dataset.drawn = 'yes';
        this.say(shortOf(this.body));
    }

    /* What is covered on the second of two days stays drawn under what is gained and lost. */
    async standing(how) {
        if (this.state.compare === null || !this.map) {
            return [];
        }
        const last = { ...this.state, as_at: this.state.compare[1], compare: null };
        const { body } = await askSlowly(coveragePath(last, [['f', 'geojson']]), how);
        return body.features.filter(({ properties }) => properties.role.startsWith('covered'));
    }

    async wardsOf({ role, id }) {
        if (role !== 'wards') {
            return null;
        }
        if (!this.wards.has(id)) {
            const { ok, body } = await ask(`/v1/wards?${new URLSearchParams({ vintage: id, f: 'geojson', limit: MOST_AREAS })}`);
            this.wards.set(id, ok ? body : null);
        }
        return this.wards.get(id);
    }

    showFigures(body) {
        this.body = body;
        this.geojson = null;
        this.geoButton.disabled = true;
        this.actions.hidden = false;
        const lines = sentences(body);
        this.say('The figures are here, the map follows ...');
        const many = body.days[0].areas.length > MOST_AREAS;
        const warnings = [...body.warnings, ...(many ? [{ code: 'no-map', text: `More than ${count(MOST_AREAS)} wards: the tables alone are shown, authorities first; nearaid coverage --svg draws a map of one` }] : [])];
        delete this.result.dataset.drawn;
        this.result.replaceChildren(
            ...[warningList(warnings, body.data)].filter(Boolean), ...lines.map((line) => h('p', { class: 'sum' }, line)));
        this.table.replaceChildren(...coverageTables(body, this.state.sort, (sort) => {
            this.state.sort = sort;
            this.form.sort(sort);
            this.keep();
        }));
        /* An empty map says nothing: of very many wards there is none. */
        this.mapSection.hidden = many || this.map === null;
    }
}

/** The view: its panel is made when it is first come to. */
export function coverageView() {
    let view = null;
    let wanted = null;
    let making = null;
    async function make(panel) {
        try {
            const [{ body: datasets }, { body: list }] = await Promise.all([
                ask('/v1/datasets'), ask(`/v1/assets?limit=${MOST_ASSETS}`)]);
            const kinds = datasets.kinds.map(({ kind }) => kind);
            if (kinds.length === 0) {
                throw new Error('The data have no assets');
            }
            panel.replaceChildren();
            const hasStreets = datasets.sources.some(({ section }) => section.startsWith('network.'));
            view = new CoverageView(panel, { kinds, assets: list.assets, hasStreets });
            view.come(wanted);
        } catch (error) {
            panel.replaceChildren(h('p', { class: 'loud', role: 'alert' }, error.message));
        }
    }
    return {
        title: 'Coverage',
        show(panel, parameters) {
            wanted = parameters;
            if (view !== null) {
                view.come(parameters);
            } else {
                making ??= make(panel).finally(() => { making = null; });
            }
        },
    };
}
