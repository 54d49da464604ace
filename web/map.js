/* The map beside the answer: Leaflet draws the wards as its ground; there are no tiles. It comes
 * after the box: nothing of the control room waits for it. Leaflet is given elements, never texts,
 * for it would take a text for markup. */
import { h } from './dom.js';
import { addBase } from './base_map.js';
import { today } from './figures.js';
import { kindWords, reachOf } from './words.js';
import { missing, onDay, readAssets, readHotspots, readLayers, readWardsAround } from './map_data.js';
import { shapeMarker, shapePicture } from './shapes.js';

const LABELS_FROM_ZOOM = 12;
const LABELS_MOST = 80;
/* So long the map's assets are taken for those of now. */
const FRESH_MS = 5 * 60 * 1000;

function dates({ valid_from: from, valid_to: to }) {
    return `${from ?? 'open'} to ${to ?? 'open'}`;
}

function label(L, at, text, name) {
    const icon = L.divIcon({ className: `label ${name}`, html: h('span', {}, text), iconSize: null });
    return L.marker(at, { icon, interactive: false, keyboard: false });
}

function newMap(L, element) {
    const map = L.map(element, {
        attributionControl: false, renderer: L.svg({ padding: 0.5 }), preferCanvas: false,
        zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false,
        zoomSnap: 0.5, maxZoom: 18,
    });
    L.control.scale({ imperial: false }).addTo(map);
    /* Great Britain, until there is something to show. */
    return map.setView([54.5, -3], 6);
}

/* The list of wards, the words about what is pointed at, the day, the switches. */
function controls() {
    return {
        ward: h('select', { id: 'map-ward' }),
        day: h('input', { id: 'map-day', type: 'date', value: today(), required: true }),
        switches: h('fieldset', { class: 'switches' }, h('legend', {}, 'Layers (hollow: cannot be used now)')),
        told: h('p', { class: 'told', role: 'status' }),
        notes: h('ul', { class: 'notes' }),
    };
}

class PageMap {
    constructor(section) {
        this.section = section;
        this.parts = controls();
        this.givenDay = this.parts.day.value;
        this.layers = new Map();
        this.answer = null;
        const { ward, day, switches, told, notes } = this.parts;
        this.ground = h('div', { class: 'ground', role: 'application', 'aria-label': 'Map; arrow keys move it, + and - change its scale' });
        section.append(this.ground, told, h('div', { class: 'choices' },
            h('p', {}, h('label', { for: 'map-ward' }, 'Ward '), ward),
            h('p', {}, h('label', { for: 'map-day' }, 'As at '), day), switches), notes);
        section.hidden = false;
        this.map = newMap(window.L, this.ground);
        ward.addEventListener('change', () => this.showWard(ward.value));
        day.addEventListener('change', () => day.value && this.drawDay());
        this.map.on('moveend', () => this.drawLabels());
    }

    tell(text) {
        this.parts.told.replaceChildren(text);
    }

    note(text) {
        if (text) {
            this.parts.notes.append(h('li', {}, text));
        }
    }

    /* A layer with its switch; `picture` is its mark in the legend. */
    layer(id, title, picture) {
        if (!this.layers.has(id)) {
            const group = window.L.layerGroup().addTo(this.map);
            const box = h('input', {
                type: 'checkbox', checked: true, 'data-layer': id,
                change: () => (box.checked ? group.addTo(this.map) : group.remove()),
            });
            this.parts.switches.append(h('label', {}, box, ' ', picture, ` ${title}`));
            this.layers.set(id, group);
        }
        return this.layers.get(id);
    }

    async read() {
        this.readAt = Date.now();
        this.data = await readLayers();
        const { data } = this;
        this.drawWards();
        this.layer('labels', 'ward names', null);
        if (data.barriers?.features.length > 0) {
            this.drawBarriers();
        }
        this.note(data.manyWards ? 'The wards around an answer are drawn' : missing('wards', data.wards));
        this.note(missing('assets', data.assets));
        await this.drawDay();
        this.fit();
    }

    /* A page stays open for days: the day that nobody chose goes on with the calendar, and of assets
     * what can be used now is read anew. */
    async readNow() {
        const moment = Date.now();
        const { day } = this.parts;
        if (day.value === this.givenDay && day.value !== today()) {
            day.value = this.givenDay = today();
            this.drawDay();
        }
        if (moment - this.readAt > FRESH_MS) {
            this.readAt = moment;
            this.data.assets = await readAssets() ?? this.data.assets;
            this.drawAssets(day.value);
        }
    }

    /* Of a pack with very many wards those around the answer are drawn. */
    async readAround() {
        if (this.data.manyWards) {
            const { answer } = this;
            const wards = await readWardsAround(this.map.getBounds());
            if (answer === this.answer) {
                this.data.wards = wards;
                this.drawWards();
                this.drawLabels();
            }
        }
    }

    drawWards() {
        const L = window.L;
        const group = this.layer('wards', 'wards', h('span', { class: 'swatch ward' }));
        const byName = [...(this.data.wards?.features ?? [])]
            .sort((a, b) => a.properties.name.localeCompare(b.properties.name));
        group.clearLayers();
        this.wards = new Map();
        this.parts.ward.replaceChildren(h('option', { value: '' }, 'none'));
        for (const feature of byName) {
            const { code, name, authority_name: authority } = feature.properties;
            const words = [name, authority].filter(Boolean).join(', ');
            const shape = L.geoJSON(feature, { style: { className: 'ward', weight: 1 } });
            shape.on('mouseover', () => this.light(code)).on('mouseout', () => this.light(null));
            group.addLayer(shape);
            shape.bringToBack();
            this.wards.set(code, { shape, name, words, centre: shape.getBounds().getCenter() });
            this.parts.ward.append(h('option', { value: code }, words));
        }
    }

    /* The ward pointed at, or else the one chosen from the list, stands out and is named. */
    light(code) {
        const shown = this.wards.get(code ?? this.parts.ward.value);
        this.lit?.shape.eachLayer((path) => path.getElement()?.classList.remove('lit'));
        this.lit = shown;
        shown?.shape.eachLayer((path) => path.getElement()?.classList.add('lit'));
        this.tell(shown ? `Ward: ${shown.words}` : '');
    }

    showWard(code) {
        this.light(code);
        if (this.wards.has(code)) {
            this.map.fitBounds(this.wards.get(code).shape.getBounds(), { maxZoom: 14 });
        }
    }

    drawLabels() {
        const group = this.layers.get('labels');
        if (!group) {
            return;
        }
        group.clearLayers();
        const inView = [...this.wards.values()]
            .filter(({ centre }) => this.map.getBounds().contains(centre));
        if (this.map.getZoom() >= LABELS_FROM_ZOOM && inView.length <= LABELS_MOST) {
            inView.forEach(({ centre, name }) =>
                group.addLayer(label(window.L, centre, name, 'ward-name')));
        }
    }

    drawBarriers() {
        const group = this.layer('barriers', 'barriers', h('span', { class: 'swatch barrier' }));
        for (const feature of this.data.barriers.features) {
            const { name, kind } = feature.properties;
            const line = window.L.geoJSON(feature, { style: { className: 'barrier', fill: false, weight: 3 } });
            line.on('mouseover', () => this.tell(`Barrier: ${name ?? kindWords(kind)}`));
            group.addLayer(line);
        }
    }

    async drawDay() {
        const day = this.parts.day.value;
        this.drawAssets(day);
        if (this.data.hasHotspots) {
            const hotspots = await readHotspots(day);
            if (day === this.parts.day.value) {
                this.drawHotspots(hotspots, day);
            }
        }
    }

    drawAssets(day) {
        this.data.kinds.forEach((kind, number) => {
            const group = this.layer(`kind-${kind}`, kindWords(kind), shapePicture(number));
            group.clearLayers();
            const ofKind = onDay(this.data.assets, day)
                .filter(({ properties }) => properties.kind === kind);
            for (const { geometry, properties } of ofKind) {
                const [lon, lat] = geometry.coordinates;
                const mark = shapeMarker(window.L, [lat, lon], number,
                    { usable: properties.usable !== 'no' });
                const words = `${kindWords(kind)}: ${properties.name}; ${properties.usable_why}`;
                mark.on('mouseover', () => this.tell(words)).on('click', () => this.tell(words));
                group.addLayer(mark);
            }
        });
    }

    drawHotspots(collection, day) {
        const group = this.layer('hotspots', 'hotspots', h('span', { class: 'swatch hotspot' }));
        group.clearLayers();
        this.parts.notes.querySelectorAll('.hotspot').forEach((item) => item.remove());
        if (collection === null) {
            this.note('The hotspots could not be read');
            return;
        }
        for (const feature of onDay(collection, day)) {
            const { name, code } = feature.properties;
            const words = `Hotspot: ${name ?? code}, ${dates(feature.properties)}`;
            const shape = window.L.geoJSON(feature, { style: { className: 'hotspot', weight: 2 } });
            shape.on('mouseover', () => this.tell(words));
            group.addLayer(shape);
            this.parts.notes.append(h('li', { class: 'hotspot' }, words));
        }
    }

    /* The position with its accuracy, and the line to the asset that is read out. */
    drawAnswer() {
        const L = window.L;
        this.shown ??= L.layerGroup().addTo(this.map);
        this.shown.clearLayers();
        const { query, results } = this.answer.body;
        if (query.lat === null) {
            return;
        }
        const at = [query.lat, query.lon];
        const chosen = results.find(({ id }) => id === this.answer.id);
        this.shown.addLayer(L.circle(at, { radius: query.accuracy_m, className: 'accuracy', interactive: false }));
        this.shown.addLayer(L.circleMarker(at, { radius: 5, className: 'position', interactive: false }));
        if (chosen) {
            const { position: { lat, lon }, distance_m: metres, name, walk_line: walk } = chosen;
            /* Along the streets where the way is known: GeoJSON has the longitude first. */
            const line = walk ? walk.coordinates.map(([x, y]) => [y, x]) : [at, [lat, lon]];
            /* The name stands off the end of the line, the distance beside its middle: neither covers
             * an end, however short the line. */
            const side = `${lat > query.lat ? 'up' : 'down'} ${lon > query.lon ? 'right' : 'left'}`;
            const middle = walk ? line[Math.floor(line.length / 2)] : [(query.lat + lat) / 2, (query.lon + lon) / 2];
            this.shown.addLayer(L.polyline(line, { className: walk ? 'way on-foot' : 'way', interactive: false }));
            if (metres >= 10) {
                this.shown.addLayer(label(L, middle, reachOf(chosen, query).words, `distance ${side}`));
            }
            this.shown.addLayer(label(L, [lat, lon], name, `asset-name ${side}`));
        }
    }

    /* Show what is of interest: the answer, or all the wards. */
    fit() {
        this.map.invalidateSize({ animate: false });
        const bounds = window.L.latLngBounds([]);
        const padding = this.answer ? [70, 40] : [10, 10];
        if (this.answer && this.answer.body.query.lat !== null) {
            const { query, results } = this.answer.body;
            const near = results.filter(({ id, rank }) => id === this.answer.id || rank <= 3);
            bounds.extend(window.L.latLng(query.lat, query.lon).toBounds(2 * query.accuracy_m + 100));
            near.forEach(({ position }) => bounds.extend([position.lat, position.lon]));
            results.find(({ id }) => id === this.answer.id)?.walk_line?.coordinates
                .forEach(([x, y]) => bounds.extend([y, x]));
        } else {
            this.wards.forEach(({ shape }) => bounds.extend(shape.getBounds()));
            onDay(this.data.assets, this.parts.day.value).forEach(({ properties: { lat, lon } }) =>
                bounds.extend([lat, lon]));
        }
        if (bounds.isValid()) {
            this.map.fitBounds(bounds, { padding, maxZoom: 17, animate: false });
        }
    }

    show(body, id) {
        const same = this.answer?.body === body;
        this.answer = { body, id };
        this.drawAnswer();
        if (!same) {
            this.fit();
            this.readAround();
            this.readNow();
        }
    }

    /* "Which one is meant?": each place with the number it has in the list, to be pressed as those there are. Names would
     * lie on one another where places are near. */
    offer(candidates, take) {
        const L = window.L;
        this.shown ??= L.layerGroup().addTo(this.map);
        this.shown.clearLayers();
        this.answer = null;
        const bounds = L.latLngBounds([]);
        candidates.forEach((candidate, index) => {
            const { lat, lon } = candidate.position ?? {};
            if (typeof lat !== 'number') {
                return;
            }
            const words = `${index + 1} ${[candidate.name, candidate.place].filter(Boolean).join(', ')}`;
            const mark = L.circleMarker([lat, lon], { radius: 7, className: 'position choice' });
            mark.on('mouseover', () => this.tell(words)).on('click', () => take(candidate));
            this.shown.addLayer(mark).addLayer(label(L, [lat, lon], String(index + 1), 'choice-name'));
            bounds.extend(L.latLng(lat, lon).toBounds(400));
        });
        if (bounds.isValid()) {
            this.map.invalidateSize({ animate: false });
            this.map.fitBounds(bounds, { padding: [70, 40], maxZoom: 16, animate: false });
        }
    }

    clear() {
        this.answer = null;
        this.shown?.clearLayers();
    }

    /* Nothing of the last caller stays: not the ward that was chosen, nor where the map stood. */
    reset() {
        this.clear();
        this.parts.ward.value = '';
        this.light(null);
        this.fit();
    }
}

/** The map in `section`, when the page and Leaflet are there. What is asked of it before is done
 * then. */
export function startMap(section) {
    let map = null;
    let waiting = null;
    const ready = () => section.dataset.ready === 'yes';
    /* A fault of the map must not take the answer away. */
    const draw = (what) => {
        try {
            what();
        } catch (error) {
            map.note('The map could not be drawn');
            reportError(error);
        }
    };
    const later = (what) => {
        waiting = what;
        if (ready()) {
            draw(what);
        }
    };
    addEventListener('load', async () => {
        if (!window.L) {
            return;
        }
        map = new PageMap(section);
        try {
            await map.read();
            section.dataset.ready = 'yes';
            if (waiting) {
                draw(waiting);
            }
            addBase(map.map, map.ground); /* after the answer, and never waited for */
        } catch (error) {
            map.note('The map could not be read');
            reportError(error);
        }
    });
    return {
        show: (body, id) => later(() => map.show(body, id)),
        offer: (candidates, take) => later(() => map.offer(candidates, take)),
        clear() {
            waiting = null;
            map?.clear();
        },
        reset() {
            waiting = null;
            if (ready()) {
                map.reset();
            }
        },
        fit: () => ready() && map.fit(),
    };
}
