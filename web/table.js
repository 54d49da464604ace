/* The table view, for the analyst: a file of offences in, the same with wards out, and the wards ranked. */
import { h } from './dom.js';
import { ask } from './ask.js';
import { save } from './download.js';
import { count } from './figures.js';
import { fileField, progressBar, tableOf, upload } from './upload.js';
import { ADDED, countJoined, mismatch, ranked } from './table_count.js';
import { warningList } from './warnings.js';
import { choropleth, outcome, rankingCsv, rankings } from './table_show.js';

/* The limit of the daemon, unless it is started with another. */
const MOST_MB = 256;
const MOST_WARDS = 1000;
const LIMIT = 10000;

function joinedName(name) {
    return `${name.replace(/(\.(csv|tsv|txt|xlsx|zip|geojson|json))?(\.gz)?$/i, '')}-with-wards.csv`;
}

/* The newest vintage is the daemon's own choice for tables; its wards are asked for by name. */
async function readVintages() {
    const { body } = await ask('/v1/datasets');
    const vintages = body.layers.filter(({ role }) => role === 'wards');
    if (vintages.length === 0) {
        throw new Error('The data have no wards');
    }
    return vintages.sort((a, b) => (b.valid_from ?? '').localeCompare(a.valid_from ?? ''));
}

class TableView {
    constructor(panel, vintages) {
        this.vintages = vintages;
        this.file = null;
        this.current = null;
        this.status = h('p', { class: 'status', role: 'status' });
        this.trouble = h('div', { role: 'alert' });
        this.bar = progressBar('Table');
        this.stop = h('button', { type: 'button', hidden: true, click: () => this.giveUp() }, 'Stop');
        this.vintage = h('select', { id: 'table-vintage', change: () => this.file && this.read() },
            vintages.map(({ id, valid_from: from }) => h('option', { value: id }, `${id}${from ? ` (from ${from})` : ''}`)));
        this.result = h('div', { class: 'figures' });
        this.mapSection = h('section', { class: 'map area-map', 'aria-label': 'Map of the counts', hidden: true });
        const { field, input } = fileField('table-file', 'Offences: choose a file, or drop it here',
            `Up to ${MOST_MB} MB: CSV, Excel (.xlsx), a zip file of data.police.uk or GeoJSON, with latitude and longitude, ` +
            'easting and northing, or postcodes. ' +
            'Sent to the daemon on this machine only; stored nowhere.', (file) => {
                this.file = file;
                this.read();
            });
        this.input = input;
        panel.append(h('h2', { class: 'heard' }, 'Table'), field,
            h('p', { class: 'question' }, h('label', { for: 'table-vintage' }, 'Wards of '), this.vintage),
            this.bar.element, this.stop, this.status, this.trouble, h('div', { class: 'beside' }, this.result, this.mapSection));
    }

    say(text) {
        this.status.replaceChildren(text);
    }

    clear() {
        this.result.replaceChildren();
        this.mapSection.hidden = true;
        this.trouble.replaceChildren();
        this.say('');
    }

    done() {
        this.current = null;
        this.stop.hidden = true;
        this.bar.hide();
    }

    giveUp() {
        this.current?.abort();
        this.done();
        this.clear();
        this.say('Given up');
        this.input.focus();
    }

    async read() {
        this.current?.abort();
        const mine = new AbortController();
        this.current = mine;
        this.clear();
        this.stop.hidden = false;
        try {
            await this.readFile(this.file, mine);
        } catch (error) {
            if (this.current === mine) {
                this.trouble.replaceChildren(h('p', { class: 'loud' }, `${this.file.name}: ${error.message}`));
            }
        }
        if (this.current === mine) {
            this.done();
        }
    }

    async readFile(file, mine) {
        if (file.size > MOST_MB * 1024 * 1024) {
            throw new Error(`has more than ${MOST_MB} MB: nearaid table takes files of any size`);
        }
        const sent = (share) => (share < 1 ? `${file.name}: ${Math.round(100 * share)}% sent` : 'Waiting for the answer');
        const table = await tableOf(file, ADDED, {
            signal: mine.signal, progress: (share) => this.current === mine && this.bar.set(share / 2, sent(share)),
        });
        const vintage = this.vintage.value;
        const path = `/v1/batch/ward?${new URLSearchParams([['vintage', vintage], ...table.pairs])}`;
        const step = (number, words) => (share) => this.current === mine &&
            this.bar.set((number + share) / 2, `${words(share)}`);
        const answer = await upload(path, table.file, table.type, { signal: mine.signal, progress: step(0, sent) });
        answer.found = [...table.found, ...answer.found];
        const counted = await countJoined(answer.blob, answer.delimiter, {
            signal: mine.signal, progress: step(1, (share) => `Counting: ${Math.round(100 * share)}%`),
        });
        const wards = await this.wardsOf(vintage);
        if (this.current === mine) {
            this.show(file, answer, counted, wards);
        }
    }

    /* With their boundaries while a browser can draw as many. */
    async wardsOf(vintage) {
        const few = this.vintages.find(({ id }) => id === vintage).count <= MOST_WARDS;
        const { body: list } = await ask(`/v1/wards?${new URLSearchParams({ vintage, limit: LIMIT })}`);
        const drawn = few ? (await ask(`/v1/wards?${new URLSearchParams({ vintage, limit: LIMIT, f: 'geojson' })}`)).body : null;
        return { list: list.wards, data: list.data, warnings: list.warnings, drawn, vintage };
    }

    show(file, { blob, batch, line, found }, counted, wards) {
        const rows = ranked(counted, wards.list);
        const placed = counted.read - counted.left.none - counted.left.no_location - counted.left.bad - counted.strange;
        const wrong = mismatch(counted, batch);
        if (wrong !== null) {
            this.trouble.replaceChildren(h('p', { class: 'loud' }, `The counts do not add up, do not use them: ${wrong}`));
        }
        const button = (title, click) => h('button', { type: 'button', click }, title);
        this.result.replaceChildren(
            ...[warningList(wards.warnings, wards.data)].filter(Boolean),
            h('p', { class: 'sum reconciling' }, `${file.name}: ${line.replaceAll('=', ' ').replaceAll('_', ' ')}`),
            ...(found.length > 0 ? [h('p', { class: 'found' }, `Found: ${found.join('; ')}`)] : []),
            h('p', { class: 'actions' }, button('Download the rows with wards (CSV)', () => save(joinedName(file.name), blob)),
                button('Download the ranking (CSV)', () => save('wards-ranked.csv', rankingCsv(rows, placed, counted, wards), 'text/csv')),
                button('Print', () => print())),
            outcome(counted, placed), ...rankings(rows, placed, counted.read));
        this.showMap(rows, wards.drawn);
        this.say(`${count(counted.read)} rows read, ${count(placed)} in a ward. First: ${rows[0].name} with ${count(rows[0].count)}.` +
            `${wards.drawn === null ? ' More wards than a browser draws at once: there is no map.' : ''}`);
    }

    showMap(rows, drawn) {
        this.mapSection.hidden = drawn === null || !window.L;
        if (!this.mapSection.hidden) {
            this.map ??= choropleth(this.mapSection);
            this.map.draw(drawn, rows);
        }
    }
}

/** The view: its panel is made when it is first come to. */
export function tableView() {
    let view = null;
    let making = null;
    async function make(panel) {
        try {
            const vintages = await readVintages();
            panel.replaceChildren();
            view = new TableView(panel, vintages);
        } catch (error) {
            panel.replaceChildren(h('p', { class: 'loud', role: 'alert' }, error.message));
        }
    }
    return {
        title: 'Table',
        show(panel) {
            if (view === null) {
                making ??= make(panel).finally(() => { making = null; });
            } else {
                view.map?.fit();
            }
        },
    };
}
