/* A map of areas with patterns, for the views beside the control room. What tells areas apart is a
 * pattern or a line as well as a colour. Leaflet is given elements, never texts. */
import { h, svg } from './dom.js';
import { addBase } from './base_map.js';

/* Tiles of the patterns; page.css and views.css have their colours. The same grammar as on paper
 * (src/draw, src/print): covered solid, lost hatched, gained crossed, gap plain. */
const TILES = {
    covered: [4, 'M0 0H4V4H0Z', null],
    gap: [9, null, null],
    gained: [8, null, 'M-1 -1L9 9M-1 9L9 -1'],
    lost: [7, null, 'M-1 8L8 -1M-1 1L1 -1M6 8L8 6'],
    zero: [4, null, null],
    class0: [6, null, 'M2 3H4M3 2V4'],
    class1: [6, null, 'M-1 1L1 -1M0 6L6 0M5 7L7 5'],
    class2: [5, null, 'M0 2.5H5'],
    class3: [5, null, 'M-1 4L1 6M0 0L5 5M4 -1L6 1'],
    class4: [4, null, null],
};

/* Patterns are found by their ids in the whole page: one set serves every map. */
function patterns() {
    if (!document.getElementById('patterns')) {
        document.body.append(svg('svg', { id: 'patterns', class: 'patterns', 'aria-hidden': 'true' },
            svg('defs', {}, Object.entries(TILES).map(([name, [size, shape, lines]]) => svg('pattern',
                { id: `fill-${name}`, class: `tile ${name}`, width: size, height: size, patternUnits: 'userSpaceOnUse' },
                svg('rect', { width: size, height: size }), shape && svg('path', { class: 'shape', d: shape }),
                lines && svg('path', { class: 'lines', d: lines }))))));
    }
}

/** A pattern's picture for a legend. */
export function swatch(name) {
    return svg('svg', { class: `key ${name}`, viewBox: '0 0 24 16', 'aria-hidden': 'true' },
        svg('rect', { x: 1, y: 1, width: 22, height: 14, fill: `url(#fill-${name})` }));
}

/** A line's picture for a legend. */
export function lineSwatch(name) {
    return svg('svg', { class: 'key', viewBox: '0 0 24 16', 'aria-hidden': 'true' },
        svg('path', { class: `part ${name}_streets`, fill: 'none', d: 'M2 8H22' }));
}

function newMap(L, element) {
    const map = L.map(element, {
        attributionControl: false, renderer: L.svg({ padding: 0.5 }), zoomAnimation: false, fadeAnimation: false,
        markerZoomAnimation: false, inertia: false, zoomSnap: 0.25, maxZoom: 18,
    });
    L.control.scale({ imperial: false, maxWidth: 200 }).addTo(map);
    return map.setView([54.5, -3], 6);
}

/* Metres of the ground to one of paper, in the middle of the map, in three figures. A CSS pixel is 1/96 inch. */
function scaleOf(map) {
    const { x, y } = map.getSize();
    const across = map.distance(map.containerPointToLatLng([0, y / 2]), map.containerPointToLatLng([x, y / 2]));
    const exact = across / (x * 0.0254 / 96);
    const step = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 2);
    return Math.round(exact / step) * step;
}

export class AreaMap {
    /** In `section`; `id` begins the ids of what is in it. */
    constructor(section, id) {
        patterns();
        this.ground = h('div', { class: 'ground', role: 'application', 'aria-label': 'Map; arrow keys move it, + and - change its scale' });
        this.told = h('p', { class: 'told', role: 'status' });
        /* On paper alone. */
        this.heading = h('h2', { class: 'paper-title' });
        this.scale = h('p', { class: 'paper-scale' });
        this.keys = h('ul', { class: 'legend', 'aria-label': 'Legend' });
        this.list = h('select', { id: `${id}-ward`, change: () => this.showArea(this.list.value) });
        section.append(this.ground, this.keys, h('div', { class: 'choices' },
            h('p', {}, h('label', { for: `${id}-ward` }, 'Show ward '), this.list),
            h('button', { type: 'button', click: () => this.fitAll() }, 'Show all')), this.told,
            this.heading, this.scale);
        this.areas = new Map();
        this.map = newMap(window.L, this.ground);
        this.groups = ['areas', 'parts', 'marks'].map(() => window.L.layerGroup().addTo(this.map));
        this.bounds = window.L.latLngBounds([]);
        addEventListener('beforeprint', () => this.onPaper(true));
        addEventListener('afterprint', () => this.onPaper(false));
        addBase(this.map, this.ground);
    }

    /* Leaflet draws for the size it has: the size on paper must be known before printing. Afterwards the
     * map stands where it stood. */
    onPaper(printing) {
        if (this.ground.offsetParent === null) {
            return;
        }
        if (printing) {
            this.before = { bounds: this.map.getBounds(), centre: this.map.getCenter(), zoom: this.map.getZoom() };
        }
        this.ground.classList.toggle('paper', printing);
        this.map.invalidateSize({ animate: false });
        if (printing) {
            this.map.fitBounds(this.before.bounds, { animate: false });
            this.scale.replaceChildren(`Scale 1:${scaleOf(this.map).toLocaleString('en-GB')} on A4 paper at 100%. Grid north is up to 3° off the top.`);
        } else {
            this.map.setView(this.before.centre, this.before.zoom, { animate: false });
        }
    }

    /** What stands above the map on paper: the finding. */
    entitle(text) {
        this.heading.replaceChildren(text);
    }

    tell(text) {
        this.told.replaceChildren(text);
    }

    legend(items) {
        this.keys.replaceChildren(...items.map(([picture, text]) => h('li', {}, picture, ' ', text)));
    }

    /** The areas, each drawn by style(properties): { className, fill }, and said by words(properties). */
    drawAreas(collection, style, words) {
        const chosen = this.list.value;
        this.groups[0].clearLayers();
        this.areas.clear();
        this.bounds = window.L.latLngBounds([]);
        for (const feature of collection?.features ?? []) {
            const shape = this.shape(feature, style(feature.properties), words(feature.properties));
            this.groups[0].addLayer(shape);
            this.bounds.extend(shape.getBounds());
            this.areas.set(feature.properties.code, { shape, words: words(feature.properties), name: feature.properties.name });
        }
        const byName = [...this.areas].sort(([, a], [, b]) => a.name.localeCompare(b.name));
        this.list.replaceChildren(h('option', { value: '' }, 'none'),
            ...byName.map(([code, { name }]) => h('option', { value: code }, name)));
        this.list.value = this.areas.has(chosen) ? chosen : '';
        this.lit = null;
    }

    shape(feature, { className, fill }, words) {
        const style = { className, weight: 1, fillColor: fill ? `url(#fill-${fill})` : undefined, fillOpacity: 1 };
        const shape = window.L.geoJSON(feature, { style, smoothFactor: 0 }); /* else discs have corners */
        return shape.on('mouseover', () => this.tell(words));
    }

    drawParts(features, style, words) {
        this.groups[1].clearLayers();
        for (const feature of features) {
            this.groups[1].addLayer(this.shape(feature, style(feature.properties), words(feature.properties)));
        }
    }

    drawMarks(marks) {
        this.groups[2].clearLayers();
        marks.forEach((mark) => this.groups[2].addLayer(mark));
    }

    showArea(code) {
        const area = this.areas.get(code);
        this.tell(area?.words ?? '');
        this.lit?.eachLayer((path) => path.getElement()?.classList.remove('chosen'));
        this.lit = area?.shape;
        this.lit?.eachLayer((path) => path.getElement()?.classList.add('chosen'));
        if (area) {
            this.map.fitBounds(area.shape.getBounds(), { animate: false });
        }
    }

    /** Show all areas, and all marks beyond them. */
    fitAll() {
        const all = window.L.latLngBounds([]).extend(this.bounds);
        this.groups[2].eachLayer((mark) => all.extend(mark.getLatLng()));
        if (all.isValid()) {
            this.map.fitBounds(all, { animate: false, padding: [10, 10] });
        }
    }

    /** Show what is of interest: `bounds`, else all areas; the last bounds given are kept. */
    fit(bounds = this.interest) {
        this.interest = bounds;
        this.map.invalidateSize({ animate: false });
        const wanted = bounds?.isValid() ? bounds : this.bounds;
        if (wanted.isValid()) {
            this.map.fitBounds(wanted, { animate: false, padding: [10, 10] });
        }
    }
}
